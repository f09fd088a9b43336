"""The shape: what people write is taken in their spelling, kept in one, and the JSON Schema says the same."""

from __future__ import annotations

import json
import re
from datetime import date
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import Any

import pytest
import yaml

from generators.problems import Report
from generators.source.reader import read_folder
from generators.source.schema import Source, json_schema, validate
from tests.estates import FOLDER, THEMES

ROOT = Path(__file__).parents[3]
MINIMAL = (FOLDER / "minimal" / "site.yml").read_text("utf-8")
SMALL = (FOLDER / "two_sites" / "site.yml").read_text("utf-8")


def typed(tmp_path: Path, text: str) -> Source:
    """The source of a text that has no fault of shape."""
    (tmp_path / "site.yml").write_text(text, "utf-8")
    report = Report()
    checked = validate(read_folder(tmp_path, report), report)
    assert checked is not None, [str(p) for p in report]
    return checked.source


def edited(old: str, new: str, text: str = SMALL) -> str:
    """`text` with one edit."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


@pytest.mark.parametrize(
    "written",
    ["00:07:EB:4C:2A:01", "00-07-eb-4c-2a-01", "0007EB4C2A01", "0007eb4c2a01", "0007.eb4c.2a01"],
)
@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_a_mac_is_taken_in_every_usual_spelling(tmp_path: Path, written: str, quote: str) -> None:
    source = typed(tmp_path, edited('"00:07:EB:4C:2A:01"', f"{quote}{written}{quote}"))
    assert source.phones["siege-1"].mac == "0007EB4C2A01"


@pytest.mark.parametrize("written", ["001122334455", "10:20:30:40:50:54", "1e3040506070", "00.11.22"])
def test_a_mac_that_yaml_1_1_takes_for_a_number(tmp_path: Path, written: str) -> None:
    text = edited('"00:07:EB:4C:2A:01"', written)
    if written == "00.11.22":
        with pytest.raises(AssertionError, match="TON204"):
            typed(tmp_path, text)
    else:
        assert typed(tmp_path, text).phones["siege-1"].mac == written.replace(":", "").upper()


@pytest.mark.parametrize(
    "written",
    ["+33199002001", "+33 1 99 00 20 01", "+33.1.99.00.20.01", "+33 (0)1 99 00 20 01", "+33\u00a01\u202f99-00-2001"],
)
def test_a_number_is_kept_in_its_canonical_form(tmp_path: Path, written: str) -> None:
    source = typed(tmp_path, edited('number: "+33199002001"', f'number: "{written}"'))
    assert source.sites["agence"].number == "+33199002001"
    source = typed(tmp_path, edited('"+33199002001": {to: anne}', f'"{written}": {{to: anne}}'))
    assert list(source.numbers) == ["+33199002000", "+33199002001", "+33199002002"]


def test_numbers_may_stand_without_quotes(tmp_path: Path) -> None:
    source = typed(tmp_path, edited('number: "+33199002001"', "number: +33199002001"))
    assert source.sites["agence"].number == "+33199002001"


@pytest.mark.parametrize(
    ("written", "rate"),
    [("18M", 18_000_000), ("1.5G", 1_500_000_000), ("512k", 512_000), ("64000", 64_000), ("18 Mbit/s", 18_000_000)],
)
def test_rates_are_bits_per_second(tmp_path: Path, written: str, rate: int) -> None:
    assert typed(tmp_path, edited("down: 100M", f"down: {written}")).sites["siege"].uplink.down == rate


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("true", True),
        ("yes", True),
        ("on", True),
        ("false", False),
        ("no", False),
        ("off", False),
        ("", False),
        ("{}", True),
    ],
)
def test_a_mailbox_is_yes_or_no_in_every_spelling(tmp_path: Path, written: str, wanted: bool) -> None:
    source = typed(tmp_path, edited("mailbox: true", f"mailbox: {written}"))
    assert (source.people["anne"].mailbox is not None) is wanted


def test_what_yaml_1_1_takes_for_something_else_stays_text(tmp_path: Path) -> None:
    text = SMALL
    for old, new in {"name: Anne": "name: no", "title: Soir": "title: 1e3", "title: Tous": "title: 2026-12-25"}.items():
        text = edited(old, new, text)
    text = edited('account: "0033199002000"', "account: 0033199002000", text)
    source = typed(tmp_path, text)
    assert source.people["anne"].name == "no"
    assert [g.title for g in source.groups.values()] == ["2026-12-25", "1e3"]
    assert source.trunks["ovh"].account == "0033199002000"


def test_values_are_typed_once(tmp_path: Path) -> None:
    source = typed(tmp_path, SMALL)
    siege = source.sites["siege"]
    assert siege.networks["voice"].subnet == IPv4Network("10.60.20.0/24")
    assert siege.networks["voice"].pool == (100, 199)
    assert source.phones["siege-1"].address == IPv4Address("10.60.20.20")
    assert source.people["bruno"].phones == (("siege-2", 1), ("agence-1", 2))
    assert source.schedules["bureau"].closed == ((date(2026, 12, 25), date(2027, 1, 1)),)
    assert source.schedules["bureau"].open == ((0, 4, "09:00", "18:00"),)


def test_a_profile_fills_what_the_site_leaves_out(tmp_path: Path) -> None:
    source = typed(tmp_path, SMALL)
    agence = source.sites["agence"]
    assert agence.networks["voice"].subnet == IPv4Network("10.60.40.0/24")
    assert agence.link is not None
    assert (agence.link.tunnel, agence.link.port) == (IPv4Network("10.60.255.40/30"), 1140)


def test_what_the_site_says_wins_over_its_profile(tmp_path: Path) -> None:
    text = edited(
        "profile: agence, index: 40",
        "profile: agence, index: 40, networks: {voice: {vlan: 33}}, router: {release: 2.6.0}",
    )
    agence = typed(tmp_path, text).sites["agence"]
    assert agence.networks["voice"].vlan == 33
    assert agence.networks["voice"].pool == (100, 199), "the rest of the block stays"
    assert agence.router is not None
    assert agence.router.release == "2.6.0"


def test_the_places_of_a_profile_are_those_of_its_text(tmp_path: Path) -> None:
    (tmp_path / "site.yml").write_text(SMALL, "utf-8")
    report = Report()
    checked = validate(read_folder(tmp_path, report), report)
    assert checked is not None
    assert str(checked.place("sites", "agence", "networks", "voice", "subnet")).endswith("site.yml:36:33")
    assert str(checked.place("sites", "agence", "index")).endswith("site.yml:49:51")
    assert str(checked.key_place("numbers", "+33199002001")).endswith("site.yml:24:3")


def test_defaults_are_those_of_a_small_organization(tmp_path: Path) -> None:
    source = typed(tmp_path, MINIMAL)
    organization = source.organization
    assert (organization.country, organization.languages, organization.timezone) == ("FR", ("fr", "en"), "Europe/Paris")
    public = organization.public
    assert (public.macs, public.addresses) == ("masked", "masked"), "what helps an attacker is hidden unless shown"
    assert source.servers.provisioning.tftp == 69
    assert source.dialing.voicemail == "*98"
    assert source.people["anne"].ring == 25


def test_a_source_does_not_change(tmp_path: Path) -> None:
    source = typed(tmp_path, MINIMAL)
    with pytest.raises(Exception, match="frozen"):
        source.people["anne"].name = "Zoé"


# The JSON Schema


def schema() -> dict[str, Any]:
    """The schema as editors read it."""
    loaded = json.loads(json_schema())
    assert isinstance(loaded, dict)
    return loaded


def test_the_schema_names_every_key_and_wants_none() -> None:
    top = schema()
    assert set(top["properties"]) == set(Source.model_fields)
    assert "required" not in top, "a file holds some of the keys"
    assert top["additionalProperties"] is False
    assert top["$defs"]["Site"]["required"] == ["title"], "the rest may come from a profile"


def test_the_schema_is_the_same_each_time() -> None:
    assert json_schema() == json_schema()
    assert json_schema().endswith("}\n")


def test_the_schema_in_site_data_is_the_schema_of_the_code() -> None:
    assert (ROOT / "site_data" / "schema.json").read_text("utf-8") == json_schema(), "run `make schema`"


def test_every_reference_of_the_schema_leads_somewhere() -> None:
    top = schema()

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if "$ref" in node:
                assert node["$ref"].removeprefix("#/$defs/") in top["$defs"], node["$ref"]
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(top)


EXAMPLES = sorted({*THEMES, *(p.parent for p in (ROOT / "site_data").rglob("*.yml"))})


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda p: str(p.relative_to(ROOT)))
def test_editors_find_no_fault_in_our_sources(folder: Path) -> None:
    """A small reading of the schema, for the part of the vocabulary that it uses; YAML 1.2 as editors read it."""
    top = schema()
    for path in sorted(folder.glob("*.yml")):
        text = path.read_text("utf-8")
        assert text.startswith("# yaml-language-server: $schema="), path
        assert (path.parent / text.split("\n")[0].partition("$schema=")[2]).resolve() == ROOT / "site_data/schema.json"
        fault(yaml.load(text, Loader=Core), top, top, str(path.name))


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema: only true, false, null, integers and floats are not text."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(?:null|Null|NULL|~|)$", ["n", "N", "~", ""]),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))
KINDS = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
    "array": list,
    "object": dict,
}


def fault(value: Any, rule: dict[str, Any], top: dict[str, Any], way: str) -> None:
    """Fail where `value` does not fit `rule`."""
    if "$ref" in rule:
        fault(value, top["$defs"][rule["$ref"].removeprefix("#/$defs/")], top, way)
    if "anyOf" in rule:
        faults = []
        for choice in rule["anyOf"]:
            try:
                fault(value, choice, top, way)
                break
            except AssertionError as error:
                faults.append(str(error))
        else:
            raise AssertionError(f"{way}: {faults}")
    if "type" in rule:
        kinds = rule["type"] if isinstance(rule["type"], list) else [rule["type"]]
        fits = any(isinstance(value, KINDS[k]) and (k == "boolean" or not isinstance(value, bool)) for k in kinds)
        assert fits, f"{way}: {value!r} is not {kinds}"
    assert "enum" not in rule or value in rule["enum"], f"{way}: {value!r}"
    assert "const" not in rule or value == rule["const"], f"{way}: {value!r}"
    if isinstance(value, dict):
        known = rule.get("properties", {})
        for key, entry in value.items():
            if key in known:
                fault(entry, known[key], top, f"{way}.{key}")
            elif isinstance(rule.get("additionalProperties"), dict):
                fault(entry, rule["additionalProperties"], top, f"{way}.{key}")
            else:
                assert rule.get("additionalProperties", True), f"{way}: {key} is not known"
        assert set(rule.get("required", ())) <= set(value), way
    if isinstance(value, list):
        for index, entry in enumerate(value):
            if "items" in rule:
                fault(entry, rule["items"], top, f"{way}.{index}")
