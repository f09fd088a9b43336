"""A small organization in each country of the catalog: lawful, resolved, masked, and taken by every target."""

from __future__ import annotations

from pathlib import Path

import pytest

from generators.catalog import load_catalog
from generators.estate.dialing import RuleKind
from generators.estate.emergencies import emergency_matrix
from generators.estate.estate import Estate
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.problems import SourceInvalid
from generators.targets import artifacts

COUNTRIES = load_catalog().countries
ALL = pytest.mark.parametrize("country", sorted(COUNTRIES))

SOURCE = """
organization:
  {{name: Abroad, domain: abroad.example, country: {country}, public: {{numbers: {numbers}}}}}
servers:
  pbx: {{site: head, address: 10.60.0.10}}
  provisioning: {{site: head, address: 10.60.0.10}}
  time: {{site: head, address: 10.60.0.1}}
trunks:
  main: {{provider: generic, account: abroad_1, domain: sip.abroad.example, format: national, channels: 2}}
numbers:
  "{own}": {{to: desk, hours: office, closed: box}}
schedules:
  office: {{title: Office, open: [mon-fri 09:00-17:00], holidays: true}}
sites:
  head:
    title: Head
    number: "{own}"
    networks: {{voice: {{vlan: 20, subnet: 10.60.0.0/24, pool: 100-199}}}}
    router: {{product: pfsense, release: 2.7.2}}
phones:
  flat: {{mac: "00:07:EB:4C:60:01", model: cisco-7960, site: head, keys: {{2: {{speed: "{own}", label: Us}}}}}}
  other: {{mac: "00:1B:D4:60:60:01", model: cisco-7961, site: head}}
people:
  ada: {{name: Ada, extension: {extension}, allow: [international, surcharged], phones: [other]}}
lines:
  desk: {{title: Desk, extension: 2000, phones: [flat]}}
mailboxes:
  box: {{title: Box, extension: 2099}}
"""


def resolved(
    folder: Path, country: str, own: str = "", numbers: str = "shown", extension: str = "2001", public: bool = False
) -> Estate:
    """The Estate of the small organization in `country`, whose number is `own` or one of the country's samples."""
    own = own or COUNTRIES[country].fiction + "0100"
    text = SOURCE.format(country=country, own=own, numbers=numbers, extension=extension)
    (folder / "site.yml").write_text(text, "utf-8")
    return load_estate(folder, Audience.PUBLIC if public else Audience.INTERNAL)


@ALL
def test_an_organization_of_the_country_is_lawful_and_every_target_takes_it(tmp_path: Path, country: str) -> None:
    estate = resolved(tmp_path, country)
    assert [row.located for row in emergency_matrix(estate)] == [True]
    assert estate.schedules[0].holidays == load_catalog().holidays[country]
    kinds = {rule.pattern: rule.kind for rule in estate.dial_rules}
    assert all(kinds[e.number] is RuleKind.EMERGENCY for e in estate.country.emergency)
    made = {a.path: a.content for a in artifacts(estate)}
    dialplan = made["pbx/asterisk-pjsip/extensions.conf"].decode()
    for emergency in estate.country.emergency:
        assert f"exten => {emergency.number},1," in dialplan
    templates = next(content for path, content in made.items() if path.lower().endswith("dialplan.xml")).decode()
    assert all(f'MATCH="{e.number}"' in templates for e in estate.country.emergency)


@ALL
def test_a_phone_does_not_send_an_extension_before_a_longer_number_is_whole(tmp_path: Path, country: str) -> None:
    estate = resolved(tmp_path, country)
    waits = {rule.pattern: rule.wait for rule in estate.dial_rules}
    extension = next(rule for rule in estate.dial_rules if rule.kind is RuleKind.EXTENSION and rule.pattern[0] == "2")
    assert (extension.wait > 0) == (country == "LU"), "only there a number may begin like an extension"
    assert all(wait > 0 for pattern, wait in waits.items() if pattern.endswith("."))
    assert all(waits[e.number] == 0 for e in estate.country.emergency)


@ALL
def test_masked_numbers_are_samples_of_the_country(tmp_path: Path, country: str) -> None:
    chosen = {"FR": "+33536491000", "BE": "+3222268888", "CH": "+41213456789", "LU": "+35226123456"}[country]
    estate = resolved(tmp_path, country, chosen, "masked", public=True)
    assert [n.number.e164 for n in estate.numbers] == [f"{COUNTRIES[country].fiction}0000"]
    assert [row.located for row in emergency_matrix(estate)] == [True], "a sample site warns of nothing"
    text = b"".join(a.content for a in artifacts(estate)).decode("utf-8", "replace")
    assert chosen[1:] not in text


@ALL
def test_an_extension_may_not_look_like_what_goes_outside(tmp_path: Path, country: str) -> None:
    for extension, code in (("0010", "TON420"), (COUNTRIES[country].emergency[0].number, "TON414")):
        with pytest.raises(SourceInvalid) as caught:
            resolved(tmp_path, country, extension=f'"{extension}"')
        assert [p.code for p in caught.value.problems] == [code]
