"""`inventory.json`: documented shape, true to the Estate, no secret in it, the same code for both audiences."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from generators.estate.estate import Estate
from generators.estate.phone_files import config_file
from generators.estate.values import Audience, SecretRule
from generators.flow import load_estate
from generators.targets import artifacts
from generators.targets.phones import artifacts as phone_artifacts

ROOT = Path(__file__).parents[4]
LAWFUL = sorted(p.parent for p in (ROOT / "tests" / "estates").glob("*/*.yml") if not p.parent.name.startswith("wrong"))
SOURCES = {"nyxd": ROOT / "site_data", **{p.name: p for p in LAWFUL}}
CASES = [(case, audience) for case in SOURCES for audience in Audience]

_THINGS = "servers sites links phones endpoints people lines groups mailboxes menus conferences contacts"
THINGS = [*_THINGS.split(), "numbers", "schedules", "trunks"]
TOP = {*THINGS, "version", "audience", "sources", "organization", "country", "codes", "models", "dial_rules"}


def secret(name: str, rule: SecretRule) -> str:
    """A value that stands out in any text, within the rule."""
    return ("8172635490" * 4 if rule.least < 10 else "Zq9Zq8Zq7Zq6Zq5Zq4Zq3")[: rule.length]


def load(case: str, audience: Audience = Audience.INTERNAL) -> tuple[Estate, dict[str, Any], str]:
    """The Estate, the inventory as data and as text."""
    estate = load_estate(SOURCES[case], audience, secret)
    (artifact,) = artifacts(estate, ["inventory"])
    assert (artifact.path, artifact.audience) == ("inventory.json", audience)
    text = artifact.content.decode("utf-8")
    return estate, json.loads(text), text


@pytest.mark.parametrize(("case", "audience"), CASES)
def test_the_shape_is_the_documented_one(case: str, audience: Audience) -> None:
    """All keys of the top; sorted, indented by two, UTF-8 as written, one newline at the end."""
    _, data, text = load(case, audience)
    assert set(data) == TOP
    assert (data["version"], data["audience"]) == (2, audience.value)
    assert text == json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


@pytest.mark.parametrize(("case", "audience"), CASES)
def test_every_thing_names_its_line_and_its_likes_have_the_same_fields(case: str, audience: Audience) -> None:
    """`origin` is file:line everywhere; two things of a kind never differ in their fields."""
    _, data, _ = load(case, audience)
    for kind in THINGS:
        fields = {frozenset(thing) for thing in data[kind].values()}
        assert len(fields) <= 1, kind
        for thing in [*data[kind].values(), data["organization"]]:
            assert re.fullmatch(r"[^:]+\.yml:[1-9][0-9]*", thing["origin"])
    for site in data["sites"].values():
        for part in (*site["networks"].values(), *filter(None, [site["router"]])):
            assert re.fullmatch(r"[^:]+\.yml:[1-9][0-9]*", part["origin"])


@pytest.mark.parametrize("case", SOURCES)
def test_no_secret_is_in_it(case: str) -> None:
    """Names of secrets stand there, values never; a public Estate's placeholders do not either."""
    estate, data, text = load(case)
    secrets = [e.secret for e in estate.endpoints] + [t.secret for t in estate.trunks]
    secrets += [m.pin for m in estate.mailboxes] + [p.unlock for p in estate.phones]
    assert all(s.known for s in secrets)
    for one in secrets:
        assert one.reveal() not in text
        assert f'"{one.name}"' in text
    _, _, public = load(case, Audience.PUBLIC)
    assert "SampleNotASecret"[:8] not in public
    assert len(data["endpoints"]) == len(estate.endpoints)


@pytest.mark.parametrize(("case", "audience"), CASES)
def test_every_reference_leads_somewhere(case: str, audience: Audience) -> None:
    """A script can follow ids without a guard."""
    _, data, _ = load(case, audience)
    for phone in data["phones"].values():
        assert phone["site"] in data["sites"]
        assert phone["model"] in data["models"]
    for name, endpoint in data["endpoints"].items():
        assert name == f"{endpoint['phone']}/{endpoint['line']}"
        assert endpoint["site"] == data["phones"][endpoint["phone"]]["site"]
        assert name in data["lines"][endpoint["line"]]["endpoints"]
        assert endpoint["extension"] == data["lines"][endpoint["line"]]["extension"]
    for line in data["lines"].values():
        assert line["person"] is None or line["person"] in data["people"]
        assert line["mailbox"] is None or line["mailbox"] in data["mailboxes"]
    for site in data["sites"].values():
        assert set(site["links"]) <= set(data["links"])
        for reach in site["reach"].values():
            assert set(reach["links"]) <= set(data["links"])
    kinds = {
        "line": "lines",
        "group": "groups",
        "mailbox": "mailboxes",
        "menu": "menus",
        "conference": "conferences",
        "contact": "contacts",
    }
    ends = [n[k] for n in data["numbers"].values() for k in ("to", "closed")]
    for end in filter(None, [*ends, *(x["then"] for kind in ("groups", "menus") for x in data[kind].values())]):
        assert end["id"] in data[kinds[end["kind"]]]
    for number, entry in data["numbers"].items():
        assert entry["trunk"] in data["trunks"]
        assert {number, number[1:]} <= set(entry["spellings"])


def test_it_says_what_the_source_says() -> None:
    """A few values of the example against the YAML, by hand."""
    _, data, _ = load("nyxd")
    assert data["phones"]["nantes-1"]["mac"] == "00:07:eb:4c:11:01"
    assert data["phones"]["nantes-1"]["config_file"] == "SIP0007EB4C1101.cnf"
    told = {f["name"]: f["own"] for f in data["phones"]["lyon-1"]["files"]}
    assert (told["SEP001BD4602001.cnf.xml"], told["dialplan.xml"]) == (True, False)
    assert data["links"]["lyon"]["far_address"] == "10.42.255.41"
    assert data["sites"]["siege"]["networks"]["voice"]["pool"] == ["10.42.20.100", "10.42.20.199"]
    assert data["sites"]["atelier"]["reach"]["pbx"] == {"way": "public", "address": "203.0.113.10", "links": []}
    spellings = ["33199000100", "+33199000100", "0033199000100", "0199000100"]
    assert data["numbers"]["+33199000100"]["spellings"] == spellings
    assert data["numbers"]["+33199000100"]["closed"] == {"kind": "mailbox", "id": "repondeur"}
    assert data["schedules"]["bureau"]["closures"][2] == ["2027-08-09", "2027-08-20"]
    assert data["groups"]["depannage"]["members"] == ["yann", "samir", "malik"]
    assert data["endpoints"]["lyon-2/yann"]["emergency"] == data["sites"]["lyon"]["number"]
    origin = data["people"]["thomas"]["origin"]
    file, line = origin.rsplit(":", 1)
    assert "thomas:" in (ROOT / file).read_text("utf-8").splitlines()[int(line) - 1]


@pytest.mark.parametrize(("case", "audience"), CASES)
def test_every_phone_has_its_files_with_their_checksums(case: str, audience: Audience) -> None:
    """Name, size and checksum are those of the files that are written for the same audience; own ones are own."""
    estate, data, _ = load(case, audience)
    written = {a.path.removeprefix("tftp/"): a for a in phone_artifacts(estate)}
    for phone in estate.phones:
        told = data["phones"][phone.id]
        files = {f["name"]: f for f in told["files"]}
        assert len(files) == len(told["files"])
        assert told["config_file"] == config_file(phone)
        assert {config_file(phone), "dialplan.xml"} <= set(files)
        assert {name for name, a in written.items() if a.phone == phone.id} <= {n for n, f in files.items() if f["own"]}
        for name, row in files.items():
            content = written[name].content
            assert row["sha256"] == hashlib.sha256(content).hexdigest()
            assert row["bytes"] == len(content)
            assert row["own"] == (written[name].phone == phone.id)


@pytest.mark.parametrize("case", SOURCES)
def test_the_public_checksums_tell_nothing_of_the_private_files(case: str) -> None:
    """The public inventory is the same whatever the passwords are, and sums no file that has one in it."""
    _, public, text = load(case, Audience.PUBLIC)
    other = load_estate(SOURCES[case], Audience.PUBLIC, lambda name, rule: secret(name, rule)[::-1])
    (again,) = artifacts(other, ["inventory"])
    assert again.content.decode() == text
    estate, private, _ = load(case)
    shown = {f["sha256"] for phone in public["phones"].values() for f in phone["files"]}
    hidden = {a.sha256 for a in phone_artifacts(estate) if holds_a_password(estate, a.content)}
    assert len(hidden) >= len(estate.phones)
    assert hidden <= {f["sha256"] for phone in private["phones"].values() for f in phone["files"]}
    assert not shown & hidden


def holds_a_password(estate: Estate, content: bytes) -> bool:
    """Whether a SIP password or the settings' code stands in the file."""
    secrets = [*(e.secret for e in estate.endpoints), *(p.unlock for p in estate.phones)]
    return any(s.reveal().encode() in content for s in secrets)


def test_a_password_that_changes_changes_the_checksum_of_its_phone_only() -> None:
    def changed(name: str, rule: SecretRule) -> str:
        return secret(name, rule)[::-1] if name == "endpoint/lyon-1/chloe" else secret(name, rule)

    _, before, _ = load("nyxd")
    (artifact,) = artifacts(load_estate(SOURCES["nyxd"], Audience.INTERNAL, changed), ["inventory"])
    after = json.loads(artifact.content)
    moved = {p for p in after["phones"] if after["phones"][p]["files"] != before["phones"][p]["files"]}
    assert moved == {"lyon-1"}
