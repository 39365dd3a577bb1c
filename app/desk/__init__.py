"""The desk: work queue, case, green channel. Hand-made pages for clerks and officers."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from flask import Flask

from app.desk import corrections, notice
from app.forms.kind_rows import is_said_inside

#: One module a noun; each has a blueprint ``pages``.
PAGES = (
    "app.desk.queue",
    "app.desk.queue_bulk",
    "app.desk.queue_views",
    "app.desk.board",
    "app.desk.search",
    "app.desk.taking_out",
    "app.desk.approvals",
    "app.desk.inbox",
    "app.desk.covers",
    "app.desk.roster",
    "app.desk.roster_making",
    "app.desk.leaves",
    "app.desk.appeals",
    "app.desk.appeal_kept",
    "app.desk.questions",
    "app.desk.problem_group",
    "app.desk.swaps",
    "app.desk.training",
    "app.desk.together",
    "app.desk.applying_again",
    "app.desk.cases",
    "app.desk.case_rating",
    "app.desk.pinned",
    "app.desk.papers",
    "app.desk.archiving",
    "app.desk.green_channel",
    "app.desk.receive_many",
    "app.desk.files",
    "app.desk.file_acts",
)


def register(app: Flask, _appbuilder: Any) -> None:
    """Register the desk's pages."""
    notice.init_app(app)
    corrections.init_app(app)
    app.jinja_env.globals["is_said_inside"] = is_said_inside
    for name in PAGES:
        app.register_blueprint(import_module(name).pages)
