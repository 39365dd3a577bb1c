"""The floor: the same page from the same rows by the raw driver and Jinja, signed in, nothing else."""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jinja2

ROWS = """
SELECT t.number, t.name, t.theme, t.applicant, t.step_name, t.department, t.owner, t.held, t.due_at, t.warn_at, t.version, t.sort_at, t.id
FROM task t WHERE t.state = 'open' AND t.department = ? ORDER BY t.sort_at, t.id LIMIT 26"""
COUNT = (
    "SELECT count(*) FROM (SELECT 1 FROM task WHERE state = 'open' AND department = ? LIMIT 1001)"
)
WHO = "SELECT s.user_id, u.username FROM session s JOIN ab_user u ON u.id = s.user_id WHERE s.token = ? AND s.ended_at IS NULL"
NAMES = "SELECT code, short_name FROM department UNION ALL SELECT username, last_name || first_name FROM ab_user"
ROW = """{% for r in rows %}<tr data-row><td><input class="form-check-input" type="checkbox" name="task" value="{{ r[0] }}" aria-label="{{ r[0] }}"></td><td><span class="light light-red"><svg role="img" aria-label="红灯"><use href="#m-red"/></svg>超期 {{ r[12] % 90 }} 工作日</span></td><td class="num"><a href="/desk/cases/{{ r[0] }}">{{ r[0] }}</a></td><td>{{ r[1] }}{% if r[2] %} <span class="tag">{{ r[2] }}</span>{% endif %}</td><td>{{ r[3] }}</td><td>{{ r[4] }}</td><td>{{ names.get(r[5]) }}</td><td>{% if r[6] %}{{ names.get(r[6]) }}{% else %}<span class="dim">待认领</span>{% endif %}</td><td class="num text-end pe-3">{{ r[8][5:7] }}月{{ r[8][8:10] }}日</td></tr>
{% endfor %}"""


class Floor:
    """A WSGI application that knows one page; its frame is taken from the real one."""

    def __init__(self, path: str, frame: str, department: str) -> None:
        self.base = sqlite3.connect(path, check_same_thread=False)
        self.department = department
        head, _, rest = frame.partition("<tbody>")
        self.head, self.tail = head + "<tbody>", "</tbody>" + rest.rpartition("</tbody>")[2]
        self.template = jinja2.Environment(autoescape=True).from_string(ROW)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        token = re.search(r"youshi=([^;]+)", environ.get("HTTP_COOKIE", ""))
        digest = hashlib.sha256(token.group(1).encode()).hexdigest() if token else ""
        self.base.execute(WHO, (digest,)).fetchone()
        rows = self.base.execute(ROWS, (self.department,)).fetchall()
        names = dict(self.base.execute(NAMES).fetchall())
        self.base.execute(COUNT, (self.department,)).fetchone()
        body = (self.head + self.template.render(rows=rows[:25], names=names) + self.tail).encode()
        start_response(
            "200 OK",
            [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))],
        )
        return [body]


def create() -> Floor:
    """For gunicorn: what the environment names."""
    frame = Path(os.environ["FLOOR_FRAME"]).read_text(encoding="utf-8")
    return Floor(os.environ["FLOOR_DB"], frame, os.environ["FLOOR_DEPARTMENT"])
