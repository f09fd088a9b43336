"""What happens between the text and its typing: profiles are put into sites, number keys are canonicalised.

Works on the Document's nodes, so that every value keeps the place where somebody wrote it: a wrong
subnet in a profile is reported at the profile's line, once.
"""

from __future__ import annotations

import re

from generators.problems import Place, Report
from generators.source.document import Document, Entry, Mapping, Node, Scalar, Sequence
from generators.source.schema.base import canonical_number

HOLE = re.compile(r"\{([A-Za-z_]*)\}")


def prepare(document: Document, report: Report) -> tuple[Document, set[Place]]:
    """The document with profiles applied and numbers in one spelling. Problems go to `report`.

    The places given beside it are those of values that could not be filled: what is wrong with them is said.
    """
    entries = dict(document.root.entries)
    empty: set[Place] = set()
    if "sites" in entries and isinstance(entries["sites"].value, Mapping):
        entries["sites"] = Entry(entries["sites"].key, _sites(document.root, entries["sites"].value, empty, report))
    if "numbers" in entries and isinstance(entries["numbers"].value, Mapping):
        entries["numbers"] = Entry(entries["numbers"].key, _numbers(entries["numbers"].value, report))
    return Document(Mapping(entries, document.root.place), document.files), empty


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


def _sites(root: Mapping, sites: Mapping, empty: set[Place], report: Report) -> Mapping:
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
                site = _apply(profile, site, entry.key, empty, report)
            elif wanted is not None:
                near = f"defined are: {', '.join(sorted(known))}" if known else "site_profiles: defines none"
                report.add("TON303", chosen.place, f"no site profile '{wanted}'", near)
        out[name] = Entry(entry.key, site)
    return Mapping(out, sites.place)


def _apply(profile: Mapping, site: Mapping, name: Scalar, empty: set[Place], report: Report) -> Mapping:
    index = site.entries["index"].value if "index" in site.entries else None
    values = {"id": name.value or ""}
    if isinstance(index, Scalar) and index.value is not None:
        values["index"] = index.value
    missing: dict[str, Place] = {}
    filled = _fill(profile, values, missing, empty)
    for hole in sorted(missing):
        if hole == "index":
            report.add(
                "TON303", name.place, f"the profile of site '{name.value}' wants an index", "add index: to the site"
            )
        else:
            message = f"a profile knows no {{{hole}}}"
            report.add("TON303", missing[hole], message, "write {index} or {id}")
    assert isinstance(filled, Mapping)
    return _merge(filled, site)


def _fill(node: Node, values: dict[str, str], missing: dict[str, Place], empty: set[Place]) -> Node:
    """`node` with its holes filled; names that have no value go to `missing`, the places of such text to `empty`."""
    if isinstance(node, Mapping):
        entries = {k: Entry(e.key, _fill(e.value, values, missing, empty)) for k, e in node.entries.items()}
        return Mapping(entries, node.place)
    if isinstance(node, Sequence):
        return Sequence(tuple(_fill(item, values, missing, empty) for item in node.items), node.place)
    if node.value is None or "{" not in node.value:
        return node
    if unknown := {hole for hole in HOLE.findall(node.value) if hole not in values}:
        missing.update({hole: node.place for hole in unknown if hole not in missing})
        empty.add(node.place)
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
