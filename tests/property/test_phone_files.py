"""Whatever the organization: each file of each phone passes the strict readers, fits, and says what the Estate says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import settings as tried

from benchmarks.organization import Tree, random_organization
from generators.estate.estate import Estate
from generators.estate.phone_files import boot_files, config_file, stub_file
from generators.estate.values import Audience
from generators.targets.artifact import Artifact
from generators.targets.phones import KEYS, artifacts
from tests.parsers import cisco_flat, cisco_xml
from tests.parsers.phone_facts import estate_facts, flat_facts, xml_facts
from tests.property.estates import estate_of, made_up
from tests.strategies import valid_sources

GRAMMARS = {"Ringlist.xml": "rings", "ringlist.xml": "rings", "distinctiveringlist.xml": "rings"}


def files(estate: Estate) -> dict[str, Artifact]:
    """The files of the TFTP root by name."""
    return {artifact.path.removeprefix("tftp/"): artifact for artifact in artifacts(estate)}


def judged(estate: Estate) -> int:
    """Read every file of the phones and hold it against the Estate; give how many phones were read."""
    made = files(estate)
    emitted: set[str] = set()
    for phone in estate.phones:
        assert set(boot_files(phone)) <= set(made)
        own = made[config_file(phone)].content
        assert len(own) <= phone.model.file_most
        if phone.model.family == "flat":
            defaults = made["SIPDefault.cnf"].content
            held = cisco_flat.booted(defaults, own, phone.model.lines)
            facts = flat_facts(held)
            emitted |= set(held)
            by_hand = {extra.name: held[extra.name] for extra in phone.extra}
            stub = cisco_xml.parse(made[stub_file(phone)].content, "stub")
            assert stub.text("loadInformation") == phone.load
        else:
            document = cisco_xml.parse(own, "device")
            facts = xml_facts(document)
            emitted |= document.paths
            by_hand = {extra.name: document.all(extra.name)[0] for extra in phone.extra}
            assert document.text("sipProfile/softKeyFile") in made
        assert facts == estate_facts(estate, phone)
        assert by_hand == {extra.name: extra.value for extra in phone.extra}
    for name, kind in GRAMMARS.items():
        if name in made:
            emitted |= cisco_xml.parse(made[name].content, kind).paths
    for name in made:
        if name.startswith("softkeys"):
            emitted |= cisco_xml.parse(made[name].content, "softkeys").paths
    cisco_xml.parse(made["XMLDefault.cnf.xml"].content, "default")
    assert emitted <= set(KEYS)
    return len(estate.phones)


@tried(max_examples=40)
@given(valid_sources(max_sites=3, max_phones=4))
def test_the_files_of_any_organization_say_what_its_estate_says(source: Tree) -> None:
    assert judged(estate_of(source, secrets=made_up))


@tried(max_examples=10)
@given(valid_sources(max_sites=2, max_phones=3))
def test_a_public_organization_has_the_same_shape_and_no_secret(source: Tree) -> None:
    assert judged(estate_of(source, Audience.PUBLIC))


def test_large_organizations_show_every_setting() -> None:
    """Sixty phones of a seed each: both families, keys of all kinds, modules, and parameters set by hand."""
    wanted = {
        *("speed_dial", "blf", "service", "none", "fixed", "received"),
        *("module cisco-7914", "by hand flat", "by hand xml", "ssh", "backup"),
    }
    seen: set[str] = set()
    for seed in range(1, 21):
        estate = estate_of(random_organization(60, seed), secrets=made_up)
        assert judged(estate) == 60
        for phone in estate.phones:
            seen |= {key.kind.value for key in phone.keys} | {phone.settings.nat.mode.value}
            seen |= {f"module {module.id}" for module in phone.modules}
            seen |= {"by hand " + phone.model.family} if phone.extra else set()
            seen |= {"ssh"} if phone.settings.ssh else set()
            seen |= {"backup"} if phone.settings.backup else set()
        if seen >= wanted:
            break
    assert seen == wanted
