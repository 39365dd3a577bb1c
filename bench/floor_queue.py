"""The floor of the queue: its rows go through the product's own row template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

import jinja2
from flask import Flask, g

from app import clock
from app.domain.due import END_OF_DAY
from bench.floor import SPOKEN, TEMPLATES, Told
from bench.floor_said import at, due, kind, left

ROWS = """
SELECT t.number, t.name, t.theme, t.applicant, t.step_name, t.department, t.owner, t.held, t.due_at, t.warn_at, t.kind, t.provisional, t.rank_at, t.reminded_at
FROM task t WHERE t.state = 'open' AND t.department = ? ORDER BY t.rank_at, t.id LIMIT 26"""
COUNTS = """
SELECT (SELECT count(*) FROM (SELECT 1 FROM task WHERE state = 'open' AND owner = :me LIMIT 1001)),
       (SELECT count(*) FROM (SELECT 1 FROM task WHERE state = 'open' AND department = :own LIMIT 1001)),
       (SELECT count(*) FROM (SELECT 1 FROM task WHERE state = 'open' AND department = :own LIMIT 1001))"""
SAID = {"me": "我", "unclaimed": "待认领", "provisional": "暂定"}
HEADS = re.compile(r'<tr class="group"><td colspan="9">(.*?)</td>')
GROUPS = ("overdue", "tight", "soon", "later", "held")


def serve(app: Flask, told: Told) -> None:
    """The department's queue."""
    page = Queue(told)
    app.get("/desk/queue", endpoint="queue")(page.render)


class Queue:
    """One page of the department's queue."""

    def __init__(self, told: Told) -> None:
        """Its frame is cut at the table."""
        self.told = told
        frame = told.frame("queue")
        self.head, _, rest = frame.partition("<tbody>")
        self.tail = "</table>" + rest.partition("</table>")[2]
        self.heads = dict(zip(told.words["groups"], HEADS.findall(frame), strict=True))
        loader = jinja2.FileSystemLoader(TEMPLATES)
        environment = jinja2.Environment(loader=loader, autoescape=True)
        known = {"_": SAID.__getitem__, "spoken": SPOKEN, "chooses": True, "called": "", "fresh": ""}  # fmt: skip
        self.template = environment.get_template("queue_rows.html", globals=known)

    def render(self) -> str:
        """Rows, names and the three counts."""
        base, department = self.told.base, self.told.departments[g.me]
        rows = base.execute(ROWS, (department,)).fetchall()
        names = self.told.names()
        base.execute(COUNTS, {"me": g.me, "own": department}).fetchone()
        return self.head + self._table(rows[:25], names) + self.tail

    def _table(self, rows: list[Any], names: dict[str, str]) -> str:
        now = clock.now()
        soon = datetime.combine(self.told.calendar.add_workdays(now.date(), 1), END_OF_DAY)
        shown = sorted(self._rows(rows, names, now, soon), key=_rank)
        groups = [(GROUPS[rank], list(group)) for rank, group in groupby(shown, key=_rank)]
        return self.template.render(groups=groups, heads=self.heads, asked={"order": "risk"})

    def _rows(
        self, rows: list[Any], names: dict[str, str], now: datetime, soon: datetime
    ) -> Iterator[dict[str, Any]]:
        calendar, steps = self.told.calendar, self.told.words["steps"]
        for row in rows:
            number, name, theme, applicant, step, department, owner, held, due_at, warn, what, unsure, rank_at, asked = row  # fmt: skip
            limit, place = at(due_at), at(rank_at)
            light = kind(limit, at(warn), held=held, now=now)
            yield {
                "number": number,
                "address": number if what == "work" else number.partition("/")[0],
                "kind": light,
                "rank": _group(light, limit, place, now=now, soon=soon),
                "left": left(calendar, limit, held=held, now=now),
                "provisional": unsure,
                "name": name,
                "theme": theme,
                "applicant": applicant,
                "step": steps.get(step, step) if what != "intake" else "受理",
                "department": names.get(department, department),
                "owner": names.get(owner, owner) if owner else "",
                "mine": owner == g.me,
                "own": True,
                "box": not owner or owner == g.me,
                "takes": "release" if owner == g.me else "" if owner else "claim",
                "due": due(limit, now) if limit and not held else "",
                "reminded": asked,
                "usual": self._usual(place, limit) if limit and not held and place < limit else "",
            }

    def _usual(self, rank_at: Any, due_at: Any) -> str:
        calendar = self.told.calendar
        seconds = calendar.elapsed(rank_at, due_at)
        through, day = calendar.seconds_through, due_at.date()
        whole = through(day) - through(calendar.back_workdays(day, 1))
        if seconds >= whole > 0:
            return f"通常 {round(seconds / whole)} 日"
        hour = 3600
        return f"通常 {round(seconds / hour)} 时" if seconds >= hour else f"通常 {max(1, round(seconds / 60))} 分"  # fmt: skip


def _group(light: str, limit: Any, place: Any, *, now: datetime, soon: datetime) -> int:
    if light in ("pause", "red"):
        return GROUPS.index("held" if light == "pause" else "overdue")
    if limit and place < limit and place <= now:
        return GROUPS.index("tight")
    return GROUPS.index("soon" if limit and place <= soon else "later")


def _rank(row: dict[str, Any]) -> int:
    return int(row["rank"])
