"""What follows from a change: files, phones to tell, PBX and routers; for each kind of edit, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest

from generators.compare import Side, compare, patch, stand_in
from generators.compare.commands import BYTES_MOST, NAMES_MOST, NOTIFY, RELOAD, notify_commands
from generators.compare.files import Change
from generators.estate.estate import Estate
from generators.estate.values import Alphabet, SecretRule
from tests.unit.compare.edits import TWO_SITES, change, edited, read

PBX = [f"pbx/asterisk-pjsip/{name}.conf" for name in ("extensions", "pjsip")]
STAMPS = ["tftp/SIPDefault.cnf", "tftp/syncinfo.xml"]


def test_a_source_and_itself_differ_in_nothing() -> None:
    found = change()
    assert not found.changed
    assert (found.files, found.sentences, found.pbx, found.routers) == ((), (), (), ())
    assert (found.phones.reload, found.phones.new, found.phones.gone) == ((), (), ())


def test_lines_and_comments_of_the_source_may_move() -> None:
    assert not compare(read(TWO_SITES), read("# moved\n\n" + TWO_SITES.replace("\n\n", "\n# more\n\n"))).changed


def test_a_place_changes_what_names_it_and_no_phone() -> None:
    found = change(("site: annexe}\n", "site: annexe, place: Loft}\n"))
    assert [s.text for s in found.sentences] == [
        "annexe-1 (Cisco 7940, 00:07:eb:4c:2a:03) stands at 'Loft' instead of '(none)'"
    ]
    assert found.phones.reload == ()
    assert found.pbx == ()
    assert {f.path.split("/")[0] for f in found.files} <= {"routers"}


def test_a_person_on_another_phone_reloads_both_and_the_pbx() -> None:
    """bruno leaves agence-1 for annexe-1: those two files, the stamps of their like, and two files of the PBX."""
    found = change(("phones: [siege-2, agence-1/2]", "phones: [siege-2, annexe-1/2]"), ("agence-1/3]", "agence-1/2]"))
    assert [(p.id, p.files, p.account) for p in found.phones.reload] == [
        ("agence-1", ("SEP001BD4602A01.cnf.xml",), "agence1anne"),
        ("annexe-1", ("SIP0007EB4C2A03.cnf",), "annexe1annexe"),
    ]
    tftp = ["tftp/SEP001BD4602A01.cnf.xml", "tftp/SIP0007EB4C2A03.cnf"]
    pages = [f.path for f in found.files if f.path.startswith("tftp/services/")]
    assert [f.path for f in found.files] == sorted([*PBX, *tftp, *STAMPS, *pages])
    assert {f.path for f in found.files if f.stamp_only} == set(STAMPS)
    (pbx,) = found.pbx
    assert pbx.files == tuple(PBX)
    assert pbx.reload == "asterisk -rx 'core reload'"
    assert pbx.notify == ("asterisk -rx 'pjsip send notify cisco-check-cfg endpoint agence1anne annexe1annexe'",)
    assert found.routers == ()


def test_phones_are_told_by_the_account_they_are_registered_with_today() -> None:
    """siege-2 gets another person on its first button: the PBX knows the phone as bruno's until it is reloaded."""
    found = change(("[siege-2, agence-1/2]", "[siege-1, agence-1/2]"), ("[siege-1, agence-1]", "[siege-2, agence-1]"))
    assert [(p.id, p.account) for p in found.phones.reload] == [("siege-1", "siege1anne"), ("siege-2", "siege2bruno")]


def test_a_new_extension_changes_the_dial_plan_of_every_phone() -> None:
    found = change(("extension: 1100", "extension: 2100"))
    assert [p.id for p in found.phones.reload] == ["agence-1", "annexe-1", "siege-1", "siege-2"]
    assert all("dialplan.xml" in p.files for p in found.phones.reload)


def with_line(side: Side, name: str, line: bytes) -> Side:
    """The same with one more line in a file of the TFTP root."""
    file = side.files[f"tftp/{name}"]
    return replace(side, files={**side.files, f"tftp/{name}": replace(file, content=file.content + line)})


def test_a_setting_that_all_flat_phones_share_reloads_them_all_and_its_stamp_none() -> None:
    side = read(TWO_SITES)
    found = compare(side, with_line(side, "SIPDefault.cnf", b"nat_enable: 1\n"))
    assert [(p.id, p.files) for p in found.phones.reload] == [
        (phone, ("SIPDefault.cnf",)) for phone in ("annexe-1", "siege-1", "siege-2")
    ]
    assert [f.stamp_only for f in found.files] == [False]
    found = compare(side, with_line(side, "SIPDefault.cnf", b"sync: 0123456789abcdef\n"))
    assert (found.phones.reload, [f.stamp_only for f in found.files]) == ((), [True])


def test_a_file_that_is_fetched_when_a_menu_is_opened_reloads_no_phone() -> None:
    side = read(TWO_SITES)
    found = compare(side, with_line(side, "Ringlist.xml", b"<!-- -->\n"))
    assert (found.changed, found.phones.reload) == (True, ())


def test_a_replaced_phone_is_one_gone_and_one_new() -> None:
    """Nobody can tell the new device anything, and the old one's files are named."""
    found = change(("00:07:EB:4C:2A:03", "00:07:EB:4C:2A:99"))
    assert [(p.id, p.mac, p.files) for p in found.phones.new] == [
        ("annexe-1", "00:07:eb:4c:2a:99", ("SEP0007EB4C2A99.cnf.xml", "SIP0007EB4C2A99.cnf"))
    ]
    assert [(p.id, p.mac, p.files) for p in found.phones.gone] == [
        ("annexe-1", "00:07:eb:4c:2a:03", ("SEP0007EB4C2A03.cnf.xml", "SIP0007EB4C2A03.cnf"))
    ]
    assert found.phones.reload == ()
    removed = {f.path for f in found.files if f.change is Change.REMOVED}
    assert removed == {"tftp/SEP0007EB4C2A03.cnf.xml", "tftp/SIP0007EB4C2A03.cnf"}
    assert all(f.phone == "annexe-1" for f in found.files if f.change is not Change.CHANGED)


def test_two_devices_that_change_places_keep_their_files_names() -> None:
    """The MACs of two phones are swapped: both stay, both must read again, told by what each is today."""
    found = change(("4C:2A:01", "4C:2A:XX"), ("4C:2A:02", "4C:2A:01"), ("4C:2A:XX", "4C:2A:02"))
    assert (found.phones.new, found.phones.gone) == ((), ())
    told = {p.id: (p.mac[-2:], p.account) for p in found.phones.reload}
    assert told == {"siege-1": ("02", "siege2bruno"), "siege-2": ("01", "siege1anne")}


def test_a_phone_that_leaves_takes_its_files_with_it() -> None:
    found = change(
        ('  siege-2: {mac: "00:07:EB:4C:2A:02", model: cisco-7940, site: siege, address: 10.60.20.21}\n', ""),
        ("phones: [siege-2, agence-1/2]", "phones: [agence-1/2]"),
    )
    assert [p.id for p in found.phones.gone] == ["siege-2"]
    assert {f.path for f in found.files if f.change is Change.REMOVED} == {
        "tftp/SEP0007EB4C2A02.cnf.xml",
        "tftp/SIP0007EB4C2A02.cnf",
    }


def test_a_network_changes_its_router_and_the_pbx() -> None:
    found = change(("192.168.61.0/24", "192.168.62.0/24"))
    assert "annexe" in [router.site for router in found.routers]
    assert all(path.startswith(f"routers/{router.site}/") for router in found.routers for path in router.files)
    assert [pbx.dialect for pbx in found.pbx] == ["asterisk-pjsip"]


def test_another_secret_is_a_change_though_no_text_of_the_source_shows_it() -> None:
    """A mailbox of another id has another PIN; its file on the PBX changes, its place in the text does not."""
    renamed = edited(("repondeur", "messages"))
    assert [f.path for f in compare(read(TWO_SITES), read(renamed)).files] == ["pbx/asterisk-pjsip/voicemail.conf"]
    blank = [read(text, blank=True) for text in (TWO_SITES, renamed)]
    found = compare(read(TWO_SITES), read(renamed))
    assert patch(blank[0], blank[1], found.files) == "Only a password changes: pbx/asterisk-pjsip/voicemail.conf\n"


@pytest.mark.parametrize("alphabet", list(Alphabet))
def test_a_stand_in_fits_the_rule_and_follows_from_the_name(alphabet: Alphabet) -> None:
    rule = SecretRule(20, 8, 31, alphabet)
    values = [stand_in(name, rule) for name in ("endpoint/a/b", "endpoint/a/c", "endpoint/a/b")]
    assert values[0] == values[2] != values[1]
    assert [rule.fault(value) for value in values] == [None] * 3


# ------------------------------------------------------------------ the commands


def moved_pbx(side: Side, port: int, *dialects: str) -> Side:
    """The same with another SIP port and other dialects."""
    pbx = side.estate.pbx
    other = replace(pbx, ports={**pbx.ports, "sip": port}, dialects=dialects or pbx.dialects)
    estate: Estate = replace(side.estate, servers={**side.estate.servers, "pbx": other})
    return replace(side, estate=estate)


def test_another_port_wants_a_restart_which_a_reload_does_not_do() -> None:
    a, b = read(TWO_SITES), read(edited(("mailbox: true", "mailbox: false")))
    (same,) = compare(moved_pbx(a, 5060), moved_pbx(b, 5060)).pbx
    (other,) = compare(moved_pbx(a, 5060), moved_pbx(b, 5070)).pbx
    assert same.reload == "asterisk -rx 'core reload'"
    assert other.reload == "asterisk -rx 'core restart when convenient'"


def test_every_dialect_has_its_own_commands() -> None:
    assert set(NOTIFY) == set(RELOAD)
    assert notify_commands("asterisk-sip", ["b2", "a1"]) == ("asterisk -rx 'sip notify cisco-check-cfg a1 b2'",)
    assert notify_commands("xivo", ["a1"]) == ("asterisk -rx 'pjsip send notify check-sync endpoint a1'",)
    assert RELOAD["freepbx"] == "fwconsole reload"
    a, b = read(TWO_SITES), read(edited(("extension: 1002", "extension: 1005")))
    found = compare(moved_pbx(a, 5060, "freepbx", "xivo"), moved_pbx(b, 5060, "freepbx", "xivo"))
    told = {pbx.dialect: (pbx.reload, len(pbx.notify)) for pbx in found.pbx}
    # The files are those of asterisk-pjsip, which is no longer asked to tell anybody anything.
    assert told == {"asterisk-pjsip": (RELOAD["asterisk-pjsip"], 0), "freepbx": (None, 1), "xivo": (None, 1)}


def test_no_phone_to_tell_is_no_command() -> None:
    assert notify_commands("asterisk-pjsip", []) == ()


@pytest.mark.parametrize("length", [4, 30])
@pytest.mark.parametrize("dialect", sorted(NOTIFY))
def test_many_phones_are_told_in_portions_that_the_console_takes(dialect: str, length: int) -> None:
    names = [f"{number:0{length}d}" for number in range(400)]
    commands = notify_commands(dialect, names)
    told = []
    for command in commands:
        words = command.removeprefix("asterisk -rx '").removesuffix("'")
        assert len(words) <= BYTES_MOST
        assert words.startswith(NOTIFY[dialect] + " ")
        part = words.removeprefix(NOTIFY[dialect]).split()
        assert 0 < len(part) <= NAMES_MOST
        assert len(words.split()) < 64  # AST_MAX_ARGS
        told += part
    assert told == names
    assert all(len(one) + len(two.rpartition("endpoint ")[2].split()[0]) > 200 for one, two in pairwise(commands))


# ------------------------------------------------------------------ for programs


def test_the_data_has_the_documented_shape() -> None:
    found = change(("00:07:EB:4C:2A:03", "00:07:EB:4C:2A:99"), ("192.168.61.0/24", "192.168.62.0/24"), ("1002", "1005"))
    data = json.loads(json.dumps(found.to_json()))
    assert list(data) == ["version", "from", "to", "changed", "sentences", "phones", "pbx", "routers", "files"]
    assert (data["version"], data["from"], data["to"], data["changed"]) == (1, "before", "after", True)
    assert set(data["phones"]) == {"reload", "new", "gone"}
    fields = {
        "sentences": {"kind", "id", "text"},
        "pbx": {"dialect", "files", "reload", "notify"},
        "routers": {"site", "files"},
        "files": {"path", "change", "site", "phone", "stamp_only"},
    }
    for name, keys in fields.items():
        assert data[name], name
        assert {frozenset(row) for row in data[name]} == {frozenset(keys)}
    for rows in data["phones"].values():
        assert rows
        assert {frozenset(row) for row in rows} == {frozenset({"id", "mac", "site", "model", "files", "account"})}
    assert {row["change"] for row in data["files"]} == {"added", "removed", "changed"}
    nothing = json.loads(json.dumps(change().to_json()))
    assert list(nothing) == list(data)
    assert nothing["changed"] is False


# ------------------------------------------------------------------ the patch


def test_the_patch_shows_lines_and_no_password() -> None:
    text = edited(("phones: [siege-2, agence-1/2]", "phones: [siege-2, annexe-1/2]"), ("agence-1/3]", "agence-1/2]"))
    real = (read(TWO_SITES), read(text))
    found = compare(*real)
    shown = patch(read(TWO_SITES, blank=True), read(text, blank=True), found.files)
    assert shown.count("\n--- ") + 1 == len(found.files)
    assert "+[annexe1bruno](tonalite-phone-annexe)\n" in shown
    assert "+password=SampleNotASecret" in shown
    for one in real:
        assert not [e.id for e in one.estate.endpoints if e.secret.reveal() in shown]
        assert not [m.id for m in one.estate.mailboxes if m.pin.reveal() in shown]


def test_the_patch_names_what_comes_goes_and_is_no_text() -> None:
    a, b = read(TWO_SITES, blank=True), read(edited(("4C:2A:03", "4C:2A:99")), blank=True)
    ring = next(path for path in a.files if path.endswith((".raw", ".pcm")))
    b = replace(b, files={**b.files, ring: replace(b.files[ring], content=b"\x81\xff")})
    shown = patch(a, b, compare(a, b).files)
    assert "--- a/tftp/SIP0007EB4C2A03.cnf\n+++ /dev/null\n" in shown
    assert "--- /dev/null\n+++ b/tftp/SIP0007EB4C2A99.cnf\n" in shown
    assert f"Binary files a/{ring} and b/{ring} differ\n" in shown


def test_the_patch_refuses_a_side_with_passwords() -> None:
    side = read(TWO_SITES)
    with pytest.raises(ValueError, match="holds secrets"):
        patch(side, side, ())
