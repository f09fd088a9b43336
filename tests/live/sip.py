"""A small SIP user agent over UDP (RFC 3261), to look at every message: phones, providers and strangers.

It answers OPTIONS and NOTIFY, takes calls as told, registers and calls with MD5 digest. No retransmission: the
cable between the two networks loses nothing.
"""

from __future__ import annotations

import hashlib
import queue
import re
import socket
import threading
import time
import zlib
from dataclasses import dataclass, field
from itertools import count

COUNTER = count(1)
SDP = (
    "v=0\r\no=- 1 1 IN IP4 {0}\r\ns=-\r\nc=IN IP4 {0}\r\nt=0 0\r\nm=audio 16384 RTP/AVP 8 0 101\r\n"
    "a=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
)


@dataclass(frozen=True)
class Message:
    """A request or a response."""

    start: str
    headers: tuple[tuple[str, str], ...]
    body: str
    source: tuple[str, int]

    @property
    def method(self) -> str:
        """The method of a request; of a response, that of its CSeq."""
        return self["CSeq"].split()[1] if self.status else self.start.split()[0]

    @property
    def status(self) -> int:
        """The status of a response; 0 for a request."""
        return int(self.start.split()[1]) if self.start.startswith("SIP/2.0 ") else 0

    @property
    def uri(self) -> str:
        """The Request-URI."""
        return self.start.split()[1]

    def __getitem__(self, name: str) -> str:
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")

    def user(self, header: str = "") -> str:
        """The user of a header's address, or of the Request-URI."""
        found = re.search(r"sips?:([^@;>]*)@", self[header] if header else self.uri)
        return found[1] if found else ""


def read(data: bytes, source: tuple[str, int]) -> Message:
    """Parse one datagram."""
    head, _, body = data.decode("utf-8", "replace").partition("\r\n\r\n")
    start, *lines = head.split("\r\n")
    pairs = tuple((k.strip(), v.strip()) for k, _, v in (line.partition(":") for line in lines))
    return Message(start, pairs, body, source)


def digest(challenge: str, method: str, uri: str, user: str, password: str) -> str:
    """The Authorization that answers a challenge (RFC 2617, with or without qop)."""
    said = dict(re.findall(r'(\w+)="?([^",]*)"?', challenge.partition(" ")[2]))

    def md5(*parts: str) -> str:
        return hashlib.md5(":".join(parts).encode()).hexdigest()

    secret, what = md5(user, said["realm"], password), md5(method, uri)
    text = f'Digest username="{user}",realm="{said["realm"]}",nonce="{said["nonce"]}",uri="{uri}",algorithm=MD5'
    if "auth" in said.get("qop", "").split(","):
        answer = md5(secret, said["nonce"], "00000001", "abc", "auth", what)
        text += ',qop=auth,nc=00000001,cnonce="abc"'
    else:
        answer = md5(secret, said["nonce"], what)
    text += f',response="{answer}"'
    return text + (f',opaque="{said["opaque"]}"' if "opaque" in said else "")


@dataclass
class Call:
    """A call that we made: the last response, all of them, and what a BYE needs."""

    request: list[str]
    server: tuple[str, int]
    responses: list[Message] = field(default_factory=list)

    @property
    def status(self) -> int:
        """The final status; 0 if none came."""
        last = self.responses[-1].status if self.responses else 0
        return last if last >= 200 else 0


class Agent:
    """A user agent at `address`, listening on `listen`; it sends from `send` if that is given, as a 79x1 does.

    `answers` are the statuses it gives to an INVITE, in order; `silent` names methods that it ignores.
    """

    def __init__(self, listen: socket.socket, send: socket.socket | None = None) -> None:
        self._listen, self._send = listen, send or listen
        self.address, self.port = listen.getsockname()
        self.answers: tuple[int, ...] = (180, 200)
        self.silent: set[str] = set()
        self.invites: queue.Queue[Message] = queue.Queue()
        self.requests: list[Message] = []
        self._waiting: dict[str, queue.Queue[Message]] = {}
        self._open = True
        self._threads = [
            threading.Thread(target=self._receive, args=(one,), daemon=True) for one in {listen, self._send}
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Hang up for good; the port is free again."""
        self._open = False
        for thread in self._threads:
            thread.join()
        for one in {self._listen, self._send}:
            one.close()

    # -------------------------------------------------------------- what comes in

    def _receive(self, one: socket.socket) -> None:
        one.settimeout(0.05)  # a blocked receive would hold the port beyond close()
        while self._open:
            try:
                data, source = one.recvfrom(65535)
            except TimeoutError:
                continue
            if one is not self._listen or not data.strip():
                continue  # a 79x1 reads nothing that comes back to the port it sent from
            message = read(data, source)
            if message.status:
                waiting = self._waiting.get(message["Call-ID"])
                if waiting is not None:
                    waiting.put(message)
            elif message.method not in self.silent:
                self.requests.append(message)
                self.handle(message)

    def handle(self, request: Message) -> None:
        """React to a request; a registrar adds REGISTER."""
        if request.method == "INVITE":
            self.invites.put(request)
            for status in self.answers:
                self.respond(request, status)
        elif request.method != "ACK":
            self.respond(request, 200)

    def respond(self, request: Message, status: int, *more: str) -> None:
        """Send a response; a 200 to an INVITE takes the call."""
        tag = "" if "tag=" in request["To"] or status == 100 else f";tag=t{zlib.crc32(request['Call-ID'].encode())}"
        lines = [f"SIP/2.0 {status} Said"]
        copied = ("via", "record-route", "from", "call-id", "cseq")
        lines += [f"{k}: {v}" for k, v in request.headers if k.lower() in copied]
        lines += [f"To: {request['To']}{tag}", f"Contact: <sip:{self.address}:{self.port}>", *more]
        body = SDP.format(self.address) if request.method == "INVITE" and status == 200 else ""
        self._transmit(lines, body, request.source)

    def _transmit(self, lines: list[str], body: str, to: tuple[str, int]) -> None:
        typed = any(x.startswith("Content-Type") for x in lines)
        kind = ["Content-Type: application/sdp"] if body and not typed else []
        text = "\r\n".join([*lines, *kind, f"Content-Length: {len(body)}", "", body])
        self._send.sendto(text.encode(), to)

    # -------------------------------------------------------------- what goes out

    def _exchange(
        self, lines: list[str], body: str, server: tuple[str, int], call_id: str, wait: float
    ) -> list[Message]:
        """Send a request, collect responses up to the final one."""
        responses: queue.Queue[Message] = self._waiting.setdefault(call_id, queue.Queue())
        self._transmit(lines, body, server)
        out: list[Message] = []
        try:
            while not out or out[-1].status < 200:
                out.append(responses.get(timeout=wait))
        except queue.Empty:
            pass
        return out

    def _lines(self, method: str, uri: str, who: str, to: str, call_id: str, cseq: int, *more: str) -> list[str]:
        return [
            f"{method} {uri} SIP/2.0", f"Via: SIP/2.0/UDP {self.address}:{self.port};branch=z9hG4bK{next(COUNTER)}",
            "Max-Forwards: 70", f"From: {who};tag=f{call_id[:8]}", f"To: {to}", f"Call-ID: {call_id}",
            f"CSeq: {cseq} {method}", *more,
        ]  # fmt: skip

    def register(self, user: str, password: str, server: str, expires: int = 600, contact: str = "") -> int:
        """Register `user`; the final status, 0 if nothing came."""
        call_id, uri, me = f"reg{next(COUNTER)}-{self.address}", f"sip:{server}", f"<sip:{user}@{server}>"
        where = contact or f"sip:{user}@{self.address}:{self.port};transport=udp"
        more = [f"Contact: <{where}>", f"Expires: {expires}"]
        for cseq in (1, 2):
            lines = self._lines("REGISTER", uri, me, me, call_id, cseq, *more)
            got = self._exchange(lines, "", (server, 5060), call_id, 5)
            if not got or got[-1].status != 401:
                break
            more = [*more[:2], "Authorization: " + digest(got[-1]["WWW-Authenticate"], "REGISTER", uri, user, password)]
        return got[-1].status if got else 0

    def call(
        self,
        uri: str,
        who: str,
        server: str,
        user: str = "",
        password: str = "",
        to: str = "",
        wait: float = 8,
        contact: str = "",
    ) -> Call:
        """Call `uri` as `who` (the From); answer one challenge if there is a password. Ends each final with ACK."""
        call_id, to = f"call{next(COUNTER)}-{self.address}", to or f"<{uri}>"
        here = f"sip:{user or 'me'}@{self.address}:{self.port}"
        more = [f"Contact: <{contact or here}>"]
        call = Call([], (server, 5060))
        for cseq in (1, 2):
            lines = self._lines("INVITE", uri, who, to, call_id, cseq, *more)
            got = self._exchange(lines, SDP.format(self.address), call.server, call_id, wait)
            call.request, call.responses = lines, [*call.responses, *got]
            if not call.status:
                return call
            self._transmit(self._within(call, "ACK", cseq), "", call.server)
            challenge = got[-1]["WWW-Authenticate"]
            if call.status != 401 or not password:
                return call
            more = [more[0], "Authorization: " + digest(challenge, "INVITE", uri, user, password)]
        return call

    def hang_up(self, call: Call) -> None:
        """End an answered call."""
        if call.status == 200:
            cseq = int(next(x for x in call.request if x.startswith("CSeq")).split()[1]) + 1
            call_id = call.responses[-1]["Call-ID"]
            self._exchange(self._within(call, "BYE", cseq), "", call.server, call_id, 3)

    def press(self, call: Call, digits: str) -> None:
        """Send keys in an answered call, by INFO: what a gateway does for a caller, without a stream of voice."""
        for digit in digits:
            cseq = int(next(x for x in call.request if x.startswith("CSeq")).split()[1]) + 1
            call.request = [f"CSeq: {cseq} INVITE" if x.startswith("CSeq") else x for x in call.request]
            lines, call_id = self._within(call, "INFO", cseq), call.responses[-1]["Call-ID"]
            lines.append("Content-Type: application/dtmf-relay")
            answered = self._exchange(lines, f"Signal={digit}\r\nDuration=100\r\n", call.server, call_id, 3)
            assert answered and answered[-1].status == 200, f"key {digit} was not taken"
            time.sleep(0.15)  # a key is held for a tenth of a second, and keys do not overlap

    def refer(self, call: Call, to: str) -> int:
        """Transfer the other party of an answered call to the URI `to` (RFC 3515); the status of the REFER."""
        cseq = int(next(x for x in call.request if x.startswith("CSeq")).split()[1]) + 1
        call.request = [f"CSeq: {cseq} INVITE" if x.startswith("CSeq") else x for x in call.request]
        lines, call_id = self._within(call, "REFER", cseq), call.responses[-1]["Call-ID"]
        more = [f"Refer-To: <{to}>", f"Contact: <sip:{self.address}:{self.port}>"]
        got = self._exchange([*lines, *more], "", call.server, call_id, 3)
        return got[-1].status if got else 0

    def send_away(self, invite: Message, to: str) -> int:
        """Transfer the caller of a call that we have taken to the URI `to`; the status of the REFER."""
        contact = re.search(r"<([^>]+)>", invite["Contact"])
        assert contact is not None
        own = f"{invite['To']};tag=t{zlib.crc32(invite['Call-ID'].encode())}"
        lines = [
            f"REFER {contact[1]} SIP/2.0", f"Via: SIP/2.0/UDP {self.address}:{self.port};branch=z9hG4bK{next(COUNTER)}",
            "Max-Forwards: 70", f"From: {own}", f"To: {invite['From']}", f"Call-ID: {invite['Call-ID']}",
            "CSeq: 1 REFER", f"Refer-To: <{to}>", f"Contact: <sip:{self.address}:{self.port}>",
        ]  # fmt: skip
        got = self._exchange(lines, "", invite.source, invite["Call-ID"], 3)
        return got[-1].status if got else 0

    def cancel(self, call: Call) -> None:
        """Give up a call that rings; takes the 487."""
        cseq = int(next(x for x in call.request if x.startswith("CSeq")).split()[1])
        lines = [x for x in call.request if not re.match(r"Contact|Authorization|CSeq", x)]
        lines[0] = lines[0].replace("INVITE", "CANCEL")
        call_id = call.responses[-1]["Call-ID"]
        self._transmit([*lines, f"CSeq: {cseq} CANCEL"], "", call.server)
        waiting = self._waiting[call_id]
        while call.responses[-1].method != "INVITE" or call.responses[-1].status < 200:
            call.responses.append(waiting.get(timeout=5))
        self._transmit(self._within(call, "ACK", cseq), "", call.server)

    def _within(self, call: Call, method: str, cseq: int) -> list[str]:
        """A request of the dialog, or the ACK of a refusal, which shares the branch of its INVITE."""
        last = call.responses[-1]
        lines = [x for x in call.request if not re.match(r"Contact|Authorization|CSeq|To", x)]
        if last.status == 200:
            target = re.search(r"<([^>]+)>", last["Contact"])
            lines[0] = f"{method} {target[1] if target else call.request[0].split()[1]} SIP/2.0"
            lines[1] = re.sub(r"branch=\S+", f"branch=z9hG4bK{next(COUNTER)}", lines[1])
        else:
            lines[0] = lines[0].replace("INVITE", method)
        return [*lines, f"To: {last['To']}", f"CSeq: {cseq} {method}"]
