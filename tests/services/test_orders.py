"""A supervisor orders that a part be gone on with; whoever handles it answers, and both stand on record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.models import JournalEntry, Message, Order, Task
from app.services import calendars, orders
from app.services.cases import NoSuchCase
from tests.conftest import NOW, keep
from tests.factories import desk


def test_whoever_handles_it_is_told_and_has_a_day_to_answer(session, part):
    row = given(session, part)
    assert row.due_at.date() == date(2026, 9, 20)  # a Sunday that is worked
    told = session.execute(sa.select(Message.person, Message.kind).filter_by(number=part)).all()
    assert ("scjgj1", "ordered") in [tuple(one) for one in told]


def test_it_is_answered_once_and_who_gave_it_is_told(session, part):
    row = given(session, part)
    officer = desk.officer("SCJG", "scjgj1")
    assert (
        orders.answer(session, row.id, text="今天办结。", by=officer, now=NOW).answer
        == "今天办结。"
    )
    assert orders.answer(session, row.id, text="再说", by=officer, now=NOW) is orders.ANSWERED
    kinds = session.scalars(sa.select(Message.kind).filter_by(person="ducha")).all()
    assert kinds == ["order_answered"]


def test_what_waits_and_what_waits_too_long_are_told_apart(session, part):
    row = given(session, part)
    later = NOW + timedelta(days=5)
    assert [orders.unanswered(session, now=at) for at in (NOW, later)] == [(1, 0), (1, 1)]
    late = orders.listed(session, by=desk.SUPERVISOR, now=later, only="late")
    assert ([one.id for one in late], orders.listed(session, by=desk.SUPERVISOR, now=NOW, only="late")) == ([row.id], [])  # fmt: skip
    orders.answer(session, row.id, text="今天办结。", by=desk.officer("SCJG", "scjgj1"), now=later)
    assert orders.unanswered(session, now=later) == (0, 0)


def test_its_words_are_sealed_and_in_no_entry_of_the_journal(session, part):
    given(session, part, text="金海的件为什么不办")
    keep(session)
    raw = session.execute(sa.text("SELECT text FROM supervision_order")).scalar()
    assert "金海".encode() not in bytes(raw)
    data = session.scalar(sa.select(JournalEntry.data).filter_by(type="ordered"))
    assert "金海" not in data


@pytest.mark.parametrize(
    ("text", "days", "why"),
    [("", 1, orders.WORDLESS), ("  ", 1, orders.WORDLESS), ("办", 0, orders.NO_DAYS), ("办", 31, orders.NO_DAYS)],
)  # fmt: skip
def test_what_is_missing_is_said(session, part, text, days, why):
    assert given(session, part, text=text, days=days) is why
    assert session.scalar(sa.select(sa.func.count(Order.id))) == 0


def test_of_a_closed_part_nothing_is_ordered(session, part):
    session.execute(sa.update(Task).where(Task.number == part).values(state="closed"))
    assert given(session, part) is orders.CLOSED


def test_another_department_does_not_see_it(session, part):
    row = given(session, part)
    with pytest.raises(orders.NoSuchOrder):
        orders.one(session, row.id, by=desk.officer("XFJY"))
    assert orders.listed(session, by=desk.officer("XFJY"), now=NOW) == []
    with pytest.raises(NoSuchCase):
        given(session, "LJ20260918J00001-09")


def test_an_order_is_read_by_whoever_reaches_the_part(session, part):
    row = given(session, part)
    officer = desk.officer("SCJG", "scjgj1")
    assert orders.one(session, row.id, by=officer).id == row.id
    session.execute(sa.update(Task).where(Task.number == part).values(department="XFJY"))
    with pytest.raises(orders.NoSuchOrder):
        orders.one(session, row.id, by=officer)
    assert orders.one(session, row.id, by=desk.officer("XFJY")).id == row.id


def given(session, part, *, text="请说明为什么没有动。", days=1):
    calendar = calendars.current(session)
    return orders.give(
        session, part, text=text, days=days, calendar=calendar, by=desk.SUPERVISOR, now=NOW
    )


@pytest.fixture
def part(session):
    """An open part in the hands of somebody."""
    desk.accepted_case(session)
    row = session.scalar(sa.select(Task).filter_by(key="reg"))
    row.owner = "scjgj1"
    session.flush()
    return row.number
