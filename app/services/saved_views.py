"""Views of the queue that people keep: named, renamed, removed, shared by a head, begun with."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import POLICIES, Principal, may
from app.domain.refusal import Refusal
from app.models import Look, SavedView
from app.services import looks

#: What parts the values and the rows of views that are read within another statement.
VALUE, ROW = "\x1f", "\x1e"
#: As many as a person finds again at a glance.
MOST = 20
LONGEST = 24


class View(NamedTuple):
    """A view as a list of them shows it."""

    id: int
    department: str
    owner: str
    name: str
    query: str


def written(rule: Any) -> Any:
    """All views of a rule in one text, as a scalar of a statement."""
    columns = (
        sa.cast(SavedView.id, sa.String),
        sa.func.coalesce(SavedView.department, ""),
        SavedView.owner,
        SavedView.name,
        SavedView.query,
    )
    text: Any = columns[0]
    for column in columns[1:]:
        text = text.concat(VALUE).concat(column)
    return sa.select(sa.func.aggregate_strings(text, ROW)).where(rule).scalar_subquery()


def read(text: str | None) -> list[View]:
    """The views out of that text, by name."""
    rows = [row.split(VALUE) for row in text.split(ROW)] if text else []
    return sorted((View(int(row[0]), *row[1:]) for row in rows), key=lambda view: view.name)


def default() -> Any:
    """The view that the person ``me`` begins with, as a scalar of a statement."""
    return sa.select(Look.view_id).where(Look.username == sa.bindparam("me")).scalar_subquery()


def save(
    session: Session, name: str, *, query: str, share: bool, by: Principal, now: datetime
) -> SavedView | Refusal:
    """Keep a filter under a name; one of the same name of the same person is replaced."""
    named = name.strip()[:LONGEST]
    if not named or any(sign in named for sign in (VALUE, ROW)):
        return Refusal("view", "Give it a short name.", {})
    mine = sa.select(SavedView).where(SavedView.owner == by.username)
    found = session.scalars(mine.where(SavedView.name == named)).one_or_none()
    count = session.scalar(sa.select(sa.func.count()).select_from(mine.subquery())) or 0
    if found is None and count >= MOST:
        return Refusal("view", "You keep %(count)s already; remove one first.", {"count": MOST})
    view = found or SavedView(owner=by.username, name=named, query=query, at=now)
    view.query = query[:500]
    session.add(view)
    session.flush()  # its id names it in the journal
    if share:
        _share(session, view, shared=True, by=by)
    return view


def change(
    session: Session, view_id: int, *, name: str, share: bool, by: Principal
) -> SavedView | Refusal:
    """Another name; shared or not. Raises LookupError where it is not theirs to change."""
    view = _own(session, view_id, by)
    named = name.strip()[:LONGEST]
    same = sa.select(SavedView.id).where(
        SavedView.owner == view.owner, SavedView.name == named, SavedView.id != view.id
    )
    if not named or session.scalar(same):
        return Refusal("view", "Give it a short name that no other has.", {})
    view.name = named
    if may(by, "saved_view.share"):
        _share(session, view, shared=share, by=by)
    return view


def remove(session: Session, view_id: int, *, by: Principal) -> str:
    """Remove a view; who began with it begins with the plain list again. Raises LookupError."""
    view = _own(session, view_id, by)
    if view.department:
        _share(session, view, shared=False, by=by)
    # By hand too: SQLite keeps foreign keys, an older file may not.
    session.execute(sa.update(Look).where(Look.view_id == view.id).values(view_id=None))
    session.delete(view)
    return view.name


def begin_with(session: Session, view_id: int | None, *, by: Principal, now: datetime) -> None:
    """The view with which the person's queue opens; None is the plain list. Raises LookupError."""
    if view_id is not None and session.scalar(_visible(by).where(SavedView.id == view_id)) is None:
        raise LookupError(view_id)
    looks.ensure(session, by.username, now=now)
    session.execute(sa.update(Look).where(Look.username == by.username).values(view_id=view_id))


def query_of(session: Session, view_id: int, *, by: Principal) -> str | None:
    """What a view asks; None where there is none that the person may see."""
    found = _visible(by).with_only_columns(SavedView.query).where(SavedView.id == view_id)
    return session.scalar(found)


def _visible(by: Principal) -> sa.Select[Any]:
    return sa.select(SavedView.id).where(POLICIES["saved_view"].rows(by))


def _own(session: Session, view_id: int, by: Principal) -> SavedView:
    rule = POLICIES["saved_view"].rows(by, "saved_view.write")
    found = session.scalars(sa.select(SavedView).where(SavedView.id == view_id, rule)).one_or_none()
    if found is None:
        raise LookupError(view_id)
    return found


def _share(session: Session, view: SavedView, *, shared: bool, by: Principal) -> None:
    """What a department is shown is the centre's business, so it stands in the journal."""
    department = by.department if shared else None
    if department == view.department or (shared and not may(by, "saved_view.share")):
        return
    view.department = department
    kind = "shared" if shared else "unshared"
    journal.record(
        session, "saved_view", str(view.id), kind, by=by.username, name=view.name, query=view.query
    )
