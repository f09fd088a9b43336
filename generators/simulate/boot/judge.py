"""What only several files, or the files and the source, show together: images, accounts, numbers that must dial."""

from __future__ import annotations

from collections.abc import Iterable

from generators.estate.estate import Estate
from generators.estate.telephony import Phone
from generators.simulate.boot.flat import Given
from generators.simulate.boot.loads import Upgrade
from generators.simulate.boot.story import Button, Fault
from generators.simulate.boot.xml import Document

FILL = "0527"  # digits a pattern's places are filled with, in turn


def must_dial(estate: Estate) -> tuple[tuple[str, str], ...]:
    """The numbers a phone of this estate must be able to dial whole, and what each is."""
    out = {e.number: "the emergency number" for e in estate.country.emergency}
    ours = [x.extension for x in estate.lines] + [x.extension for x in estate.groups]
    for extension in (*ours, *(x.extension for x in estate.mailboxes)):
        out.setdefault(extension, "the extension")
    out.setdefault(estate.codes.voicemail, "the code")
    taken = tuple(out)
    for rule in estate.dial_rules:
        for number in _examples(rule.pattern):
            # A shorter number of ours that is dialled at once may rightly end it: the source was checked for that.
            if not number.startswith(taken):
                out.setdefault(number, "the number")
    return tuple(sorted(out.items()))


def _examples(pattern: str) -> Iterable[str]:
    head = pattern.removesuffix(".")
    least = {"X": "0", "Z": "1", "N": "2"}
    for digit in FILL:
        number = "".join(max(least[key], digit) if key in least else key for key in head)
        yield number + "33199000" if pattern.endswith(".") else number


def judge_load(told: Given | None, phone: Phone) -> list[Fault]:
    """The load that the phone's own files name, against the source's."""
    if told is None or not told.fits or told.value == phone.load:
        return []
    what = f"names the load {told.value}, the source {phone.load}: the files are older than the source, build again"
    return [Fault(told.file, told.line, what)]


def judge_images(named: dict[str, Given], own: str) -> list[Fault]:
    """Image names that disagree make a phone reload for ever; `named` maps the place's words to what it says.

    The first is what all others are held against. OS79XX.TXT and XMLDefault.cnf.xml may name the universal loader
    of the same release (BLOG-FB, C72029).
    """
    out = []
    first: tuple[str, Given] | None = None
    for place, given in named.items():
        if not given.fits or not given.value:
            continue
        if first is None:
            first = (place, given)
            continue
        right = first[1].value
        same = {right, right.replace("P0S3", "P003")} if place != own else {right}
        if given.value not in same:
            out.append(
                Fault(given.file, given.line, f"{place} names {given.value}, {first[0]} {right}: endless reloads")
            )
    return out


def judge_accounts(users: dict[int, Given], estate: Estate, phone: Phone, file: str) -> list[Fault]:
    """The lines by button against the source: each must register with the account the PBX knows."""
    out = []
    wanted = {e.button: e.account for e in estate.endpoints_of_phone[phone.id]}
    for button in sorted({*users, *wanted}):
        has, should = users.get(button), wanted.get(button)
        if has is not None and has.value != should:
            what = f"button {button} has the account {has.value[:60]}, the source {should or 'none'}"
            out.append(Fault(has.file, has.line, f"{what}: the PBX does not know it there"))
        elif has is None:
            out.append(Fault(file, 0, f"button {button} has no line, the source gives it {should}"))
    return out


def judge_sync(sync: Document | None, told: str, image: str) -> list[Fault]:
    """What syncinfo.xml (None: not read) says against the phone's own `sync` and `image` (SAG8)."""
    if sync is None:
        return []
    line = sync.values["IMAGE"].line if "IMAGE" in sync.values else 0
    out = []
    if sync.attributes.get("IMAGE@SYNC", told or "1") != (told or "1"):  # 1 is its default
        out.append(Fault(sync.file, line, "SYNC is not the value of sync: each check-sync restarts"))
    if sync.attributes.get("IMAGE@VERSION", "*") not in ("*", image):
        out.append(Fault(sync.file, line, "VERSION is for another image: a check-sync does nothing"))
    return out


def judge_keys(buttons: Iterable[Button], phone: Phone, file: str) -> list[Fault]:
    """The programmed keys of the source against those of the file. A 7940's have no button that a document names."""
    made = list(buttons)
    out = []
    for key in phone.keys:
        target = key.url or key.number
        there = [b for b in made if b.target == target and b.number in (0, key.button)]
        if not there:
            out.append(Fault(file, 0, f"button {key.button} should be {key.label or target}, as the source says"))
    wanted = {key.url or key.number for key in phone.keys}
    extra = [b for b in made if b.target and b.target not in wanted]
    return out + [Fault(file, 0, f"a key dials {b.target[:60]}, which the source does not say") for b in extra]


def judge_upgrade(way: Upgrade | None, running: str, images: dict[str, Given], own: str) -> list[Fault]:
    """A way between loads that has a load in between, which the files do not name: the phone would reload for ever."""
    if way is None or not way.steps:
        return []
    named = next(iter(images.values()), None)
    target = named.value if named else "the load"
    what = f"{target} cannot be reached from {running} in one step: name {way.steps[0]} first ({way.note})"
    return [Fault(named.file, named.line, what) if named else Fault(own, 0, what)]


def judge_media(first: Given | None, last: Given | None) -> list[Fault]:
    """The range of RTP ports; an odd end is used up to the port below it."""
    if first and last and first.fits and last.fits and int(first.value) >= int(last.value):
        return [Fault(first.file, first.line, "the first media port is not below the last")]
    return []
