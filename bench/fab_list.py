"""Flask-AppBuilder's own list of tasks over the same rows: a ModelView as its documentation makes one.

What the queue says, said its way: the same ten columns, department and owner by their names through
relationships, twenty-five rows a page, as many entries in its menu as the officer has, the user signed in
by its own login; nothing is tuned and nothing made slower. It has a database of its own for its users,
and the filled one attached for the rows.
"""

from __future__ import annotations

import os
from typing import Any

from flask import Flask
from flask_appbuilder import AppBuilder, Model, ModelView
from flask_appbuilder.models.sqla.base import SQLA
from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy import Boolean, DateTime, ForeignKey, Integer, String, event
from sqlalchemy.orm import mapped_column, relationship

from bench.serving import FAB_USER

SHOWN = ["number", "name", "theme", "applicant", "step_name", "department", "owner", "due_at", "held", "provisional"]  # fmt: skip


class Department(Model):
    """Whom a task lies with."""

    __tablename__ = "department"
    __table_args__ = {"schema": "filled"}

    code = mapped_column(String(64), primary_key=True)
    short_name = mapped_column(String(200))
    name = mapped_column(String(200))

    def __repr__(self) -> str:
        return self.short_name or self.name


class Officer(Model):
    """Who works on it."""

    __tablename__ = "ab_user"
    __table_args__ = {"schema": "filled"}

    username = mapped_column(String(128), primary_key=True)
    last_name = mapped_column(String(64))
    first_name = mapped_column(String(64))

    def __repr__(self) -> str:
        return self.last_name + self.first_name


class Task(Model):
    """The columns that are shown and asked."""

    __tablename__ = "task"
    __table_args__ = {"schema": "filled"}

    id = mapped_column(Integer, primary_key=True)
    number = mapped_column(String(48))
    name = mapped_column(String(200))
    theme = mapped_column(String(200))
    applicant = mapped_column(String(200))
    step_name = mapped_column(String(60))
    department_code = mapped_column("department", ForeignKey("filled.department.code"))
    department = relationship(Department)
    owner_name = mapped_column("owner", ForeignKey("filled.ab_user.username"))
    owner = relationship(Officer)
    state = mapped_column(String(60))
    held = mapped_column(Boolean)
    provisional = mapped_column(Boolean)
    due_at = mapped_column(DateTime)
    rank_at = mapped_column(DateTime)


class Tasks(ModelView):
    """Everything as it is by default."""

    datamodel = SQLAInterface(Task)
    list_columns = SHOWN
    order_columns = [*SHOWN, "rank_at"]
    page_size = 25


def _attach(connection: Any, _record: object) -> None:
    connection.execute("ATTACH ? AS filled", (os.environ["FAB_ROWS"],))


def create() -> Flask:
    """For gunicorn: over the databases that the environment names."""
    app = Flask("fab")
    app.config.update(
        SECRET_KEY="bench",
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{os.environ['FAB_DB']}",
        WTF_CSRF_ENABLED=True,
        FAB_ADD_SECURITY_PERMISSION_VIEW=True,
        FAB_RATE_LIMITED=False,
        RATELIMIT_ENABLED=False,
    )
    db = SQLA(app)
    with app.app_context():
        event.listen(db.engine, "connect", _attach)
        builder: Any = AppBuilder(app, db.session)
        builder.add_view(Tasks, "Tasks")
        for entry in range(int(os.environ["FAB_MENU"])):
            builder.add_link(f"Entry {entry}", href=f"/entries/{entry}")
        if not builder.sm.find_user(FAB_USER):
            role = builder.sm.find_role("Admin")
            builder.sm.add_user(FAB_USER, "a", "b", "a@example.org", role, FAB_USER)
    return app
