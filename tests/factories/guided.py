"""Guides of other places, put in by package alone; and a first case of each, worked to its end."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.models import Case, Task
from app.services import blueprints, cases, catalogue, outline, package_files, publishing
from tests.factories import desk
from tests.factories.machine import CALENDAR

FOLDER = Path(__file__).parent / "guides"


class Guide(NamedTuple):
    """What the first applicant answers and picks; how many parts and departments, how many papers."""

    answers: dict[str, Any]
    picked: tuple[str, ...]
    parts: int
    departments: int
    before: int
    after: int


DEREGISTERED = {
    "way": "simple",
    "notice_day": "2026-08-20",
    "invoices": False,
    "tax_owed": False,
    "customs_filed": False,
}
GUIDES = {
    "bankruptcy": Guide({"court_case": "（2026）粤04破12号"}, (), 10, 10, 0, 0),
    "deregistration": Guide(DEREGISTERED, (), 5, 5, 9, 4),
    "school": Guide({"birth_day": "2020-03-05", "ask.RX_SHOT.1": False}, ("own",), 4, 4, 6, 3),
    "transport": Guide({"vehicles": 60}, ("danger", "escort"), 4, 3, 8, 4),
}


def path(code: str) -> Path:
    return FOLDER / f"{code}.yaml"


def bring_in(session, code, now=desk.NOW):
    """Import a guide and publish its items and its theme through the gate."""
    package = package_files.read_package(path(code), known=catalogue.known(session)).content
    catalogue.import_package(session, package, by="mulu", now=now)
    for kind, key in [*(("single", key) for key in package["items"]), ("joint", code)]:
        publishing.publish(session, kind, key, by="mulu", now=now)
        session.flush()
    return package


def taken(session, code, *, answers=None, picked=None):
    """The first applicant of a guide with every paper, as the window takes them in."""
    guide = GUIDES[code]
    answers = {**guide.answers, **(answers or {})}
    version = publishing.current(session, "joint", code, at=desk.NOW)
    plan = blueprints.blueprint(session, version.sha256)
    seen = outline.outline(
        plan,
        answers,
        picked=list(guide.picked if picked is None else picked),
        now=desk.NOW,
        calendar=CALENDAR,
    )
    papers = [line["document"] for line in seen.lines]
    return desk.intake_of(
        session, code, answers=answers, chosen=seen.chosen, documents=papers
    ), seen


def received(session, code, **changes):
    intake, _seen = taken(session, code, **changes)
    return cases.receive(session, intake, by=desk.CLERK, now=desk.NOW, then=[desk.ACCEPT])


def worked(session, number, now=desk.NOW):
    """Every part granted as it opens, the results issued and delivered, what was promised checked."""
    while parts := open_parts(session, number):
        for key, department, steps in parts:
            grant(session, number, key, department, steps=steps, now=now)
    do(session, number, "hand_over", None, now=now, verb="finish_step")
    do(session, number, "hand_over", None, now=now, verb="deliver", way="window", receiver="金海")
    for key, department, _steps in open_parts(session, number, kind="check"):
        do(session, number, key, department, now=now, verb="pass_check")


def grant(session, number, key, department, *, steps=2, now=desk.NOW):
    for _ in range(steps - 1):
        do(session, number, key, department, now=now, verb="finish_step")
    do(session, number, key, department, now=now, verb="grant", result_number="证001")


def open_parts(session, number, kind="work"):
    query = sa.select(Task.key, Task.department, Task.steps).join(Case, Case.id == Task.case_id)
    query = query.where(Case.number == number, Task.kind == kind, Task.state == "open")
    return [(key, code, len(steps)) for key, code, steps in session.execute(query)]


def do(session, number, task, department, *, now, **command):
    by = desk.officer(department) if department else desk.CLERK
    done = cases.perform(session, number, {**command, "task": task}, by=by, now=now)
    assert isinstance(done, cases.Performed), (task, command, done)
    return done
