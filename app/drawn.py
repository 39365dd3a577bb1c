"""Macros that draw the same in every row but for some words: drawn once a language, the words put in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

from app.rendering import said
from app.translations import language

#: Where a word stands while something is drawn: signs that nobody types.
PLACE = "\ue000{}\ue001"
_PLACES = re.compile(PLACE.format("(.*?)"))


class Drawing:
    """What was drawn, parted at the places of its words."""

    def __init__(self, drawn: str) -> None:
        """``drawn`` with a ``PLACE`` for each word."""
        self._parts = _PLACES.split(drawn)
        self._names = self._parts[1::2]

    def told(self, words: Mapping[str, str]) -> Markup:
        """With these words in their places."""
        parts = self._parts.copy()
        parts[1::2] = [said(words[name]) for name in self._names]
        return Markup("".join(parts))  # noqa: S704 - our own templates, the words are escaped


def drawn(template: str, macro: str, *fixed: Any, **words: str) -> Markup:
    """As the macro of that template draws it; ``words`` decide nothing in it, ``fixed`` may."""
    kept: dict[Any, Drawing] = current_app.extensions["youshi_drawn"]
    key = (language().name, template, macro, fixed)
    if key not in kept:
        places = {name: PLACE.format(name) for name in words}
        module: Any = current_app.jinja_env.get_template(template).module
        kept[key] = Drawing(str(getattr(module, macro)(*fixed, **places)))
    return kept[key].told(words)


def init_app(app: Flask) -> None:
    """Give the templates ``drawn``."""
    app.extensions["youshi_drawn"] = {}
    app.jinja_env.globals["drawn"] = drawn
