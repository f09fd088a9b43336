"""The reference pages: the rules of the source, the documents our formats come from, the phone models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.references import DOCUMENTS, Ref
from generators.rulebook import RULES
from generators.targets.guide.markup import Html, code, escape, front_matter, join, link, render
from generators.targets.guide.page import Page
from generators.targets.guide.table import Row, filterable, table
from generators.targets.guide.words import words


@dataclass(frozen=True)
class RuleView:
    """A rule as the page shows it."""

    code: str
    anchor: str
    title: str
    effect: str
    why: str
    fix: str


@dataclass(frozen=True)
class KeyGroup:
    """The keys of one target, with their sources."""

    title: str
    anchor: str
    count: int
    table: Html


def problems_page(language: str) -> Page:
    """`reference/problems.md`: every rule with its reason and its mending, by code."""
    w = words(language)
    rules = []
    for rule in sorted(RULES.values(), key=lambda r: r.code):
        text = rule.fr if language == "fr" else rule.en
        effect = w[f"effect_{rule.severity}"]
        rules.append(RuleView(rule.code, rule.code.lower(), text.title, effect, text.why, text.fix))
    text_ = render(
        f"problems.{language}.md.j2", head=front_matter(w["about_problems"]), title=w["problems"], rules=tuple(rules)
    )
    return Page("reference/problems.md", text_)


def sources_page(estate: Estate, language: str, keys: Mapping[str, Mapping[str, Ref]]) -> Page:
    """`reference/sources.md`: the documents, and for each target the source of every key it emits.

    `keys` holds the tables of the targets by the target's name.
    """
    w = words(language)
    users: dict[str, set[str]] = {tag: {""} for tag in _catalog_tags(estate)}
    for group, refs in keys.items():
        for ref in refs.values():
            users.setdefault(ref.tag, set()).add(group)
    documents = [
        Row(
            (
                tag,
                document.publisher,
                document.title,
                join([_user(g, w["catalog"]) for g in sorted(users.get(tag, ()))]) or Html("—"),
            ),
            id=document_anchor(tag),
        )
        for tag, document in sorted(DOCUMENTS.items())
    ]
    groups = tuple(
        KeyGroup(
            group,
            _anchor(group),
            len(refs),
            filterable(
                language,
                group,
                (w["key"], w["document"], w["section"]),
                [Row((code(k), link(f"#{document_anchor(r.tag)}", r.tag), r.section)) for k, r in sorted(refs.items())],
            ),
        )
        for group, refs in sorted(keys.items())
        if refs
    )
    columns = (w["code"], w["publisher"], w["document"], w["used_by"])
    text = render(
        f"sources.{language}.md.j2",
        head=front_matter(w["about_sources"]),
        title=w["sources"],
        documents=filterable(language, w["sources"], columns, documents),
        groups=groups,
    )
    return Page("reference/sources.md", text)


def phones_page(estate: Estate, language: str) -> Page:
    """`reference/phones.md`: the models in use, what each can do and where that is written."""
    w = words(language)
    rows = []
    for model in estate.models:
        number = sum(1 for p in estate.phones if p.model.id == model.id)
        rows.append(
            (
                model.title,
                code(model.id),
                str(number),
                str(model.lines),
                code(model.load),
                w[f"family_{model.family}"],
                join([link(f"../sources/#{document_anchor(tag)}", tag) for tag in model.sources]) or Html("—"),
                ", ".join(model.seen_on_hardware) or Html("—"),
            )
        )
    columns = (*(w["model"], w["code"], w["phones"], w["lines"], w["firmware"], w["family"], w["sources"], w["seen"]),)
    text = render(
        f"phones.{language}.md.j2",
        head=front_matter(w["about_phones"], wide=True),
        title=w["models"],
        table=table(w["models"], columns, rows),
    )
    return Page("reference/phones.md", text)


def _catalog_tags(estate: Estate) -> set[str]:
    """The documents behind the catalog's data that this estate uses: models, number plan, providers, routers."""
    country, trunks = estate.country, estate.trunks
    lists = [m.sources for m in estate.models] + [country.sources] + [c.sources for c in country.classes]
    lists += [t.provider.sources for t in trunks] + [s.router.release.sources for s in estate.sites if s.router]
    return {tag for tags in lists for tag in tags}


def _user(group: str, catalog: str) -> Html:
    return link(f"#{_anchor(group)}", group) if group else escape(catalog)


def document_anchor(tag: str) -> str:
    """The anchor of a document in the page of sources."""
    return f"doc-{tag.lower()}"


def _anchor(group: str) -> str:
    return "keys-" + group.replace("/", "-").replace(".", "-")
