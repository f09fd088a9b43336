"""Independent readers of the imports: the rules of XiVO, Wazo and FreePBX as their documents state them.

Written from the reference alone, without a look at the targets; they find fault, they do not repair.
"""

from __future__ import annotations

import csv
import io
import re

NEW_REQUIRED = {
    "line": ("exten", "context", "line_protocol"),
    "incall": ("incall_exten", "incall_context"),
    "voicemail": ("voicemail_name", "voicemail_number", "voicemail_context"),
}
NEW_COLUMNS = (  # noqa: SIM905
    "entity_id firstname lastname email language mobile_phone_number outgoing_caller_id enabled supervision_enabled"
    " call_transfer_enabled dtmf_hangup_enabled online_call_record_enabled simultaneous_calls ring_seconds userfield"
    " call_permission_password username password subscription_type exten context line_protocol sip_username"
    " sip_secret incall_exten incall_context incall_ring_seconds voicemail_name voicemail_number voicemail_context"
    " voicemail_password voicemail_email voicemail_attach_audio voicemail_delete_messages voicemail_ask_password"
    " call_permissions"
).split()
OLD_COLUMNS = (  # noqa: SIM905
    "entityid firstname lastname language outcallerid mobilephonenumber agentnumber bosssecretary callerid enablehint"
    " enablexfer enableclient profileclient username password phonenumber context protocol linename linesecret"
    " incallexten incallcontext incallringseconds voicemailname voicemailnumber voicemailcontext voicemailpassword"
    " voicemailemail voicemailattach voicemaildelete voicemailaskpassword"
).split()
BOOLEANS = {
    "enabled",
    "supervision_enabled",
    "call_transfer_enabled",
    "dtmf_hangup_enabled",
    "voicemail_attach_audio",
    "voicemail_delete_messages",
    "voicemail_ask_password",
}
TECHNOLOGIES = {"pjsip", "sip", "virtual", "iax2", "dahdi", "custom"}
FREEPBX_COLUMNS = set(
    "extension name tech description secret outboundcid emergency_cid callerid context dtmfmode force_rport"  # noqa: SIM905
    " rewrite_contact rtp_symmetric direct_media max_contacts qualifyfreq namedcallgroup namedpickupgroup ringtimer"
    " concurrency_limit callwaiting_enable voicemail_enable voicemail voicemail_vmpwd voicemail_email"
    " voicemail_options voicemail_same_exten disable_star_voicemail dial".split()
)
FORMULA = re.compile(r"[=+\-@\t\r]")
DESTINATION = re.compile(r"[a-z0-9-]+,[a-z0-9*#_-]+,1\Z")


def comma(data: bytes) -> list[dict[str, str]]:
    """A file between commas, as both importers read it; raises AssertionError with what is wrong."""
    assert not data.startswith(b"\xef\xbb\xbf"), "a byte-order mark"
    text = data.decode("utf-8")
    assert "\r" not in text
    assert text.endswith("\n")
    lines = list(csv.reader(io.StringIO(text), strict=True))
    assert len(lines) == text.count("\n"), "a line break inside a field"
    assert len({len(line) for line in lines}) == 1, "rows of different lengths"
    assert len(set(lines[0])) == len(lines[0]), "a column twice"
    for line in lines[1:]:
        for value in line:
            assert not FORMULA.match(value), f"a spreadsheet reads {value!r} as a formula"
    for raw in text.splitlines()[1:]:
        assert re.fullmatch(r'"(?:[^"]|"")*"(?:,"(?:[^"]|"")*")*', raw), f"a value without quotes: {raw}"
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def bars(data: bytes) -> list[dict[str, str]]:
    """The old import of XiVO: fields between bars, no quotes."""
    text = data.decode("utf-8")
    assert text.endswith("\n")
    assert '"' not in text
    lines = [line.split("|") for line in text.split("\n")[:-1]]
    assert len({len(line) for line in lines}) == 1, "rows of different lengths"
    in_order(lines[0], OLD_COLUMNS)
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def in_order(columns: list[str], known: list[str]) -> None:
    """All columns are known, and stand in the order of the document."""
    assert set(columns) <= set(known), set(columns) - set(known)
    assert columns == [name for name in known if name in columns]


def xivo_users(data: bytes) -> list[dict[str, str]]:
    """The import of XiVO 15.20 and Wazo, each row held to its rules."""
    rows = comma(data)
    for row in rows:
        in_order(list(row), NEW_COLUMNS)
        assert row["firstname"]
        for resource, required in NEW_REQUIRED.items():
            filled = [bool(row[name]) for name in required]
            assert all(filled) or not any(filled), f"half a {resource}: {row}"
        for name in BOOLEANS & set(row):
            assert row[name] in {"0", "1", ""}, (name, row[name])
        assert int(row["ring_seconds"]) % 5 == 0
        assert row["language"] in {"de_DE", "en_US", "es_ES", "fr_FR", "fr_CA"}
        assert re.fullmatch(r"|anonymous|default|\+?[0-9]+", row["outgoing_caller_id"])
        assert re.fullmatch(r"[a-z0-9]{0,30}", row["sip_username"])  # lower case (xivo.solutions, 2018)
        assert row["line_protocol"] in {"sip", "sccp", "webrtc"}
        assert re.fullmatch(r"[0-9#]*", row["voicemail_password"])
    assert len({r["exten"] for r in rows}) == len(rows), "an extension twice"
    return rows


def freepbx_extensions(data: bytes) -> list[dict[str, str]]:
    """The bulk handler's extensions, each row held to its rules."""
    rows = comma(data)
    for row in rows:
        assert set(row) <= FREEPBX_COLUMNS, set(row) - FREEPBX_COLUMNS
        assert row["extension"].isdigit()
        assert row["name"].strip()
        assert not set(row["name"]) & set('<>"')
        assert row["tech"] in TECHNOLOGIES
        assert bool(row["dial"]) == (row["tech"] == "custom")
        assert row["callwaiting_enable"] in {"ENABLED", ""}
        assert row["voicemail_enable"] in {"yes", ""}
        assert bool(row["voicemail_vmpwd"]) == (row["voicemail_enable"] == "yes")
        assert re.fullmatch(r"|hidden|(\"[^\"]*\" )?<\+?[0-9]+>", row["outboundcid"])
        assert 0 <= int(row["ringtimer"]) <= 120
    assert len({r["extension"] for r in rows}) == len(rows), "an extension twice"
    return rows


def freepbx_dids(data: bytes) -> list[dict[str, str]]:
    """The bulk handler's DIDs, each row held to its rules: destinations are lowered on import, brackets stripped."""
    rows = comma(data)
    for row in rows:
        assert {"cidnum", "extension", "destination"} <= set(row)
        assert row["destination"] == row["destination"].lower()
        assert DESTINATION.match(row["destination"]), row
        assert not set("".join(row.values())) & set("<>")
        assert row["extension"].isdigit()
    assert len({(r["extension"], r["cidnum"]) for r in rows}) == len(rows), "a DID twice"
    return rows
