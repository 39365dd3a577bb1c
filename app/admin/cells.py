"""A value of a generated list in words."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _


def cell(value: Any) -> str:
    """What a cell shows: days and times short, yes and no in words, lists joined."""
    if value is None or value in ("", [], {}):
        return ""
    for kind, say in SAID:
        if isinstance(value, kind):
            return say(value)
    return str(value)


def _list(values: list[Any]) -> str:
    return _(", ").join(
        str(value) if not isinstance(value, dict | list) else json.dumps(value, ensure_ascii=False)
        for value in values
    )


#: Type → its words; the first that fits.
SAID: tuple[tuple[Any, Any], ...] = (
    (bool, lambda value: _("yes") if value else _("no")),
    (datetime, lambda value: f"{value:%Y-%m-%d %H:%M}"),
    (date, lambda value: f"{value:%Y-%m-%d}"),
    (list, _list),
    (dict, lambda value: json.dumps(value, ensure_ascii=False)),
)
