"""The floor of the case page: its rows, said by a template written by hand, as one writes a page in Flask and Jinja.

What follows from the service's version and never changes (where parts are drawn, what is asked of a
document, who uses it) and the acts that are offered are taken from the page as it came, once.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

from flask import Flask

from app import clock
from bench.floor import SPOKEN, Told, rows_of, written
from bench.floor_facts import CASE, DOCUMENTS, EVENTS, PARTS, opened, plan_of
from bench.floor_said import at, day, kind, left, moment, weekday

LIMITS = ("promise", "legal")
TABS = (
    ("documents", "材料"),
    ("form", "申请表"),
    ("trail", "经过"),
    ("papers", "文书"),
    ("together", "帮办与备注"),
)
SHAPES = {
    "red": '<path d="M1.5 1.5h13v13h-13z"/>',
    "yellow": '<path d="M8 1.5 15 14H1z"/>',
    "green": '<circle cx="8" cy="8" r="6.5"/>',
    "closed": '<path d="M2.5 8.5 6.5 12.5 13.5 4" stroke-width="2.5"/>',
    "waiting": '<circle cx="8" cy="8" r="5.5" stroke-width="1.5" stroke-dasharray="2.5 2"/>',
    "pause": '<path d="M3 2h3.5v12H3zM9.5 2H13v12H9.5z"/>',
}
#: What stands in the page as it came and follows from the version, or from the acts that are offered.
FIXED = {
    "unmask": r'<details class="who-menu.*?</details>',
    "legend": r'<span class="end legend.*?</span></span>(?=</div>)',
    "svg": r'<svg class="graph [^>]*>',
    "token": r'<input type="hidden" name="csrf_token"[^>]*>',
    "waived": r'<tr class="group">.*?</tr>',
    "aside": r'<aside class="card".*?</aside>',
}
LANE = re.compile(r'<g class="lane"><path d="M0 (\d+)H(\d+)"/><text x="16" y="(\d+)">(.*?)<title>')
EDGE = re.compile(r'<path class="((?:edge|bus)[^"]*)" d="([^"]*)"/>')
NODE = re.compile(
    r'<foreignObject x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"><div class="([^"]*)" title=[^>]*><b>(.*?)</b>'
)
ASKED = re.compile(
    r'<tr data-drop><td>.*?<span class="dim small nowrap">(.*?)</span></td><td class="dim">(.*?)</td>'
)
WAITS = re.compile(r"<li>\S+ (\S+) <(?:(?!</li>).)*</span> *等([^<]*)</li>")
LIMIT = re.compile(r'<dt>([^<]*?)(?: <span class="tag">[^<]*</span>)?</dt><dd>')


def serve(app: Flask, told: Told) -> None:
    """The case whose page lies in the folder."""
    app.get(told.words["case"]["case"], endpoint="case")(CasePage(told).render)


class CasePage:
    """One case, drawn anew each time."""

    def __init__(self, told: Told) -> None:
        """Keep what its version says."""
        self.told, self.number = told, told.words["case"]["number"]
        page = told.frame("case")
        self.head, _, rest = page.partition("<main")
        body, _, self.tail = rest.partition("</main>")
        fixed: dict[str, Any] = {
            name: found[0] if (found := re.search(how, body, re.DOTALL)) else ""
            for name, how in FIXED.items()
        }
        fixed["tags"] = re.findall(r'<span class="tag">(.*?)</span>', body.partition("/version")[0])
        waits = dict(WAITS.findall(body))
        self.known = {
            "title": re.search(r"<h1>(.*?)</h1>", body)[1],
            "icons": re.search(r"/static/icons\.svg\?v=\w+", body)[0],
            "fixed": fixed,
            "lanes": [
                {"line": a, "width": b, "y": c, "name": d} for a, b, c, d in LANE.findall(body)
            ],
            "edges": EDGE.findall(body),
            "shapes": SHAPES,
            "spoken": SPOKEN,
        }
        self.places, self.asked, self.waits = NODE.findall(body), ASKED.findall(body), waits
        self.limits = LIMIT.findall(body)
        self.provisional = 'class="tag">暂定日期' in body
        self.template = written("floor_case.html")
        sha256 = told.base.execute(
            "SELECT blueprint FROM cases WHERE number = ?", (self.number,)
        ).fetchone()[0]
        self.steps = {
            task["name"]: {
                one["step"]: one.get("name") for one in task["steps"] if isinstance(one, dict)
            }
            for task in plan_of(told, sha256)["tasks"]
            if task["kind"] == "work"
        }

    def render(self) -> str:
        """Read and say."""
        now, base = clock.now(), self.told.base
        row = rows_of(base, CASE, (self.number,))[0]
        names = self.told.names()
        events = [json.loads(line[0]) for line in base.execute(EVENTS, (row["id"],))]
        found = rows_of(base, PARTS, (row["id"],))
        parts = {
            part["name"]: self._part(part, names, now) for part in found if part["kind"] == "work"
        }
        papers = [
            self._paper(paper, asked, now)
            for paper, asked in zip(rows_of(base, DOCUMENTS, (row["id"],)), self.asked, strict=True)
        ]
        drawn = [self._node(place, parts, row, now) for place in self.places]
        ends = sorted((node for node in drawn if node["end"]), key=lambda node: int(node["x"]))
        nodes = [node for node in drawn if not node["end"]]
        said = {
            **self.known,
            "case": self._case(row, names, events),
            "limits": [self._limit(row, at_, now) for at_ in range(len(self.limits))],
            "first": min((part for part in nodes if part["due"]), key=lambda part: part["due"]),
            "nodes": nodes,
            "done": sum(node["state"] == "closed" for node in nodes),
            "drawn": [ends[0], *nodes, ends[1]],
            "told": [ends[0], *nodes, ends[1]],
            "tabs": self._tabs(row, papers),
            "papers": papers,
        }
        return self.head + self.template.render(said) + self.tail

    def _case(self, row: Any, names: dict[str, str], events: list[Any]) -> dict[str, Any]:
        return {
            "number": row["number"],
            "title": self.known["title"],
            "applicant": row["applicant"],
            "organisation": row["organisation"],
            "masked": [known for known in opened(row).values() if known],
            "first": names.get(row["first_contact"] or events[0]["by"], ""),
        }

    def _limit(self, row: Any, at_: int, now: datetime) -> dict[str, Any]:
        of, due = LIMITS[at_], at(row[f"{LIMITS[at_]}_at"])
        return {
            "of": of,
            "said": self.limits[at_],
            "provisional": self.provisional and of == "legal",
            "day": day(due.date(), now.date()),
            "weekday": weekday(due.date()),
            "left": left(self.told.calendar, due, held=False, now=now),
        }

    def _tabs(self, row: Any, papers: list[Any]) -> list[tuple[str, str, int]]:
        counts = {"documents": len(papers), "papers": row["papers"]}
        return [(tab, said, counts.get(tab, 0)) for tab, said in TABS]

    def _part(self, part: Any, names: dict[str, str], now: datetime) -> dict[str, Any]:
        """How a part stands."""
        due, state = at(part["due_at"]), part["state"]
        is_open = state == "open"
        return {
            "state": state,
            "due": due if is_open else None,
            "department": names.get(part["department"], ""),
            "kind": kind(due, at(part["warn_at"]), held=part["held"], now=now)
            if is_open
            else state,
            "left": left(self.told.calendar, due, held=part["held"], now=now)
            if is_open
            else "未开始",
            "step": self._step(part) if is_open else "",
        }

    def _step(self, part: Any) -> str:
        at_ = json.loads(part["steps"])[part["step"]]
        return str(self.steps[part["name"]].get(at_) or self.told.words["steps"].get(at_, ""))

    def _node(self, place: Any, parts: dict[str, Any], row: Any, now: datetime) -> dict[str, Any]:
        x, y, width, height, how, name = place
        node = {
            "x": x,
            "y": y,
            "width": width,
            "height": height,
            "name": name,
            "end": "node-end" in how,
        }
        if not node["end"]:
            return {**node, **parts[name], "waits": self.waits.get(name, "")}
        if "node-closed" in how:
            accepted = at(row["accepted_at"]).date()
            step, left_, state = day(accepted, now.date()), "已受理", "closed"
        else:
            waiting = sum(part["state"] != "closed" for part in parts.values())
            step, left_, state = f"等 {waiting} 项办结", "未开始", "waiting"
        return {
            **node,
            "state": state,
            "kind": state,
            "left": left_,
            "step": step,
            "department": "",
            "due": None,
        }

    def _paper(self, paper: Any, asked: tuple[str, str], now: datetime) -> dict[str, Any]:
        points = json.loads(paper["points"])
        came = at(paper["received_at"])
        return {
            "document": paper["document"],
            "name": paper["name"],
            "asked": asked[0],
            "used": asked[1],
            "ticked": sum(map(bool, points)),
            "points": len(points),
            "came": moment(came, now.date()) if came else "",
        }
