"""Two pages of reference: the SIP providers of the catalog, and the feature codes of this PBX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generators.estate.estate import Estate
from generators.estate.telephony import Provider
from generators.targets.guide.call_words import call_words
from generators.targets.guide.markup import Html, code, front_matter, join, link, render
from generators.targets.guide.page import Page
from generators.targets.guide.reference import document_anchor
from generators.targets.guide.table import Row, Table, table

NOTHING = Html("—")
# The spellings of a number that `format:` chooses from, shown on a sample number.
SPELLINGS = {"e164": "+{digits}", "00": "00{digits}", "national": "{national}"}


def providers_page(estate: Estate, language: str, providers: Sequence[Provider]) -> Page:
    """`reference/providers.md`: each of `providers` with its settings, its documents and the trunks that use it."""
    w = call_words(language)
    columns = ("provider", "code", "domain", "format", "caller_id", "codecs", "expiry", "used")
    columns_sources = ("provider", "match", "sources_of")
    known = sorted(providers, key=lambda p: p.id)
    rows = tuple(Row(_provider(estate, p, language), f"provider-{p.id}") for p in known)
    sources = [_sources(p, language) for p in known]
    text = render(
        f"providers.{language}.md.j2",
        head=front_matter(w["about_providers"], wide=True),
        title=w["providers"],
        table=Table(w["providers"], tuple(w[c] for c in columns), rows).html() if rows else Html(""),
        sources=table(w["provider_sources"], [w[c] for c in columns_sources], sources) if rows else Html(""),
        notes=tuple((p.title, p.notes[language]) for p in known if language in p.notes),
    )
    return Page("reference/providers.md", text)


def _provider(estate: Estate, provider: Provider, language: str) -> tuple[str, ...]:
    w = call_words(language)
    sample = estate.country.fiction.removeprefix("+") + "0000"
    national = estate.country.trunk_prefix + sample.removeprefix(estate.country.calling_code)
    used = [t.id for t in estate.trunks if t.provider.id == provider.id]
    return (
        provider.title,
        code(provider.id),
        code(provider.domain) if provider.domain else w["own_domain"],
        code(SPELLINGS[provider.outbound_format].format(digits=sample, national=national)),
        w[f"header_{provider.caller_id}"],
        join([code(c) for c in provider.codecs]),
        str(provider.registration_seconds),
        join([code(t) for t in used]) if used else NOTHING,
    )


def _sources(provider: Provider, language: str) -> tuple[str, ...]:
    match = join([code(m) for m in provider.match], " ") if provider.match else call_words(language)["not_published"]
    tags = Html(" ".join(link(f"../sources/#{document_anchor(tag)}", tag) for tag in provider.sources))
    return (provider.title, match, tags)


def feature_codes_page(estate: Estate, language: str) -> Page:
    """`reference/feature-codes.md`: every code of this PBX, what to dial and what it does."""
    w = call_words(language)
    rows = [(title, join([code(x) for x in dialled]), does) for title, dialled, does in _codes(estate, language)]
    text = render(
        f"feature-codes.{language}.md.j2",
        head=front_matter(w["about_codes"].format(org=estate.organization.name)),
        title=w["feature_codes"],
        table=table(w["feature_codes"], (w["service"], w["dialled"], w["does"]), rows),
        logout_at=estate.codes.logout_at if _hot_desks(estate) else "",
    )
    return Page("reference/feature-codes.md", text)


def _codes(estate: Estate, language: str) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Title, what to dial, what it does. A colleague's extension stands for what follows a code."""
    w, codes = call_words(language), estate.codes
    extension = next((x.extension for x in estate.lines), "1001")
    outside = estate.country.trunk_prefix + estate.country.fiction.removeprefix(f"+{estate.country.calling_code}")

    def entry(key: str, *dialled: str, **values: str) -> tuple[str, tuple[str, ...], str]:
        return w[f"code_{key}"], dialled, w[f"code_{key}_does"].format(**values)

    yield entry("voicemail", codes.voicemail)
    yield entry("forward", f"{codes.forward}{extension}", f"{codes.forward}{outside}0000")
    yield entry("forward_busy", f"{codes.forward_busy}{extension}")
    yield entry("forward_no_answer", f"{codes.forward_no_answer}{extension}")
    yield entry("forward_off", codes.forward_off)
    yield entry("do_not_disturb", codes.do_not_disturb)
    yield entry("pickup", codes.pickup, f"{codes.pickup}{extension}")
    yield entry("park", codes.park, first=codes.parked[0], last=codes.parked[1])
    yield entry("hide_number", f"{codes.hide_number}{outside}0000")
    yield entry("intercom", f"{codes.intercom}{extension}")
    if _hot_desks(estate):
        yield entry("login", codes.login)
        yield entry("logout", codes.logout)
    for schedule in estate.schedules:
        if schedule.night:
            yield entry("night", schedule.night, title=schedule.title)


def _hot_desks(estate: Estate) -> bool:
    """Whether anybody may log in on a phone; the PBX knows these codes only then."""
    return any(line.login is not None for line in estate.lines)
