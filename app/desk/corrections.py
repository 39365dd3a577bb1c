"""The fields of a thing that nobody ticked as wrong: drawn once for its definition, what stands there put in.

A page of corrections has a field for everything that was asked. How each is drawn depends on its
definition, which does not change, on the language and on what was chosen; a line's words do not.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

from app.drawn import PLACE, Drawing
from app.forms.correcting import Correction
from app.translations import language

MOST = 4096


def standing(field: Correction) -> Markup:
    """As the fields would be drawn one by one."""
    kept: dict[Any, tuple[Any, Drawing]] = current_app.extensions["youshi_corrections"]
    spec, values = field.entry.spec, field.standing()
    typed = {name: text for name, text in values if field.is_typed(name)}
    begun = [(name, PLACE.format(name) if name in typed else text) for name, text in values]
    key = (language().name, field.prefix, field.entry.names, id(spec), tuple(begun))
    found = kept.get(key)
    # By the definition itself, which is kept with its drawing, so that no other can have its place.
    if found is None or found[0] is not spec:
        if len(kept) >= MOST:
            kept.clear()
        found = kept[key] = (spec, Drawing(_drawn(field, begun)))
    return found[1].told(typed)


def _drawn(field: Correction, begun: list[tuple[str, str]]) -> str:
    ask = current_app.jinja_env.get_template("desk/green/field.html").module.ask  # type: ignore[attr-defined]  # a macro
    return "".join(str(ask(inner)) for inner in field.begun_with(begun))


def init_app(app: Flask) -> None:
    """Give the templates ``standing``."""
    app.extensions["youshi_corrections"] = {}
    app.jinja_env.globals["standing"] = standing
