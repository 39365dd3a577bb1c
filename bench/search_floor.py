"""The floor of the search: the same words by the raw driver and Jinja, signed in, noted, nothing else.

It asks the same index for the same grams, looks whose the cases are, and writes its line of the chain
with a commit of its own, as the law of the house has it for whoever looks for a person.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import urllib.parse
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jinja2

from app import clock
from app.domain.search_words import PERSON, THING, department_mark, grams, runs
from bench.floor import NAMES, ROOT, SPOKEN, WHO

FOUND = """
SELECT c.id, c.number, c.name, c.applicant, c.lead, c.received_at, c.light_due
FROM case_words JOIN cases c ON c.id = case_words.rowid
WHERE case_words MATCH :grams AND (:all OR EXISTS
  (SELECT 1 FROM task t WHERE t.case_id = c.id AND t.department = :own))
ORDER BY case_words.rowid DESC LIMIT 26"""
HEAD = "SELECT seq, hash FROM chain_head WHERE chain = 'access'"
NOTE = "INSERT INTO access_entry (id, at, by, noun, ref, type, data, prev, hash) VALUES (?, ?, ?, 'search', ?, 'searched', ?, ?, ?)"
MOVE = "UPDATE chain_head SET seq = ?, hash = ? WHERE chain = 'access'"


class Floor:
    """A WSGI application that knows one page; its frame is taken from the real one."""

    def __init__(self, path: str, frame: str, department: str, username: str) -> None:
        self.base = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
            self.base.execute("PRAGMA " + pragma)
        self.department, self.username = department, username
        self.head, _, rest = frame.partition("</thead>")
        self.head += "</thead>"
        self.tail = rest[rest.rindex("</tbody>") + len("</tbody>") :]
        loader = jinja2.FileSystemLoader(ROOT / "app" / "templates" / "desk")
        environment = jinja2.Environment(loader=loader, autoescape=True)
        self.template = environment.get_template("search_rows.html", globals={"spoken": SPOKEN})

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        token = re.search(r"youshi=([^;]+)", environ.get("HTTP_COOKIE", ""))
        digest = hashlib.sha256(token.group(1).encode()).hexdigest() if token else ""
        self.base.execute(WHO, (digest,)).fetchone()
        text = urllib.parse.parse_qs(environ["QUERY_STRING"])["q"][0]
        asked = {"grams": self._grams(text), "own": self.department, "all": not self.department}
        rows = self.base.execute(FOUND, asked).fetchall()[:25]
        names = dict(self.base.execute(NAMES).fetchall())
        self._note(text, len(rows))
        sent = (self.head + self._table(rows, names) + self.tail).encode()
        start_response(
            "200 OK",
            [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(sent)))],
        )
        return [sent]

    def _grams(self, text: str) -> str:
        cut = [gram for run in runs(text) for gram in grams(run)]
        either = " OR ".join(
            "(" + " AND ".join(f'"{mark}{gram}"' for gram in cut) + ")" for mark in (PERSON, THING)
        )
        scope = f' AND "{department_mark(self.department)}"' if self.department else ""
        return f"({either}){scope}"

    def _table(self, rows: list[Any], names: dict[str, str]) -> str:
        today, now = clock.today(), clock.now()
        shown = [_row(row, names, now, today) for row in rows]
        return self.template.render(groups=[(os.environ["FLOOR_WHEN"], shown)])

    def _note(self, text: str, found: int) -> None:
        """One more link of the chain of access."""
        self.base.execute("BEGIN IMMEDIATE")
        seq, prev = self.base.execute(HEAD).fetchone()
        ref, at = (
            hashlib.sha256(text.encode()).hexdigest()[:40],
            clock.now().isoformat(" ", "seconds"),
        )
        data = f'{{"found":{found},"kinds":["name"]}}'
        link = hashlib.sha256(f"{seq}{at}{self.username}{ref}{data}{prev}".encode()).hexdigest()
        self.base.execute(NOTE, (seq + 1, at + ".000000", self.username, ref, data, prev, link))
        self.base.execute(MOVE, (seq + 1, link))
        self.base.execute("COMMIT")


def _row(row: Any, names: dict[str, str], now: datetime, today: date) -> dict[str, Any]:
    _id, number, name, applicant, lead, received, due = row
    kind = "green" if datetime.fromisoformat(due) >= now else "red"
    return {
        "number": number,
        "name": name,
        "applicant": applicant,
        "department": names.get(lead, lead),
        "received": _day(datetime.fromisoformat(received).date(), today),
        "kind": kind,
        "shade": kind,
        "left": os.environ["FLOOR_LEFT"],
        "stands": os.environ["FLOOR_STANDS"],
    }


def _day(day: date, today: date) -> str:
    return f"{day.year}年" * (day.year != today.year) + f"{day.month}月{day.day}日"


def create() -> Floor:
    """For gunicorn: what the environment names."""
    frame = Path(os.environ["FLOOR_FRAME"]).read_text(encoding="utf-8")
    names = ("FLOOR_DB", "FLOOR_DEPARTMENT", "FLOOR_USER")
    path, department, username = (os.environ[name] for name in names)
    return Floor(path, frame, department, username)
