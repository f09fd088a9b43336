"""The generated pages: all in both languages, every thing of the estate on them, links that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest

from generators.estate.estate import Estate
from generators.estate.values import Audience, Mac
from generators.references import DOCUMENTS, Ref
from generators.rulebook import RULES
from generators.targets.artifact import Artifact
from generators.targets.guide import files, pages
from generators.targets.guide.downloads import CHECKSUMS
from generators.targets.guide.page import FILES, PHONE_SECTIONS, Page, up
from generators.targets.guide.words import count, known, words

Public = Callable[[str], Estate]
KEYS = {"phones": {"proxy1_address": Ref("SAG4", "Configuration <parameters>")}, "pfsense": {}}


def artifacts(estate: Estate) -> list[Artifact]:
    """A file for all, one a phone, and a sheet a language for the first site."""
    made = [Artifact("inventory.json", b"{}\n", Audience.PUBLIC, ())]
    for phone in estate.phones:
        made.append(Artifact(f"tftp/SEP{phone.mac}.cnf.xml", b"x" * 20_000, Audience.PUBLIC, (), phone.site, phone.id))
    for language in ("fr", "en"):
        path = f"routers/{estate.sites[0].id}/setup-sheet.{language}.md"
        made.append(Artifact(path, f"# Sheet {language}\n".encode(), Audience.PUBLIC, (), estate.sites[0].id))
    return made


def book(estate: Estate, language: str = "fr") -> dict[str, Page]:
    made = {page.path: page for page in pages(estate, language, artifacts(estate), KEYS)}
    assert all(page.text.startswith("---\ndescription: ") and page.text.endswith("\n") for page in made.values())
    assert all(len(re.findall(r"^# ", page.text, re.MULTILINE)) == 1 for page in made.values())
    return made


def test_both_languages_have_the_same_pages(public: Public) -> None:
    estate = public("site_data")
    french, english = book(estate, "fr"), book(estate, "en")
    assert list(french) == list(english)
    assert set(french) >= {
        "sites/index.md",
        "directory.md",
        "downloads.md",
        *(f"sites/{s.id}.md" for s in estate.sites),
    }
    assert set(french) >= {"reference/problems.md", "reference/sources.md", "reference/phones.md"}
    assert [p for p in french if p.startswith("routers/")] == [f"routers/{estate.sites[0].id}.md"]
    assert "# Sheet en\n" in english[f"routers/{estate.sites[0].id}.md"].text


def test_every_phone_is_on_its_site_with_both_spellings_of_its_mac(public: Public) -> None:
    estate = public("site_data")
    made = book(estate)
    for phone in estate.phones:
        text = made[f"sites/{phone.site}.md"].text
        assert f"### {phone.id} {{ #phone-{phone.id} }}" in text
        assert f"<code>{phone.mac}</code>" in text
        assert f"<code>{phone.mac.colons}</code>" in text
        assert f"../../{FILES}/tftp/SEP{phone.mac}.cnf.xml" in text
        for endpoint in estate.endpoints_of_phone[phone.id]:
            assert f", {endpoint.line.extension}" in text


def test_a_page_of_a_site_comes_from_the_line_of_the_site(public: Public) -> None:
    estate = public("site_data")
    made = book(estate)
    assert [made[f"sites/{s.id}.md"].origin for s in estate.sites] == [s.origin for s in estate.sites]


def test_a_large_estate_has_rows_but_no_sections(public: Public) -> None:
    estate = public("minimal")
    one = estate.phones[0]
    many = tuple(replace(one, id=f"p-{n:04d}", mac=Mac(f"0007EB{n:06X}")) for n in range(PHONE_SECTIONS + 1))
    small = replace(estate, phones=many[:-1], endpoints=())
    large = replace(estate, phones=many, endpoints=())
    path = f"sites/{one.site}.md"
    assert book(small)[path].text.count("\n### ") == PHONE_SECTIONS
    sheet = f"routers/{one.site}.md"
    assert "search: {boost: 0.5}" in book(small)[sheet].text
    assert "search: {exclude: true}" in book(large)[sheet].text
    text = book(large)[path].text
    assert "\n### " not in text
    assert all(f'<tr id="phone-{p.id}">' in text and f"SEP{p.mac}.cnf.xml" in text for p in many)


def test_the_directory_has_everything_that_an_extension_reaches(public: Public) -> None:
    estate = public("site_data")
    text = book(estate)["directory.md"].text
    own = {line.mailbox for line in estate.lines}
    boxes = [b for b in estate.mailboxes if b.id not in own]
    expected = sorted(x.extension for x in (*estate.lines, *estate.groups, *boxes))
    assert sorted(re.findall(r"</th>\n<td>(\d+)</td>", text)) == expected
    for number in estate.numbers:
        assert str(number.number).replace("+", "&#43;") in text
    assert text.index("lise Fontaine") < text.index("Thomas Girard")  # É sorts with E


def test_downloads_have_size_and_checksum_and_no_markdown(public: Public) -> None:
    estate = public("minimal")
    given = artifacts(estate)
    offered = dict(files(given))
    assert set(offered) == {f"{FILES}/{a.path}" for a in given if not a.path.endswith(".md")} | {f"{FILES}/{CHECKSUMS}"}
    text = book(estate)["downloads.md"].text
    listed = dict(reversed(line.split("  ")) for line in offered[f"{FILES}/{CHECKSUMS}"].decode().splitlines())
    for path, content in offered.items():
        if path.endswith(CHECKSUMS):
            continue
        assert listed[path.removeprefix(f"{FILES}/")] == sha256(content).hexdigest()
        assert f'<a href="../{path}" download>' in text
        assert sha256(content).hexdigest() in text
    assert "<td>3 o</td>" in text
    assert "<td>20 ko</td>" in text
    assert "<td>20 kB</td>" in book(estate, "en")["downloads.md"].text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_rule_and_document_has_its_anchor(public: Public, language: str) -> None:
    made = book(public("minimal"), language)
    for code in RULES:
        assert f"{{ #{code.lower()} }}" in made["reference/problems.md"].text
    sources = made["reference/sources.md"].text
    assert all(f'<tr id="doc-{tag.lower()}">' in sources for tag in DOCUMENTS)
    assert "<code>proxy1_address</code>" in sources
    assert "Configuration &#60;parameters&#62;" in sources
    assert "keys-pfsense" not in sources


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_model_has_its_row_in_three_tables_and_every_module_in_one(public: Public, language: str) -> None:
    estate = public("one_of_each_model")
    text = book(estate, language)["reference/phones.md"].text
    tables = [
        {
            re.sub(r"<.*?>", "", cells[0]): cells[1:]
            for cells in (
                re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in re.findall(r"(?s)<tr>(.*?)</tr>", part)
            )
        }
        for part in re.findall(r"(?s)<tbody>(.*?)</tbody>", text)
    ]
    *tables, modules = tables
    assert [set(t) for t in tables] == [{m.title for m in estate.known_models}] * 3
    assert set(modules) == {m.title for m in estate.known_modules}
    models, files_, limits = tables
    for m in estate.known_models:
        code_, phones, lines, screen, load, number, _, seen = models[m.title]
        assert code_ == f"<code>{m.id}</code>"
        assert phones == str(sum(phone.model.id == m.id for phone in estate.phones))
        assert lines == f"{m.lines}" + ("\N{NO-BREAK SPACE}?" if "lines" in m.uncertain else "")
        assert screen.startswith(f"{m.screen.label} / {m.screen.line_label}")
        assert load == f"<code>{m.load}</code>" + ("\N{NO-BREAK SPACE}?" if "load" in m.uncertain else "")
        assert number == str(m.load_id)
        assert re.findall(r">([^<]+)</a>", limits[m.title][5]) == list(m.sources)
        assert seen == "—"
        assert [len(re.findall("<code>", cell)) for cell in files_[m.title]] == [
            *(len(m.loads), 1, len(m.firmware_files), m.locale_jar is not None, m.desktops is not None)
        ]
        assert (files_[m.title][2] == "—") == (not m.firmware_files)
        assert (limits[m.title][2] == "—") == (m.g722 is None)
    watts = "propre à Cisco, 6,3" if language == "fr" else "Cisco&#39;s own, 6.3"
    assert limits["Cisco 7960"][3] == f"{watts}\N{NO-BREAK SPACE}W"
    assert limits["Cisco 7965G"][3].endswith("3, 12\N{NO-BREAK SPACE}W\N{NO-BREAK SPACE}?")
    assert limits["Cisco 7931G"][2:5] == ["—", "—", "—"]
    assert limits["Cisco 7940"][2] == words(language)["no"]
    assert limits["Cisco 7975G"][2] == words(language)["yes"]


def test_links_between_pages_count_the_folders() -> None:
    assert up("downloads.md") == "../"
    assert up("sites/index.md") == "../"
    assert up("sites/lyon.md") == "../../"
    assert up("index.md") == ""


def test_words_are_complete_and_plural_as_each_language_counts() -> None:
    assert set(words("fr")) == set(words("en"))
    assert all(words("fr").values())
    assert all(words("en").values())
    assert [count("fr", n, "site") for n in (0, 1, 2)] == ["0 site", "1 site", "2 sites"]
    assert [count("en", n, "site") for n in (0, 1, 2)] == ["0 sites", "1 site", "2 sites"]
    assert known(("de", "en", "fr")) == ("en", "fr")
