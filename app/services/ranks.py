"""What a part's row says beside the fold: by when it is to be begun, since when it stands where it stands.

Both follow from the fold, from what is usual and from who acted; nothing is decided by them. So
they are no part of it, and replaying a log compares neither (ADR 0032).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.domain import usual
from app.domain.case.rows import LAST
from app.services import usual_times

if TYPE_CHECKING:
    from app.services.cases import File

#: The clock is set anew where one of these changes, or the usual time is another one.
CLOCK = ("sort_at", "step_name", "state")
#: A part comes anew to somebody where one of these changes.
PLACE = ("state", "department", "owner")

Rows = Mapping[str, Mapping[str, Any]]
NEW: Mapping[str, Any] = {}


def beside(
    session: Session, file: File, *, before: Rows, after: Rows, by: str, now: datetime
) -> dict[str, dict[str, Any]]:
    """The further columns of parts whose clock or place this act changes, by key."""
    found: dict[str, dict[str, Any]] = {}
    for key, row in after.items():
        old = before.get(key, NEW)
        if _differ(old, row, CLOCK):
            found[key] = {"rank_at": _rank(session, file, key, row, now)}
            if old is not NEW:
                # It went on: what somebody asked for is done.
                found[key]["reminded_at"] = None
        comes = row["state"] == "open" and (_differ(old, row, PLACE) or _goes_on(old, row))
        if comes:
            found.setdefault(key, {}).update(entered_at=now, entered_by=by)
        elif old is NEW:
            # Rows that are inserted together name the same columns, else each is a statement.
            found[key] |= {"entered_at": row["opened_at"], "entered_by": None}
    return found


def _differ(old: Mapping[str, Any], row: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    return any(old.get(name) != row[name] for name in names)


def _goes_on(old: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """What it waited for came: whoever works on it looks at it anew."""
    return bool(old.get("held")) and not row["held"]


def _rank(
    session: Session, file: File, key: str, row: Mapping[str, Any], now: datetime
) -> datetime:
    """Due, less the working time that such parts usually take from this step on."""
    due: datetime = row["sort_at"]
    if row["state"] != "open" or due == LAST:
        return due
    spec = next(task for task in file.blueprint["tasks"] if task["key"] == key)
    sort = (row["kind"], spec.get("item") or "", row["step_name"])
    seconds = usual_times.known(session, now=now).get(sort)
    return due if seconds is None else usual.begin_by(due, seconds, calendar=file.calendar)
