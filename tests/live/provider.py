"""A simulated provider: it takes one account's registration, then calls the PBX from wherever it likes."""

from __future__ import annotations

import re
import socket
import threading

from tests.live.sip import Agent, Call, Message, digest

REALM = "provider"


class Provider(Agent):
    """The registrar and gateway of one account. `contact` is what the PBX registered, once it has."""

    def __init__(self, listen: socket.socket, account: str, password: str) -> None:
        self.account, self.password = account, password
        self.contact = ""
        self.registered = threading.Event()
        super().__init__(listen)

    def handle(self, request: Message) -> None:
        """Challenge and check a REGISTER; everything else as an ordinary agent does."""
        if request.method != "REGISTER":
            super().handle(request)
            return
        challenge = f'Digest realm="{REALM}", nonce="n{request["Call-ID"][:6]}", algorithm=MD5'
        given = request["Authorization"]
        wanted = digest(challenge, "REGISTER", request.uri, self.account, self.password)
        response = re.search(r'response="([0-9a-f]{32})"', wanted)
        assert response is not None
        if response[1] not in given:
            self.respond(request, 401, f"WWW-Authenticate: {challenge}")
            return
        found = re.search(r"<([^>]+)>", request["Contact"])
        self.contact = found[1] if found else ""
        self.respond(request, 200, f"Contact: {request['Contact']};expires=1800", "Expires: 1800")
        self.registered.set()

    def ring(self, caller: Agent, number: str, from_user: str, to: str = "") -> Call:
        """Call `number` through what the PBX registered, from another machine of the provider."""
        user, host = self.contact.removeprefix("sip:").split("@", 1)
        uri = f"sip:{number or user}@{host}"
        address = host.split(";")[0].split(":")[0]
        return caller.call(uri, f"<sip:{from_user}@provider.invalid>", address, to=to)
