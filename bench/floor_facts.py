"""The least that can send the case page and the form that puts a case right: what the rows say, in pages of the same bytes.

The page as it came is the template, in which each fact of the rows has become a placeholder, so that it has
neither loops nor conditions: nobody writes a page so, but nothing is lower. The rows are read, opened and said anew each time; the acts that are offered
and where the parts are drawn come with the page, for the floor decides nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import jinja2
from flask import Flask
from markupsafe import escape

from app import cipher, clock
from app.domain.field_people import PAPERS
from app.domain.fields import FIELD_KINDS, NOTHING
from app.domain.masking import mask_number, mask_phone
from bench.floor import Told, rows_of
from bench.floor_said import at, day, left, moment, weekday

CASE = """
SELECT c.*, a.name AS person, a.organisation, a.id_type, a.id_number, a.credit_code, a.phone, g.name AS agent,
  (SELECT count(*) FROM paper p WHERE p.case_id = c.id) AS papers
FROM cases c LEFT JOIN applicant a ON a.case_id = c.id LEFT JOIN agent g ON g.case_id = c.id WHERE c.number = ?"""
EVENTS = "SELECT data FROM journal_entry WHERE case_id = ? ORDER BY case_seq"
PARTS = "SELECT * FROM task WHERE case_id = ? ORDER BY id"
DOCUMENTS = "SELECT d.*, f.id AS file FROM case_document d LEFT JOIN attachment f ON f.case_id = d.case_id AND f.document = d.document WHERE d.case_id = ? ORDER BY d.id"
ANSWERS = "SELECT field, kind, value, sealed FROM answer WHERE case_id = ?"
BLUEPRINT = "SELECT blueprint FROM service_version WHERE sha256 = ?"
Facts = Iterator[tuple[str, str]]


def serve(app: Flask, told: Told) -> None:
    """The case whose pages lie in the folder."""
    number = told.words["case"]["number"]
    for name, facts in {"case": _case_facts, "edit": _edit_facts}.items():
        page = Page(told, name, number, facts)
        app.get("/bare" + told.words["case"][name], endpoint=f"bare-{name}")(page.render)


class Page:
    """A page whose facts are read anew each time."""

    def __init__(
        self, told: Told, name: str, number: str, facts: Callable[[Told, str], Facts]
    ) -> None:
        """Each fact that stands in the page becomes a placeholder, the longer ones first."""
        self.told, self.number, self.facts = told, number, facts
        said = {str(escape(text)): key for key, text in facts(told, number) if len(text) > 1}
        found = re.compile("|".join(re.escape(text) for text in sorted(said, key=len, reverse=True)))  # fmt: skip
        self.used: set[str] = set()

        def slot(text: re.Match[str]) -> str:
            self.used.add(said[text[0]])
            return "{{ " + said[text[0]] + " }}"

        source = found.sub(slot, told.frame(name))
        self.template = jinja2.Environment(autoescape=True, keep_trailing_newline=True).from_string(source)  # fmt: skip

    def render(self) -> str:
        """Read and say."""
        return self.template.render(dict(self.facts(self.told, self.number)))


def _header(told: Told, number: str) -> tuple[Any, Facts]:
    row = rows_of(told.base, CASE, (number,))[0]

    def said() -> Facts:
        yield "number", row["number"]
        yield "name", row["name"]
        yield "organisation", row["organisation"] or ""
        yield from opened(row).items()

    return row, said()


def opened(row: Any) -> dict[str, str]:
    """What is sealed of an applicant, opened and masked."""
    return {
        "id_number": mask_number(_open("applicant", "id_number", row["id_number"])),
        "credit_code": mask_number(_open("applicant", "credit_code", row["credit_code"])),
        "phone": mask_phone(_open("applicant", "phone", row["phone"])),
    }


def _open(noun: str, name: str, sealed: bytes | None) -> str | None:
    return cipher.unseal(sealed, context=f"{noun}.{name}").decode() if sealed else None


def _case_facts(told: Told, number: str) -> Facts:
    now = clock.now()
    case, said = _header(told, number)
    yield from said
    names = told.names()
    events = [json.loads(row[0]) for row in told.base.execute(EVENTS, (case["id"],))]
    yield "applicant", case["applicant"]
    yield "first", names.get(case["first_contact"] or events[0]["by"], "")
    for limit in ("promise", "legal"):
        due = at(case[f"{limit}_at"])
        if due:
            yield f"{limit}_day", day(due.date(), now.date())
            yield f"{limit}_weekday", weekday(due.date())
            yield f"{limit}_left", left(told.calendar, due, held=False, now=now)
    for at_, part in enumerate(rows_of(told.base, PARTS, (case["id"],))):
        yield from _part_facts(told, at_, part, names, now)
    for at_, paper in enumerate(rows_of(told.base, DOCUMENTS, (case["id"],))):
        yield f"paper{at_}", paper["name"]
        points = json.loads(paper["points"])
        yield f"points{at_}", f"{sum(map(bool, points))} / {len(points)}"
        if paper["received_at"]:
            yield f"came{at_}", moment(at(paper["received_at"]), now.date())


def _part_facts(told: Told, at_: int, part: Any, names: dict[str, str], now: Any) -> Facts:
    yield f"part{at_}", part["name"]
    yield f"of{at_}", names.get(part["department"], "")
    if part["state"] == "open":
        yield f"left{at_}", left(told.calendar, at(part["due_at"]), held=part["held"], now=now)
        steps = json.loads(part["steps"])
        yield f"step{at_}", told.words["steps"].get(steps[part["step"]], "")
        if part["owner"]:
            yield f"owner{at_}", names.get(part["owner"], "")
    elif part["state"] == "closed" and part["closed_at"]:
        yield f"closed{at_}", day(at(part["closed_at"]).date(), now.date())


def _edit_facts(told: Told, number: str) -> Facts:
    case, said = _header(told, number)
    yield from said
    yield "person", case["person"]
    yield "id_type", PAPERS.get(case["id_type"], "")
    specs = specs_of(told, case["blueprint"])
    for field, _kind, value, sealed in told.base.execute(ANSWERS, (case["id"],)).fetchall():
        spec = specs[field]
        if sealed:
            json.loads(cipher.unseal(sealed, context="answer.sealed"))
            continue
        found = json.loads(value) if isinstance(value, str) else value
        if found not in NOTHING:
            yield f"answer_{field}", FIELD_KINDS[spec["kind"]].display(found, spec)


_kept: dict[str, dict[str, Any]] = {}


def plan_of(told: Told, sha256: str) -> dict[str, Any]:
    """A version never changes: read once."""
    if sha256 not in _kept:
        _kept[sha256] = json.loads(told.base.execute(BLUEPRINT, (sha256,)).fetchone()[0])
    return _kept[sha256]


def specs_of(told: Told, sha256: str) -> dict[str, Any]:
    """The questions of a version."""
    return {spec["key"]: spec for spec in plan_of(told, sha256)["fields"]}
