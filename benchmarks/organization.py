"""Random lawful sources, by construction: every choice is free, none can break a law.

`organization(choose, sites, phones)` asks `choose` at every turn. Two things choose: a seeded generator
(`random_organization`, fast, for benchmarks of any size) and hypothesis (`tests/strategies.py`, which
finds small counter-examples). A source is the plain tree of the YAML: dict, list, str, int and bool.

Numbers come from the blocks that ARCEP keeps for fiction, public addresses from RFC 5737, names end in `.example`.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.choices import Choose, Ids, Seeded
from benchmarks.features import enrich
from benchmarks.handsets import family_of, keys, settings
from benchmarks.places import Places, Tree

MODELS = {"cisco-7940": 2, "cisco-7941": 2, "cisco-7960": 6, "cisco-7961": 6}
ZONES = ("Europe/Paris", "Europe/London", "Europe/Zurich", "Indian/Reunion", "America/Martinique")
CLASSES = ("international", "surcharged", "mobile")
FICTION = ("+3319900", "+3326191", "+3335301", "+3346571", "+3353649", "+3363998")  # ten thousand numbers each
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# The numbers of the French plan that no extension may take or begin (tests/unit/catalog holds them to the catalog).
EMERGENCY = ("15", "17", "18", "112", "114", "115", "119", "191", "196", "197", "116000", "116117")
PARKING = tuple(map(str, range(700, 710)))  # what parks a call, and the positions of parked calls
HELPLINES = ("3018", "3919")


def random_organization(phones: int, seed: int, features: bool = False) -> Tree:
    """A source of exactly `phones` phones, about ten a site; the same for the same numbers."""
    return organization(Seeded(seed), sites=max(1, phones // 10), phones=phones, features=features)


def organization(choose: Choose, sites: int, phones: int, features: bool = False) -> Tree:
    """A lawful source of `sites` sites (1 to 3,000) and `phones` phones (at least 1).

    With `features` also menus, conferences, contacts, forwards, hot desks and nights.
    """
    builder = _Builder(choose)
    tree = builder.build(sites, phones)
    return enrich(choose, builder.ids, builder.extension, tree) if features else tree


def lawful_extension(extension: str) -> bool:
    """Whether the French plan leaves this extension free."""
    return not (
        extension.startswith("0")
        or any(number.startswith(extension) for number in EMERGENCY)
        or extension in HELPLINES
        or (len(extension) == 4 and extension.startswith("31"))
        or (len(extension) == 6 and extension.startswith("116"))
    )


class _Builder:
    def __init__(self, choose: Choose) -> None:
        self.choose = choose
        self.ids = Ids(choose)
        self.places = Places(choose, self.ids)
        self.used: set[str] = set(PARKING)
        self.digits = choose.pick((2, 3, 4, 4, 4, 5, 6))
        self.next_number = 0
        self.next_host: dict[str, int] = {}
        self.taken: dict[str, int] = {}

    def build(self, sites: int, phones: int) -> Tree:
        choose = self.choose
        homes = self.places.build(sites)
        devices = self._phones(homes, phones)
        people, lines = self._seats(devices)
        mailboxes = {self.ids.new("box"): self._mailbox() for _ in range(choose.number(0, 2) + len(people) // 50)}
        groups = self._groups([*people, *lines], mailboxes)
        schedules = {self.ids.new("hours"): self._schedule() for _ in range(choose.number(0, 2))}
        trunks = {self.ids.new("trunk"): self._trunk(n) for n in range(choose.pick((0, 1, 1, 1, 2, 3)))}
        callable_ids = [*people, *lines, *groups, *mailboxes]
        self._behaviour(devices, callable_ids, [*people, *lines])
        numbers = self._numbers(trunks, callable_ids, schedules, {d["site"] for d in devices.values()})
        tree: Tree = {"organization": self._organization(), "servers": self.places.servers(homes[0])}
        if choose.chance(30):
            tree["dialing"] = {"voicemail": f"*9{choose.number(0, 999)}"}  # begins no other code
        parts = {
            "settings": settings(choose) if choose.chance(30) else {},
            "models": {m: settings(choose, family_of(m)) for m in MODELS if choose.chance(10)},
            "trunks": trunks,
            "numbers": numbers,
            "schedules": schedules,
            "people": people,
            "lines": lines,
            "groups": groups,
            "mailboxes": mailboxes,
            "site_profiles": self.places.profiles,
            "sites": self.places.sites,
            "phones": devices,
        }
        return tree | {name: part for name, part in parts.items() if part}

    def extension(self) -> str:
        """A free, lawful extension, of the organization's length or, when those are used up, longer."""
        choose = self.choose
        digits = choose.number(2, 8) if choose.chance(5) else self.digits
        number = choose.number(10 ** (digits - 1), 10**digits - 1)
        while (text := str(number)) in self.used or not lawful_extension(text):
            number += 1
            if len(self.used) * 3 > 10**self.digits:
                self.digits += 1
                number = 10 ** (self.digits - 1) * 2
        self.used.add(text)
        return text

    def _titled(self, title: Tree) -> Tree:
        """What every called thing has: `title`'s one name, and an extension."""
        return title | {"extension": self._spelled(self.extension())}

    def _spelled(self, extension: str) -> str | int:
        return int(extension) if self.choose.chance(50) else extension

    # The organization

    def _organization(self) -> Tree:
        choose = self.choose
        out: Tree = {"name": choose.name(80), "domain": choose.pick(("nyxd.example", "a-1.b2.example"))}
        if choose.chance(70):
            out["languages"] = choose.pick((["fr"], ["en"], ["fr", "en"], ["en", "fr"]))
        if choose.chance(40):
            out["timezone"] = choose.pick(ZONES)
        if choose.chance(20):
            out |= {"url": "https://guide.nyxd.example/", "repository": "https://git.nyxd.example/x", "branch": "a/b"}
        if choose.chance(70):
            kinds = ("names", "numbers", "macs", "addresses")
            out["public"] = {kind: choose.pick(("shown", "masked")) for kind in kinds if choose.chance(80)}
        return out

    # Phones and lines

    def _phones(self, homes: Sequence[str], count: int) -> Tree:
        choose = self.choose
        out: Tree = {}
        for number in range(count):
            site = choose.pick(homes)
            phone: Tree = {
                "mac": self._mac(number),
                "model": choose.pick(tuple(MODELS)),
                "site": site,
            }
            if choose.chance(60):
                phone["place"] = choose.name(80)
            if choose.chance(10):
                phone["label"] = choose.name(11)
            prefix, first, last = self.places.fixed[site]
            host = self.next_host.get(site, first)
            if host <= last and choose.chance(50):
                phone["address"] = f"{prefix}.{host}"
                self.next_host[site] = host + 1
            out[self.ids.new("phone")] = phone
        return out

    def _mac(self, number: int) -> str:
        digits = f"{self.choose.pick(('0007EB', '001BD4'))}{number + 1:06X}"
        pairs = [digits[i : i + 2] for i in range(0, 12, 2)]
        spellings = (":".join(pairs), "-".join(pairs).lower(), digits, f"{digits[:4]}.{digits[4:8]}.{digits[8:]}")
        return self.choose.pick(spellings)

    def _seats(self, devices: Tree) -> tuple[Tree, Tree]:
        """People and lines on the phones: from button 1 without gaps, no line twice on one phone."""
        choose = self.choose
        people: Tree = {}
        lines: Tree = {}
        recent: list[Tree] = []  # lines that further phones may share
        for key, phone in devices.items():
            wanted = choose.pick((1, 1, 1, 2, 2, MODELS[phone["model"]]))
            here: list[Tree] = []
            self.taken[key] = wanted
            for button in range(1, wanted + 1):
                others = [line for line in recent if all(line is not seen for seen in here)]
                if others and choose.chance(40):
                    line = choose.pick(others)
                elif choose.chance(70):
                    line = people[self.ids.new("person")] = self._person()
                else:
                    line = lines[self.ids.new("line")] = self._line()
                seat = key if button == 1 and choose.chance(80) else f"{key}/{button}"
                line["phones"].append(seat)
                here.append(line)
            recent = [*recent, *here][-8:]
        return people, lines

    def _behaviour(self, devices: Tree, targets: Sequence[str], watched: Sequence[str]) -> None:
        """Settings and keys of phones, and settings of sites. `self.taken` counts the lines of each phone."""
        choose = self.choose
        for key, phone in devices.items():
            if choose.chance(20):
                nat = phone["site"] not in self.places.admitted
                phone["settings"] = settings(choose, family_of(phone["model"]), nat)
            if choose.chance(30):
                keys(choose, phone, self.taken[key], MODELS[phone["model"]], targets, watched)
        for site in sorted({phone["site"] for phone in devices.values()}):
            if choose.chance(10):
                self.places.sites[site]["settings"] = settings(choose)

    def _person(self) -> Tree:
        choose = self.choose
        out = self._titled({"name": choose.name(80)}) | {"phones": []}
        if choose.chance(30):
            out["email"] = f"p{len(self.ids.taken)}@nyxd.example"
        if choose.chance(20):
            out["language"] = choose.pick(("fr", "en"))
        return out | self._line_options()

    def _line(self) -> Tree:
        return self._titled({"title": self.choose.name(80)}) | {"phones": []} | self._line_options()

    def _line_options(self) -> Tree:
        choose = self.choose
        out: Tree = {}
        if choose.chance(50):
            out["mailbox"] = choose.pick((True, True, False, {"email": "voice.mail+x@nyxd.example"}, {}))
        if choose.chance(20):
            out["allow"] = choose.pick(([], ["international"], list(CLASSES)))
        if choose.chance(10):
            out["ring"] = choose.number(5, 600)
        if choose.chance(10):
            out["label"] = choose.name(10)
        return out

    # Groups, mailboxes, schedules, trunks and numbers

    def _groups(self, members: Sequence[str], mailboxes: Tree) -> Tree:
        choose = self.choose
        out: Tree = {}
        for _ in range(choose.number(0, 3) + len(members) // 50):
            ends = [*members[:20], *mailboxes, *out]  # a group goes on to an earlier one: no circle
            group = self._titled({"title": choose.name(80)})
            group["members"] = [choose.pick(members) for _ in range(choose.number(1, 4))]
            if choose.chance(50):
                group |= {"strategy": choose.pick(("all", "turn")), "ring": choose.number(5, 60)}
            if choose.chance(60):
                group["then"] = choose.pick(ends)
            out[self.ids.new("group")] = group
        return out

    def _mailbox(self) -> Tree:
        out = self._titled({"title": self.choose.name(80)})
        return out | {"email": "contact@nyxd.example"} if self.choose.chance(50) else out

    def _schedule(self) -> Tree:
        choose = self.choose
        spans = []
        for _ in range(choose.number(1, 3)):
            first, last = sorted((choose.number(0, 6), choose.number(0, 6)))
            start, end = choose.number(0, 719), choose.number(720, 1439)
            days = DAYS[first] if first == last else f"{DAYS[first]}-{DAYS[last]}"
            spans.append(f"{days} {start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}")
        out: Tree = {"title": choose.name(80), "open": spans}
        if choose.chance(60):
            months = [choose.number(1, 12) for _ in range(choose.number(1, 3))]
            out["closed"] = [choose.pick((f"2027-{m:02d}-01", f"2027-{m:02d}-28/2028-01-02")) for m in months]
        return out

    def _trunk(self, number: int) -> Tree:
        choose = self.choose
        out: Tree = {"provider": choose.pick(("ovh", "generic")), "account": f"00331990{number:05d}"}
        if out["provider"] == "generic" or choose.chance(20):
            out["domain"] = f"sip{number}.provider.example"
        if choose.chance(50):
            out |= {"channels": choose.number(1, 1000), "format": choose.pick(("e164", "00", "national"))}
        return out

    def _numbers(self, trunks: Tree, targets: Sequence[str], schedules: Tree, inhabited: set[str]) -> Tree:
        """Numbers of the trunks, and one for each site with phones."""
        out: Tree = {}
        if not trunks:
            return out
        choose = self.choose
        for key in sorted(inhabited):
            number = self._number(out, trunks, targets, schedules, mobile=choose.chance(5))
            self.places.sites[key]["number"] = number
        for _ in range(choose.number(0, 4) + len(targets) // 10):
            self._number(out, trunks, targets, schedules, mobile=choose.chance(20))
        for key in sorted(set(trunks) - {n.get("trunk") or next(iter(trunks)) for n in out.values()}):
            self._number(out, {key: trunks[key]}, targets, schedules, mobile=False)
            out[next(reversed(out))]["trunk"] = key
        return out

    def _number(self, out: Tree, trunks: Tree, targets: Sequence[str], schedules: Tree, mobile: bool) -> str:
        choose = self.choose
        block = FICTION[-1] if mobile else FICTION[self.next_number // 5000 % 5]
        number = f"{block}{5000 + self.next_number % 5000}"
        self.next_number += 1
        entry: Tree = {"to": choose.pick(targets)}
        if len(trunks) > 1 or choose.chance(50):
            entry["trunk"] = choose.pick(tuple(trunks))
        if schedules and choose.chance(40):
            entry |= {"hours": choose.pick(tuple(schedules)), "closed": choose.pick(targets)}
        out[number if choose.chance(70) else f"{number[:3]} {number[3]} {number[4:8]}.{number[8:10]}-{number[10:]}"] = (
            entry
        )
        return number
