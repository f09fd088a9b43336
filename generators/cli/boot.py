"""`tonalite boot`: play the boot of one phone, or of all, and say what it would make of the files."""

from __future__ import annotations

import difflib
import json
import re
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from generators.cli.check import Data
from generators.cli.output import console
from generators.cli.serve import TREE
from generators.estate.estate import Estate
from generators.estate.telephony import Phone
from generators.estate.values import Audience
from generators.flow import load_estate
from generators.problems import PublishError
from generators.simulate.boot import FolderSource, Source, State, Story, TftpSource
from generators.simulate.boot import boot as play


def boot(
    which: Annotated[str, typer.Argument(metavar="ID|MAC|all", help="The phone, or all of them.")],
    data: Data = Path("site_data"),
    tree: Annotated[Path, typer.Option("--tree", metavar="DIR", help="The TFTP root that was built.")] = TREE,
    server: Annotated[
        str | None, typer.Option("--server", metavar="HOST:PORT", help="Ask a live TFTP server instead of a folder.")
    ] = None,
    state: Annotated[
        State, typer.Option("--state", help="Whether the phone runs its load already, or none yet.")
    ] = State.CURRENT,
    as_json: Annotated[bool, typer.Option("--json", help="The whole story for programs; no password in it.")] = False,
) -> None:
    """Play what a phone asks for at boot and find what it would choke on. Exit 0 without faults, 1 with faults."""
    estate = load_estate(data, Audience.INTERNAL)
    phones = _wanted(estate, which)
    source = _source(tree, server)
    stories = [play(estate, phone, source, state) for phone in phones]
    if as_json:
        sys.stdout.write(json.dumps({"phones": [s.to_json() for s in stories]}, ensure_ascii=False, indent=2) + "\n")
    elif which == "all":
        _tell_all(stories)
    else:
        _tell(stories[0])
    if any(story.faults for story in stories):
        raise typer.Exit(1)


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


def _source(tree: Path, server: str | None) -> Source:
    if server is None:
        if not tree.is_dir():
            raise PublishError(f"{tree} is not there; build it first: make")
        return FolderSource(tree)
    host, colon, port = server.rpartition(":")
    host, port = (host, port) if colon else (server, "69")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise typer.BadParameter(f"'{server}' is not HOST:PORT, such as 10.42.20.10:69")
    return TftpSource(host.strip("[]"), int(port))


def _count(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def _say(text: str, style: str = "") -> None:
    console().print(Text(text, style))


def _tell_all(stories: list[Story]) -> None:
    width = max((len(s.phone) for s in stories), default=0)
    model = max((len(s.model) for s in stories), default=0)
    for story in stories:
        taken = [r.seconds for r in story.requests if r.seconds is not None and not r.later]
        time = f", {sum(taken):.2f} s" if taken else ""
        verdict = _count(len(story.faults), "fault") if story.faults else "no fault"
        lines = f"{story.registers} of {_count(len(story.lines), 'line')} would register"
        text = f"{story.phone:{width}}  {story.mac}  {story.model:{model}}  {lines}, {verdict}{time}"
        _say(text, "bold red" if story.faults else "")
    where: dict[str, list[str]] = {}
    for story in stories:
        for fault in story.faults:
            where.setdefault(str(fault), []).append(story.phone)
    for fault_text, phones in where.items():
        who = phones[0] if len(phones) == 1 else f"{phones[0]} and {len(phones) - 1} more"
        _say(f"{fault_text} ({who})", "red")


def _tell(story: Story) -> None:
    state = "runs its load" if story.state is State.CURRENT else "fresh from the factory"
    _say(f"{story.phone}  {story.model}  {story.mac}, {state}; asks {story.source}", "bold")
    for later, title in ((False, "Asks at boot"), (True, "Asks later, or another phone would")):
        rows = [r for r in story.requests if r.later is later]
        _say(f"\n{title}", "bold")
        width = max((len(r.name) for r in rows), default=0)
        for row in rows:
            found = f"{row.size} bytes" if row.found else ("not there, normal" if row.normal else "NOT THERE")
            time = f"  {row.seconds * 1000:.0f} ms" if row.seconds is not None else ""
            note = f"  {row.note}" if row.note else ""
            _say(f"  {row.name:{width}}  {found}{time}{note}", "" if row.normal else "red")
    _say("\nFirmware", "bold")
    _say(f"  {story.firmware}")
    _say("\nLines", "bold")
    for line in story.lines:
        fits = "fits" if line.password_fits else "does not fit"
        through = f" through {line.through}" if line.through else ""
        _say(f"  {line.index}  {line.label}: {line.user} at {line.registrar}:{line.port} by {line.transport}{through}")
        _say(f"     password of {line.password_length} characters, {fits}; as {line.auth_user}")
        if line.problem:
            _say(f"     does not register: {line.problem}", "red")
    if not story.lines:
        _say("  none", "red")
    _say("\nKeys", "bold")
    for button in story.buttons:
        _say(f"  {button.number or '?'}  {button.does}")
    _say("\nDialling", "bold")
    for wait in sorted({d.wait for d in story.dialling}):
        patterns = " ".join(d.pattern for d in story.dialling if d.wait == wait)
        _say(f"  {'at once' if wait == 0 else f'after {wait} s'}: {patterns}")
    _say(f"  anything else: after {story.unmatched_wait} s or more")
    _say("\nClock", "bold")
    _say(f"  {story.clock}")
    _say(f"\n{_count(len(story.settings), 'setting')} in effect; --json shows each with its place")
    _say(f"\n{_count(len(story.faults), 'fault')}" if story.faults else "\nNo fault", "bold")
    for fault in story.faults:
        _say(f"  {fault}", "red")
