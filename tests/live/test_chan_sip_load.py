"""Real Asterisk 16 loads the files of asterisk-sip without a complaint, knows every option, and does what they say.

chan_sip says nothing of an option that it does not know, nor of a context, mailbox or device that does not exist. So
the options are looked up in the module itself, what it shows of itself is compared with what we wrote, and every name
is followed to where it leads.
"""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from pathlib import Path

import pytest

from generators.estate.estate import Estate
from generators.targets.asterisk import artifacts
from generators.targets.asterisk.sip import KEYS
from tests.live.asterisk import Pbx
from tests.live.debian_asterisk import obtain
from tests.live.network import Network
from tests.live.provider import Provider
from tests.live.systems import ELSEWHERE, EVERY_CALL, EXAMPLE, MINIMAL, REGISTRARS, System, load, running

pytestmark = pytest.mark.live

# What may be logged while loading, and why it is not about the generated files.
ACCEPTED = {"Module 'chan_sip' has been loaded but will be deprecated": "Asterisk 16 says so of the driver itself"}

# What `sip show settings` says of the options of [general], and `sip show peer` of those of a peer.
GENERAL = {
    "context": "Context: +default",
    "allowguest": "Allow unknown access: +No",
    "alwaysauthreject": "Always auth rejects: +Yes",
    "allowoverlap": "Allow overlap dialing: +No",
    "udpbindaddr": r"UDP Bindaddress: +0\.0\.0\.0:5060",
    "tcpenable": "TCP SIP Bindaddress: +Disabled",
    "transport": "Allowed transports: +UDP",
    "srvlookup": "DNS SRV lookup: +Yes",
    "nat": r"Force rport: +(?:No|Auto \(No\))",
    "dtmfmode": "DTMF: +rfc2833",
    "allow": r"Codecs: +\(alaw\|ulaw\)",
    "language": "Language: +fr",
    "callcounter": "Enable call counters: +Yes",
    "qualifyfreq": "Qualify Freq : +60000 ms",
    "minexpiry": "Reg. min duration +60 secs",
    "maxexpiry": "Reg. max duration: +3600 secs",
    "defaultexpiry": "Reg. default duration: +1800 secs",
    "registerattempts": "Outbound reg. attempts: +0",
    "registertimeout": "Outbound reg. timeout: +20 secs",
    "register_retry_403": "Outbound reg. retry 403: *Yes",
}
PHONE = {
    "secret": "Secret +: <Set>",
    "context": "Context +: from-phones-paris",
    "subscribecontext": r"Subscr\.Cont\. +: hints",
    "language": "Language +: fr",
    "namedcallgroup": "Named Callgr +: sales",
    "namedpickupgroup": r"Nam\. Pickupgr: sales",
    "mailbox": "Mailbox +: 1001@default",
    "host": "Dynamic +: Yes",
    "callerid": 'Callerid +: "Anne" <1001>',
    "nat": "Force rport +: No",
    "symmetric": "Symmetric RTP: No",
    "permit": "ACL +: Yes",
    "contactpermit": "ContactACL +: Yes",
    "directmedia": "DirectMedia +: No",
    "dtmfmode": "DTMFmode +: rfc2833",
    "allow": r"Codecs +: \(alaw\|ulaw\)",
    "setvar": " +TONALITE_PHONE = paris1anne",
}
TRUNK = {
    "secret": "Secret +: <Not set>",
    "remotesecret": "Remote Secret: <Set>",
    "context": "Context +: from-trunk-main",
    "language": "Language +: fr",
    "allowtransfer": "Transfer mode: closed",
    "fromuser": "FromUser +: 0033199005000",
    "fromdomain": "FromDomain +: siptrunk.ovh.net Port 5060",
    "host": "ToHost +: siptrunk.ovh.net",
    "insecure": "Insecure +: port,invite",
    "nat": "Force rport +: No",
    "symmetric": "Symmetric RTP: Yes",
    "trustrpid": "Trust RPID +: Yes",
    "sendrpid": "Send RPID +: Yes",
    "trust_id_outbound": "TrustIDOutbnd: No",
    "allowsubscribe": "Subscriptions: No",
    "defaultuser": r"Def\. Username: 0033199005000",
    "allow": r"Codecs +: \(alaw\)",
}


def every_call() -> Estate:
    """The estate with all that a trunk may say: the other header, a listed address, every character of a password."""
    estate = load(EVERY_CALL)
    main = next(t for t in estate.trunks if t.id == "main")
    main = replace(main, caller_id="pai", provider=replace(main.provider, match=(ELSEWHERE,)))
    return replace(estate, trunks=tuple(main if t.id == "main" else t for t in estate.trunks))


def said(shown: str, wanted: dict[str, str]) -> set[str]:
    """The options of `wanted` that are not shown as they should be."""
    return {option for option, line in wanted.items() if not re.search(rf"^[ *]*{line}\s*$", shown, re.M)}


def named(system: System) -> list[str]:
    """The names of all peers, in a table between its head and its sum."""
    lines = system.pbx.cli("sip show peers").strip().splitlines()
    assert lines[0].startswith("Name/username")
    assert " sip peers [" in lines[-1]
    return [line.split()[0].partition("/")[0] for line in lines[1:-1]]


def lost(system: System) -> set[str]:
    """Names in the peers that lead nowhere: contexts without a step, mailboxes, hints to devices that are none."""
    out = set()
    contexts = set(re.findall(r"^\[ Context '(.+?)'", system.pbx.cli("dialplan show"), re.M))
    boxes = set(re.findall(r"^default +(\d+) ", system.pbx.cli("voicemail show users"), re.M))
    peers = named(system)
    devices = {f"SIP/{p}" for p in peers}
    for peer in peers:
        shown = system.pbx.cli(f"sip show peer {peer}")
        used = re.findall(r"^  (?:Context|Subscr\.Cont\.) +: ([\w.-]+)$", shown, re.M)
        out |= {f"{peer}: {c}" for c in used if c not in contexts}
        out |= {f"{peer}: {b}" for b in re.findall(r"^  Mailbox +: (\d+)@default", shown, re.M) if b not in boxes}
    hints = re.findall(r"SIP/[\w-]+", system.pbx.cli("dialplan show hints"))
    assert hints
    return out | (set(hints) - devices)


@pytest.mark.parametrize("name", ["example", "minimal", "every_call"])
def test_loads_without_complaint_and_reports_the_estate(name: str, tmp_path: Path) -> None:
    estate = {"example": lambda: load(EXAMPLE), "minimal": lambda: load(MINIMAL), "every_call": every_call}[name]()
    with running("16", estate, tmp_path, "asterisk-sip") as system:
        complaints = [c for c in system.pbx.complaints() if not any(known in c for known in ACCEPTED)]
        assert complaints == []
        peers = named(system)
        ours = {f"trunk-{t.id}{end}" for t in estate.trunks for end in ("", "_direct")}
        more = {"trunk-main_1"} if name == "every_call" else set()
        assert {p for p in peers if p.startswith("trunk-")} == ours | more
        # The console cuts long names: each is asked for whole.
        accounts = {e.account for e in estate.endpoints}
        assert len(peers) == len(accounts | ours | more)
        for account in accounts:
            assert f"* Name       : {account}\n" in system.pbx.cli(f"sip show peer {account}")
        assert lost(system) == set()
        for trunk in estate.trunks:
            assert system.providers[trunk.id].contact.startswith(f"sip:{trunk.account}@")
            register = next(r for r in system.providers[trunk.id].requests if r.method == "REGISTER")
            assert register["Expires"] == str(trunk.registration_seconds)
        if name == "every_call":
            assert said(system.pbx.cli("sip show settings"), GENERAL) == set()
            assert said(system.pbx.cli("sip show peer paris1anne"), PHONE) == set()
            assert said(system.pbx.cli("sip show peer trunk-main"), TRUNK) == set()
            assert "DNS Manager: enabled" in system.pbx.cli("dnsmgr status")
        if name == "example":
            shown = system.pbx.cli("sip show settings")
            assert re.search(r"^  Externaddr: +203\.0\.113\.10:0$", shown, re.M)
            assert re.findall(r"^  Localnet: +(\S+)$", shown, re.M) == ["10.42.10.0/255.255.255.0"]


def test_name_server_that_comes_after_the_pbx_is_heard(tmp_path: Path) -> None:
    """chan_sip by itself looks a name up once, when it loads; here again every second instead of every five minutes."""
    estate = load(EXAMPLE)
    pbx, trunk = replace(estate.pbx, dialects=("asterisk-sip",)), estate.trunks[0]
    files = [
        replace(a, content=re.sub(rb"refreshinterval=\d+", b"refreshinterval=1", a.content))
        for a in artifacts(replace(estate, servers={**estate.servers, "pbx": pbx}))
    ]
    names: dict[str, str] = {}
    network = Network(tmp_path, [str(pbx.address), str(pbx.public)], [REGISTRARS[0]], names)
    provider = Provider(network.udp("outside", REGISTRARS[0], 5060), trunk.account, trunk.secret.reveal())
    try:
        with Pbx("16", tmp_path / "pbx", files, network) as asterisk:
            known = lambda: REGISTRARS[0] in asterisk.cli("sip show peer trunk-ovh")  # noqa: E731
            assert not known()
            names[trunk.domain] = REGISTRARS[0]
            asterisk.wait_for(known, 15, "the address of the provider stays unknown")
            asterisk.wait_for(provider.registered.is_set, 30, "the PBX does not register")
    finally:
        provider.close()
        network.close()


def constants(module: Path) -> bytes:
    """The section .rodata of a 64-bit ELF file: the texts that its code compares with."""
    data = module.read_bytes()
    start, size, count, naming = *struct.unpack_from("<Q", data, 0x28), *struct.unpack_from("<3H", data, 0x3A)
    heads = [struct.unpack_from("<IIQQQQ", data, start + size * i) for i in range(count)]
    for name, _, _, _, offset, length in heads:
        if data[heads[naming][4] + name :].startswith(b".rodata\0"):
            return data[offset : offset + length]
    raise AssertionError(f"{module} has no .rodata")


def test_every_option_is_one_of_the_module() -> None:
    """The module compares names of options with texts in its own data: what is not there is dropped without a word."""
    data = constants(obtain("16").modules / "chan_sip.so")

    def known(option: str) -> bool:
        return option.encode() + b"\0" in data

    options = {key.rpartition(".")[2] for key in KEYS if key.startswith("sip.")}
    assert {o for o in options if not known(o)} == set()
    strangers = ("dtmf_mode", "named_call_group", "set_var", "alwaysauthrejects", "aors", "qualify_frequency")
    assert [o for o in strangers if known(o)] == []
    assert all(known(key.rpartition(".")[2]) for key in KEYS if key.startswith(("app.", "function.")))


def test_each_reported_option_is_ours() -> None:
    """The tables above follow the target's own list, so that an option that joins it is looked at here."""
    silent = {"externaddr", "localnet", "register", "directmedia", "disallow"}  # seen above, or in what calls do
    general = {k.removeprefix("sip.general.") for k in KEYS if k.startswith("sip.general.")}
    assert general == set(GENERAL) | silent
    phone = {k.removeprefix("sip.phone.") for k in KEYS if k.startswith("sip.phone.")}
    assert phone - set(PHONE) == {"type", "deny", "contactdeny", "disallow", "qualify"}
    trunk = {k.removeprefix("sip.trunk.") for k in KEYS if k.startswith("sip.trunk.")}
    assert trunk - set(TRUNK) == {"type", "disallow", "qualify"}
