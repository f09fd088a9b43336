"""A whole configuration as pfSense holds it, by the steps of its own parser and none of ours.

Written from xmlparse.inc (startElement, endElement, cData) and its list of names: what comes out is what the router
would work with after a restore. Raises Refused where pfSense gives up or loses something.
"""

from __future__ import annotations

import html
import html.entities
from typing import Any
from xml.parsers import expat

from tests.parsers.pfsense_xml import CDATA, LISTS, Refused

# Further names of listtags() that the builders of the tests use.
ALL_LISTS = LISTS | {
    "crl",
    "group",
    "menu",
    "rrddatafile",
    "gif",
    "gre",
    "lagg",
    "ppp",
    "dyndns",
    "wolentry",
    "tab",
    "sshkeyfile",
}


def read_config(data: bytes) -> dict[str, Any]:
    """The configuration below its root, as nested dictionaries, lists by name, and texts."""
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = False
    top: dict[str, Any] = {}
    stack: list[tuple[str, Any]] = [("", top)]  # the value is a dictionary, a text, or None where nothing came yet

    def start(name: str, _: dict[str, str]) -> None:
        held = stack[-1][1]
        if isinstance(held, str):
            raise Refused(f"line {parser.CurrentLineNumber}: an element after text")
        if held is None:
            held = {}
            stack[-1] = (stack[-1][0], held)
        if name not in ALL_LISTS and name in held:
            raise Refused(f"line {parser.CurrentLineNumber}: {name} cannot occur more than once")
        held.setdefault(name, [] if name in ALL_LISTS else None)
        stack.append((name, None))

    def end(name: str) -> None:
        _, value = stack.pop()
        parent = stack[-1][1]
        if name in ALL_LISTS:
            parent[name].append("" if value is None else value)
        else:
            parent[name] = "" if value is None else value

    def characters(text: str) -> None:
        kept = text.strip("\t\n\r")
        if not kept:
            return
        name, held = stack[-1]
        if isinstance(held, dict):
            if kept.strip(" "):
                raise Refused(f"line {parser.CurrentLineNumber}: text would replace the elements of {name}")
        elif isinstance(held, str):
            stack[-1] = (name, held + html.unescape(kept))
        elif kept.strip(" "):
            stack[-1] = (name, html.unescape(kept))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refused(f"not well formed: {error}") from error
    if set(top) != {"pfsense"}:
        raise Refused("no pfsense object found")
    return dict(top["pfsense"])


def listed(config: dict[str, Any], path: str) -> list[dict[str, Any]]:
    """The entries of the list at `path` (`filter.rule`); what is empty there does not count."""
    value: Any = config
    for name in path.split("."):
        value = value.get(name, {}) if isinstance(value, dict) else {}
    return [entry for entry in value or [] if entry]


def written(config: dict[str, Any]) -> bytes:
    """The file that the router writes when it saves what it holds (dump_xml_config), by the code up to 2.8.

    Entries of a list come together, empty ones are gone, accents in CDATA are entities of HTML.
    """
    return f'<?xml version="1.0"?>\n<pfsense>\n{_lines(config, 1)}</pfsense>\n'.encode()


def _lines(config: dict[str, Any], level: int) -> str:
    out = ""
    for name, held in config.items():
        for value in [entry for entry in held if entry] if name in ALL_LISTS else [held]:
            tabs = "\t" * level
            if isinstance(value, dict) and value:
                out += f"{tabs}<{name}>\n{_lines(value, level + 1)}{tabs}</{name}>\n"
            elif not value:
                out += f"{tabs}<{name}></{name}>\n"
            else:
                text = "".join(_entity(character) for character in value)
                out += f"{tabs}<{name}>{f'<![CDATA[{text}]]>' if CDATA.match(name) else text}</{name}>\n"
    return out


def _entity(character: str) -> str:
    """htmlentities() of one character."""
    if character == "'":
        return "&#039;"
    name = html.entities.codepoint2name.get(ord(character))
    return f"&{name};" if name else character
