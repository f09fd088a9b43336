"""`tonalite boot`: play the boot of one phone, or of all, and say what it would make of the files.

`--json` prints `{"phones": [story, …]}`. The fields of a story keep their names and meanings from release to release;
new ones may come: `phone`, `mac`, `model`, `state`, `running`, `source`, `verdict` (one line), `registers` (how many
lines would register), `seconds` (of all answers at boot, null for a folder), `firmware` and `clock` (sentences),
`requests` (`name`, `found`, `normal`, `note`, `later`, `size`, `seconds`, `by`, `ref`), `lines` (`index`, `label`,
`user`, `auth_user`, `password_length`, `password_fits`, `registrar`, `port`, `transport`, `through`, `problem`),
`buttons` (`number`, `does`, `target`), `dialling` (`pattern`, `wait`), `unmatched_wait`, `services` (`key`, `url`,
`kind`, `pages`, `entries`, `note`), `settings` (`name`, `value`, `file`, `line`), `faults` (`file`, `line`, `what`).
No field holds a password.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.text import Text

from generators.catalog.upgrades import NoPath, upgrade_path
from generators.cli.check import Data
from generators.cli.output import console
from generators.cli.serve import TREE
from generators.estate.estate import Estate
from generators.estate.telephony import Phone
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.problems import PublishError
from generators.simulate.boot import (
    FolderSource,
    HttpSource,
    HttpThenTftp,
    Player,
    Source,
    Start,
    State,
    Story,
    TftpSource,
    Upgrade,
    is_load,
)

TFTP_PORT, HTTP_PORT = 69, 6970
WIDE = 96  # characters of a row of patterns
STATES = {
    State.CURRENT: "runs its load",
    State.OTHER: "runs {running}",
    State.FACTORY: "fresh from the factory, or reset",
}
FOUND, NORMAL, BAD = "found", "absent, normal", "ABSENT"


def boot(
    which: Annotated[str, typer.Argument(metavar="ID|MAC|all", help="The phone, or all of them.")],
    data: Data = Path("site_data"),
    tree: Annotated[Path, typer.Option("--tree", metavar="DIR", help="The TFTP root that was built.")] = TREE,
    server: Annotated[
        list[str] | None,
        typer.Option(
            "--server",
            metavar="URL",
            help="Ask a live server instead of a folder: tftp://HOST[:PORT], or http://HOST[:PORT] first and then its"
            " TFTP, as newer firmware does. HOST:PORT is TFTP. Give both where their hosts or ports differ.",
        ),
    ] = None,
    state: Annotated[
        State, typer.Option("--state", help="What the phone runs: its load, another one, or none yet.")
    ] = State.CURRENT,
    running: Annotated[
        str, typer.Option("--firmware", metavar="LOAD", help="The load it runs; only with --state other.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The whole story for programs; no password in it.")] = False,
) -> None:
    """Play what a phone asks for at boot and find what it would choke on. Exit 0 without faults, 1 with faults."""
    if (state is State.OTHER) != bool(running):
        raise typer.BadParameter("--state other and --firmware LOAD go together, such as --firmware SIP41.8-3-1S")
    if running and not is_load(running):
        raise typer.BadParameter(f"'{running}' is not a load, such as SIP41.8-3-1S, SCCP41.8-5-4S or P0S3-7-5-00")
    estate = load_estate(data, Audience.INTERNAL)
    phones = _wanted(estate, which)
    ask = {family: Player(estate, source) for family, source in _sources(tree, server or []).items()}
    stories = [
        ask[phone.model.family].boot(phone, Start(state, running, _way(phone, running) if running else None))
        for phone in phones
    ]
    if as_json:
        sys.stdout.write(json.dumps({"phones": [s.to_json() for s in stories]}, ensure_ascii=False, indent=2) + "\n")
    elif which == "all":
        _tell_all(stories)
    else:
        _tell(stories[0])
    if any(story.faults for story in stories):
        raise typer.Exit(1)


def _way(phone: Phone, running: str) -> Upgrade:
    try:
        steps = upgrade_path(phone.model, running, phone.load)
    except NoPath as none:
        return Upgrade((), False, none.why["en"].rstrip("."))
    why = steps[0].why["en"].rstrip(".") if steps else "it runs this load already"
    return Upgrade(tuple(step.load for step in steps[:-1]), True, why)


def _wanted(estate: Estate, which: str) -> tuple[Phone, ...]:
    if which == "all":
        return estate.phones
    mac = re.sub("[^0-9A-F]", "", which.upper())
    for phone in estate.phones:
        if which == phone.id or mac == phone.mac.digits:
            return (phone,)
    spellings = {p.id: p.id for p in estate.phones} | {p.mac.digits: p.id for p in estate.phones}
    near = difflib.get_close_matches(mac if len(mac) > 9 else which.lower(), spellings, 1, 0)
    hint = f"; the nearest is {spellings[near[0]]}" if near else ""
    raise typer.BadParameter(f"no phone '{which}' in the source{hint}")


def _sources(tree: Path, servers: list[str]) -> dict[str, Source]:
    """What phones of each family ask. A 7940 or 7960 knows TFTP only, so it never asks the HTTP server."""
    if not servers:
        if not tree.is_dir():
            raise PublishError(f"{tree} is not there; build it first: make")
        folder = FolderSource(tree)
        return {"flat": folder, "xml": folder}
    told = [_address(server) for server in servers]
    places = {scheme: (host, port) for scheme, host, port in told}
    if len(places) < len(told):
        raise typer.BadParameter("--server takes one TFTP server and one HTTP server")
    tftp = TftpSource(*places.get("tftp", (told[0][1], TFTP_PORT)))
    if "http" not in places:
        return {"flat": tftp, "xml": tftp}
    return {"flat": tftp, "xml": HttpThenTftp(HttpSource(*places["http"]), tftp)}


def _address(server: str) -> tuple[str, str, int]:
    """The protocol, host and port that `server` names."""
    wrong = typer.BadParameter(f"'{server}' is not tftp://HOST[:PORT], http://HOST[:PORT] or HOST:PORT")
    parts = urlsplit(server if "://" in server else f"tftp://{server}")
    try:
        port = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in ("tftp", "http") or not parts.hostname or port == 0:
        raise wrong
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise wrong
    return parts.scheme, parts.hostname, port or (HTTP_PORT if parts.scheme == "http" else TFTP_PORT)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one}" if number == 1 else f"{number} {many or one + 's'}"


def _say(text: str = "", style: str = "") -> None:
    console().print(Text(text, style), soft_wrap=True)


def _table(rows: Iterable[tuple[str, ...]], bad: Iterable[bool] = ()) -> None:
    """Rows with aligned columns, two blanks in; those that are `bad` in red."""
    table = list(rows)
    red = list(bad) or [False] * len(table)
    widths = [max((len(row[n]) for row in table), default=0) for n in range(max(map(len, table), default=0))]
    for row, is_red in zip(table, red, strict=True):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        _say(("  " + "  ".join(cells)).rstrip(), "red" if is_red else "")


def _tell_all(stories: list[Story]) -> None:
    rows = []
    for story in stories:
        seconds = "" if story.seconds is None else f"{story.seconds:.2f} s"
        rows.append((story.phone, story.mac, story.model, story.verdict, seconds))
    _table(rows, [bool(story.faults) for story in stories])
    where: dict[str, list[str]] = {}
    for story in stories:
        for fault in story.faults:
            where.setdefault(str(fault), []).append(story.phone)
    if where:
        _say()
    for fault_text, phones in where.items():
        who = phones[0] if len(phones) == 1 else f"{phones[0]} and {len(phones) - 1} more"
        _say(f"{fault_text} ({who})", "red")
    bad = sum(bool(story.faults) for story in stories)
    if not stories:
        _say("\nNo phone in the source", "bold")
    elif bad:
        _say(f"\nFAULTY: {bad} of {_count(len(stories), 'phone')}; the story of one: tonalite boot ID", "bold red")
    else:
        _say(f"\nOK: {_count(len(stories), 'phone')}, no fault", "bold green")


def _tell(story: Story) -> None:
    state = STATES[story.state].format(running=story.running)
    _say(f"{story.phone}, {story.model}, {story.mac}: {state}; asks {story.source}", "bold")
    titles = {False: "Asks at boot, in this order", True: "Asks later, for a menu or a key, or another phone would"}
    for later, title in titles.items():
        rows = [r for r in story.requests if r.later is later]
        if not rows:
            continue
        _say(f"\n{title}", "bold")
        _table(
            (
                (
                    row.name,
                    FOUND if row.found else (NORMAL if row.normal else BAD),
                    f"{row.size} bytes" if row.found else "",
                    f"{row.by} {row.seconds * 1000:.0f} ms" if row.seconds is not None else "",
                    row.note,
                )
                for row in rows
            ),
            [not row.normal for row in rows],
        )
    _say("\nFirmware", "bold")
    _say(f"  {story.firmware}")
    _say("\nLines", "bold")
    _lines(story)
    _say("\nKeys", "bold")
    _table((str(button.number or "?"), button.does) for button in story.buttons)
    _say("\nDialling", "bold")
    waits = sorted({d.wait for d in story.dialling})
    plan: list[tuple[str, str]] = []
    for wait in waits:
        patterns = textwrap.wrap(" ".join(d.pattern for d in story.dialling if d.wait == wait), WIDE)
        when = "at once" if wait == 0 else f"after {wait} s"
        plan += [(when if n == 0 else "", row) for n, row in enumerate(patterns)]
    _table([*plan, (f"after {story.unmatched_wait} s", "anything else; # dials at once")])
    if story.services:
        _say("\nKeys that open pages", "bold")
        _table((s.key, _shows(s.kind, s.pages, s.entries, s.note), s.url) for s in story.services)
    _say("\nClock", "bold")
    _say(f"  {story.clock}")
    _say(f"\n{_count(len(story.settings), 'setting')} in effect; --json shows each with its place")
    if story.faults:
        _say("\nFaults", "bold")
    for fault in story.faults:
        _say(f"  {fault}", "red")
    _say(f"\n{story.verdict}", "bold red" if story.faults else "bold green")


def _shows(kind: str, pages: int, entries: int, note: str) -> str:
    if not kind:
        return note
    people = f", {_count(entries, 'entry', 'entries')}" if entries else ""
    return f"{kind}, {_count(pages, 'page')}{people}{'; ' if note else ''}{note}"


def _lines(story: Story) -> None:
    rows = []
    for line in story.lines:
        fits = f"password of {line.password_length} characters, {'fits' if line.password_fits else 'does not fit'}"
        through = f"through {line.through}" if line.through else ""
        where = f"at {line.registrar}:{line.port} by {line.transport} {through}".rstrip()
        told = f"does not register: {line.problem}" if line.problem else "would register"
        rows.append((str(line.index), line.label, line.user, where, fits, told))
    _table(rows, [bool(line.problem) for line in story.lines])
    if not rows:
        _say("  none", "red")
