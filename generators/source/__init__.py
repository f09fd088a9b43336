"""YAML in, plain values with their places out.

This room knows the shape of the file and nothing of telephony: what a text means is said by `schema/`, what the whole
means by `generators.estate`. It imports only `generators.problems`.
"""

from generators.source.document import Document, Entry, Mapping, Node, Path, Scalar, Sequence
from generators.source.reader import read_folder, read_text

__all__ = ["Document", "Entry", "Mapping", "Node", "Path", "Scalar", "Sequence", "read_folder", "read_text"]
