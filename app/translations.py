"""The sentences of templates, each looked up once a language: a page asks for a hundred of them.

The library looks the language up for every sentence and formats it anew; here a request finds its
language once, and a sentence without values is kept ready for HTML.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.globals import request_ctx
from flask_babel import get_locale, get_translations
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from app.rendering import said as escaped

#: Where a request keeps its language.
KEPT = "youshi_language"
_known: dict[str, Language] = {}


def _safe(value: Any) -> Any:
    """A value of a sentence: numbers may have a form of their own there."""
    return value if isinstance(value, int | float) else escaped(value)


class Language:
    """The translations of one language with what was said already."""

    def __init__(self, name: str, translations: Any) -> None:
        """``translations`` as the library loaded them; they do not change while the process lives."""
        self.name, self.translations = name, translations
        self.said: dict[str, Markup] = {}
        self.known: dict[str, str] = {}

    def words(self, text: str) -> str:
        """A sentence with its places as they are."""
        known = self.known.get(text)
        if known is None:
            known = self.known[text] = str(self.translations.ugettext(text))
        return known

    def say(self, text: str, **values: Any) -> Markup:
        """A sentence as it stands in HTML, values escaped."""
        said = self.said.get(text)
        if said is None:
            said = self.said[text] = Markup(self.translations.ugettext(text))  # noqa: S704 - our own catalogue
        if not values and "%" not in said:
            return said
        safe = {name: _safe(value) for name, value in values.items()}
        return Markup(str.__mod__(said, safe))  # noqa: S704 - our own catalogue, values escaped


def language() -> Language:
    """The language of this request, found once."""
    try:
        # A page asks a hundred and fifty times: one look at the context instead of three through proxies.
        kept = request_ctx._get_current_object().__dict__  # type: ignore[attr-defined]
    except RuntimeError:
        return Language(str(get_locale() or "en"), get_translations())
    found: Language | None = kept.get(KEPT)
    if found is None:
        name = str(get_locale())
        if name not in _known:
            _known[name] = Language(name, get_translations())
        found = kept[KEPT] = _known[name]
    return found


def say(text: str, **values: Any) -> Markup:
    """``_`` of macros, which know no request: the sentence in the reader's language."""
    return language().say(text, **values)


def gettext(text: str, **values: Any) -> str:
    """``_`` of code that says much on one page, as the library's, without asking for the language anew."""
    said = language().words(text)
    return said % values if values else said


def lazy_gettext(text: str, **values: Any) -> LazyString:
    """``_l`` of what is said on many pages, as the library's."""
    return LazyString(gettext, text, **values)


def ngettext(one: str, many: str, num: int) -> str:
    """A sentence with its number, as the library's."""
    return str(language().translations.ungettext(one, many, num)) % {"num": num}


def init_app(app: Flask) -> None:
    """Give the templates this ``_``, and each page the one of its language."""
    app.jinja_env.globals["_"] = say
    app.context_processor(lambda: {"_": language().say})
