"""What is counted or listed over a million cases reads indexes and few rows: what SQLite says it would walk."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import event

from app.access import principal_of
from app.domain.bulletin import Period
from app.services import appeal_list, bulletin_counts, cause_counts, supervising
from tests.factories import desk

NOW = datetime(2026, 10, 8, 9)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))

CLERK = principal_of(user_id=1, username="wenxiu", name="", roles=["window_clerk"], department="SQCK", departments=["SQCK"])  # fmt: skip


def test_repeat_causes_fetch_no_row_of_an_appeal_or_of_the_case_it_is_about(walked):
    (plan,) = walked(cause_counts.lines, "appeal_department")
    for index in ("ix_cases_number_version", "ix_appeal_counted"):
        assert f"COVERING INDEX {index}" in plan


def test_the_ways_of_appeals_are_counted_without_their_rows(walked):
    plans = walked(bulletin_counts.entries_and_channels, "appeal.channel, count")
    assert plans
    assert all("COVERING INDEX ix_appeal_counted" in plan for plan in plans)


def test_what_departments_received_is_counted_one_after_the_other(walked):
    (plan,) = walked(bulletin_counts.departments, ".one, (SELECT count")
    assert "ix_task_begun (department=? AND opened_at>? AND opened_at<?)" in plan


def test_cards_lead_to_their_cases_and_each_is_sought_once(walked):
    (plan,) = walked(bulletin_counts.entries, "sum(cards.yellow)")
    assert "MATERIALIZE cards" in plan
    assert "SEARCH cases USING INTEGER PRIMARY KEY" in plan


def test_the_board_reads_the_latest_parts_before_their_cases(walked):
    (plan,) = walked(lambda session, _year: supervising.counted(session, now=NOW), "task.clock")
    assert "SEARCH task USING INDEX ix_task_opened" in plan
    assert plan.startswith("MATERIALIZE")


@pytest.mark.parametrize("state", ["open", "answered"])
def test_a_list_of_appeals_walks_no_case_that_is_none(walked, state):
    asked = appeal_list.Asked(state, "explain")
    (plan,) = walked(lambda session, _year: appeal_list.page(session, asked, by=CLERK), "AS place")
    assert "USING INDEX ix_cases_appeals (kind=? AND closed_at" in plan


@pytest.fixture
def walked(session, made):
    """The plans of those statements of a count over the year that hold some words."""

    def plans(count, words):
        sent = []
        listener = (session.get_bind(), "before_cursor_execute", lambda *one: sent.append(one[2:4]))
        event.listen(*listener)
        count(session, YEAR)
        event.remove(*listener)
        driver = session.connection().exec_driver_sql
        return [
            " ".join(str(row[3]) for row in driver(f"EXPLAIN QUERY PLAN {text}", told))
            for text, told in sent
            if words in text
        ]

    return plans


@pytest.fixture
def made(session):
    """One case: where there is none, nothing is counted."""
    return desk.accepted_case(session)
