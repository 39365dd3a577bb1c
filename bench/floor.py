"""The floor: the same page from the same rows by the raw driver and Jinja, signed in, nothing else.

No framework, no rights, no translation at run time. Its rows go through the product's own row
template, so that both send the same HTML; ``bench.queue`` checks that they do.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import jinja2

from app import clock
from app.domain import light as lights
from app.domain.calendar import Calendar
from app.domain.due import END_OF_DAY, Due

ROOT = Path(__file__).resolve().parent.parent
ROWS = """
SELECT t.number, t.name, t.theme, t.applicant, t.step_name, t.department, t.owner, t.held, t.due_at, t.warn_at, t.kind, t.provisional
FROM task t WHERE t.state = 'open' AND t.department = ? ORDER BY t.rank_at, t.id LIMIT 26"""
COUNTS = """
SELECT (SELECT count(*) FROM (SELECT 1 FROM task WHERE state = 'open' AND owner = :me LIMIT 1001)),
       (SELECT count(*) FROM (SELECT 1 FROM task WHERE state = 'open' AND department = :own LIMIT 1001)),
       (SELECT count(*) FROM (SELECT 1 FROM task WHERE state = 'open' AND department = :own LIMIT 1001))"""
WHO = "SELECT s.user_id, u.username FROM session s JOIN ab_user u ON u.id = s.user_id WHERE s.token = ? AND s.ended_at IS NULL"
NAMES = "SELECT code, coalesce(short_name, name) FROM department UNION ALL SELECT username, last_name || first_name FROM ab_user"
SAID = {"me": "我", "unclaimed": "待认领", "provisional": "暂定"}
STEPS = {"review": "审查", "survey": "现场核查", "decide": "决定"}
SPOKEN = {"red": "红灯", "yellow": "黄灯", "green": "绿灯"}
HEADS = re.compile(r'<tr class="group"><td colspan="9">(.*?)</td>')
GROUPS = ("overdue", "soon", "later", "held")


class Floor:
    """A WSGI application that knows one page; its frame is taken from the real one."""

    def __init__(self, path: str, frame: str, department: str, username: str) -> None:
        self.base = sqlite3.connect(path, check_same_thread=False)
        self.department, self.username = department, username
        self.calendar = _calendar(self.base)
        self.head, _, rest = frame.partition("<tbody>")
        self.tail = "</table>" + rest.partition("</table>")[2]
        self.heads = dict(zip(_groups_of(frame), HEADS.findall(frame), strict=True))
        loader = jinja2.FileSystemLoader(ROOT / "app" / "templates" / "desk")
        self.template = jinja2.Environment(loader=loader, autoescape=True).get_template(
            "queue_rows.html", globals={"_": SAID.__getitem__, "spoken": SPOKEN, "chooses": True}
        )

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        token = re.search(r"youshi=([^;]+)", environ.get("HTTP_COOKIE", ""))
        digest = hashlib.sha256(token.group(1).encode()).hexdigest() if token else ""
        self.base.execute(WHO, (digest,)).fetchone()
        rows = self.base.execute(ROWS, (self.department,)).fetchall()
        names = dict(self.base.execute(NAMES).fetchall())
        self.base.execute(COUNTS, {"me": self.username, "own": self.department}).fetchone()
        body = self.head + self._table(rows[:25], names) + self.tail
        sent = body.encode()
        start_response(
            "200 OK",
            [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(sent)))],
        )
        return [sent]

    def _table(self, rows: list[Any], names: dict[str, str]) -> str:
        now = clock.now()
        soon = datetime.combine(self.calendar.add_workdays(now.date(), 1), END_OF_DAY)
        shown = sorted((self._row(row, names, now, soon) for row in rows), key=_rank)
        groups = [(GROUPS[rank], list(group)) for rank, group in groupby(shown, key=_rank)]
        return self.template.render(groups=groups, heads=self.heads)

    def _row(
        self, row: Any, names: dict[str, str], now: datetime, soon: datetime
    ) -> dict[str, Any]:
        number, name, theme, applicant, step, department, owner, held, due, warn, kind, unsure = row
        at = datetime.fromisoformat(due)
        light = "pause" if held else lights.light(Due(at, datetime.fromisoformat(warn), False), now)
        left = lights.remaining(self.calendar, Due(at, at, False), now=now, unit="working_day")
        return {
            "number": number,
            "address": number if kind == "work" else number.partition("/")[0],
            "kind": light,
            "rank": 3 if held else 0 if light == "red" else 1 if at <= soon else 2,
            "left": f"超期 {left.days or 1} 工作日" if left.late else f"余 {left.days} 工作日",
            "provisional": unsure,
            "name": name,
            "theme": theme,
            "applicant": applicant,
            "step": STEPS.get(step, step),
            "department": names.get(department, department),
            "owner": names.get(owner, owner) if owner else "",
            "mine": owner == self.username,
            "own": True,
            "box": not owner or owner == self.username,
            "takes": "release" if owner else "claim",
            "due": f"{at.year}年" * (at.year != now.year) + f"{at.month}月{at.day}日",
        }


def _rank(row: dict[str, Any]) -> int:
    return int(row["rank"])


def _groups_of(frame: str) -> list[str]:
    """Which groups the real page shows, by the lights of their first rows."""
    return list(GROUPS[: len(HEADS.findall(frame))])


def _calendar(base: sqlite3.Connection) -> Calendar:
    """The working calendar as the product reads it; built once."""
    from sqlalchemy import create_engine
    from sqlalchemy.orm import Session

    from app.services import calendars

    path = base.execute("PRAGMA database_list").fetchone()[2]
    with Session(create_engine(f"sqlite:///{path}")) as session:
        return calendars.current(session)


def create() -> Floor:
    """For gunicorn: what the environment names."""
    frame = Path(os.environ["FLOOR_FRAME"]).read_text(encoding="utf-8")
    names = ("FLOOR_DB", "FLOOR_DEPARTMENT", "FLOOR_USER")
    path, department, username = (os.environ[name] for name in names)
    return Floor(path, frame, department, username)
