"""What a real Asterisk does with one call, in the words of the tracer.

One Asterisk runs for many organisations: `World.load` gives it the files of the next one. The dialplan stands as it is
generated. Of pjsip.conf the harness takes away what would only cost time (passwords, networks, registrations), says
where phones and providers are, and has digits sent by INFO. Then every call is a real INVITE of a phone or provider.
Phones answer at once: 486 for busy, 410 for a phone that is not there, 200 where somebody answers, 480 for one that
rings in vain (Dial goes on with NOANSWER, as after its seconds). A provider that is down says 503, one that is up takes
emergency calls and lets the others ring in vain. What Asterisk decides is read from the INVITEs that it sends and from
its manager's events, one for each step of the dialplan.
"""

from __future__ import annotations

import re
import select
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Address
from itertools import count
from pathlib import Path

from generators.estate.estate import Estate
from generators.simulate.call import Call, State, When
from generators.simulate.call.desks import guests
from generators.targets.artifact import Artifact
from generators.targets.asterisk import artifacts
from tests.live.asterisk import Pbx
from tests.live.network import Network
from tests.live.sip import SDP, Message, read

PBX = "192.0.2.10"
PHONES = "192.0.2.99"
MEDIA = 16384  # the port of voice that SDP names
PROVIDERS = tuple(f"198.51.100.{20 + n}" for n in range(3))
DOMAINS = ("sip.ovh.fr", "siptrunk.ovh.net", *(f"sip{n}.provider.example" for n in range(3)))
TAKEN_AWAY = re.compile(r"^(?:permit|deny|contact_permit|contact_deny|qualify_frequency|qualify_timeout)=.*\n", re.M)
FAMILIES = ("DND", "FWD_ALWAYS", "FWD_BUSY", "FWD_NO_ANSWER", "NIGHT", "GUEST", "DESK", "DESK_UNTIL", "TURN")
FORWARDS = {When.ALWAYS: "FWD_ALWAYS", When.BUSY: "FWD_BUSY", When.NO_ANSWER: "FWD_NO_ANSWER"}
DECISIVE = {"Congestion", "VoiceMail", "VoiceMailMain", "ConfBridge", "Playback", "Park", "ParkedCall", "Pickup",
            "PickupChan", "VMAuthenticate"}  # fmt: skip
QUIET = {"NoOp", "Set", "Return", "ExecIf", "StackPop", "AppDial", "Log", "Gosub"}
NUMBERS = count(1)
GIVE = """
import socket, sys
one = socket.create_connection((sys.argv[1], int(sys.argv[2])), 10)
socket.send_fds(socket.socket(fileno=int(sys.argv[3])), [b"."], [one.fileno()])
"""


@dataclass
class Seen:
    """What was seen of a call: the steps of the dialplan as events, the INVITEs that came, the last status."""

    steps: list[dict[str, str]] = field(default_factory=list)
    invites: list[tuple[str, Message]] = field(default_factory=list)
    status: int = 0


def at_home(estate: Estate) -> Estate:
    """The estate with its PBX where the harness has it."""
    pbx = replace(estate.pbx, address=IPv4Address(PBX), public=None, ports={**estate.pbx.ports, "sip": 5060})
    dialects = ("asterisk-pjsip",)
    return replace(estate, servers={**estate.servers, "pbx": replace(pbx, dialects=dialects)})


def rewritten(text: str, estate: Estate) -> str:
    """pjsip.conf for the harness; see above."""
    place = {t.id: PROVIDERS[n] for n, t in enumerate(estate.trunks)}
    out = []
    for block in re.split(r"(?m)^(?=\[)", TAKEN_AWAY.sub("", text)):
        kind = re.search(r"(?m)^type=(\w+)", block)
        head = re.match(r"\[([^\]]+)\](?:\(([^)]*)\))?", block)
        if head is None or (kind and kind[1] in ("transport", "registration", "identify")):
            continue
        block = re.sub(r"(?m)^dtmf_mode=.*", "dtmf_mode=info", block)
        parents = head[2] or ""
        if parents.startswith("tonalite-phone-"):
            block = re.sub(r"(?m)^auth=.*\n", "", block)
        elif parents.startswith("tonalite-aor-") and "!" not in parents:
            block += f"contact=sip:{head[1]}@{PHONES}:5060\n"
        elif kind and kind[1] == "aor" and head[1].startswith("trunk-"):
            block = re.sub(r"(?m)^contact=.*", f"contact=sip:{place[head[1][6:]]}:5060", block)
        out.append(block + "\n")
    out.append("[tonalite-udp]\ntype=transport\nprotocol=udp\nbind=0.0.0.0:5060\n")
    for trunk, address in place.items():
        out.append(f"[trunk-{trunk}]\ntype=identify\nendpoint=trunk-{trunk}\nmatch={address}/32\n")
    return "\n".join(out)


def files(estate: Estate) -> list[Artifact]:
    """The generated files, pjsip.conf as the harness needs it."""
    return [
        replace(a, content=rewritten(a.content.decode(), estate).encode()) if a.path.endswith("/pjsip.conf") else a
        for a in artifacts(estate)
        if a.path.startswith("pbx/asterisk-pjsip/")
    ]


class World:
    """A running Asterisk, and everybody around it. Use as a context manager."""

    def __init__(self, version: str, folder: Path, first: Estate) -> None:
        self.network = Network(folder, [PBX], [PHONES, *PROVIDERS], dict.fromkeys(DOMAINS, PROVIDERS[0]))
        self.pbx = Pbx(version, folder / "pbx", files(first), self.network)
        self.etc = folder / "pbx/etc"
        (self.etc / "manager.conf").write_text(
            "[general]\nenabled=yes\nbindaddr=0.0.0.0\nport=5038\n[tracer]\nsecret=tracer\nread=dialplan,call\n"
            "write=system,command,reporting,call,originate,config\n"
        )
        (self.etc / "logger.conf").write_text(
            "[general]\ndateformat = %F %T\n[logfiles]\nproblems.log => warning,error\n"
            "full.log => notice,warning,error\n"
        )
        self.estate = first
        self.buffer = b""
        self.finished: set[str] = set()  # channels of callers whose calls are over
        self.sockets: dict[socket.socket, str] = {}

    def __enter__(self) -> World:
        self.pbx.__enter__()
        self.phones = self.network.udp("outside", PHONES, 5060)
        self.providers = [self.network.udp("outside", a, 5060) for a in PROVIDERS]
        self.media = {a: self.network.udp("outside", a, MEDIA) for a in (PHONES, *PROVIDERS)}
        self.manager = self._manager()
        self._ask("Login", Username="tracer", Secret="tracer")
        self.load(self.estate)
        return self

    def __exit__(self, *_: object) -> None:
        self.manager.close()
        for one in (self.phones, *self.providers, *self.media.values()):
            one.close()
        self.pbx.__exit__()
        self.network.close()

    def _manager(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        words = [*self.network.into("outside"), sys.executable, "-c", GIVE, PBX, "5038", str(theirs.fileno())]
        subprocess.run(words, pass_fds=[theirs.fileno()], check=True, capture_output=True)
        _, handles, _, _ = socket.recv_fds(ours, 1, 1)
        ours.close()
        theirs.close()
        return socket.socket(fileno=handles[0])

    def load(self, estate: Estate) -> None:
        """Take up the files of another organisation."""
        self.estate = estate
        self.trunk_at = {PROVIDERS[n]: t.id for n, t in enumerate(estate.trunks)}
        for artifact in files(estate):
            if artifact.path.endswith("/modules.conf"):
                continue  # modules stay as they were loaded for the first estate, which has every feature
            (self.etc / Path(artifact.path).name).write_bytes(artifact.content)
        for command in ("dialplan reload", "module reload res_pjsip.so", "module reload app_voicemail.so",
                        "module reload app_confbridge.so", "module reload res_parking.so"):  # fmt: skip
            self._ask("Command", Command=command)
        wanted = [e.account for e in estate.endpoints][-1]
        self.pbx.wait_for(
            lambda: f"Endpoint:  {wanted}" in self.pbx.cli(f"pjsip show endpoint {wanted}"), 10, "files are not loaded"
        )
        self._ask("Command", Command="database deltree TURN")

    # ---- the manager

    def _send(self, action: str, **words: str) -> str:
        key = f"a{next(NUMBERS)}"
        text = "".join(f"{k}: {v}\r\n" for k, v in {"Action": action, "ActionID": key, **words}.items())
        self.manager.sendall(text.encode() + b"\r\n")
        return key

    def _events(self, wait: float) -> list[dict[str, str]]:
        ready, _, _ = select.select([self.manager], [], [], wait)
        if not ready:
            return []
        data = self.manager.recv(65536)
        assert data, "the manager has hung up: " + self.pbx.log()[-2000:]
        *whole, self.buffer = (self.buffer + data).split(b"\r\n\r\n")
        return [dict(_pair(line) for line in one.decode("utf-8", "replace").split("\r\n")) for one in whole]

    def _ask(self, action: str, **words: str) -> None:
        """Do something and wait until it is done."""
        key = self._send(action, **words)
        deadline = time.monotonic() + 20
        while not any(e.get("ActionID") == key and "Response" in e for e in self._events(1)):
            assert time.monotonic() < deadline, f"no answer to {action}"

    def set_up(self, state: State) -> None:
        """Bring the database of Asterisk into a state."""
        estate = self.estate
        pairs: list[tuple[str, str, str]] = [("DND", line, "1") for line in state.dnd]
        pairs += [("NIGHT", schedule, "1") for schedule in state.night]
        pairs += [(FORWARDS[when], line, to) for when, line, to in state.forwards]
        for phone, guest in guests(state).items():
            account = estate.endpoints_of_phone[phone][0].account
            pairs += [("GUEST", account, guest), ("DESK", guest, account)]
            pairs += [("DESK_UNTIL", guest, str(int(time.time()) + 9999))] if estate.codes.logout_at else []
        for group, member in state.last:
            members = estate.group[group].members
            pairs.append(("TURN", group, str((members.index(member) + 1) % len(members))))
        for family, key, value in pairs:
            self._ask("DBPut", Family=family, Key=key, Val=value)

    def tear_down(self) -> None:
        """Forget all states."""
        for family in FAMILIES:
            self._ask("DBDelTree", Family=family)

    # ---- a call

    def play(self, call: Call, asked: str) -> Seen:
        """Dial `asked` and look on until the call is over."""
        seen = Seen()
        caller = call.caller
        if caller.endpoint is not None:
            own, user = self.phones, caller.endpoint.account
        else:
            assert caller.trunk is not None
            own = self.providers[[t.id for t in self.estate.trunks].index(caller.trunk.id)]
            user = caller.number or "anonymous"
        dialog = _Dialog(own, user, asked, self.media[own.getsockname()[0]])
        dialog.invite()
        channel = ""
        over, settled, refused_at = False, False, 0.0
        choices = dict(call.state.pressed)
        deadline = time.monotonic() + 8
        while not over:
            assert time.monotonic() < deadline, f"{user} → {asked} does not end\n{applications(seen.steps)}"
            ready, _, _ = select.select([self.manager, self.phones, *self.providers], [], [], 0.02)
            for one in ready:
                if one is not self.manager:
                    self._sip(one, call, dialog, seen)
                    continue
                for event in self._events(0):
                    name = event.get("Event", "")
                    if name in ("Newexten", "Hangup") and event["Channel"] in self.finished:
                        continue  # of a call before this one
                    if name == "Newexten":
                        channel = channel or event["Channel"]
                        seen.steps.append(event)
                        if event["Application"] == "BackGround" and event["Channel"] == channel:
                            digit = choices.pop(event["Context"].removeprefix("menu-"), "")
                            dialog.press(digit) if digit else dialog.bye()
                        elif event["Application"] in DECISIVE and event["Channel"] == channel:
                            dialog.decided = True
                    elif (
                        name == "DialEnd"
                        and event.get("DialStatus") == "ANSWER"
                        and not event.get("DestChannel", "").startswith("Local/")
                    ):
                        dialog.decided = True
                    elif name == "Hangup" and event["Channel"] == channel:
                        over = True
            if dialog.status == 404 and not channel:  # refused before a channel was made, or its events are to come
                refused_at = refused_at or time.monotonic()
                over = time.monotonic() - refused_at > 0.03
            if dialog.decided and dialog.status == 200:
                dialog.bye()
                over = over or settled  # what a mailbox or a conference still does after we have gone is of no matter
        self.finished.add(channel)
        seen.status = dialog.status
        return seen

    def _sip(self, one: socket.socket, call: Call, dialog: _Dialog, seen: Seen) -> None:
        data, source = one.recvfrom(65535)
        if not data.strip():
            return
        message = read(data, source)
        if message.status:
            if message["Call-ID"] == dialog.call_id and one is dialog.own:
                dialog.answered(message)
        elif message.method == "INVITE":
            who = self._whom(one, message)
            seen.invites.append((who, message))
            _respond(one, message, self._answer(call.state, who, message.user()))
        elif message.method == "CANCEL":
            _respond(one, message, 200)
            invite = next((m for _, m in reversed(seen.invites) if m["Call-ID"] == message["Call-ID"]), None)
            if invite is not None:
                _respond(one, invite, 487)
        elif message.method != "ACK":
            _respond(one, message, 200)

    def _whom(self, one: socket.socket, invite: Message) -> str:
        """The account, or `trunk:ID`, that an INVITE is for."""
        address = one.getsockname()[0]
        if address == PHONES:
            return invite.user()
        return f"trunk:{self.trunk_at.get(address, '')}" if address in invite.uri else "trunk:"

    def _answer(self, state: State, who: str, number: str) -> int:
        if who.startswith("trunk:"):
            trunk = who.removeprefix("trunk:")
            if trunk in state.trunks_down or not trunk:
                return 503
            return 200 if any(number == e.number for e in self.estate.country.emergency) else 480
        endpoint = next(e for e in self.estate.endpoints if e.account == who)
        guest = guests(state).get(endpoint.phone.id) if endpoint.button == 1 else None
        if endpoint.phone.id in state.away:
            return 410
        if state.busy & {endpoint.phone.id, guest or endpoint.line.id}:
            return 486
        return 200 if endpoint.phone.id in state.answers else 480


@dataclass
class _Dialog:
    """The caller's side of a call."""

    own: socket.socket
    user: str
    asked: str
    media: socket.socket
    status: int = 0
    decided: bool = False
    gone: bool = False
    cseq: int = 1
    to: str = ""
    waiting: str = ""

    def __post_init__(self) -> None:
        self.call_id = f"agree{next(NUMBERS)}"
        self.address = self.own.getsockname()[0]

    def _send(self, method: str, branch: str, body: str = "", kind: str = "application/sdp") -> None:
        uri = f"sip:{self.asked}@{PBX}"
        lines = [
            f"{method} {uri} SIP/2.0", f"Via: SIP/2.0/UDP {self.address}:5060;branch=z9hG4bK{branch}",
            "Max-Forwards: 70", f"From: <sip:{self.user}@{PBX}>;tag=f{self.call_id}", f"To: {self.to or f'<{uri}>'}",
            f"Call-ID: {self.call_id}", f"CSeq: {self.cseq} {method}",
            f"Contact: <sip:{self.user}@{self.address}:5060>",
        ]  # fmt: skip
        lines += [f"Content-Type: {kind}"] if body else []
        text = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", body])
        self.own.sendto(text.encode(), (PBX, 5060))

    def invite(self) -> None:
        """Call."""
        self._send("INVITE", self.call_id, SDP.format(self.address))

    def answered(self, message: Message) -> None:
        """Take a response; end a final one with ACK."""
        if message.method != "INVITE" or message.status < 200:
            return
        self.to = message["To"]
        self.status = message.status
        self._send("ACK", self.call_id if message.status >= 300 else f"k{next(NUMBERS)}")
        port = re.search(r"m=audio (\d+)", message.body)
        if port is not None and message.status == 200:  # Answer waits half a second for the first sound
            for number in range(6):
                head = struct.pack(">BBHII", 0x80, 8, number, number * 160, 1)
                self.media.sendto(head + b"\xd5" * 160, (PBX, int(port[1])))
        if self.waiting and message.status == 200:
            digit, self.waiting = self.waiting, ""
            self.press(digit)

    def press(self, digit: str) -> None:
        """Press a key, once the call is answered."""
        if self.status != 200:
            self.waiting = digit
            return
        self.cseq += 1
        self._send("INFO", f"d{next(NUMBERS)}", f"Signal={digit}\r\nDuration=100\r\n", "application/dtmf-relay")

    def bye(self) -> None:
        """Hang up, as soon as the call is answered."""
        self.decided = True
        if self.status == 200 and not self.gone:
            self.gone = True
            self.cseq += 1
            self._send("BYE", f"b{next(NUMBERS)}")


def _respond(one: socket.socket, request: Message, status: int) -> None:
    tag = "" if "tag=" in request["To"] else ";tag=t1"
    copied = ("via", "record-route", "from", "call-id", "cseq")
    lines = [f"SIP/2.0 {status} Said", *(f"{k}: {v}" for k, v in request.headers if k.lower() in copied)]
    address, port = one.getsockname()
    lines += [f"To: {request['To']}{tag}", f"Contact: <sip:x@{address}:{port}>"]
    body = SDP.format(address) if request.method == "INVITE" and status == 200 else ""
    lines += ["Content-Type: application/sdp"] if body else []
    one.sendto("\r\n".join([*lines, f"Content-Length: {len(body)}", "", body]).encode(), request.source)


def _pair(line: str) -> tuple[str, str]:
    key, _, value = line.partition(": ")
    return key, value


def applications(steps: Iterable[dict[str, str]]) -> str:
    """The steps that decide, for a message."""
    told = [x for x in steps if x["Application"] not in QUIET]
    return "\n".join(
        f"    {x['Channel']} {x['Extension']}@{x['Context']} {x['Application']}({x['AppData']})" for x in told
    )
