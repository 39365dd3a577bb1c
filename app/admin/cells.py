"""A value of a generated list or page in words, never as a program writes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup, escape

from app.translations import gettext as _

#: Longer words are cut in a list.
SHORT = 18


@dataclass(frozen=True)
class Cell:
    """What stands in one cell: words, where they lead, a light before them, points below each other."""

    text: str = ""
    href: str = ""
    light: str = ""
    tag: str = ""
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The words alone."""
        return self.text

    def __bool__(self) -> bool:
        """Whether anything stands there."""
        return bool(self.text or self.tag)


def cell(value: Any) -> Cell:
    """What a cell shows: days and times short, yes and no in words, lists as lists, empty as nothing."""
    if isinstance(value, Cell):
        return value
    if value is None or value in ("", [], {}, ()):
        return Cell()
    for kind, say in SAID:
        if isinstance(value, kind):
            return say(value)
    return Cell(str(value))


def row_of(cells: Iterable[Cell]) -> Markup | None:
    """The cells of a row that are words alone, as the template would write them; None where one is more.

    A page has two hundred of them, and the template would ask four things of each.
    """
    found = []
    for one in cells:
        if one.href or one.light or one.tag:
            return None
        text = escape(one.text)
        cut = len(one.text) > SHORT
        found.append(
            f'<td><span class="cut" title="{text}">{text}</span></td>'
            if cut
            else f"<td>{text}</td>"
        )
    return Markup("".join(found))  # noqa: S704 - every text is escaped above


def status(row: Any, _names: Any) -> Cell:
    """Whether a row is still offered, and if not, since when."""
    if row.retired_at is None:
        return Cell(_("in use"))
    return Cell(_("retired on %(day)s", day=f"{row.retired_at:%Y-%m-%d}"))


def _list(values: Any) -> Cell:
    lines = tuple(str(cell(value)) for value in values)
    return Cell(_(", ").join(lines), lines=lines)


def _mapping(values: Mapping[str, Any]) -> Cell:
    """A mapping that no column has words for: its keys and values as pairs."""
    return _list(
        [_("%(name)s: %(value)s", name=key, value=cell(one)) for key, one in values.items()]
    )


#: Type → its words; the first that fits.
SAID: tuple[tuple[Any, Any], ...] = (
    (bool, lambda value: Cell(_("yes") if value else _("no"))),
    (datetime, lambda value: Cell(f"{value:%Y-%m-%d %H:%M}")),
    (date, lambda value: Cell(f"{value:%Y-%m-%d}")),
    (Mapping, _mapping),
    ((list, tuple), _list),
)
