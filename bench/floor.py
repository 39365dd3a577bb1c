"""The floors: the same pages from the same rows by the raw driver, Flask and Jinja, signed in, nothing else.

No rights, no object-relational mapper, no translation at run time; the frame of a page is taken as it
is. ``bench.desk`` checks that both send the same words before it measures.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import jinja2
from flask import Flask, abort, g, request

from app import cipher
from app.domain.calendar import Calendar

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "app" / "templates" / "desk"
WRITTEN = ROOT / "bench" / "templates"
WHO = "SELECT s.user_id, u.username FROM session s JOIN ab_user u ON u.id = s.user_id WHERE s.token = ? AND s.ended_at IS NULL"
NAMES = "SELECT code, coalesce(short_name, name) FROM department UNION ALL SELECT username, last_name || first_name FROM ab_user"
SPOKEN = {"red": "红灯", "yellow": "黄灯", "green": "绿灯"}


class Told:
    """What the bench tells the floors: where the rows are, who asks, words of codes, frames of pages."""

    def __init__(self, folder: Path) -> None:
        """``floor.json`` and the pages beside it."""
        told = json.loads((folder / "floor.json").read_text(encoding="utf-8"))
        self.folder, self.path = folder, told["path"]
        self.words: dict[str, dict[str, str]] = told["words"]
        self.departments: dict[str, str] = told["departments"]
        self.base = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
            self.base.execute("PRAGMA " + pragma)
        self.calendar = _calendar(self.path)

    def frame(self, name: str) -> str:
        """A page of the product as it came."""
        return (self.folder / f"{name}.html").read_text(encoding="utf-8")

    def names(self) -> dict[str, str]:
        """What departments and people are called, read anew for a page."""
        return dict(self.base.execute(NAMES).fetchall())


def create() -> Flask:
    """For gunicorn: the pages whose frames lie in the folder that the environment names."""
    from bench import floor_case, floor_edit, floor_facts, floor_queue, floor_search

    cipher.use(cipher.Keys.parse(os.environ["YOUSHI_KEYS"]))
    told = Told(Path(os.environ["FLOOR_FOLDER"]))
    app = Flask("floor", static_folder=None)

    @app.before_request
    def who() -> None:
        token = request.cookies.get("youshi", "")
        digest = hashlib.sha256(token.encode()).hexdigest()
        row = told.base.execute(WHO, (digest,)).fetchone()
        if row is None:
            abort(403)
        g.me = row[1]

    for module in (floor_queue, floor_search, floor_case, floor_edit, floor_facts):
        module.serve(app, told)
    return app


def _calendar(path: str) -> Calendar:
    """The working calendar as the product reads it; built once."""
    from sqlalchemy import create_engine
    from sqlalchemy.orm import Session

    from app.services import calendars

    with Session(create_engine(f"sqlite:///{path}")) as session:
        return calendars.current(session)


def written(name: str) -> jinja2.Template:
    """A template of a floor, compiled once."""
    loader = jinja2.FileSystemLoader(WRITTEN)
    return jinja2.Environment(loader=loader, autoescape=True).get_template(name)


def rows_of(base: sqlite3.Connection, query: str, values: Any) -> list[sqlite3.Row]:
    """Rows that know their columns."""
    cursor = base.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(query, values).fetchall()
