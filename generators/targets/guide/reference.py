"""The reference pages: the rules of the source, the documents our formats come from, the phone models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.handsets import ModuleModel
from generators.estate.telephony import PhoneModel
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
    """`reference/phones.md`: every model of the catalog, what it can do, where that is written, how many are in use."""
    w = words(language)
    columns = ("model", "code", "phones", "lines", "screen", "firmware", "load_id", "family", "seen")
    columns_files = ("model", "loads", "default_load", "firmware_files", "locale_jar", "desktops")
    modules = estate.known_modules
    columns_modules = ("add_on", "code", "keys_count", "most", "attached_to", "firmware", "load_id", "seen", "sources")
    columns_limits = ("model", "password_most", "file_most", "g722", "poe", "option60", "sources")
    text = render(
        f"phones.{language}.md.j2",
        head=front_matter(w["about_phones"], wide=True),
        title=w["models"],
        models=table(w["models"], [w[c] for c in columns], [_model_row(estate, m, w) for m in estate.known_models]),
        files=table(w["model_files"], [w[c] for c in columns_files], [_files_row(m) for m in estate.known_models]),
        limits=table(
            w["model_limits"], [w[c] for c in columns_limits], [_limits_row(m, w) for m in estate.known_models]
        ),
        modules=table(w["modules"], [w[c] for c in columns_modules], [_module_row(estate, m) for m in modules]),
    )
    return Page("reference/phones.md", text)


def _model_row(estate: Estate, model: PhoneModel, w: Mapping[str, str]) -> tuple[str, ...]:
    screen = f"{model.screen.label} / {model.screen.line_label}"
    return (
        model.title,
        code(model.id),
        str(sum(1 for phone in estate.phones if phone.model.id == model.id)),
        _fact(model, "lines", str(model.lines)),
        _fact(model, "screen", screen),
        _fact(model, "load", code(model.load)),
        _fact(model, "load_id", str(model.load_id)),
        w[f"family_{model.family}"],
        ", ".join(model.seen_on_hardware) or Html("—"),
    )


def _files_row(model: PhoneModel) -> tuple[str, ...]:
    return (
        model.title,
        _fact(model, "loads", *map(code, model.loads)),
        _fact(model, "default_load", code(model.default_load)),
        _fact(model, "firmware_files", *map(code, model.firmware_files)),
        _fact(model, "locale_jar", *([code(model.locale_jar)] if model.locale_jar else [])),
        _fact(model, "desktops", *([code(model.desktops)] if model.desktops else [])),
    )


def _limits_row(model: PhoneModel, w: Mapping[str, str]) -> tuple[str, ...]:
    g722 = {True: [w["yes"]], False: [w["no"]], None: []}[model.g722]
    return (
        model.title,
        _fact(model, "password_most", str(model.password_most)),
        _fact(model, "file_most", str(model.file_most)),
        _fact(model, "g722", *g722),
        _fact(model, "poe", *_power(model, w)),
        _fact(model, "option60", *map(code, model.option60)),
        _tags(model.sources),
    )


def _module_row(estate: Estate, module: ModuleModel) -> tuple[str, ...]:
    titles = {m.id: m.title for m in estate.known_models}
    return (
        module.title,
        code(module.id),
        str(module.keys),
        _fact(module, "most", str(module.most)),
        _fact(module, "fits", *(titles[name] for name in module.fits)),
        _fact(module, "load", code(module.load)),
        _fact(module, "load_id", str(module.load_id)),
        ", ".join(module.seen_on_hardware) or Html("—"),
        _tags(module.sources),
    )


def _tags(tags: Iterable[str]) -> Html:
    return Html(" ".join(link(f"../sources/#{document_anchor(tag)}", tag) for tag in tags))


def _fact(model: PhoneModel | ModuleModel, field: str, *values: str) -> Html:
    """The values of a field of the catalog: a dash where nothing is known, a question mark where it is not sure."""
    if not values:
        return Html("—")
    shown = join([value if isinstance(value, Html) else escape(value) for value in values])
    return Html(f"{shown}\N{NO-BREAK SPACE}?") if field in model.uncertain else shown


def _power(model: PhoneModel, w: Mapping[str, str]) -> list[Html]:
    """Its kind of PoE and watts, as one text; nothing where that is not known."""
    if model.poe is None:
        return []
    watts = f"{model.poe.watts:g}".replace(".", w["decimal_point"])
    kind = w["poe_cisco"] if model.poe.ieee_class is None else w["poe_class"].format(number=model.poe.ieee_class)
    return [Html(f"{escape(f'{kind}, {watts}')}\N{NO-BREAK SPACE}W")]


def _catalog_tags(estate: Estate) -> set[str]:
    """The documents behind the catalog's data that this estate uses: models, number plan, providers, routers."""
    country, trunks = estate.country, estate.trunks
    lists = (
        [m.sources for m in estate.known_models]
        + [m.sources for m in estate.known_modules]
        + [country.sources]
        + [c.sources for c in country.classes]
    )
    lists += [t.provider.sources for t in trunks] + [s.router.release.sources for s in estate.sites if s.router]
    return {tag for tags in lists for tag in tags}


def _user(group: str, catalog: str) -> Html:
    return link(f"#{_anchor(group)}", group) if group else escape(catalog)


def document_anchor(tag: str) -> str:
    """The anchor of a document in the page of sources."""
    return f"doc-{tag.lower()}"


def _anchor(group: str) -> str:
    return "keys-" + group.replace("/", "-").replace(".", "-")
