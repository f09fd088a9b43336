"""The boot simulator: what a phone asks for, what it makes of the answers, and what it would choke on.

An independent reader: it shares no code with the generator of the files, only the public documents both were
written from. Tags in square brackets and in `ref` fields are those of `generators/references.py`.
"""

from generators.simulate.boot.fetch import FolderSource, Source
from generators.simulate.boot.http import HttpSource, HttpThenTftp
from generators.simulate.boot.loads import Upgrade, is_load
from generators.simulate.boot.play import Player, Start, boot
from generators.simulate.boot.story import State, Story
from generators.simulate.boot.tftp import TftpSource

__all__ = [
    "FolderSource",
    "HttpSource",
    "HttpThenTftp",
    "Player",
    "Source",
    "Start",
    "State",
    "Story",
    "TftpSource",
    "Upgrade",
    "boot",
    "is_load",
]
