"""What happens behind the browser: other people's acts on the server's database, by the one door."""

from __future__ import annotations

from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock, create_app
from app.jobs import running
from tests.conftest import KEYS, close, keep
from tests.factories import desk


def accepted(address):
    """Receive and accept a case; gives its number."""
    with unit(address) as session:
        return desk.accepted_case(session, now=clock.now()).number


def at_work(address):
    """A worker comes, does what waits and goes."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": address, "YOUSHI_KEYS": KEYS})
    with app.app_context():
        while running.run_next(now=clock.now):
            pass
        close(app)


@contextmanager
def unit(address):
    """A unit of work on the server's database, committed at its end."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": address, "YOUSHI_KEYS": KEYS})
    engine = sa.create_engine(address)
    with app.app_context():
        with Session(engine, expire_on_commit=False) as session:
            yield session
            keep(session)
        close(app)
    engine.dispose()
