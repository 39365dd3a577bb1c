"""The rows of a case are the fold of its events: written as the difference of two folds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import (
    Appeal,
    AppealDepartment,
    AppealQuestion,
    Approval,
    CallBack,
    Card,
    Case,
    CaseDocument,
    Finding,
    GroupItem,
    Hold,
    Survey,
    Task,
    inserting,
)

Beside = Callable[..., Mapping[str, Mapping[str, Any]]]
Rows = dict[str, Any]
PARTS = (
    "case", "tasks", "holds", "cards", "documents", "surveys", "approvals",
    "appeals", "appeal_departments", "questions", "calls", "group_items", "findings",
)  # fmt: skip
EMPTY: Rows = {name: {} for name in PARTS}


def write(
    session: Session,
    case_id: int,
    before: Rows | None,
    *,
    after: Rows,
    fixed: Fixed,
    touched: Collection[str] = (),
    beside: Beside = lambda **_rows: {},
) -> None:
    """Bring the rows of one case from those of one fold (``rows_of``) to those of the one after it.

    ``fixed`` gives the columns a fold does not know (names, numbers) for rows that appear now;
    ``touched`` are the parts at which something happened, whether or not a column of theirs changed;
    ``beside`` gives columns of parts that are no part of the fold, from the parts' rows before and after.
    """
    # The difference and not the whole: an act on one part must not write over another's row.
    old, new = before or EMPTY, {**after, "tasks": dict(after["tasks"])}
    for key, columns in beside(before=old["tasks"], after=new["tasks"]).items():
        new["tasks"][key] = {**new["tasks"][key], **columns}
    # At receipt the case's own row is there already: its id was needed for the events.
    changed = _changed(old["case"], new["case"]) if before is not None else {}
    if changed:
        session.execute(sa.update(Case).where(Case.id == case_id).values(**changed))
    for name, (table, place, filled) in TABLES.items():
        _write_table(session, table, case_id, old[name], new[name], place, filled(fixed))
    _make_stale(
        session, case_id, [key for key in touched if old["tasks"].get(key) == new["tasks"].get(key)]
    )
    _write_documents(
        session, case_id, old["documents"] if before else None, new["documents"], fixed
    )


def insert_case(session: Session, columns: dict[str, Any]) -> int:
    """The case's own row; gives its id, which all its other rows need."""
    made: Any = session.connection().execute(_CASE, columns)
    return int(made.inserted_primary_key[0])


_CASE = sa.insert(Case.__table__)


class Fixed:
    """The columns of new rows that no event carries; computed from blueprint and merge."""

    def __init__(
        self,
        tasks: dict[str, dict[str, Any]],
        documents: dict[str, dict[str, Any]],
        appeal: dict[str, Any] | None = None,
    ) -> None:
        """Columns by task key and by document key; what an appeal was registered with."""
        self.tasks = tasks
        self.documents = documents
        self.appeals = {"1": appeal} if appeal else {}


def _write_table(
    session: Session,
    table: Any,
    case_id: int,
    old: dict[str, Any],
    new: dict[str, Any],
    place: Any,
    filled: dict[str, Any],
) -> None:
    """Insert the rows that appeared and update those that changed."""
    fresh = [
        {"case_id": case_id, **place(key), **filled.get(key, {}), **row}
        for key, row in new.items()
        if key not in old
    ]
    inserting.insert(session, table, fresh)
    for key, row in new.items():
        changed = _changed(old[key], row) if key in old else {}
        if changed:
            where = [getattr(table, column) == value for column, value in place(key).items()]
            # A form carries the version of the task it was shown; every change makes it stale.
            if table is Task:
                changed["version"] = Task.version + 1
            session.execute(
                sa.update(table).where(table.case_id == case_id, *where).values(**changed)
            )


def _make_stale(session: Session, case_id: int, keys: list[str]) -> None:
    """Forms of parts at which something happened that changes no column of theirs.

    A paper came to a hold that waits for another: the part stands as before, and yet who has its form
    open decides on papers that are no longer so.
    """
    if keys:
        parts = sa.update(Task).where(Task.case_id == case_id, Task.key.in_(keys))
        session.execute(parts.values(version=Task.version + 1))


def _write_documents(
    session: Session, case_id: int, old: dict[str, Any] | None, new: dict[str, Any], fixed: Fixed
) -> None:
    """At receipt one row per line of the merged list, come or not; later the moments of receipt."""
    if old is None:
        # All lines at once: what has not come must be seen as missing, not as unknown.
        lines = fixed.documents | {key: fixed.documents.get(key, _unlisted(key)) for key in new}
        rows = [
            {"case_id": case_id, "document": key, "received_at": None, **line, **new.get(key, {})}
            for key, line in lines.items()
        ]
        inserting.insert(session, CaseDocument, rows)
        return
    # An undone receipt takes the moment away and leaves the line in the list.
    taken_back = {key: {"received_at": None} for key in old if key not in new}
    for key, row in (new | taken_back).items():
        if old.get(key) == row:
            continue
        line = sa.update(CaseDocument).where(
            CaseDocument.case_id == case_id, CaseDocument.document == key
        )
        # A paper may come that no line asks for; it is kept rather than lost without a word.
        if not _touched(session.execute(line.values(**row))):
            named = fixed.documents.get(key, _unlisted(key))
            inserting.insert(
                session, CaseDocument, [{"case_id": case_id, "document": key, **named, **row}]
            )


def _touched(result: Any) -> int:
    """How many rows a statement changed."""
    return int(result.rowcount)


def _unlisted(key: str) -> dict[str, Any]:
    """A paper that came though the merged list does not ask for it."""
    return {"name": key, "necessity": None, "copies": {}, "points": []}


def _changed(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in new.items() if name not in old or old[name] != value}


def _hold_place(key: str) -> dict[str, Any]:
    # From the right: a task's key may hold the sign, a number never does.
    task, _, number = key.rpartition("#")
    return {"task": task, "hold_id": int(number)}


def _survey_place(key: str) -> dict[str, Any]:
    task, _, number = key.rpartition("#")
    return {"task": task, "visit": int(number)}


def _approval_place(key: str) -> dict[str, Any]:
    return {"ask": int(key.rpartition("#")[2])}


def _nth_place(key: str) -> dict[str, Any]:
    return {"nth": int(key.rpartition("#")[2])}


def _card_place(key: str) -> dict[str, Any]:
    clock, _, name = key.rpartition("/")
    return {"clock": clock, "limit_name": name}


def _own_place(_key: str) -> dict[str, Any]:
    """There is one of a case."""
    return {}


def _none(_fixed: Fixed) -> dict[str, Any]:
    """Rows without columns of their own beside the fold."""
    return {}


#: Part of the fold → table, how its key names a row, which fixed columns new rows take.
TABLES: dict[str, tuple[Any, Any, Any]] = {
    "tasks": (Task, lambda key: {"key": key}, lambda fixed: fixed.tasks),
    "holds": (Hold, _hold_place, _none),
    "cards": (Card, _card_place, _none),
    "surveys": (Survey, _survey_place, _none),
    "approvals": (Approval, _approval_place, _none),
    "appeals": (Appeal, _own_place, lambda fixed: fixed.appeals),
    "appeal_departments": (AppealDepartment, lambda key: {"department": key}, _none),
    "questions": (AppealQuestion, _nth_place, _none),
    "calls": (CallBack, _nth_place, _none),
    "group_items": (GroupItem, _nth_place, _none),
    "findings": (Finding, _nth_place, _none),
}
