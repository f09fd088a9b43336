"""The boot simulator: what a phone asks for, what it makes of the answers, and what it would choke on.

An independent reader: it shares no code with the generator of the files, only the public documents both were
written from. Tags in square brackets and in `ref` fields are those of `generators/references.py`.
"""

from generators.simulate.boot.fetch import FolderSource, Source, TftpSource
from generators.simulate.boot.play import boot
from generators.simulate.boot.story import State, Story

__all__ = ["FolderSource", "Source", "State", "Story", "TftpSource", "boot"]
