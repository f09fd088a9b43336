"""What is said in words: one true sentence a change, and what has none of its own is named by its field."""

from __future__ import annotations

import pytest

from tests.unit.compare.edits import change, texts

CASES: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "name": ([("name: Anne", "name: Anna")], ["Anne (1001): name Anne becomes Anna"]),
    "language": (
        [("extension: 1002, phones", "extension: 1002, language: en, phones")],
        ["Bruno (1002): language fr becomes en"],
    ),
    "also": (
        [("phones: [annexe-1]", "phones: [annexe-1, siege-2/2]")],
        ["Annexe (1003) is now also on siege-2 (button 2)"],
    ),
    "less": (
        [
            ("phones: [siege-1, agence-1]", "phones: [siege-1]"),
            ("agence-1/2]", "agence-1]"),
            ("agence-1/3]", "agence-1/2]"),
        ],
        [
            "Accueil (1000) moves from agence-1 (button 3) to agence-1 (button 2)",
            "Anne (1001) is no longer on agence-1",
            "Bruno (1002) moves from agence-1 (button 2) to agence-1",
        ],
    ),
    "may": (
        [("name: Bruno, extension: 1002", "name: Bruno, extension: 1002, allow: [international]")],
        ["Bruno (1002) may now call: international"],
    ),
    "new person": (
        [("  bruno: {", "  zoe: {name: Zoé, extension: 1009, phones: [annexe-1/2]}\n  bruno: {")],
        ["Zoé (1009) is new, on annexe-1 (button 2)"],
    ),
    "gone number": (
        [('  "+33199002002": {to: annexe}\n', ""), ('    number: "+33199002002"\n', '    number: "+33199002001"\n')],
        ["+33199002002 is removed, rings Annexe (1003)"],
    ),
    "number": ([("{to: annexe}", "{to: bruno}")], ["+33199002002 rings Bruno (1002) instead of Annexe (1003)"]),
    "closed": (
        [("closed: repondeur}", "closed: anne}")],
        ["+33199002000 rings Anne (1001) when closed instead of Répondeur (1099)"],
    ),
    "group": (
        [("members: [anne, bruno], then: soir", "members: [annexe, bruno], then: repondeur")],
        [
            "Tous (1100) goes on to Répondeur (1099) instead of Soir (1101)",
            "Tous (1100) is joined by Annexe",
            "Tous (1100) is left by Anne",
        ],
    ),
    "order": (
        [("members: [anne, bruno]", "members: [bruno, anne]")],
        ["Tous (1100) rings its members in another order"],
    ),
    "strategy": ([("strategy: turn, ", "")], ["Soir (1101): strategy turn becomes all"]),
    "hours": ([("mon-fri 09:00-18:00", "mon-fri 09:00-17:00")], ["schedule bureau: other hours"]),
    "address": (
        [("address: 10.60.20.11", "address: 10.60.20.12")],
        ["server provisioning: address 10.60.20.11 becomes 10.60.20.12"],
    ),
    "nested": (
        [("siproxd: {port: 5060,", "siproxd: {port: 5061,")],
        ["site annexe: siproxd: port 5060 becomes 5061"],
    ),
    "title": (
        [("title: Annexe, extension", "title: Grenier, extension")],
        ["Annexe (1003): title Annexe becomes Grenier"],
    ),
    "domain": (
        [("two-sites.example", "other.example")],
        ["organization: domain two-sites.example becomes other.example"],
    ),
    "model": (
        [("model: cisco-7961", "model: cisco-7965")],
        ["agence-1 (Cisco 7961G, 00:1b:d4:60:2a:01) becomes a Cisco 7965G"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_edit_is_told_in_these_words(case: str) -> None:
    edits, expected = CASES[case]
    said = texts(change(*edits))
    missing = [text for text in expected if text not in said]
    assert not missing, said


@pytest.mark.parametrize("case", ["also", "may", "number", "order", "hours", "group"])
def test_and_in_no_others(case: str) -> None:
    edits, expected = CASES[case]
    assert [t for t in texts(change(*edits)) if "presents" not in t] == expected


def test_what_a_number_alone_on_a_line_presents_is_said() -> None:
    said = texts(change(("{to: annexe}", "{to: bruno}")))
    assert "Bruno (1002) presents +33199002002 to the outside" in said
    assert "Annexe (1003) presents the number of its site to the outside" in said
