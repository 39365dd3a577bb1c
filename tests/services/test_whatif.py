"""What-if on the cases of the house: closed ones of every version, the newest first, a few statements."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import event

from app.services import blueprints, publishing, whatif, whatif_cases
from app.services.whatif import Period
from tests.factories import desk
from tests.factories.closed import ITEM, KIND, closed_case, received


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
    monkeypatch.setattr(whatif_cases, "MOST", 2)
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


def test_the_same_version_on_both_sides_gives_every_date_to_the_second(session):
    for day in (14, 15, 16, 17, 18):
        closed_case(session, datetime(2026, 9, day, 9))
    plan = publishing.examine(session, KIND, ITEM, at=desk.NOW).blueprint
    found = whatif.lay(session, KIND, ITEM, sides=(None, plan))
    assert len(found.known) == 5
    assert all(case.before == case.after for case in found.cases)
    assert found.cases[0].after.closed_at == datetime(2026, 9, 18, 9, 20)
    assert found.before == found.after


def test_only_cases_closed_in_the_period_count(session):
    for day in (14, 15, 16):
        closed_case(session, datetime(2026, 9, day, 9))
    plan = publishing.examine(session, KIND, ITEM, at=desk.NOW).blueprint
    period = Period(date(2026, 9, 15), date(2026, 9, 15))
    found = whatif.lay(session, KIND, ITEM, sides=(None, plan), period=period)
    assert [case.accepted_at.day for case in found.cases] == [15]
    assert (found.before, found.after) == (None, None)


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
