"""What happens between the text and its typing: profiles are put into sites, number keys are canonicalised.

Works on the Document's nodes, so that every value keeps the place where somebody wrote it: a wrong
subnet in a profile is reported at the profile's line, once.
"""

from __future__ import annotations

import re

from generators.problems import Report
from generators.source.document import Document, Entry, Mapping, Node, Scalar, Sequence
from generators.source.schema.base import canonical_number

HOLE = re.compile(r"\{([A-Za-z_]*)\}")


def prepare(document: Document, report: Report) -> Document:
    """The document with profiles applied and numbers in one spelling. Problems go to `report`."""
    entries = dict(document.root.entries)
    if "sites" in entries and isinstance(entries["sites"].value, Mapping):
        entries["sites"] = Entry(entries["sites"].key, _sites(document.root, entries["sites"].value, report))
    if "numbers" in entries and isinstance(entries["numbers"].value, Mapping):
        entries["numbers"] = Entry(entries["numbers"].key, _numbers(entries["numbers"].value, report))
    return Document(Mapping(entries, document.root.place), document.files)


def _numbers(numbers: Mapping, report: Report) -> Mapping:
    out: dict[str, Entry] = {}
    for written, entry in numbers.entries.items():
        key = canonical_number(written)
        if key in out:
            first = out[key].key.place
            report.add("TON107", entry.key.place, f"the number {key} is defined twice; it stands already at {first}")
            continue
        out[key] = entry
    return Mapping(out, numbers.place)


def _sites(root: Mapping, sites: Mapping, report: Report) -> Mapping:
    profiles = root.entries["site_profiles"].value if "site_profiles" in root.entries else None
    known = profiles.entries if isinstance(profiles, Mapping) else {}
    out: dict[str, Entry] = {}
    for name, entry in sites.entries.items():
        site = entry.value
        if isinstance(site, Mapping) and "profile" in site.entries:
            chosen = site.entries["profile"].value
            wanted = chosen.value if isinstance(chosen, Scalar) else None
            profile = known[wanted].value if wanted in known else None
            if isinstance(profile, Mapping):
                site = _apply(profile, site, name, report)
            elif wanted is not None:
                near = f"defined are: {', '.join(sorted(known))}" if known else "site_profiles: defines none"
                report.add("TON303", chosen.place, f"no site profile '{wanted}'", near)
        out[name] = Entry(entry.key, site)
    return Mapping(out, sites.place)


def _apply(profile: Mapping, site: Mapping, name: str, report: Report) -> Mapping:
    index = site.entries["index"].value if "index" in site.entries else None
    values = {"id": name}
    if isinstance(index, Scalar) and index.value is not None:
        values["index"] = index.value
    filled = _fill(profile, values, site, report)
    assert isinstance(filled, Mapping)
    return _merge(filled, site)


def _fill(node: Node, values: dict[str, str], site: Mapping, report: Report) -> Node:
    if isinstance(node, Mapping):
        entries = {k: Entry(e.key, _fill(e.value, values, site, report)) for k, e in node.entries.items()}
        return Mapping(entries, node.place)
    if isinstance(node, Sequence):
        return Sequence(tuple(_fill(item, values, site, report) for item in node.items), node.place)
    if node.value is None or "{" not in node.value:
        return node
    for hole in HOLE.findall(node.value):
        if hole not in values:
            what = "the site gives no index" if hole == "index" else f"a profile knows no {{{hole}}}"
            hint = f"add index: to the site at {site.place}" if hole == "index" else "write {index} or {id}"
            report.add("TON303", node.place, f"'{node.value}' cannot be filled: {what}", hint)
            return node
    return Scalar(HOLE.sub(lambda m: values[m[1]], node.value), node.place, True)


def _merge(under: Mapping, over: Mapping) -> Mapping:
    """`over` on top of `under`, block by block; what `over` says wins."""
    out = dict(under.entries)
    for key, entry in over.entries.items():
        below = out.get(key)
        if below and isinstance(below.value, Mapping) and isinstance(entry.value, Mapping):
            out[key] = Entry(entry.key, _merge(below.value, entry.value))
        else:
            out[key] = entry
    return Mapping(out, over.place)
