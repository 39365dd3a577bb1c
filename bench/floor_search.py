"""The floor of the search: the same index asked for the same grams, the rows through the product's template.

It looks whose the cases are, and writes its line of the chain of access with a commit of its own, as the
law of the house has it for whoever looks for a person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

import jinja2
from flask import Flask, g, request

from app import clock
from app.domain.search_words import PERSON, THING, department_mark, grams, runs
from bench.floor import SPOKEN, TEMPLATES, Told
from bench.floor_said import at, day, kind, left

FOUND = """
SELECT c.id, c.number, c.name, c.applicant, c.lead, c.window, c.phase, c.outcome, c.received_at, c.closed_at, c.light_due, c.light_warn
FROM case_words JOIN cases c ON c.id = case_words.rowid
WHERE case_words MATCH :grams AND (:placed IS NULL OR words LIKE '%p·' || :placed || '%' OR words LIKE '%t·' || :thing || '%')
AND (:own IS NULL OR EXISTS (SELECT 1 FROM task t WHERE t.case_id = c.id AND t.department = :own))
ORDER BY case_words.rowid DESC LIMIT 26"""
HEAD = "SELECT seq, hash FROM chain_head WHERE chain = 'access'"
NOTE = "INSERT INTO access_entry (id, at, by, noun, ref, type, data, prev, hash) VALUES (?, ?, ?, 'search', ?, 'searched', ?, ?, ?)"
MOVE = "UPDATE chain_head SET seq = ?, hash = ? WHERE chain = 'access'"
STANDING = ("supplementing", "suspended")


def serve(app: Flask, told: Told) -> None:
    """What is found by a name or an item."""
    page = Search(told)
    app.get("/desk/search", endpoint="search")(page.render)


class Search:
    """One page of what was found; the frame is the person's own."""

    def __init__(self, told: Told) -> None:
        """The frames are cut at the table."""
        self.told, self.frames = told, {}
        for username in told.departments:
            head, _, rest = told.frame(f"search-{username}").partition("</thead>")
            tail = rest[rest.rindex("</tbody>") + len("</tbody>") :]
            self.frames[username] = (head + "</thead>", tail)
        loader = jinja2.FileSystemLoader(TEMPLATES)
        environment = jinja2.Environment(loader=loader, autoescape=True)
        self.template = environment.get_template("search_rows.html", globals={"spoken": SPOKEN})

    def render(self) -> str:
        """Look, note, show."""
        text, own = request.args["q"], self.told.departments[g.me]
        cut = [gram for run in runs(text) for gram in grams(run)]
        placed = [" ".join(mark + gram for gram in cut)[len(mark) :] for mark in (PERSON, THING)]
        asked = {"grams": _expressed(cut, own), "own": own or None, "placed": None, "thing": None}
        if len(cut) > 1:
            asked |= {"placed": placed[0], "thing": placed[1]}
        rows = self.told.base.execute(FOUND, asked).fetchall()[:25]
        names = self.told.names()
        self._note(text, len(rows))
        now = clock.now()
        shown = groupby(self._rows(rows, names, now), key=lambda row: row["when"])
        head, tail = self.frames[g.me]
        return head + self.template.render(groups=[(when, list(group)) for when, group in shown]) + tail  # fmt: skip

    def _rows(
        self, rows: list[Any], names: dict[str, str], now: datetime
    ) -> Iterator[dict[str, Any]]:
        today, stands = now.date(), self.told.words["stands"]
        for row in rows:
            _id, number, name, applicant, lead, window, phase, outcome, received, closed, due, warn = row  # fmt: skip
            came, limit, held = at(received), at(due), phase in STANDING
            light = "done" if closed else kind(limit, at(warn), held=held, now=now)
            yield {
                "when": "今天收件" if came.date() == today else f"{came.year}年{came.month}月收件",
                "number": number,
                "name": name,
                "applicant": applicant,
                "department": names.get(lead or window, lead or window),
                "received": day(came.date(), today),
                "kind": light,
                "shade": "none" if closed else light,
                "left": f"{day(at(closed).date(), today)}办结" if closed else left(self.told.calendar, limit, held=held, now=now),
                "stands": stands[outcome or phase],
            }  # fmt: skip

    def _note(self, text: str, found: int) -> None:
        """One more link of the chain of access."""
        base = self.told.base
        base.execute("BEGIN IMMEDIATE")
        seq, prev = base.execute(HEAD).fetchone()
        ref = hashlib.sha256(text.encode()).hexdigest()[:40]
        moment = clock.now().isoformat(" ", "seconds")
        data = f'{{"found":{found},"kinds":["name"]}}'
        link = hashlib.sha256(f"{seq}{moment}{g.me}{ref}{data}{prev}".encode()).hexdigest()
        base.execute(NOTE, (seq + 1, moment + ".000000", g.me, ref, data, prev, link))
        base.execute(MOVE, (seq + 1, link))
        base.execute("COMMIT")


def _expressed(cut: list[str], own: str) -> str:
    either = " OR ".join(
        "(" + " AND ".join(f'"{mark}{gram}"' for gram in cut) + ")" for mark in (PERSON, THING)
    )
    scope = f' AND "{department_mark(own)}"' if own else ""
    return f"({either}){scope}"
