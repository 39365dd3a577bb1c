"""A part on hold stands still in the queue; what happens at it meanwhile overtakes every form of it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import CaseDocument, Task
from tests.factories.hall import Hall

PAPERS = ["FOOD_RULES", "LAYOUT"]
CAME = [f"LAYOUT:{point}" for point in range(4)]


def test_who_returns_a_part_sees_first_that_a_paper_came_meanwhile(hall, rows):
    returns = hall.open("scjg1", "food", "return-task")
    hall.act("lijing", "food", "supply", points=CAME)
    late = returns(reason="补正期限已过")
    assert late.status_code == 409 and "补正期限已过" in late.text
    assert hall.states()["food"] == "open"


def test_a_paper_taken_in_twice_keeps_the_moment_it_came(hall, rows, at):
    again = hall.open("piaoyu", "food", "supply")
    hall.act("lijing", "food", "supply", points=CAME)
    came = received(rows)
    at.set("2026-09-18T10:05:00")
    assert again(points=CAME).status_code == 422  # it is not asked for any more
    assert received(rows) == came


def received(rows):
    return rows(sa.select(CaseDocument.received_at).where(CaseDocument.document == "LAYOUT"))


@pytest.fixture
def hall(sign_in, rows, at):
    """A part that waits for two papers."""
    made = Hall(sign_in, rows, at)
    made.receive("catering_green_channel")
    made.grant("reg")
    made.act("scjg1", "food", "claim")
    made.act("scjg1", "food", "supplement", fault="incorrect", documents=PAPERS, reason="看不清")
    assert rows(sa.select(Task.held).where(Task.key == "food")) == [(True,)]
    return made
