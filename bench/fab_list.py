"""Flask-AppBuilder's own list of tasks over the same rows: a ModelView as its documentation makes one.

The same ten columns as the queue, twenty-five a page, the user signed in by its own login; nothing is
tuned and nothing made slower: no related table is in its search form, for the task has none here. It has
a database of its own for its users, and the filled one attached for the rows.
"""

from __future__ import annotations

import os
from typing import Any

from flask import Flask
from flask_appbuilder import AppBuilder, Model, ModelView
from flask_appbuilder.models.sqla.base import SQLA
from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy import Boolean, DateTime, Integer, String, event
from sqlalchemy.orm import mapped_column

from bench.serving import FAB_USER

SHOWN = ["number", "name", "theme", "applicant", "step_name", "department", "owner", "due_at", "held", "provisional"]  # fmt: skip


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
    department = mapped_column(String(60))
    owner = mapped_column(String(60))
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
        if not builder.sm.find_user(FAB_USER):
            role = builder.sm.find_role("Admin")
            builder.sm.add_user(FAB_USER, "a", "b", "a@example.org", role, FAB_USER)
    return app
