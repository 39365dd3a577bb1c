"""What happens behind the browser: other people's acts on the server's database, by the one door."""

from __future__ import annotations

from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock, create_app
from app.models import Case, Task
from app.services import cases
from tests.conftest import KEYS, close, keep
from tests.factories import desk


def accepted(address):
    """Receive and accept a case; gives its number."""
    with unit(address) as session:
        return desk.accepted_case(session, now=clock.now()).number


def grant(address, number, *keys):
    """Walk parts of a case to their decision, in this order."""
    with unit(address) as session:
        for key in keys:
            _grant(session, number, key)


def _grant(session, number, key):
    wanted = sa.select(Task).join(Case).where(Case.number == number, Task.key == key)
    task = session.execute(wanted).scalar_one()
    officer = desk.officer(task.department)
    for verb in [*["finish_step"] * (len(task.steps) - 1), "grant"]:
        command = {"verb": verb, "task": key, "result_number": "证001"}
        done = cases.perform(session, number, command, by=officer, now=clock.now())
        assert isinstance(done, cases.Performed), done


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
