"""Small lawful sources, one folder a theme, and the table of breaches of every rule."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
THEMES = sorted(path.parent for path in FOLDER.glob("*/site.yml"))
