"""The light of a row for templates that show many: all but its words is made once a language."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

from app.rendering import said
from app.translations import language

END = "</span>"


def light(kind: str, text: Any, *, pill: bool = False) -> Markup:
    """As ``m.light`` draws it."""
    made: dict[tuple[str, str, bool], str] = current_app.extensions["youshi_marks"]
    key = (language().name, kind, pill)
    begun = made.get(key)
    if begun is None:
        drawn = current_app.jinja_env.get_template("m.html").module.light(kind, "", pill)  # type: ignore[attr-defined]  # a macro
        begun = made[key] = str(drawn).removesuffix(END)
    return Markup(f"{begun}{said(text)}{END}")  # noqa: S704 - our own template, the words are escaped


def init_app(app: Flask) -> None:
    """Give the templates ``light``."""
    app.extensions["youshi_marks"] = {}
    app.jinja_env.globals["light"] = light
