"""What-if on the cases of the house: closed ones of every version, the newest first, a few statements."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from app.models import ServiceVersion
from app.services import blueprints, cases, publishing, whatif
from app.services.intake import Intake
from tests.conftest import keep
from tests.factories import desk

ITEM, KIND = "tax", "single"
APPLICANT = {
    "name": "金海",
    "id_type": "id_card",
    "id_number": "222405199001011236",
    "phone": "13804331234",
}


def test_five_closed_cases_give_figures_and_a_shorter_promise_makes_them_late(session):
    for day in (14, 15, 16, 17, 18):
        closed_case(session, datetime(2026, 9, day, 9))
    found = whatif.compare(session, KIND, ITEM, at=desk.NOW)
    assert (found.looked_at, found.handled.n, found.handled.on_time) == (5, 5, 5)
    assert found.drafted == found.handled
    draft = with_promise(session, {"value": 10, "unit": "working_minute"})
    late = whatif.compare(session, KIND, ITEM, at=desk.NOW, draft=draft).drafted
    assert (late.n, late.on_time, late.departments[0]) == (5, 0, ("SWJ", "promise", 5, 5))
    assert found.since == datetime(2026, 9, 14, 9, 30)


def test_fewer_than_five_or_a_running_case_give_none(session):
    for day in (14, 15, 16, 17):
        closed_case(session, datetime(2026, 9, day, 9))
    received(session, datetime(2026, 9, 18, 9))
    found = whatif.compare(session, KIND, ITEM, at=desk.NOW)
    assert (found.looked_at, found.handled, found.drafted) == (4, None, None)


def test_only_the_newest_cases_are_looked_at(session, monkeypatch):
    monkeypatch.setattr(whatif, "MOST", 2)
    for day in (14, 15, 16):
        closed_case(session, datetime(2026, 9, day, 9))
    found = whatif.compare(session, KIND, ITEM, at=desk.NOW)
    assert (found.looked_at, found.since) == (2, datetime(2026, 9, 15, 9, 30))


def test_the_number_of_statements_does_not_grow_with_the_cases(session):
    draft = with_promise(session, {"value": 1, "unit": "working_day"})
    counts = []
    for day in (14, 15, 16):
        closed_case(session, datetime(2026, 9, day, 9))
        counts.append(statements(session, draft))
    assert counts[0] == counts[1] == counts[2] <= 6


def test_what_does_not_exist_is_not_compared(session):
    with pytest.raises(KeyError):
        whatif.compare(session, KIND, "no_such_item", at=desk.NOW)


def received(session, at):
    version = session.execute(
        sa.select(ServiceVersion).where(ServiceVersion.kind == KIND, ServiceVersion.code == ITEM)
    ).scalar_one()
    taken = Intake(version.id, "ZHCK", APPLICANT, {}, ["main"], [])
    accept = [{"verb": "accept", "task": "intake"}]
    done = cases.receive(session, taken, by=desk.CLERK, now=at, then=accept)
    assert isinstance(done, cases.Performed), done
    return done.number


def closed_case(session, at):
    """Accepted at once, confirmed after twenty minutes, handed over after thirty."""
    number = received(session, at)
    officer, clerk = desk.officer("SWJ"), desk.CLERK
    for by, minutes, command in (
        (officer, 20, {"verb": "grant", "task": "main"}),
        (clerk, 25, {"verb": "finish_step", "task": "hand_over"}),
        (clerk, 30, {"verb": "deliver", "task": "hand_over", "receiver": "金海", "way": "window"}),
    ):
        done = cases.perform(session, number, command, by=by, now=at.replace(minute=minutes))
        assert isinstance(done, cases.Performed), done
    keep(session)


def with_promise(session, promise):
    plan = publishing.examine(session, KIND, ITEM, at=desk.NOW).blueprint
    tasks = [
        {**task, "limits": {"promise": promise}} if task["key"] == "main" else task
        for task in plan["tasks"]
    ]
    return {**plan, "limits": {"promise": promise}, "tasks": tasks}


def statements(session, draft):
    seen = []
    engine = session.get_bind()

    def count(*args):
        seen.append(args[2])

    blueprints._kept.clear()
    event.listen(engine, "before_cursor_execute", count)
    whatif.compare(session, KIND, ITEM, at=desk.NOW, draft=draft)
    event.remove(engine, "before_cursor_execute", count)
    return len(seen)
