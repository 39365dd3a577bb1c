"""The queue, the appeals and what a search found, taken out as files: the rows and masks of the page, all its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, transaction
from app.desk import appeal_rows, queue_asked
from app.desk.queue_words import LIGHTS
from app.desk.search import LONGEST, STANDING, STANDS, Limit
from app.forms.appeals import CAME
from app.guard import needs
from app.services import appeal_list, queue, search
from app.services import reference as names
from app.taking_out import Line, sent
from app.telling import days, lights

pages = Blueprint("taking_out", __name__, url_prefix="/desk")
#: Kind of light → the word of the filter by it; a part without a limit has none.
LIT = {"red": LIGHTS["red"], "yellow": LIGHTS["yellow"], "green": LIGHTS["green"], "pause": LIGHTS["held"]}  # fmt: skip


@pages.post("/queue/export")
@needs("task.export")
def tasks() -> Response:
    """The list of the queue that the address asks, from its first row to its last (R95)."""
    asked = queue_asked.asked()
    narrowed = [name for name in queue_asked.ASKED if request.args.get(name)]
    return sent("task", _tasks(asked), filtered=narrowed, what="queue")


def _tasks(asked: queue.Filter) -> Iterator[Line]:
    yield [
        _("Number"), _("Item"), _("Theme"), _("Applicant"), _("Department"), _("Handled by"), _("Step"),
        _("Limit"), _("Due"), _("Opened on"),
    ]  # fmt: skip
    now = clock.now()
    with transaction.reading() as session:
        known = names.reference(session)
        for row in queue.every(session, asked, by=g.principal, now=now):
            light = LIT.get(lights.kind_of(row, now), "")
            yield [
                row.number.partition("/")[0], row.name, row.theme or "", row.applicant,
                known.departments.get(row.department, row.department),
                known.people.get(row.owner, row.owner) if row.owner else "",
                str(days.step_name(row.kind, row.step_name)), str(light),
                None if row.held else row.due_at, row.opened_at,
            ]  # fmt: skip


@pages.post("/search/export")
@needs("case.export")
def found() -> Response:
    """Every case that a search found; what was looked for is noted as it is on the page."""
    text = " ".join(request.args.get("q", "").split())[:LONGEST]
    state = request.args.get("state", "")
    asked = search.Asked(text, state if state in search.STATES else "")
    narrowed = ["q", *(["state"] if asked.state else [])]
    return sent("case", _cases(asked), filtered=narrowed, what="search")


def _cases(asked: search.Asked) -> Iterator[Line]:
    yield [
        _("Case number"), _("Theme or item"), _("Applicant"), _("Lead department"), _("State"),
        _("Limit"), _("Due"), _("Received on"), _("Closed on"),
    ]  # fmt: skip
    now = clock.now()
    with transaction.reading() as session:
        known = names.reference(session)
        for row in search.every(session, asked, by=g.principal) if asked.text else ():
            department = row.lead or row.window
            yield [
                row.number, row.name, row.applicant, known.departments.get(department, department),
                str(STANDS.get(row.outcome or row.phase, "")), _light(row, now), _due(row),
                row.received_at, row.closed_at,
            ]  # fmt: skip


def _light(row: Any, now: Any) -> str:
    limit = Limit(row.phase in STANDING, row.light_due, row.light_warn)
    return "" if row.closed_at else str(LIT.get(lights.kind_of(limit, now), ""))


def _due(row: Any) -> Any:
    return None if row.closed_at or row.phase in STANDING else row.light_due


@pages.post("/appeals/export")
@needs("case.export")
def appealed() -> Response:
    """The appeals that the address asks, all pages of them."""
    asked = appeal_list.Asked.read(request.args)
    if asked.state == appeal_list.ONLINE:
        abort(400)  # what waits to be registered is no appeal yet
    narrowed = [name for name in ("state", "class", "channel") if request.args.get(name)]
    return sent(
        "statement", _appeals(replace(asked, after=None)), filtered=narrowed, what="appeals"
    )


def _appeals(asked: appeal_list.Asked) -> Iterator[Line]:
    yield [
        _("Number"), _("Class"), _("Who appeals"), _("How it came"), _("Number at 12345"), _("Department"),
        _("Waits for"), _("Registered"), _("Due"), _("Told on"), _("Closed on"),
    ]  # fmt: skip
    now = clock.now()
    with transaction.reading() as session:
        known = names.reference(session)
        for part in appeal_list.every(session, asked, by=g.principal):
            for one in appeal_rows.rows(session, part, known=known, now=now):
                row = one.row
                yield [
                    row.number, row.name, row.applicant, str(CAME[row.channel]), row.external_ref or "",
                    known.departments.get(row.department, row.department), one.waits, row.received_at,
                    None if row.held or row.closed_at else row.due_at, row.fed_back_at, row.closed_at,
                ]  # fmt: skip
