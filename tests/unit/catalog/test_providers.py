"""The providers: each profile complete, each fact with its document, and nothing that a trunk cannot be made from."""

from __future__ import annotations

import re
from ipaddress import IPv4Network

import pytest

from generators.catalog import load_catalog
from generators.catalog.types import Provider
from generators.references import DOCUMENTS

PROVIDERS = load_catalog().providers
ALL = pytest.mark.parametrize("provider", PROVIDERS.values(), ids=lambda p: p.id)


def test_there_is_a_generic_profile_and_three_providers() -> None:
    assert set(PROVIDERS) == {"generic", "kwebbl", "ovh", "telnyx"}
    assert PROVIDERS["generic"].domain is None, "a trunk of any provider must say where it is"


@ALL
def test_a_profile_can_make_a_trunk(provider: Provider) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9-]*", provider.id)
    assert provider.codecs
    assert set(provider.codecs) <= {"alaw", "ulaw", "g722", "g729"}, "names as Asterisk has them"
    assert 60 <= provider.registration_seconds <= 3600
    assert set(provider.sources) <= set(DOCUMENTS)
    if provider.domain is not None:
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", provider.domain)
    for entry in provider.match:
        assert IPv4Network(entry).is_global, "an identify that names a private network lets anybody of it in"


@ALL
def test_notes_are_in_both_languages_or_absent(provider: Provider) -> None:
    assert set(provider.notes) in (set(), {"fr", "en"})
    assert all(note == note.strip() and "\n" not in note for note in provider.notes.values())
    if provider.id != "generic":
        assert provider.notes, "what its customer area must be told"
