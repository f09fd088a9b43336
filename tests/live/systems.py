"""The example organisation, running: an Asterisk, its provider, and phones where their sites' networks are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from generators.estate.estate import Estate
from generators.estate.places import Way
from generators.estate.telephony import Endpoint, OpenHours
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.targets.asterisk import artifacts
from tests.golden_trees import fake_secret
from tests.live.asterisk import Pbx
from tests.live.drivers import DRIVERS, Driver
from tests.live.network import Network
from tests.live.provider import Provider
from tests.live.sip import Agent, Call

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLE = REPOSITORY / "site_data"
MINIMAL = REPOSITORY / "tests/estates/minimal"
TWO_TRUNKS = REPOSITORY / "tests/estates/two_trunks"
EVERY_CALL = REPOSITORY / "tests/estates/every_call"
REGISTRARS = ("198.51.100.20", "198.51.100.21", "198.51.100.22")  # where the providers' names lead
ELSEWHERE = "198.51.100.77"  # another machine of the provider, named in no file
STRANGER = "192.0.2.66"
EVERY_DAY = (OpenHours(0, 6, "00:00", "24:00"),)


def load(folder: Path) -> Estate:
    """The Estate of `folder` with test secrets."""
    return load_estate(folder, Audience.INTERNAL, fake_secret)


def with_hours(estate: Estate) -> Estate:
    """The example with hours that do not depend on when the test runs.

    The number of the first site is open, that of Lyon closed for some days around today, that of Lille open on one
    other day of the week only.
    """
    today = date.today()
    model = estate.schedules[0]
    around = ((today - timedelta(days=2), today + timedelta(days=2)),)
    other = (today.weekday() + 3) % 7
    one_day = (replace(EVERY_DAY[0], first_day=other, last_day=other),)
    extra = (
        replace(model, id="test-open", hours=EVERY_DAY, closures=()),
        replace(model, id="test-closed", hours=EVERY_DAY, closures=around),
        replace(model, id="test-other", hours=one_day, closures=()),
    )
    rule = {"siege": "test-open", "lyon": "test-closed", "lille": "test-other"}
    by_number = {estate.site[site].number: schedule for site, schedule in rule.items()}
    numbers = tuple(replace(n, schedule=by_number.get(n.number, n.schedule)) for n in estate.numbers)
    return replace(estate, schedules=(*estate.schedules, *extra), numbers=numbers)


@dataclass
class System:
    """A running PBX with its providers, by trunk. `phone` puts a phone of the Estate on the network."""

    estate: Estate
    network: Network
    pbx: Pbx
    providers: dict[str, Provider]
    driver: Driver
    _ports: Iterator[int] = field(default_factory=lambda: iter(range(20000, 60000)))

    @property
    def provider(self) -> Provider:
        """The provider of the first trunk."""
        return self.providers[self.estate.trunks[0].id]

    def endpoint(self, phone: str, button: int = 1) -> Endpoint:
        """The endpoint on a button of a phone."""
        return self.estate.endpoints_of_phone[phone][button - 1]

    def place(self, endpoint: Endpoint) -> tuple[str, str]:
        """Whence the PBX sees the endpoint's phone, and the address at which the phone finds the PBX."""
        return place(self.estate, endpoint)

    @contextmanager
    def phone(self, phone: str, button: int = 1, *, old: bool = False) -> Iterator[Phone]:
        """A registered phone that answers calls; `old` sends from a port on which it does not listen, as a 79x1."""
        endpoint = self.endpoint(phone, button)
        address, server = self.place(endpoint)
        listen = self.network.udp("outside", address, 5060)
        send = self.network.udp("outside", address, next(self._ports)) if old else None
        agent = Phone(self, endpoint, server, Agent(listen, send))
        try:
            status = agent.register()
            assert status == 200, f"{endpoint.account} is answered {status}"
            account = endpoint.account
            reachable = partial(self.driver.reachable, self.pbx.cli, account)
            self.pbx.wait_for(reachable, PATIENCE, f"{account} is not reachable")
            yield agent
            agent.register(expires=0)
        finally:
            agent.agent.close()

    def agent(self, address: str) -> Agent:
        """Somebody at `address`, on a port of their own."""
        return Agent(self.network.udp("outside", address, next(self._ports)))

    def gateway(self, trunk: str) -> Agent:
        """A machine of the provider, other than the one that takes registrations where the driver allows that."""
        return self.agent(ELSEWHERE if self.driver.anywhere else self.providers[trunk].address)

    def calm(self) -> None:
        """Wait until no call is left, so that one test does not disturb the next."""
        self.pbx.wait_for(
            lambda: "\n0 active channels" in "\n" + self.pbx.cli("core show channels"), 10, "calls are left over"
        )


@dataclass
class Phone:
    """A phone of the Estate on the network."""

    system: System
    endpoint: Endpoint
    server: str
    agent: Agent

    def register(self, expires: int = 600) -> int:
        """Register (or with 0 leave)."""
        return self.agent.register(self.endpoint.account, self.endpoint.secret.reveal(), self.server, expires)

    def dial(self, number: str, wait: float = 8) -> Call:
        """Call `number` as this phone does."""
        account, password = self.endpoint.account, self.endpoint.secret.reveal()
        uri = f"sip:{number}@{self.server};user=phone"
        return self.agent.call(uri, f"<sip:{account}@{self.server}>", self.server, account, password, wait=wait)


def place(estate: Estate, endpoint: Endpoint) -> tuple[str, str]:
    """Whence the PBX sees the endpoint's phone (an address of its own), and where the phone finds the PBX."""
    reach = endpoint.site.reach["pbx"]
    if reach.way is Way.PUBLIC:
        return str(endpoint.site.uplink.address), str(reach.address)
    pool = endpoint.site.voice.pool
    index = estate.phones_of_site[endpoint.site.id].index(endpoint.phone)
    leased = (pool[0] if pool else endpoint.site.voice.subnet[100]) + index
    return str(endpoint.phone.address or leased), str(reach.address)


# An OPTIONS that a busy machine answers too late makes a contact unreachable until the next one, 60 seconds later.
PATIENCE = 75


@contextmanager
def running(version: str, estate: Estate, folder: Path, dialect: str = "asterisk-pjsip") -> Iterator[System]:
    """Asterisk `version` on the files of `estate` in `dialect`, registered with each provider."""
    pbx = replace(estate.pbx, dialects=(dialect,))
    estate, driver = replace(estate, servers={**estate.servers, "pbx": pbx}), DRIVERS[dialect]
    own = [str(pbx.address), *([str(pbx.public)] if pbx.public else [])]
    others = [*REGISTRARS, ELSEWHERE, STRANGER, *sorted({place(estate, e)[0] for e in estate.endpoints})]
    at = dict(zip([t.id for t in estate.trunks], REGISTRARS, strict=False))
    network = Network(folder, own, others, {t.domain: at[t.id] for t in estate.trunks})
    providers: dict[str, Provider] = {}
    try:
        for trunk in estate.trunks:
            socket = network.udp("outside", at[trunk.id], 5060)
            providers[trunk.id] = Provider(socket, trunk.account, trunk.secret.reveal())
        with Pbx(version, folder / "pbx", artifacts(estate), network) as asterisk:
            system = System(estate, network, asterisk, providers, driver)
            for provider in providers.values():
                assert provider.registered.wait(15), "the PBX did not register\n" + asterisk.log()[-3000:]
            registered = lambda: driver.registrations(asterisk.cli) == len(providers)  # noqa: E731
            asterisk.wait_for(registered, PATIENCE, "a trunk is not registered")
            yield system
    finally:
        for provider in providers.values():
            provider.close()
        network.close()
