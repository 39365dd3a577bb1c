"""Tabler's outline icons: always beside words, or with a label of their own.

A page points into one sheet of them (app.assets), which a browser fetches once.
"""

from __future__ import annotations

from functools import lru_cache

from flask import Flask
from markupsafe import Markup, escape

from app import front_end

SHEET = "icons.svg"


@lru_cache(maxsize=256)
def icon(name: str, label: str = "") -> Markup:
    """The icon by its name in the sheet; a drawing without role or name is read by nobody."""
    said = f' role="img" aria-label="{escape(label)}"' if label else ""
    return Markup(  # noqa: S704 - names of our own, the label is escaped
        f'<svg class="icon"{said}><use href="{front_end.address(SHEET)}#{name}"/></svg>'
    )


def init_app(app: Flask) -> None:
    """Give the templates ``icon``."""
    app.jinja_env.globals["icon"] = icon
