"""Macros that draw the same in every row but for some words: drawn once a language, the words put in."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

from app.rendering import said
from app.translations import language

#: Where a word stands while a drawing is kept: signs that nobody types.
PLACE = "\ue000{}\ue001"


def drawn(template: str, macro: str, *fixed: Any, **words: str) -> Markup:
    """As the macro of that template draws it; ``words`` decide nothing in it, ``fixed`` may."""
    kept: dict[Any, str] = current_app.extensions["youshi_drawn"]
    key = (language().name, template, macro, fixed)
    if key not in kept:
        places = {name: PLACE.format(name) for name in words}
        module: Any = current_app.jinja_env.get_template(template).module
        kept[key] = str(getattr(module, macro)(*fixed, **places))
    return put_in(kept[key], words)


def put_in(drawing: str, words: dict[str, str]) -> Markup:
    """A kept drawing with these words in their places."""
    for name, word in words.items():
        drawing = drawing.replace(PLACE.format(name), said(word))
    return Markup(drawing)  # noqa: S704 - our own templates, the words are escaped


def init_app(app: Flask) -> None:
    """Give the templates ``drawn``."""
    app.extensions["youshi_drawn"] = {}
    app.jinja_env.globals["drawn"] = drawn
