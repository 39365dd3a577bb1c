"""The sentences of templates, each looked up once a language: a page asks for a hundred of them.

The library looks the language up for every sentence and formats it anew; here a request finds its
language once, and a sentence without values is kept ready for HTML.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, has_request_context, request
from flask_babel import get_locale, get_translations
from markupsafe import Markup

#: Where a request keeps its language.
KEPT = "youshi.language"
_known: dict[str, Language] = {}


class Language:
    """The translations of one language with what was said already."""

    def __init__(self, translations: Any) -> None:
        """``translations`` as the library loaded them; they do not change while the process lives."""
        self.translations = translations
        self.said: dict[str, Markup] = {}

    def say(self, text: str) -> Markup:
        """A sentence as it stands in HTML, places for values unfilled."""
        if text not in self.said:
            self.said[text] = Markup(self.translations.ugettext(text))  # noqa: S704 - our own catalogue
        return self.said[text]


def _language() -> Language:
    if not has_request_context():
        return Language(get_translations())
    kept = request.environ
    if KEPT not in kept:
        name = str(get_locale())
        if name not in _known:
            _known[name] = Language(get_translations())
        kept[KEPT] = _known[name]
    found: Language = kept[KEPT]
    return found


def say(text: str, **values: Any) -> Markup:
    """``_`` of the templates: the sentence in the reader's language, values escaped."""
    said = _language().say(text)
    return said % values if values or "%" in said else said


def init_app(app: Flask) -> None:
    """Give the templates this ``_``."""
    app.jinja_env.globals["_"] = say
