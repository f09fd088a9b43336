"""One generated page, and the paths between pages."""

from __future__ import annotations

from dataclasses import dataclass

from generators.estate.telephony import Phone
from generators.estate.values import Origin

FILES = "downloads/files"  # where the site keeps what it offers for download
PHONE_SECTIONS = 300  # with more phones than this none gets a section of its own: the search index is what readers pay


@dataclass(frozen=True)
class Page:
    """A page: its path among the Markdown sources, its text, and the line of YAML it comes from, if from one."""

    path: str
    text: str
    origin: Origin | None = None


def up(path: str) -> str:
    """The way from the page at `path` to the root of the site, as a prefix: `sites/x.md` is served as `sites/x/`."""
    folders = [part for part in path.removesuffix(".md").removesuffix("index").split("/") if part]
    return "../" * len(folders)


def phone_anchor(phone: Phone) -> str:
    """The anchor of a phone in its site's page."""
    return f"phone-{phone.id}"


def phone_href(root: str, phone: Phone) -> str:
    """The address of a phone's section, from a page whose way to the root is `root`."""
    return f"{root}sites/{phone.site}/#{phone_anchor(phone)}"
