"""One commit, or none: the only module that commits.

A request that may change something runs in one transaction that starts as a writer (SQLite: BEGIN
IMMEDIATE) and is committed after the view has answered below 400, else rolled back. What must stay
though the act was refused (readings, refusals, the session's last-seen) is written *aside*, in a
second transaction after the first has ended: two commits a request at most.

One writer is at work at a time. A view that has much to work out before it writes begins as a reader
(``reads_first``) and goes on as a writer (``begin_writing``): what it read may be otherwise by then.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, has_request_context, request
from flask.globals import request_ctx
from flask_sqlalchemy.session import Session
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session as OrmSession

from app import journal, sqlite_turn

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

#: SQLite reads one snapshot anyway.
ONE_VIEW = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"

#: For what counts over everything, PostgreSQL is told: pages of indexes lie in memory, and to compile a
#: statement takes longer than it saves. By its own settings it would walk whole tables (ADR 63).
COUNTING = ("SET LOCAL random_page_cost = 1.1", "SET LOCAL jit = off")

#: Commands and jobs write; a GET says so and reads only.
_writes: ContextVar[bool] = ContextVar("youshi_writes", default=True)


class UnitSession(Session):
    """A session whose ``commit`` is a flush: frameworks may call it, only this module commits."""

    def commit(self) -> None:
        """Send what is pending to the database without ending the transaction."""
        # A library that "commits" wants its errors now; the unit of work goes on.
        self.flush()

    def end(self) -> None:
        """Really commit."""
        super().commit()


def session() -> UnitSession:
    """The session of this request, command or job."""
    return current_app.extensions["sqlalchemy"].session()  # type: ignore[no-any-return]  # Flask-SQLAlchemy is untyped here


def commit() -> None:
    """Number and chain the pending journal entries, then commit. The chain's head is locked last."""
    unit = session()
    unit.flush()  # the rows first: the chain head is the last lock taken (spine §9)
    journal.write_pending(unit)
    unit.end()


def rollback() -> None:
    """Undo everything since the last commit, pending journal entries too."""
    unit = session()
    unit.rollback()
    journal.forget_pending(unit)


@contextmanager
def unit() -> Iterator[UnitSession]:
    """One unit of work of a command or job: committed at its end, rolled back if it raises."""
    token = _writes.set(True)
    try:
        yield session()
        commit()
    except BaseException:
        rollback()
        raise
    finally:
        _writes.reset(token)


@contextmanager
def reading() -> Iterator[UnitSession]:
    """One unbroken view for a command that only reads: writers go on, and it sees nothing of them."""
    token = _writes.set(False)
    unit_of_work = session()
    unit_of_work.rollback()
    try:
        _one_view(unit_of_work)
        yield unit_of_work
    finally:
        unit_of_work.rollback()
        _writes.reset(token)


@contextmanager
def reading_apart() -> Iterator[OrmSession]:
    """A view that lasts while other transactions of this worker begin and end beside it."""
    with OrmSession(session().get_bind()) as apart:
        token = _writes.set(False)
        try:
            _one_view(apart, *COUNTING)
            # The transaction begins here, as a reader; those beside it say for themselves that they write.
            apart.connection()
        finally:
            _writes.reset(token)
        yield apart


def _one_view(unit_of_work: OrmSession, *more: str) -> None:
    if unit_of_work.get_bind().dialect.name == "postgresql":
        for setting in (ONE_VIEW, *more):
            unit_of_work.execute(sa.text(setting))


def aside(act: Callable[[UnitSession], Any]) -> None:
    """Have something written after this request's own transaction has ended, however it ended."""
    g.setdefault("aside", []).append(act)


def commit_aside() -> None:
    """Write what was put aside and the pending access entries; the session interface calls it last."""
    unit_of_work = session()
    acts = g.pop("aside", [])
    if not acts and not journal.access_pending(unit_of_work):
        return
    waiting = journal.take_access(unit_of_work)
    unit_of_work.rollback()
    token = _writes.set(True)
    try:
        for act in acts:
            act(unit_of_work)
        journal.write_access(unit_of_work, waiting)
        unit_of_work.end()
    finally:
        _writes.reset(token)


def init_app(app: Flask) -> None:
    """Open and close the transaction of each request; set SQLite up to be durable."""
    app.before_request(_open)
    app.after_request(_close)
    app.teardown_request(_forget)


def expect() -> None:
    """Say whether the request's transaction begins as a writer, before its first statement (the session's)."""
    _writes.set(request.method not in SAFE_METHODS and not _reads_first())


def reads_first(view: View) -> View:
    """A view that acts, and whose transaction begins as a reader; ``guard.to_write`` makes it a writer."""
    view.__reads_first__ = True  # type: ignore[attr-defined]  # a mark for ``expect``
    return view


def _reads_first() -> bool:
    if request.endpoint is None:
        request_ctx.match_request()  # the session is asked for before anybody knows which view answers
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "__reads_first__", False)


def begin_writing() -> None:
    """Go on as a writer: what was read is nobody's row any more, and may be otherwise by now."""
    if not writing():
        session().expunge_all()
        # Ended and not turned: who has read may not write once somebody else has written (SQLite).
        rollback()
        _writes.set(True)


def _open() -> None:
    expect()


def _close(response: Response) -> Response:
    if request.method in SAFE_METHODS:
        return response
    if response.status_code < 400 and writing():  # noqa: PLR2004 - the HTTP line between done and refused
        commit()
    else:
        rollback()
    return response


def _forget(_error: BaseException | None) -> None:
    # A thread answers one request after another: what one was is not said of what comes after it.
    _writes.set(True)


def writing() -> bool:
    """Whether the transaction that begins now may write."""
    return _writes.get()


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _record: Any) -> None:
    """Durable settings for SQLite (hazards §3): WAL with FULL loses nothing at a power cut."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        sqlite_turn.waiting(),
        "foreign_keys=ON",
        "trusted_schema=OFF",
    ):
        connection.execute("PRAGMA " + pragma)


@event.listens_for(Engine, "begin")
def _begin(connection: sa.Connection) -> None:
    """A writer takes the write lock first: a late upgrade would be refused whatever the timeout."""
    if connection.dialect.name != "sqlite":
        return
    if writing():
        sqlite_turn.take(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def in_request() -> bool:
    """Whether a request is being answered (else a command or a job runs)."""
    return has_request_context()
