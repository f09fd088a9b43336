"""One line of a .cnf file, and the documented parameters that are left out of ours on purpose."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generators.estate.values import Secret

BARE = re.compile(r"[A-Za-z0-9./_-]+\Z")
LINES_MOST = 6  # SAG2: a 7960 has six lines, a 7940 two
SPEED_DIALS = 5  # CME, phone file dump: speed_line1 to speed_line5

# What flash may hold of these does no harm, or a blank would.
NOT_WRITTEN: dict[str, str] = {
    **{
        name.format(n=n): "read only where a line's proxy is USECALLMANAGER, which none of ours is (BLOG-FB)"
        for n in range(1, LINES_MOST + 1)
        for name in ("call_manager{n}_addr", "call_manager{n}_sip_port")
    },
    **{
        f"line{n}_contact": "the registrar calls back whatever Contact the phone gives; it follows the line's name"
        for n in range(1, LINES_MOST + 1)
    },
    **dict.fromkeys(
        ("dyn_dns_addr_1", "dyn_dns_addr_2", "dyn_tftp_addr"),
        "overrides DHCP and is not kept in flash (SAG4), so leaving it out takes it away; a blank is not documented",
    ),
    "Domain_Name": "DHCP gives it (option 15); what a blank would do is not documented",
    "auto_answer": "the documents contradict each other whether a file may set it (SAG7, appendix D; CME)",
}


@dataclass(frozen=True)
class Parameter:
    """A line `name: value`; `quote` is the sign on both sides of the value, or nothing."""

    name: str
    value: Secret | str
    quote: str


def bare(name: str, value: object) -> Parameter:
    """A number or one of the phone's words; ValueError for what would need quotes."""
    if not BARE.match(str(value)):
        raise ValueError(f"{name}: {value!r} needs quotes")
    return Parameter(name, str(value), "")


def quoted(name: str, value: Secret | str) -> Parameter:
    """A text, which may be empty or hold blanks (SAG8)."""
    return Parameter(name, value, '"')


def by_hand(name: str, value: str) -> Parameter:
    """A value set by hand, in quotes where it needs them; ValueError for one that no quotes would save."""
    if not (value.isascii() and value.isprintable()) or set(value) & set('";#'):
        raise ValueError(f"{name}: {value!r} cannot be written")
    return bare(name, value) if BARE.match(value) else quoted(name, value)
