"""Every change of a configuration row is journaled with it, whichever door made it.

A model opts in by ``__journal__`` (its noun). Bulk statements pass a listener by: services that
load whole packages journal one entry themselves and say so with ``session.info["journaled"]``.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from app import journal

#: What names a row in the journal, in this order of preference.
NATURAL_KEYS = ("key", "code", "number", "of", "name", "id")


def ref_of(row: Any) -> str:
    """The row's natural key: known before the database has given an id (a row without one: its noun)."""
    named = (getattr(row, name, None) for name in NATURAL_KEYS)
    return next((str(name) for name in named if name is not None), str(row.__journal__))


def changes_of(row: Any) -> dict[str, list[Any]]:
    """Column → [before, after] of what the session would write for this row."""
    state = sa.inspect(row)
    changed = {}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        if history.has_changes():
            before = history.deleted[0] if history.deleted else None
            after = history.added[0] if history.added else None
            changed[attribute.key] = [_plain(before), _plain(after)]
    return changed


def _plain(value: Any) -> Any:
    """A JSON value for the journal."""
    return value if isinstance(value, str | int | bool | list | dict | None) else str(value)


@event.listens_for(Session, "before_flush")
def journal_rows(session: Session, _context: Any, _instances: Any) -> None:
    """Put one entry per changed configuration row beside the change itself."""
    if session.info.get("journaled"):
        return
    for kind, rows in (
        ("added", session.new),
        ("changed", session.dirty),
        ("deleted", session.deleted),
    ):
        for row in rows:
            noun = getattr(row, "__journal__", None)
            if noun is None:
                continue
            changed = {} if kind == "deleted" else changes_of(row)
            if changed or kind == "deleted":
                journal.record(session, noun, ref_of(row), f"{noun}_{kind}", changes=changed)


@event.listens_for(Session, "after_rollback")
def forget(session: Session) -> None:
    """What a rolled back transaction wanted to journal did not happen."""
    journal.forget_pending(session)
