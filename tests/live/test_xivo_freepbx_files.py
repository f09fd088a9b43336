"""The files for XiVO, Wazo and FreePBX in real Asterisk 16 and 22, inside skeletons of the products' own contexts.

A skeleton is what the product's database and dialplan would hold after the imports and the sheet, as far as a call
goes through it: written anew from the public descriptions of the contexts, without the products' own code.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from generators.estate.dialing import spellings
from generators.estate.estate import Estate
from generators.estate.telephony import Contact, Destination, Kind, Menu
from generators.estate.values import PhoneNumber
from generators.targets import freepbx, xivo
from generators.targets.artifact import Artifact
from generators.targets.xivo.flavour import flavour
from tests.live.asterisk import Pbx
from tests.live.debian_asterisk import obtain
from tests.live.drivers import DRIVERS
from tests.live.network import Network
from tests.live.provider import Provider
from tests.live.sip import Agent, Message
from tests.live.systems import ELSEWHERE, EXAMPLE, REGISTRARS, STRANGER, System, load, place, with_hours

pytestmark = pytest.mark.live

CALLER = "0033639980002"  # somebody outside, from the block kept for fiction
CONTACT = "+33639980001"
# What may be logged while loading, and why it is not about the generated files.
ACCEPTED = (
    "users.conf is deprecated",  # 22 of the users.conf that its own package installs
    "app_macro",  # 16 of a module of its own, which FreePBX 16 needs
    "chan_sip",  # 16 of the same
)
# What the products load anyway, as far as these files need it.
MODULES = """pbx_config app_dial app_exec app_macro app_playback app_read app_stack app_verbose func_callerid
func_channel func_cut func_db func_dialplan func_logic func_strings func_strftime chan_pjsip res_rtp_asterisk
bridge_simple bridge_native_rtp bridge_softmix codec_alaw codec_ulaw codec_gsm format_gsm format_pcm format_wav
res_timing_timerfd res_sorcery_config res_sorcery_memory res_sorcery_astdb res_pjproject res_pjsip*
res_security_log""".split()  # noqa: SIM905
LEFT_OUT = {"res_pjsip_stir_shaken", "res_pjsip_phoneprov_provider", "res_pjsip_geolocation", "res_pjsip_config_wizard",
            "res_pjsip_transport_websocket", "res_pjsip_aoc"}  # fmt: skip

TRUNK = """
[transport-udp]
type=transport
protocol=udp
bind=0.0.0.0:5060

[{name}]
type=registration
server_uri=sip:{domain}
client_uri=sip:{account}@{domain}
contact_user={account}
outbound_auth={name}
line=yes
endpoint={name}

[{name}]
type=auth
auth_type=userpass
username={account}
password={secret}

[{name}]
type=aor
contact=sip:{domain}

[{name}]
type=endpoint
context={context}
outbound_auth={name}
aors={name}
from_domain={domain}
direct_media=no
disallow=all
allow=alaw
"""
ACCOUNT = """
[{sip_username}]
type=endpoint
context={context}
auth={sip_username}
aors={sip_username}
callerid="{firstname}" <{exten}>
disallow=all
allow=alaw
direct_media=no
force_rport=no
rewrite_contact=no

[{sip_username}]
type=auth
auth_type=userpass
username={sip_username}
password={sip_secret}

[{sip_username}]
type=aor
max_contacts=1
qualify_frequency=60
"""
SIP_TRUNK = """
[general]
context=nowhere
allowguest=no
alwaysauthreject=yes
udpbindaddr=0.0.0.0:5060
directmedia=no
register => {account}:{secret}@{domain}/{account}

[{account}]
type=peer
host={domain}
defaultuser={account}
remotesecret={secret}
fromdomain={domain}
insecure=port,invite
context=from-extern
disallow=all
allow=alaw
"""
SIP_ACCOUNT = """
[{sip_username}]
type=friend
host=dynamic
context={context}
secret={sip_secret}
callerid="{firstname}" <{exten}>
disallow=all
allow=alaw
nat=no
qualify=yes
"""
# Wazo and XiVO: users, incoming and outgoing calls each run their global subroutine, then Dial.
XIVO = """
[general]
static=yes
writeprotect=yes
[default]
include => to-extern
include => xivo-extrafeatures
{users}
[from-extern]
{incalls}
[to-extern]
exten => _0.,1,Set(DIALLED=${{EXTEN}})
 same => n,Gosub(outcall,s,1)
[user]
exten => _X.,1,Set({v}_DSTNUM=${{EXTEN}})
 same => n,Set({v}_INTERFACE=${{ARG1}})
 same => n,GosubIf(${{DIALPLAN_EXISTS(xivo-subrgbl-user,s,1)}}?xivo-subrgbl-user,s,1)
 same => n,Dial(${{{v}_INTERFACE}},8)
 same => n,Hangup(${{HANGUPCAUSE}})
[did]
exten => _X.,1,Set({v}_DSTNUM=${{EXTEN}})
 same => n,Gosub(xivo-subrgbl-did,s,1)
 same => n,Return()
[outcall]
exten => s,1,Set({v}_DSTNUM=${{DIALLED}})
 same => n,Gosub(xivo-subrgbl-outcall,s,1)
 same => n,Gosub(xivo-subrgbl-outcall,s,1)
 same => n,Dial({dial},8)
 same => n,Hangup(${{HANGUPCAUSE}})
#include "extensions_extra.d/*"
"""
FREEPBX = """
[general]
static=yes
writeprotect=yes
[from-internal]
include => from-did-direct
include => outbound-allroutes
include => bad-number
[bad-number]
exten => _X.,1,Hangup(1)
[from-did-direct]
{lines}
[ext-local]
exten => _vmu.,1,Hangup(17)
[ext-group]
exten => _X.,1,Hangup(17)
[ext-meetme]
exten => _X.,1,Hangup(17)
[app-blackhole]
exten => hangup,1,Hangup(21)
[from-pstn]
{dids}
[outbound-allroutes]
{routes}
[dialout]
exten => _X.,1,{call}
 same => n,Dial(PJSIP/${{EXTEN}}@{trunk},8)
 same => n,Hangup(${{HANGUPCAUSE}})
#include extensions_custom.conf
"""


def rows(made: dict[str, Artifact], path: str) -> list[dict[str, str]]:
    """A table as the product's importer reads it."""
    return list(csv.DictReader(io.StringIO(made[path].content.decode())))


def of_product(estate: Estate, product: str, release: str, dialect: str) -> Estate:
    """`estate` on another PBX."""
    pbx = replace(estate.pbx, product=product, release=release, dialects=(dialect,))
    return replace(estate, servers={**estate.servers, "pbx": pbx})


def trunk_objects(estate: Estate, context: str) -> str:
    """The trunk as the sheet says it."""
    trunk = estate.trunks[0]
    return TRUNK.format(
        name=f"trunk-{trunk.id}",
        domain=trunk.domain,
        account=trunk.account,
        secret=trunk.secret.reveal(),
        context=context,
    )


def xivo_files(estate: Estate, made: dict[str, Artifact]) -> dict[str, str]:
    """What Wazo's database would make of the import and the sheet."""
    product = flavour(estate.pbx)
    v, trunk = product.variables, estate.trunks[0]
    users = rows(made, "users.csv")
    tech = product.technology
    lines = "\n".join(
        f"exten => {u['exten']},1,Gosub(user,{u['exten']},1({tech}/{u['sip_username']}))" for u in users if u["exten"]
    )
    incalls = "".join(
        f"exten => {u['incall_exten']},1,Gosub(did,{u['incall_exten']},1)\n same => n,Goto(default,{u['exten']},1)\n"
        for u in users
        if u["incall_exten"]
    )
    # An incoming call whose user forwards to the outside.
    incalls += "exten => 0199000120,1,Gosub(did,0199000120,1)\n same => n,Goto(default,0639980001,1)\n"
    number = f"${{{v}_DSTNUM}}"
    dial = f"PJSIP/{number}@trunk-{trunk.id}" if product.pjsip else f"SIP/{trunk.account}/{number}"
    text = XIVO.format(users=lines, incalls=incalls, v=v, dial=dial)
    if product.pjsip:
        accounts = "".join(ACCOUNT.format(**u) for u in users if u["sip_username"])
        pjsip = trunk_objects(estate, "from-extern") + accounts + "#include pjsip.d/*.conf\n"
        return {"extensions.conf": text, "pjsip.conf": pjsip}
    accounts = "".join(SIP_ACCOUNT.format(**u) for u in users if u["sip_username"])
    sip = SIP_TRUNK.format(account=trunk.account, secret=trunk.secret.reveal(), domain=trunk.domain)
    return {"extensions.conf": text, "sip.conf": sip + accounts + "#include sip.d/tonalite.conf\n"}


def freepbx_files(estate: Estate, made: dict[str, Artifact]) -> dict[str, str]:
    """What FreePBX's database would make of the imports and the sheet."""
    lines = "".join(
        f"exten => {x['extension']},1,Dial({x['dial']},8)\n same => n,Hangup(${{HANGUPCAUSE}})\n"
        for x in rows(made, "extensions.csv")
        if x["tech"] == "custom"
    )
    dids = "".join(
        f"exten => {x['extension']},1,Set(__FROM_DID={x['extension']})\n same => n,Goto({x['destination']})\n"
        for x in rows(made, "dids.csv")
    )
    routes = ""
    for path in sorted(p for p in made if p.startswith("routes-")):
        for x in rows(made, path):
            pattern = f"_{x['match pattern']}" + (f"/{x['callerid']}" if x["callerid"] else "")
            routes += f"exten => {pattern},1,Goto(dialout,${{EXTEN}},1)\n"
    hook = "macro-dialout-trunk-predial-hook"
    call = "Macro(dialout-trunk-predial-hook)" if estate.pbx.release == "16.0" else f"Gosub({hook},s,1())"
    trunk = estate.trunks[0]
    text = FREEPBX.format(lines=lines, dids=dids, routes=routes, call=call, trunk=f"trunk-{trunk.id}")
    pjsip = trunk_objects(estate, f"tonalite-trunk-{trunk.id}") + "#include pjsip_custom.conf\n"
    return {"extensions.conf": text, "pjsip.conf": pjsip}


@dataclass(frozen=True)
class Case:
    """A product on a release of Asterisk."""

    asterisk: str
    product: str
    release: str


@contextmanager
def running(
    case: Case, estate: Estate, made: dict[str, Artifact], main: dict[str, str], folder: Path
) -> Iterator[System]:
    """Asterisk on a skeleton and the generated files, with the provider of the first trunk."""
    trunk = estate.trunks[0]
    own = [str(estate.pbx.address), *([str(estate.pbx.public)] if estate.pbx.public else [])]
    others = [*REGISTRARS, ELSEWHERE, STRANGER, *sorted({place(estate, e)[0] for e in estate.endpoints})]
    network = Network(folder, own, others, {trunk.domain: REGISTRARS[0]})
    provider = None
    try:
        provider = Provider(network.udp("outside", REGISTRARS[0], 5060), trunk.account, trunk.secret.reveal())
        pbx = Pbx(case.asterisk, folder / "pbx", [], network)
        etc = folder / "pbx/etc"
        for path, text in {**{p: a.content.decode() for p, a in made.items()}, **main}.items():
            (etc / path).parent.mkdir(exist_ok=True)
            (etc / path).write_text(text)
        folder_of_modules = obtain(case.asterisk).modules
        found = {m.stem for name in MODULES for m in folder_of_modules.glob(f"{name}.so")} - LEFT_OUT
        sip = "sip.conf" in main  # one driver at a time: both want the same port
        found = {name for name in found if not (sip and "pjsip" in name)} | ({"chan_sip"} if sip else set())
        loads = "".join(f"load = {name}.so\n" for name in sorted(found))
        (etc / "modules.conf").write_text(f"[modules]\nautoload = no\n{loads}")
        with pbx:
            assert provider.registered.wait(15), "the PBX did not register\n" + pbx.log()[-3000:]
            yield System(
                estate, network, pbx, {trunk.id: provider}, DRIVERS["asterisk-sip" if sip else "asterisk-pjsip"]
            )
    finally:
        if provider is not None:
            provider.close()
        network.close()


def files_of(artifacts: Callable[[Estate], Iterator[Artifact]], estate: Estate) -> dict[str, Artifact]:
    """The artifacts by their path below `pbx/<dialect>/`."""
    return {a.path.split("/", 2)[2]: a for a in artifacts(estate)}


@pytest.fixture(
    scope="module",
    params=[Case("16", "xivo", "15.12"), Case("16", "wazo", "20.03"), Case("22", "wazo", "24.10")],
    ids=lambda c: f"{c.product}-{c.release}",
)
def wazo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The example organisation on a Wazo."""
    case: Case = request.param
    estate = of_product(load(EXAMPLE), case.product, case.release, "xivo")
    made = files_of(xivo.artifacts, estate)
    with running(case, estate, made, xivo_files(estate, made), tmp_path_factory.mktemp("wazo")) as system:
        yield system


@pytest.fixture(
    scope="module",
    params=[Case("16", "freepbx", "16.0"), Case("22", "freepbx", "17.0")],
    ids=lambda c: f"freepbx-{c.release}",
)
def free(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The example organisation on a FreePBX, with hours that do not depend on the clock, a contact and a night code."""
    case: Case = request.param
    estate = with_hours(of_product(load(EXAMPLE), case.product, case.release, "freepbx"))
    contact = Contact("astreinte", "Astreinte", PhoneNumber(CONTACT), estate.organization.origin)
    numbers = tuple(
        replace(n, to=Destination(Kind.CONTACT, "astreinte")) if n.number.e164 == "+33199000120" else n
        for n in estate.numbers
    )
    schedules = tuple(replace(s, night="*281") if s.id == "test-open" else s for s in estate.schedules)
    choices = (("1", Destination(Kind.LINE, "nadia")), ("2", Destination(Kind.GROUP, "depannage")))
    then = Destination(Kind.MAILBOX, "repondeur")
    menu = Menu("choix", "Choix", "1200", "", choices, 2, 1, then, estate.organization.origin)
    estate = replace(estate, contacts=(contact,), numbers=numbers, schedules=schedules, menus=(menu,))
    made = files_of(freepbx.artifacts, estate)
    with running(case, estate, made, freepbx_files(estate, made), tmp_path_factory.mktemp("freepbx")) as system:
        yield system


def arrived(agent: Agent, seconds: float = 5) -> Message:
    """The next INVITE that reached `agent`."""
    return agent.invites.get(timeout=seconds)


def shown(system: System, phone: str, number: str, button: int = 1) -> tuple[str, str]:
    """A call from a phone to the outside: what the provider is asked for, and the number shown."""
    with system.phone(phone, button) as caller:
        call = caller.dial(number)
        assert call.status == 200, system.pbx.log()[-3000:]
        invite = arrived(system.provider)
        caller.agent.hang_up(call)
        system.calm()
        return invite.user(), invite.user("From")


def complaints(system: System) -> list[str]:
    return [c for c in system.pbx.complaints() if not any(known in c for known in ACCEPTED)]


def provider_calls(system: System, number: str) -> int:
    """The provider calls a number; the final status. chan_sip knows it by its address, chan_pjsip by its token."""
    other = system.agent(REGISTRARS[0] if system.estate.pbx.product == "xivo" else ELSEWHERE)
    try:
        call = system.provider.ring(other, number, CALLER)
        other.hang_up(call)
        return call.status
    finally:
        other.close()


# ------------------------------------------------------------------ Wazo and XiVO


def test_wazo_loads_the_files_without_a_complaint(wazo: System) -> None:
    assert complaints(wazo) == []
    account = wazo.estate.endpoints_of_line["yann"][1].account
    if wazo.estate.pbx.product == "wazo":
        assert "force_rport" in wazo.pbx.cli(f"pjsip show endpoint {account}")
    else:
        assert "Force rport  : No" in wazo.pbx.cli(f"sip show peer {account}")
    assert "xivo-subrgbl-outcall" in wazo.pbx.cli("dialplan show xivo-subrgbl-outcall")


def test_wazo_emergency_shows_the_number_of_the_phones_site(wazo: System) -> None:
    assert shown(wazo, "lyon-1", "112") == ("112", "0033465710010")
    assert shown(wazo, "bureau-3", "15") == ("15", "0033199000100")  # the site's, not the person's
    assert shown(wazo, "lyon-2", "18", button=2) == ("18", "0033465710010")  # a line's second phone, from the file


def test_wazo_shows_a_number_of_ours_and_keeps_permissions(wazo: System) -> None:
    assert shown(wazo, "bureau-1", "0639980001") == ("0639980001", "0033199000101")
    assert shown(wazo, "lyon-2", "0639980001", button=2)[1] == "0033199000103"
    assert shown(wazo, "lyon-1", "0639980001")[1] == "0033465710010"  # no number of her own: the site's
    with wazo.phone("bureau-2") as nadia:
        assert nadia.dial("00441632960000").status == 403
        assert nadia.dial("0899123456").status == 403
        assert wazo.provider.invites.empty()
    assert shown(wazo, "bureau-1", "00441632960000")[0] == "00441632960000"  # Thomas may


def test_wazo_every_spelling_of_a_number_rings(wazo: System) -> None:
    with wazo.phone("bureau-1") as thomas:
        for spelling in spellings(wazo.estate.country, "+33199000101"):
            assert provider_calls(wazo, spelling) == 200, wazo.pbx.log()[-3000:]
            assert arrived(thomas.agent).user("From") == CALLER


def test_wazo_a_call_that_goes_out_again_shows_the_number_that_was_called(wazo: System) -> None:
    provider_calls(wazo, "0033199000120")
    invite = arrived(wazo.provider)
    assert (invite.user(), invite.user("From")) == ("0639980001", "0033199000120")


def test_wazo_all_phones_of_a_line_ring(wazo: System) -> None:
    with wazo.phone("bureau-3") as first, wazo.phone("lyon-2", 2) as second, wazo.phone("bureau-1") as thomas:
        first.agent.answers = (180,)
        call = thomas.dial("1003")
        assert call.status == 200
        assert arrived(first.agent).method == arrived(second.agent).method == "INVITE"
        thomas.agent.hang_up(call)


# ------------------------------------------------------------------ FreePBX


def test_freepbx_loads_the_files_without_a_complaint(free: System) -> None:
    assert complaints(free) == []
    for endpoint in free.estate.endpoints:
        assert "Endpoint:" in free.pbx.cli(f"pjsip show endpoint {endpoint.account}")


def test_freepbx_emergency_shows_the_number_of_the_phones_site(free: System) -> None:
    assert shown(free, "lyon-1", "112") == ("112", "0033465710010")
    assert shown(free, "bureau-3", "15") == ("15", "0033199000100")


def test_freepbx_shows_a_number_of_ours_and_keeps_permissions(free: System) -> None:
    assert shown(free, "bureau-1", "0639980001") == ("0639980001", "0033199000101")
    assert shown(free, "lyon-1", "0639980001")[1] == "0033465710010"
    with free.phone("bureau-2") as nadia:
        assert nadia.dial("00441632960000").status == 404
        assert free.provider.invites.empty()
    assert shown(free, "bureau-1", "00441632960000")[0] == "00441632960000"


def test_freepbx_every_spelling_of_a_number_rings_and_phones_ring_together(free: System) -> None:
    with free.phone("bureau-3") as first, free.phone("lyon-2", 2) as second:
        first.agent.answers = (180,)
        for spelling in spellings(free.estate.country, "+33199000103"):
            assert provider_calls(free, spelling) == 200, free.pbx.log()[-3000:]
            assert arrived(first.agent).method == arrived(second.agent).method == "INVITE"


def test_freepbx_hours_and_night_mode_decide(free: System) -> None:
    with free.phone("accueil-1") as desk:
        assert provider_calls(free, "0033199000100") == 200  # open at every hour
        arrived(desk.agent)
        assert provider_calls(free, "0033465710010") == 486  # closed by date: the mailbox of the skeleton is busy
        desk.dial("*281")
        free.calm()
        assert provider_calls(free, "0033199000100") == 486
        desk.dial("*281")
        free.calm()
        assert provider_calls(free, "0033199000100") == 200


def test_freepbx_a_menu_leads_where_the_key_says(free: System) -> None:
    with free.phone("bureau-1") as thomas, free.phone("bureau-2") as nadia:
        call = thomas.dial("1200")
        assert call.status == 200
        thomas.agent.press(call, "1")
        assert arrived(nadia.agent, 10).user("From") == "1001"
        thomas.agent.hang_up(call)
    free.calm()


def test_freepbx_a_call_sent_to_a_contact_shows_the_number_that_was_called(free: System) -> None:
    provider_calls(free, "0033199000120")
    invite = arrived(free.provider)
    assert (invite.user(), invite.user("From")) == ("0033639980001", "0033199000120")


def test_freepbx_a_stranger_gets_nowhere(free: System) -> None:
    free.calm()
    while not free.provider.invites.empty():  # of the tests before
        free.provider.invites.get()
    stranger = free.agent(STRANGER)
    try:
        server = str(free.estate.pbx.public or free.estate.pbx.address)
        call = stranger.call(f"sip:0639980001@{server}", "<sip:1001@example.invalid>", server, "x", "y")
        assert call.status in {401, 403, 404}
        assert free.provider.invites.empty()
    finally:
        stranger.close()
