"""The MkDocs adapter stays thin, and a preview follows the source."""

from __future__ import annotations

import ast
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import yaml

from generators.publish.site import ROOT, mkdocs_environment

HOOK = ROOT / "generators" / "publish" / "mkdocs_hook.py"


def test_the_adapter_is_short_and_branches_little() -> None:
    text = HOOK.read_text("utf-8")
    assert len(text.splitlines()) <= 90
    tree = ast.parse(text)
    branches = [n for n in ast.walk(tree) if isinstance(n, ast.If | ast.For | ast.While | ast.IfExp)]
    assert len(branches) <= 8


def test_nothing_in_the_site_needs_a_plugin_but_the_search() -> None:
    class Loader(yaml.SafeLoader):
        pass

    Loader.add_constructor("!ENV", lambda loader, node: loader.construct_sequence(node)[-1])
    config = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader)
    assert [next(iter(p)) for p in config["plugins"]] == ["search"]
    assert config["hooks"] == ["generators/publish/mkdocs_hook.py"]
    assert config["strict"] is True
    assert config["theme"]["font"] is False
    levels = [level for part in config["validation"].values() for level in part.values()]
    assert set(levels) == {"warn"}
    assert not [x for x in config["markdown_extensions"] if str(x).startswith("!!python")]


def test_a_preview_shows_a_change_of_the_source(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "tests" / "estates" / "minimal", data)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | mkdocs_environment(data, "en"), stdout=log, stderr=log
        )
        try:
            address = f"http://127.0.0.1:{port}/directory/"
            assert _until(address, "Anne"), (tmp_path / "log").read_text()
            source = data / "site.yml"
            source.write_text(source.read_text("utf-8").replace("name: Anne", "name: Brigitte"), "utf-8")
            assert _until(address, "Brigitte"), (tmp_path / "log").read_text()
        finally:
            server.terminate()
            server.wait(20)


def _until(address: str, text: str) -> bool:
    """Whether the page at `address` holds `text` within 30 seconds."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if text in answer.read().decode():
                    return True
        except OSError:
            pass
        time.sleep(0.2)
    return False
