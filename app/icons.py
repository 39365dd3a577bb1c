"""Tabler's outline icons inlined into pages: always beside words, or with a label of their own."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from flask import Flask
from markupsafe import Markup, escape

FOLDER = Path(__file__).resolve().parent / "static" / "vendor" / "icons"
SHAPE = re.compile(r"<(?:path|circle|line|rect|polyline|ellipse)[^>]*/>")
#: How the strokes are drawn stands in youshi.css: a page has dozens of icons.
OPEN = '<svg class="icon" viewBox="0 0 24 24" '


@lru_cache(maxsize=256)
def icon(name: str, label: str = "") -> Markup:
    """The icon as inline SVG; hidden from readers unless it has a label."""
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(f"{OPEN}{said}>{_body(name)}</svg>")  # noqa: S704 - our own vendored shapes, the label is escaped


def _body(name: str) -> str:
    """The shapes of an icon; empty where the assets are not installed (the words beside it stay)."""
    path = FOLDER / f"{name}.svg"
    if not path.exists():
        return ""
    shapes = SHAPE.findall(path.read_text(encoding="utf-8").replace("\n", " "))
    return "".join(shape.replace(" />", "/>") for shape in shapes if 'stroke="none"' not in shape)


def init_app(app: Flask) -> None:
    """Give the templates ``icon``."""
    app.jinja_env.globals["icon"] = icon
