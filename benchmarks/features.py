"""What a source may say beyond phones, people and numbers: menus, conferences, contacts, forwards, hot desks, nights.

`enrich` adds it to a lawful source, by construction: lines are forwarded to what never leads back, contacts are numbers
outside that nobody here owns, codes begin no other code.
"""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.choices import Choose, Ids
from benchmarks.places import Tree

DIGITS = tuple("0123456789*#")
TEAMS = ("sales", "workshop", "desk")
CONTACT = "+33639984"  # from the block for fiction; numbers of ours in it end in 5000 and above
ABROAD = "+4477009000"  # kept for fiction in the United Kingdom


def enrich(choose: Choose, ids: Ids, extension: Callable[[], str], tree: Tree) -> Tree:
    """`tree` with the features; `extension` gives one that is free."""
    for kind in ("people", "lines", "groups", "mailboxes", "numbers", "schedules", "trunks", "contacts", "menus"):
        tree.setdefault(kind, {})
    tree["conferences"] = {
        ids.new("room"): {"title": choose.name(80), "extension": extension()}
        | choose.pick(({}, {"pin": True, "most": 9}))
        for _ in range(choose.number(0, 2))
    }
    if tree["trunks"]:
        for number in range(choose.number(0, 3)):
            digits = f"{CONTACT}{100 + number}" if choose.chance(80) else f"{ABROAD}{10 + number}"
            tree["contacts"][ids.new("contact")] = {"title": choose.name(80), "number": digits}
    for number, (_, schedule) in enumerate(tree["schedules"].items()):
        if choose.chance(60):
            schedule["holidays"] = True
        if choose.chance(60):
            schedule["night"] = f"*6{number}"
    for trunk in tree["trunks"].values():
        if choose.chance(50):
            trunk |= {"priority": choose.number(1, 9), "caller_id": choose.pick(("from", "pai"))}
    _menus(choose, ids, extension, tree)
    _lines(choose, tree)
    for group in tree["groups"].values():
        if choose.chance(40):
            group["strategy"] = "memory"
        if tree["contacts"] and choose.chance(50):
            group["members"].append(choose.pick(tuple(tree["contacts"])))
    elsewhere = [*tree["menus"], *tree["conferences"], *tree["contacts"]]
    for number in tree["numbers"].values():
        if elsewhere and choose.chance(25):
            number["to"] = choose.pick(elsewhere)
        if elsewhere and "closed" in number and choose.chance(25):
            number["closed"] = choose.pick(elsewhere)
    if choose.chance(30):
        tree.setdefault("dialing", {})["logout_at"] = "20:30"
    return {name: part for name, part in tree.items() if part}


def _menus(choose: Choose, ids: Ids, extension: Callable[[], str], tree: Tree) -> None:
    for _ in range(choose.number(0, 2)):
        ends = [*tree["people"], *tree["lines"], *tree["groups"], *tree["mailboxes"], *tree["menus"], *tree["contacts"]]
        menu: Tree = {"title": choose.name(80), "extension": extension()}
        menu["choices"] = {choose.pick(DIGITS): choose.pick(ends) for _ in range(choose.number(1, 5))}
        if choose.chance(50):
            menu |= {"then": choose.pick(ends), "wait": choose.number(2, 30), "repeats": choose.number(1, 5)}
        tree["menus"][ids.new("menu")] = menu


def _lines(choose: Choose, tree: Tree) -> None:
    """Forwards, shown numbers, teams, hot desks. A line goes on to what ends a call, or to a line after it."""
    ends = [*tree["mailboxes"], *tree["conferences"], *tree["contacts"]]
    ours = [site["number"] for site in tree["sites"].values() if "number" in site]
    lines = [*tree["people"].items(), *tree["lines"].items()]
    for place, (_, line) in enumerate(lines):
        further = [*ends, *(key for key, _ in lines[place + 1 : place + 5])]
        if further:
            forward = {k: choose.pick(further) for k in ("always", "busy", "no_answer") if choose.chance(15)}
            line |= {"forward": forward} if forward else {}
        if ours and choose.chance(15):
            line["shows"] = choose.pick(ours)
        if choose.chance(15):
            line["hide_number"] = True
        if choose.chance(30):
            line["pickup"] = [choose.pick(TEAMS)]
    for person in tree["people"].values():
        if choose.chance(40):
            person["hot_desk"] = True
