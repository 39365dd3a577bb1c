"""A row of the appeal list in words: its light, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services import appeal_list
from app.services.reference import Reference
from app.telling import days, lights


@dataclass(frozen=True)
class Row:
    """One appeal: what is stored, its light, what is to be done next."""

    row: Any
    light: str
    left: str
    waits: str


def rows(session: Session, found: list[Any], *, known: Reference, now: datetime) -> list[Row]:
    """Rows with their words; three statements, however many there are."""
    standing = appeal_list.standing(session, [row.id for row in found])
    return [Row(row, *_light(row, known, now), _waits(row, standing, known)) for row in found]


def _light(row: Any, known: Reference, now: datetime) -> tuple[str, str]:
    if row.closed_at:
        return "done", days.day(row.closed_at)
    if row.state != "open":
        return "wait", _("to be told")
    kind = lights.kind_of(row, now)
    return kind, lights.words(kind, row, calendar=known.calendar, now=now)


def _waits(row: Any, standing: dict[str, dict[int, Any]], known: Reference) -> str:
    return next(filter(None, _said(row, standing, known)), "")


def _said(row: Any, standing: dict[str, dict[int, Any]], known: Reference) -> Iterable[str]:
    """What comes first is what is waited for."""
    asked = standing["asked"].get(row.id)
    if row.closed_at is None and asked:
        yield _(
            "waits for %(department)s to explain", department=known.departments.get(asked, asked)
        )
    if row.id in standing["group"]:
        decided = standing["group"][row.id]
        yield (
            _("the group decided; to be carried out") if decided else _("before the problem group")
        )
    if row.closed_at and row.id not in standing["called"]:
        yield _("to be called back")
    if row.owner:
        yield _("handled by %(name)s", name=known.people.get(row.owner, row.owner))
    yield known.departments.get(row.department, row.department)
