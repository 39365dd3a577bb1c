"""How a row of a list is told when it is closed: what it is, and what is particular about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from app.studio.page import Widget


def _part(widget: Widget, key: str) -> Widget:
    return next(
        (part for part in widget.parts if part.name.endswith(f".{key}")), Widget("none", "")
    )


def _words(widget: Widget) -> str:
    """What a choice or a field shows now."""
    if widget.kind == "pick":
        return str(widget.more["shown"])
    chosen = next((one.words for one in widget.options if one.value == widget.value), None)
    return str(widget.value if chosen is None else chosen)


def _step(widget: Widget) -> str:
    return _words(_part(widget, "name")) or _words(_part(widget, "step"))


#: Keys by which a row is told; the first that it has.
TITLES = ("label", "document", "item")
NOTED = ("kind", "necessity", "supply", "choice", "by")
OWN: dict[str, Callable[[Widget], str]] = {"step": _step}


def title(widget: Widget) -> str:
    """The row in a word."""
    names = {part.name.rsplit(".", 1)[-1] for part in widget.parts}
    if "step" in names:
        return OWN["step"](widget)
    found = next((key for key in TITLES if key in names), None)
    return _words(_part(widget, found)) if found else ""


def rows_of(widget: Widget) -> Iterator[Widget]:
    """The rows of lists within a widget, those within rows too."""
    for part in widget.parts:
        yield from rows_of(part)
    for _token, row in widget.rows:
        yield row
        yield from rows_of(row)


def note(widget: Widget) -> str:
    """What is particular about it, where that was said."""
    if "note" in widget.more:
        return str(widget.more["note"])
    said = []
    for key in NOTED:
        part = _part(widget, key)
        value: Any = part.parts[0] if part.kind == "supply" else part
        if value.value and value.value != "—":
            said.append(_words(value))
    return " · ".join(said)
