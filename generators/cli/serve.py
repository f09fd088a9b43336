"""`tonalite tftp` and `tonalite serve`: a built tree to phones by TFTP and HTTP, the site to a browser."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated

import typer

from generators.cli.check import Data
from generators.cli.output import console, errors
from generators.problems import PublishError, TonaliteError
from generators.publish.http import File, HttpServer, load_files
from generators.publish.tftp import TftpServer

LOOPBACK = "127.0.0.1:6969"
HTTP_LOOPBACK = "127.0.0.1:6970"  # the port that phones ask, open to every account
TREE = Path("build/tree/tftp")


@dataclass(frozen=True)
class Servers:
    """The two servers of one tree; `http` may be off."""

    tftp: TftpServer
    http: HttpServer | None

    def serve_forever(self) -> None:
        """Answer by both until `stop`; returns when both have ended."""
        beside = None
        if self.http is not None:
            beside = threading.Thread(target=self.http.serve_forever, daemon=True)
            beside.start()
        self.tftp.serve_forever()
        if beside is not None:
            beside.join()

    def replace(self, files: Mapping[str, File]) -> None:
        """Serve other files by both from the next request on."""
        self.tftp.replace({name: file.content for name, file in files.items()})
        if self.http is not None:
            self.http.replace(files)

    def stop(self) -> None:
        """End both, from any thread or a signal handler."""
        self.tftp.stop()
        if self.http is not None:
            self.http.stop()

    def __str__(self) -> str:
        host, port = self.tftp.address
        text = f"TFTP on {host}:{port}"
        return f"{text}, HTTP on {self.http.address[0]}:{self.http.address[1]}" if self.http is not None else text


def tftp(
    tree: Annotated[Path, typer.Option("--tree", metavar="DIR", help="The TFTP root.")] = TREE,
    listen: Annotated[str, typer.Option("--listen", metavar="ADDRESS:PORT", help="Where to listen.")] = LOOPBACK,
    allow: Annotated[list[str] | None, typer.Option("--allow", metavar="CIDR", help="Who may ask; repeatable.")] = None,
    http: Annotated[
        str | None, typer.Option("--http", metavar="ADDRESS:PORT", help="Give the same files by HTTP as well.")
    ] = None,
) -> None:
    """Serve a built tree by TFTP, read-only, by exact name, until interrupted. Loopback needs no --allow."""
    servers = _servers(tree, listen, http, allow or [])
    signal.signal(signal.SIGTERM, lambda *_: servers.stop())
    signal.signal(signal.SIGINT, lambda *_: servers.stop())
    errors().print(f"{servers}, serving {tree}; Ctrl-C ends it", markup=False)
    _follow(servers, tree)
    servers.serve_forever()


def serve(
    data: Data = Path("site_data"),
    tree: Annotated[Path, typer.Option("--tree", metavar="DIR", help="The TFTP root.")] = TREE,
    http: Annotated[
        str, typer.Option("--http", metavar="ADDRESS:PORT", help="Where the site listens.")
    ] = "127.0.0.1:8000",
    listen: Annotated[str, typer.Option("--tftp", metavar="ADDRESS:PORT", help="Where TFTP listens.")] = LOOPBACK,
    phones: Annotated[
        str, typer.Option("--phones", metavar="ADDRESS:PORT", help="Where HTTP for phones listens.")
    ] = HTTP_LOOPBACK,
    language: Annotated[str, typer.Option("--language", help="The language of the site: fr or en.")] = "fr",
) -> None:
    """Show the site with live reload, and serve the built tree by TFTP and HTTP, all on loopback."""
    from generators.publish.site import mkdocs_environment

    servers = _servers(tree, listen, phones, [])
    threading.Thread(target=servers.serve_forever, daemon=True).start()
    _follow(servers, tree)
    console().print(f"site: http://{http}/   phones: {servers}, serving {tree}; Ctrl-C ends all", markup=False)
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", http]
    child = subprocess.Popen(command, env=os.environ | mkdocs_environment(data, language))
    ended = threading.Event()

    def end(*_: object) -> None:
        ended.set()
        child.terminate()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)  # also where a shell started us in the background, with SIGINT ignored
    code = child.wait()
    servers.stop()
    if code != 0 and not ended.is_set():
        raise typer.Exit(1)


def _follow(servers: Servers, tree: Path) -> None:
    """Serve each new generation of `tree` once a build has switched to it; transfers under way end with the old."""

    def watch() -> None:
        served = tree.resolve()
        while True:
            time.sleep(1)
            now = tree.resolve()
            if now != served and now.is_dir():
                try:
                    servers.replace(load_files(tree))
                except TonaliteError as error:
                    errors().print(f"still serving the old files: {error}", markup=False)
                else:
                    errors().print(f"now serving the new files of {tree}", markup=False)
                served = now

    threading.Thread(target=watch, daemon=True).start()


def _servers(tree: Path, listen: str, http: str | None, allow: list[str]) -> Servers:
    """Both servers, bound, or neither. Raises PublishError, BadParameter."""
    at, http_at = _place(listen), _place(http) if http is not None else None
    if not tree.is_dir():
        raise PublishError(f"{tree} is not there; build it first: make")
    networks = [_network(text) for text in allow]
    files = load_files(tree)
    with ExitStack() as failed:
        server = TftpServer({name: file.content for name, file in files.items()}, at, networks, _log)
        failed.callback(server.close)
        web = HttpServer(files, http_at, networks, _log) if http_at is not None else None
        failed.pop_all()
    return Servers(server, web)


def _log(line: str) -> None:
    errors().print(line, markup=False)


def _place(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not (port.isascii() and port.isdigit()) or int(port) > 65535:
        raise typer.BadParameter(f"'{text}' is not ADDRESS:PORT, such as 10.42.20.10:69")
    return host.strip("[]"), int(port)


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is not a network, such as 10.42.20.0/24") from None
