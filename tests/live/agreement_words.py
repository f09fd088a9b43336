"""One record for both sides: what was seen of a call on a real Asterisk, and what the tracer says, in the same words.

Beyond the tracer's own brief words: of the trunks only the one that took the call counts (the others were never tried);
a menu in which nothing is pressed is not waited out; a refusal names no class, since the PBX does not say it.
"""

from __future__ import annotations

import re

from generators.estate.estate import Estate
from generators.simulate.call import Call, Ending, Hears, Outcome, Rings, Stage, State
from generators.simulate.call.desks import guests
from tests.live.agreement import Seen
from tests.live.sip import Message

CAUSES = {"1": "unknown", "17": "busy", "19": "no answer", "20": "unreachable", "34": "congestion", "21": "refused"}
CODES = {Ending.CODE, Ending.VOICEMAIL, Ending.PICKUP, Ending.PARKED}


def told(estate: Estate, outcome: Outcome) -> list[str]:
    """What the tracer says. A forward that may not be set is answered with a word, and not by a refusal."""
    out: list[str] = []
    codes = (estate.codes.forward, estate.codes.forward_busy, estate.codes.forward_no_answer)
    if (
        outcome.call.number.startswith(codes)
        and outcome.call.caller.trunk is None
        and outcome.end.kind in (Ending.REFUSED, Ending.UNKNOWN)
    ):
        return ["invalid"]
    pressed = {menu for menu, _ in outcome.call.state.pressed}
    for stage in outcome.stages:
        out += _stage(stage)
        if isinstance(stage, Hears) and stage.menu not in pressed:
            break
    return out


def _stage(stage: Stage) -> list[str]:
    if isinstance(stage, Hears):
        return ["menu"]
    if isinstance(stage, Rings):
        phones = sorted({str(p) for p in stage.phones})
        legs = sorted(
            f"{x.attempts[0].trunk}:{x.attempts[0].dialled}{'<-' if x.withheld else '<'}{x.attempts[0].shown}"
            for x in stage.legs
        )
        return [f"ring {'+'.join([*phones, *legs])} {stage.seconds if not stage.speaks else ''}".strip()]
    if stage.kind in (Ending.OUTSIDE, Ending.ENDED):
        return []
    if stage.kind in (Ending.REFUSED, Ending.CONFERENCE, Ending.CODE, Ending.PICKUP, Ending.PARKED):
        return [stage.kind.value]
    return [str(stage)]


def shown_inside(estate: Estate, seen: Seen) -> set[str]:
    """The numbers that phones saw as the caller's."""
    return {_from(message) for who, message in seen.invites if not who.startswith("trunk:")}


def _from(message: Message) -> str:
    user = message.user("From")
    return "" if user in ("anonymous", "unknown") else user


def _presented(message: Message) -> tuple[str, bool]:
    """The number that a provider gets, and whether it is withheld from who is called."""
    hidden = "id" in message["Privacy"] or message.user("From") == "anonymous"
    return message.user("P-Asserted-Identity") or message.user("From"), hidden


def heard(estate: Estate, call: Call, seen: Seen) -> list[str]:
    """What Asterisk did."""
    did = _Reader(estate, call.state, seen).read()
    codes = (estate.codes.forward, estate.codes.forward_busy, estate.codes.forward_no_answer)
    refused = call.caller.trunk is None and call.number.startswith(codes) and did == ["unknown"]
    return ["invalid"] if refused else did  # too short to be taken for a forward at all


class _Reader:
    def __init__(self, estate: Estate, state: State, seen: Seen) -> None:
        self.estate, self.state, self.seen = estate, state, seen
        taken = guests(state)
        self.seat = {}
        for e in estate.endpoints:
            line = taken.get(e.phone.id, e.line.id) if e.button == 1 else e.line.id
            self.seat[e.account] = (e.phone.id, line)
        self.legs = [(w.removeprefix("trunk:"), m) for w, m in seen.invites if w.startswith("trunk:")]
        self.out: list[str] = []

    def _leg(self, dialled: str, trunk: str) -> str | None:
        """The attempt of a Dial on a trunk, if the provider was there and did not refuse it."""
        for index, (where, message) in enumerate(self.legs):
            if where == trunk and message.user() == dialled:
                del self.legs[index]
                number, hidden = _presented(message)
                return (
                    None if trunk in self.state.trunks_down else f"{trunk}:{dialled}{'<-' if hidden else '<'}{number}"
                )
        return None

    def read(self) -> list[str]:
        steps = self.seen.steps
        if not steps:
            return ["unknown" if self.seen.status == 404 else f"status {self.seen.status}"]
        caller = steps[0]["Channel"]
        outside = False
        for place, step in enumerate(steps):
            if step["Channel"] != caller:
                continue
            name, data = step["Application"], step["AppData"]
            if name == "Dial":
                outside = self._dial(data, steps[place + 1 :], caller)
            elif name in ("VoiceMail",):
                box, _, how = data.partition(",")
                extension = box.split("@")[0]
                key = next(b.id for b in self.estate.mailboxes if b.extension == extension)
                return [*self.out, f"box {key} {how}"]
            elif name == "VoiceMailMain":
                extension = data.split("@")[0]
                return [*self.out, "voicemail " + next(b.id for b in self.estate.mailboxes if b.extension == extension)]
            elif name == "ConfBridge":
                return [*self.out, "conference"]
            elif name in ("Park", "ParkedCall"):
                return [*self.out, "parked"]
            elif name in ("Pickup", "PickupChan"):
                return [*self.out, "pickup"]
            elif name == "VMAuthenticate":
                return [*self.out, "code"]
            elif name == "Playback":
                return [*self.out, self._played(data)]
            elif name == "BackGround":
                self.out.append("menu")
            elif name == "Congestion":
                return [*self.out, "congestion"]
            elif name == "Hangup" and not outside:
                return [*self.out, *self._ended(data)]
        return self.out

    def _played(self, sound: str) -> str:
        if sound == "feature-not-avail-line":
            return "voicemail none"
        return "invalid" if sound == "invalid" else "code"

    def _ended(self, cause: str) -> list[str]:
        if self.out and self.out[-1] == "menu" and cause == "19":
            return []
        return [CAUSES[cause]] if cause in CAUSES else []

    def _dial(self, data: str, later: list[dict[str, str]], caller: str) -> bool:
        """Add what a Dial rings. True if the call is now with the outside, which decides how it ends."""
        devices, _, rest = data.partition(",")
        seconds, _, options = rest.partition(",")
        found: list[str] = []
        trunk_only = False
        for device in devices.split("&"):
            if match := re.fullmatch(r"PJSIP/([^@/]+)@trunk-(.+)", device):
                trunk_only = True
                found += [x for x in [self._leg(match[1], match[2])] if x]
            elif re.fullmatch(r"PJSIP/trunk-[^/]+/sip:.*", device):
                trunk_only = True  # the second round of an emergency call, to providers that are down here
            elif match := re.fullmatch(r"Local/([^@]+)@contacts.*", device):
                found += self._contact(match[1], later, caller)
            else:
                phone, line = self.seat[device.removeprefix("PJSIP/")]
                if phone not in self.state.away and not self.state.busy & {phone, line}:
                    found.append(f"{phone}/{line}")
        if found:
            phones = sorted({x for x in found if ":" not in x})
            legs = sorted(x for x in found if ":" in x)
            speaks = "auto-answer" in options
            self.out.append(
                f"ring {'+'.join([*phones, *legs])} {None if trunk_only else '' if speaks else seconds}".strip()
            )
            if trunk_only and legs[0].split(":")[1].split("<")[0] in {e.number for e in self.estate.country.emergency}:
                return True
            answering = {p.split("/")[0] for p in phones} & self.state.answers
            if answering:
                self.out.append("answered " + next(p for p in phones if p.split("/")[0] in answering))
                return True
            return trunk_only or speaks  # a phone that is spoken to answers by itself; ours do not
        return False

    def _contact(self, digits: str, later: list[dict[str, str]], caller: str) -> list[str]:
        for step in later:
            if step["Channel"] == caller and step["Application"] == "Dial":
                break
            inside = step["Channel"].startswith(f"Local/{digits}@contacts") and step["Application"] == "Dial"
            match = re.match(r"PJSIP/([^@/]+)@trunk-([^,]+)", step["AppData"]) if inside else None
            found = self._leg(match[1], match[2]) if match else None
            if found:
                return [found]
        return []
