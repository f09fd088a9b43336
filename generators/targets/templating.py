"""Templates: text with holes, compiled once.

A template prints fields of a frozen view and loops over them; it looks nothing up, computes nothing
and has no default. `environment("generators.targets.phones.xml")` reads the `templates/` folder
beside that package. Files whose name holds `.xml` or `.svg` are escaped, all others are not: the
view has already refused what the plain format cannot hold.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from generators.estate.values import Secret


def _finalize(value: object) -> object:
    """Reveal a secret at the last moment, and refuse a None that would print the word None."""
    if value is None:
        raise TypeError("a template printed a value that is None")
    return value.reveal() if isinstance(value, Secret) else value


@cache
def environment(package: str) -> Environment:
    """The strict environment of `package`, made once. An undefined name raises, trailing newlines stay."""
    return Environment(
        loader=PackageLoader(package, "templates"),
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and (".xml" in name or ".svg" in name),
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )


def render(package: str, template: str, **names: object) -> str:
    """Fill `template` of `package` with `names` (views, usually one called `view`)."""
    return environment(package).get_template(template).render(**names)
