"""A worker's round in a test, and files long enough for one."""

from __future__ import annotations

import sqlalchemy as sa

from app.jobs import running, scans
from app.models import Job
from app.services import catalogue, package_files
from tests.conftest import NOW
from tests.factories.packages import small

#: A comment as long as a file that is not read at once.
LONG = "#" * 70_000


def at_work(app, *, now=NOW, stopping=lambda: False):
    with app.app_context():
        while running.run_next(now=lambda: now, stopping=stopping) and not stopping():
            pass


def scanned(app, session, now):
    """Kinds of the jobs that come of themselves at an instant."""
    session.rollback()
    known = set(session.scalars(sa.select(Job.id)).all())
    session.rollback()
    with app.app_context():
        scans.due(now=now)
    found = sa.select(Job.kind).where(Job.id.not_in(known)).order_by(Job.kind)
    kinds = session.scalars(found).all()
    session.rollback()
    return kinds


def long_text(items=99):
    """More than is read at once, and more entries than are brought in at once."""
    package = small()
    body = package["items"]["i"]
    package["items"] |= {f"i{n}": {**body, "name": f"第{n}项"} for n in range(items)}
    return package_files.write_package(package) + LONG


def renamed(session):
    """Six items of the seeds called otherwise."""
    items = catalogue.entries_of(session, "items")
    changed = {
        key: {**items[key], "name": items[key]["name"] + "（新）"} for key in sorted(items)[:6]
    }
    return package_files.write_package({"package": 1, "items": changed}) + LONG


def job(session, token=None, **where):
    session.rollback()
    session.expire_all()
    asked = {"token": token} if token else where
    return session.execute(sa.select(Job).filter_by(**asked)).scalar_one()
