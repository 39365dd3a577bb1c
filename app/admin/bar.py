"""The bar of filters above a generated list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import render_template
from markupsafe import Markup

from app.services import naming
from app.translations import language

#: Filter → what may be chosen in it: value and words.
Choices = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
FILTERS = "admin/filters.html"


def bar(view: Any, kept: Any, wrong: Mapping[str, str], *, names: naming.Names) -> Markup:
    """What a list is filtered by; where nothing is asked it is the same for everybody and kept."""
    choices = tuple(
        (one.name, tuple(one.options(names, kept.given)))
        for one in view.searched
        if one.kind == "select"
    )
    if kept.given or wrong:
        return _rendered(view, kept, wrong, choices=choices)
    return _blank(view, language().name, kept._replace(given=(), after=""), choices)


@lru_cache(maxsize=256)
def _blank(view: Any, _language: str, kept: Any, choices: Choices) -> Markup:
    return _rendered(view, kept._replace(given={}), {}, choices=choices)


def _rendered(view: Any, kept: Any, wrong: Mapping[str, str], *, choices: Choices) -> Markup:
    page = render_template(FILTERS, view=view, kept=kept, wrong=wrong, choices=dict(choices))
    return Markup(page)  # noqa: S704 - our own template
