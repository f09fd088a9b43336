"""The page of parameters: what each family of phones can be told, to what, and what of the source decides it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generators.estate.estate import Estate
from generators.estate.handsets import Parameter
from generators.targets.guide.markup import Html, code, front_matter, join, render
from generators.targets.guide.page import Page
from generators.targets.guide.table import Row, filterable
from generators.targets.guide.words import words


@dataclass(frozen=True)
class Family:
    """A family of phones and the table of its parameters."""

    title: str
    anchor: str
    table: Html


def parameters_page(estate: Estate, language: str) -> Page:
    """`reference/parameters.md`: every documented parameter of each family, by name."""
    w = words(language)
    columns = (w["parameter"], w["values"], w["decided_by"], w["document"])
    families = tuple(
        Family(
            w[f"family_{name}_models"],
            f"family-{name}",
            filterable(language, w[f"family_{name}_models"], columns, [_row(p, w) for p in table]),
        )
        for name, table in sorted(estate.parameters.items())
    )
    head = front_matter(w["about_parameters"], wide=True)
    text = render(f"parameters.{language}.md.j2", head=head, title=w["parameters"], families=families)
    return Page("reference/parameters.md", text)


def _row(parameter: Parameter, w: Mapping[str, str]) -> Row:
    by = code(parameter.managed) if parameter.managed and " " not in parameter.managed else parameter.managed
    return Row((code(parameter.name), _values(parameter, w), by or Html(code("extra")), parameter.source))


def _values(parameter: Parameter, w: Mapping[str, str]) -> str:
    if parameter.kind == "choice":
        return join([code(choice or '""') for choice in parameter.choices])
    if parameter.kind == "integer":
        return w["value_range"].format(low=parameter.low, high=parameter.high)
    return w["value_characters"].format(most=parameter.most) if parameter.most else w["value_text"]
