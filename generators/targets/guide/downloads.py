"""What the site offers for download: files of the public Estate, a sample, each with size and checksum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from generators.estate.estate import Estate
from generators.targets.artifact import Artifact
from generators.targets.guide.markup import Html, front_matter, link, render
from generators.targets.guide.page import FILES, Page, phone_href, up
from generators.targets.guide.table import Row, filterable
from generators.targets.guide.words import words

CHECKSUMS = "SHA256SUMS"


@dataclass(frozen=True)
class FileGroup:
    """The files of one top folder."""

    title: str
    table: Html


def offered(artifacts: Sequence[Artifact]) -> tuple[Artifact, ...]:
    """The artifacts that become downloads, sorted by path. Markdown is left out: the site shows it as pages."""
    return tuple(sorted((a for a in artifacts if not a.path.endswith(".md")), key=lambda a: a.path))


def file_link(root: str, artifact: Artifact) -> Html:
    """A link that saves the file, from a page whose way to the root is `root`."""
    return link(f"{root}{FILES}/{artifact.path}", artifact.path.rpartition("/")[2], download=True)


def checksum(content: bytes) -> str:
    """The SHA-256 of `content` in hexadecimal."""
    return sha256(content).hexdigest()


def checksums(files: Sequence[Artifact]) -> bytes:
    """The list that `sha256sum --check` reads: checksum, two spaces, path."""
    return "".join(f"{checksum(a.content)}  {a.path}\n" for a in files).encode()


def downloads_page(estate: Estate, language: str, files: Sequence[Artifact]) -> Page:
    """`downloads.md`: every file with size and checksum, one table a top folder."""
    w = words(language)
    path = "downloads.md"
    root = up(path)
    folders: dict[str, list[Row]] = {}
    for artifact in files:
        folder, _, name = artifact.path.partition("/")
        if not name:
            folder, name = "", artifact.path
        row = Row(
            (
                link(f"{root}{FILES}/{artifact.path}", name, download=True),
                _belongs(estate, artifact, root),
                _size(len(artifact.content), language),
                Html(f'<code class="sum">{checksum(artifact.content)}</code>'),
            )
        )
        folders.setdefault(folder, []).append(row)
    columns = (w["file_title"], w["for"], w["size"], w["checksum"])
    groups = tuple(
        FileGroup(f"{folder}/" if folder else w["whole"], filterable(language, f"{folder}/", columns, rows))
        for folder, rows in sorted(folders.items())
    )
    text = render(
        f"downloads.{language}.md.j2",
        head=front_matter(w["about_downloads"].format(org=estate.organization.name), search="exclude: true", wide=True),
        groups=groups,
        sums=link(f"{root}{FILES}/{CHECKSUMS}", CHECKSUMS, download=True),
    )
    return Page(path, text)


def _belongs(estate: Estate, artifact: Artifact, root: str) -> Html:
    if artifact.phone is not None:
        return link(phone_href(root, estate.phone[artifact.phone]), artifact.phone)
    if artifact.site is not None:
        return link(f"{root}sites/{artifact.site}/", estate.site[artifact.site].title)
    return Html("—")


def _size(octets: int, language: str) -> str:
    """A size as people read it: bytes below 10 000, else thousands of bytes."""
    unit, kilo = ("o", "ko") if language == "fr" else ("B", "kB")
    return f"{octets} {unit}" if octets < 10_000 else f"{round(octets / 1000)} {kilo}"
