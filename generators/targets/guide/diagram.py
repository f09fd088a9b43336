"""The parts of a drawing: boxes with lines of text, and routes between them, in units of one pixel.

Drawn by one template as SVG that follows the page's colours (CSS classes and currentColor), without script, with
title and description. Layout is here; which things to draw is in `network_map.py` and `site_plan.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from generators.targets.guide.markup import Html, render, tidy

LINE_HEIGHT = 18
PADDING = 14


@dataclass(frozen=True)
class TextLine:
    """One line of text at its baseline. `kind` is a CSS class: `head`, `body` or `label`."""

    x: int
    y: int
    text: str
    kind: str


@dataclass(frozen=True)
class Box:
    """A rectangle. `kind` is a CSS class (`site`, `hub`, `router`, `net`, `out`); `href` may be empty."""

    x: int
    y: int
    width: int
    height: int
    kind: str
    title: str
    lines: tuple[TextLine, ...]
    href: str = ""

    @property
    def middle(self) -> int:
        """The x of the centre."""
        return self.x + self.width // 2

    @property
    def level(self) -> int:
        """The y of the centre."""
        return self.y + self.height // 2

    @property
    def right(self) -> int:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The y of the lower edge."""
        return self.y + self.height


@dataclass(frozen=True)
class Route:
    """A line along `points`. `kind` is a CSS class: `vpn`, `public` (dashed) or `wire`."""

    points: tuple[tuple[int, int], ...]
    kind: str

    @property
    def path(self) -> str:
        """The points as SVG path data."""
        return "M" + "L".join(f"{x} {y}" for x, y in self.points)


@dataclass(frozen=True)
class Diagram:
    """A whole drawing. `id` is unique in its page; `title` and `text` are read aloud in its place."""

    id: str
    title: str
    text: str
    width: int
    height: int
    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]
    labels: tuple[TextLine, ...] = ()

    def svg(self) -> Html:
        """The drawing as a `<figure>` in one HTML block."""
        return render("diagram.svg.j2", view=self)


def box_height(lines: int) -> int:
    """The height of a box with a heading and `lines` lines below it."""
    return 2 * PADDING + LINE_HEIGHT * (lines + 1) - 4


def make_box(x: int, y: int, width: int, kind: str, heading: str, body: list[str], href: str = "") -> Box:
    """A box with its texts placed and shortened to its width; its height follows from them."""
    texts = [TextLine(x + PADDING, y + PADDING + 13, shorten(heading, width, 8.2), "head")]
    for row, text in enumerate(body, start=1):
        texts.append(TextLine(x + PADDING, y + PADDING + 13 + row * LINE_HEIGHT, shorten(text, width, 7.0), "body"))
    return Box(x, y, width, box_height(len(body)), kind, tidy(heading), tuple(texts), href)


def shorten(text: str, width: int, per_character: float) -> str:
    """`text`, cut with an ellipsis to what fits in a box of `width` at `per_character` units a character."""
    room = int((width - 2 * PADDING) / per_character)
    line = tidy(text)
    return line if len(line) <= room else line[: room - 1].rstrip() + "…"
