"""Sounds and pictures of the organization's own, turned into what phones read. Pure: bytes in, bytes out.

`wav` and `sound` make ring tones, `png`, `bmp` and `picture` logos and backgrounds, `build` puts them into the Estate.
Readers are strict and bounded; writers give the same bytes on every machine: integers only, no compression.
"""

from generators.estate.media.build import MediaBuilder

__all__ = ["MediaBuilder"]
