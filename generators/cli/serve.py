"""`tonalite tftp` and `tonalite serve`: a built tree to phones, the site to a browser."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated

import typer

from generators.cli.check import Data
from generators.cli.output import console, errors
from generators.problems import PublishError, TonaliteError
from generators.publish.tftp import TftpServer, load_table

LOOPBACK = "127.0.0.1:6969"
TREE = Path("build/tree/tftp")


def tftp(
    tree: Annotated[Path, typer.Option("--tree", metavar="DIR", help="The TFTP root.")] = TREE,
    listen: Annotated[str, typer.Option("--listen", metavar="ADDRESS:PORT", help="Where to listen.")] = LOOPBACK,
    allow: Annotated[list[str] | None, typer.Option("--allow", metavar="CIDR", help="Who may ask; repeatable.")] = None,
) -> None:
    """Serve a built tree by TFTP, read-only, by exact name, until interrupted. Loopback needs no --allow."""
    server = _server(tree, listen, allow or [])
    signal.signal(signal.SIGTERM, lambda *_: server.stop())
    signal.signal(signal.SIGINT, lambda *_: server.stop())
    host, port = server.address
    errors().print(f"TFTP on {host}:{port}, serving {tree}; Ctrl-C ends it")
    _follow(server, tree)
    server.serve_forever()


def serve(
    data: Data = Path("site_data"),
    tree: Annotated[Path, typer.Option("--tree", metavar="DIR", help="The TFTP root.")] = TREE,
    http: Annotated[
        str, typer.Option("--http", metavar="ADDRESS:PORT", help="Where the site listens.")
    ] = "127.0.0.1:8000",
    listen: Annotated[str, typer.Option("--tftp", metavar="ADDRESS:PORT", help="Where TFTP listens.")] = LOOPBACK,
    language: Annotated[str, typer.Option("--language", help="The language of the site: fr or en.")] = "fr",
) -> None:
    """Show the site with live reload, and serve the built tree by TFTP, both on loopback."""
    from generators.publish.site import mkdocs_environment

    server = _server(tree, listen, [])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    _follow(server, tree)
    host, port = server.address
    console().print(f"site: http://{http}/   TFTP: {host}:{port}, serving {tree}; Ctrl-C ends both")
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", http]
    child = subprocess.Popen(command, env=os.environ | mkdocs_environment(data, language))
    ended = threading.Event()

    def end(*_: object) -> None:
        ended.set()
        child.terminate()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)  # also where a shell started us in the background, with SIGINT ignored
    code = child.wait()
    server.stop()
    if code != 0 and not ended.is_set():
        raise typer.Exit(1)


def _follow(server: TftpServer, tree: Path) -> None:
    """Serve each new generation of `tree` once a build has switched to it; transfers under way end with the old."""

    def watch() -> None:
        served = tree.resolve()
        while True:
            time.sleep(1)
            now = tree.resolve()
            if now != served and now.is_dir():
                try:
                    server.replace(load_table(tree))
                except TonaliteError as error:
                    errors().print(f"still serving the old files: {error}", markup=False)
                else:
                    errors().print(f"now serving the new files of {tree}")
                served = now

    threading.Thread(target=watch, daemon=True).start()


def _server(tree: Path, listen: str, allow: list[str]) -> TftpServer:
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise typer.BadParameter(f"'{listen}' is not ADDRESS:PORT, such as 10.42.20.10:69")
    if not tree.is_dir():
        raise PublishError(f"{tree} is not there; build it first: make")
    networks: list[IPv4Network | IPv6Network] = []
    for text in allow:
        try:
            networks.append(ip_network(text))
        except ValueError:
            raise typer.BadParameter(f"'{text}' is not a network, such as 10.42.20.0/24") from None
    return TftpServer(
        load_table(tree), (host.strip("[]"), int(port)), networks, lambda line: errors().print(line, markup=False)
    )
