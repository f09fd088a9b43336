"""The setup sheet: complete, the same in both languages, true to the Estate, and a good page."""

from __future__ import annotations

import re
import string

import markdown
import pytest

from generators.estate.estate import Estate
from generators.targets.pfsense import Row, Sheet, setup_sheet
from generators.targets.pfsense.keys import KEYS
from generators.targets.pfsense.markdown import text
from generators.targets.pfsense.texts import LANGUAGES, words
from tests.unit.targets.pfsense.page import Cells
from tests.unit.targets.pfsense.routers import areas, chain, estate, everything, files

CASES = everything()


def sheets(case: Estate) -> list[Sheet]:
    """Every sheet of a case in both languages, English first."""
    return [setup_sheet(case, s, language) for s in case.sites if s.router is not None for language in LANGUAGES]


def rows(sheet: Sheet) -> list[Row]:
    """All rows of a sheet."""
    return [row for section in sheet.sections for row in section.rows]


def names(template: str) -> list[str]:
    """The names that a text wants."""
    return sorted(field for _, field, _, _ in string.Formatter().parse(template) if field is not None)


def test_both_languages_have_the_same_texts_with_the_same_names() -> None:
    """Key for key, name for name; none empty, none left in the other language except names of pfSense's own."""
    english, french = words("en"), words("fr")
    assert set(english) == set(french)
    for key in english:
        assert names(english[key]) == names(french[key]), key
        assert english[key].strip() == english[key] != ""
        assert french[key].strip() == french[key] != ""
    same = {key for key in english if english[key] == french[key]}
    assert same == {"why_forward_sip_port", "rule_lan", "rule_lan6"}


@pytest.mark.parametrize(("name", "case"), CASES, ids=[name for name, _ in CASES])
def test_sheets_agree_in_both_languages_and_every_setting_has_a_source(name: str, case: Estate) -> None:
    """Same screens, same fields, same values to type; each row has a value, a reason and a documented setting."""
    found = sheets(case)
    for english, french in zip(found[::2], found[1::2], strict=True):
        assert [(s.path, len(s.rows)) for s in english.sections] == [(s.path, len(s.rows)) for s in french.sections]
        for one, other in zip(rows(english), rows(french), strict=True):
            assert (one.field, one.setting, one.literal) == (other.field, other.setting, other.literal)
            if one.literal and not one.setting.endswith(("descr", "queue.description")):
                assert one.value == other.value
            assert all((one.value, one.reason, other.reason))
            assert one.setting in KEYS
        assert all(section.intro for section in english.sections)


def without_phones() -> Estate:
    """The chain with a far site that has no phones, and a middle one whose address changes."""
    return chain(
        ("      voice: {vlan: 7, subnet: 10.3.20.0/24}\n", ""),
        ("  far-1: {mac: 001BD4603002, model: cisco-7941, site: far}\n", ""),
        ("  dora: {name: Dora, extension: 1004, phones: [far-1]}\n", ""),
        ("    uplink: {address: 203.0.113.6}\n", ""),
    )


# An access of the main site that its calls fill, and an organization without a provider.
NARROW = ("uplink: {address: 203.0.113.5}", "uplink: {address: 203.0.113.5, up: 300k, down: 8M}")
NO_TRUNK = (
    ('trunks: {ovh: {provider: ovh, account: "0033199000200"}}\n', ""),
    ('numbers: {"+33199000200": {trunk: ovh, to: anne}}\n', ""),
    ('    number: "+33199000200"\n', ""),
)


WIREGUARD = ("    link: {to: hq, tunnel", "    link: {kind: wireguard, to: hq, tunnel")


def test_every_text_is_used() -> None:
    """No sentence that nobody can read: all keys are met in the sources of the tests."""
    seen: list[str] = []
    more = (
        without_phones(),
        chain(("release: 2.7.2", "release: 2.8.1")),
        chain(NARROW),
        chain(*NO_TRUNK),
        chain(WIREGUARD),
    )
    for case in [*(case for _, case in CASES), *more]:
        for sheet in sheets(case):
            seen += [sheet.title, *sheet.intro]
            for section in sheet.sections:
                seen += [section.title, section.intro, *(t for r in section.rows for t in (r.value, r.reason))]
        seen += [c.decode() for p, c in files(case).items() if p.endswith(".xml")]
        seen += [c.decode().split("\n", 1)[0] for p, c in files(case).items() if "README" in p]
    everything_seen = "\n".join(seen)
    for key, template in words("en").items():
        pattern = ".*".join(re.escape(part) for part in re.split(r"\{\w+\}", template))
        assert key.startswith("head_") or re.search(pattern, everything_seen), key


def test_a_router_without_phones_says_so() -> None:
    """A site that only passes traffic on has a sheet without voice screens, and a tunnel that carries nothing."""
    case = without_phones()
    sheet = setup_sheet(case, case.site["far"], "en")
    assert not any("DHCP" in s.path or "VLAN" in s.path for s in sheet.sections)
    assert words("en")["files_no_voice"] == sheet.sections[-1].intro
    assert words("en")["v_host"] in [r.value for r in rows(sheet)]


def value(sheet: Sheet, path: str, field: str, title: str = "") -> str:
    """The value of a field on a screen."""
    (found,) = [
        r.value for s in sheet.sections if s.path == path and title in s.title for r in s.rows if r.field == field
    ]
    return found


def test_both_ends_of_a_tunnel_match() -> None:
    """Server at far, client at near: one port, one /30, the same ciphers, and routes that mirror the flows."""
    case = chain()
    (link,) = [k for k in case.links if k.near == "far"]
    server = setup_sheet(case, case.site[link.far], "en")
    client = setup_sheet(case, case.site[link.near], "en")
    left, right = "VPN > OpenVPN > Servers", "VPN > OpenVPN > Clients"
    assert value(server, left, "Local port", "Loin") == str(link.port) == value(client, right, "Server port")
    assert value(client, right, "Server host or address") == str(case.site[link.far].uplink.address)
    both = ("IPv4 Tunnel Network", "Data Encryption Algorithms", "Auth digest algorithm", "Server mode")
    for field in (*both, "Type-of-Service", "TLS Key Usage Mode"):
        assert value(server, left, field, "Loin") == value(client, right, field)
    assert value(server, left, "Server mode", "Loin") == "Peer to Peer (SSL/TLS)"
    # far's phones use the PBX and the clock at hq and the files at middle; middle and hq answer to far's phones.
    assert value(client, right, "IPv4 Remote network(s)") == "10.1.10.0/24,10.1.20.0/24,10.2.20.0/24"
    assert value(server, left, "IPv4 Remote network(s)", "Loin") == "10.3.20.0/24"
    # hq's own phones fetch their files at middle, so middle answers to hq's voice network.
    upper = setup_sheet(case, case.site["middle"], "en")
    assert value(upper, right, "IPv4 Remote network(s)") == "10.1.10.0/24,10.1.20.0/24"
    top = setup_sheet(case, case.site["hq"], "en")
    assert value(top, left, "IPv4 Remote network(s)") == "10.2.20.0/24,10.3.20.0/24"


def test_the_sheet_and_the_xml_say_the_same() -> None:
    """Rules in the same order with the same ends; options with the same value."""
    case = estate("nyxd")
    for site in case.sites:
        sheet = setup_sheet(case, site, case.organization.languages[0])
        descr = [r.value for s in sheet.sections for r in s.rows if r.setting == "filter.rule.descr"]
        xml = [r["descr"] for r in areas(case, site.id)["filter"].value["rule"] if not r["tracker"].startswith("0")]
        assert descr == [re.sub(r" \(tonalite:[^ ]*\)$", "", text) for text in xml]
        (option,) = [r.value for r in rows(sheet) if r.setting == "dhcpd.IF.numberoptions.item.value"]
        assert option == str(site.reach["provisioning"].address)


def test_a_clock_at_the_routers_address_is_its_own() -> None:
    """A time server that has the router's address is the router: its NTP screen is there without `serves`."""
    case = chain(("time: {site: hq, address: 10.1.20.9}", "time: {site: hq, address: 10.1.20.1}"))
    paths = {site.id: [s.path for s in setup_sheet(case, site, "en").sections] for site in case.sites}
    assert [site for site, found in paths.items() if "Services > NTP > Settings" in found] == ["alone", "hq"]
    assert [site for site, found in paths.items() if "Services > TFTP Server > Files" in found] == ["alone"]


def test_phones_in_lan_have_a_row_on_the_web_configurator() -> None:
    """There pfSense's own rule lets them reach its screens; elsewhere nothing is to be said."""
    path = "System > Advanced > Admin Access"
    case = chain()
    found = {s.id: [x for x in setup_sheet(case, s, "en").sections if x.path == path] for s in case.sites}
    assert [site for site, sections in found.items() if sections] == ["middle"]
    (row,) = found["middle"][0].rows
    assert row.setting == "system.webgui.noantilockout"


def test_limiters_leave_the_calls_their_part_of_the_access() -> None:
    """Lyon: 1 Mbit/s up, 18 down, two phones by OpenVPN. 95 percent less 2 x 108 000 bit/s."""
    case = estate("nyxd")
    sheet = setup_sheet(case, case.site["lyon"], "en")
    found = {s.title: {r.field: r.value for r in s.rows} for s in sheet.sections if s.path.endswith("> Limiters")}
    assert {name: fields["Bandwidth"] for name, fields in found.items()} == {
        "tel_data_up": "734",
        "tel_data_down": "16884",
    }
    (reason,) = {r.reason.split(": ", 1)[1] for r in rows(sheet) if r.field == "Bandwidth" and r.value == "734"}
    assert "2 x 108000" in reason
    pipes = [r.value for r in rows(sheet) if r.field.startswith("In / Out pipe")]
    assert pipes == ["tel_data_up", "tel_data_down"]


def test_an_access_that_calls_fill_has_no_limiter_and_a_sentence() -> None:
    case = chain(NARROW)
    (section,) = [s for s in setup_sheet(case, case.site["hq"], "en").sections if s.path.endswith("> Limiters")]
    assert section.rows == ()
    assert "300000 bit/s" in section.intro
    assert "dnshaper" not in areas(case, "hq")


def test_a_router_without_computers_needs_no_limiter() -> None:
    """middle has phones alone: nothing competes with them."""
    case = chain(("uplink: {address: 203.0.113.6}", "uplink: {address: 203.0.113.6, up: 2M, down: 8M}"))
    sheet = setup_sheet(case, case.site["middle"], "en")
    assert not [s for s in sheet.sections if "Limiters" in s.path]


def test_what_kea_cannot_do_is_said_by_release() -> None:
    """Nothing before 2.7.1, the plain warning to 2.7.2, the JSON way from 2.8 on; no XML where not confirmed."""
    path = "System > Advanced > Networking"
    case = chain()
    assert not [s for s in setup_sheet(case, case.site["hq"], "en").sections if s.path == path]
    reasons = {
        site: [s.rows[0].reason for s in setup_sheet(case, case.site[site], "en").sections if s.path == path]
        for site in ("middle", "alone")
    }
    assert "JSON" not in reasons["middle"][0]
    assert "JSON" in reasons["alone"][0]
    assert "not confirmed" in setup_sheet(case, case.site["alone"], "en").sections[-1].intro


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("site", ["hq", "middle", "far", "alone"])
def test_the_page_shows_every_row_unchanged(site: str, language: str) -> None:
    """Rendered as the guide renders it, each cell is the row's text, whatever marks titles hold."""
    case = chain()
    sheet = setup_sheet(case, case.site[site], language)
    (content,) = [c.decode() for p, c in files(case).items() if p == f"routers/{site}/setup-sheet.{language}.md"]
    assert content.startswith("# ")
    page = Cells()
    page.feed(markdown.markdown(content, extensions=["tables", "attr_list", "admonition"]))
    assert page.cells == [" ".join(t.split()) for r in rows(sheet) for t in (r.field, r.value, r.reason)]
    titles = [s.title for s in sheet.sections if s.title]
    assert page.heads[0] == sheet.title
    assert [h for h in page.heads if h in titles] == titles
    assert page.tables == len([s for s in sheet.sections if s.rows])


HOSTILE = [
    "a|b",
    "*x*",
    "_y_",
    "<b>",
    "&amp;",
    "[l](u)",
    "`c`",
    "# t",
    "1. x",
    "- x",
    "> q",
    "{: #i}",
    "a\\b",
    "1) x",
    "~~a~~ ^b^ $c$ ==d==",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_any_text_is_shown_as_written(value: str) -> None:
    """Titles are other people's text."""
    page = markdown.markdown(text(value), extensions=["tables", "attr_list"])
    cells = Cells()
    cells.feed(page.replace("<p>", "<td>").replace("</p>", "</td>"))
    assert cells.cells == [value]
