"""Limits on hold: what a suspension takes, and what it does not (R13-R17)."""

from datetime import date

import pytest

from app.domain import sla
from tests.factories.calendars import at, due_of, suspended, working_days, working_hours

IMMEDIATE = {"unit": "immediate", "value": 0}
SUSPENDED = [
    # R13: three working days, the day it begins counts
    ([("2026-06-03 09:00", "2026-06-05 15:00")], "2026-06-11"),
    # begun and ended on one day: no effect
    ([("2026-06-03 09:00", "2026-06-03 16:00")], "2026-06-09"),
    # R15: two that overlap count once
    (
        [("2026-06-03 09:00", "2026-06-05 15:00"), ("2026-06-04 09:00", "2026-06-05 11:00")],
        "2026-06-11",
    ),
    (
        [("2026-06-04 09:00", "2026-06-05 11:00"), ("2026-06-03 09:00", "2026-06-05 15:00")],
        "2026-06-11",
    ),
    # R16: resumed a day before it was expected: only the real time
    ([("2026-06-03 09:00", "2026-06-04 15:00")], "2026-06-10"),
    # one after the other
    (
        [("2026-06-03 09:00", "2026-06-04 15:00"), ("2026-06-08 09:00", "2026-06-09 10:00")],
        "2026-06-11",
    ),
    # over a weekend only the Monday it ends is lost
    ([("2026-06-05 16:00", "2026-06-08 09:00")], "2026-06-10"),
    # what ended before the start, or began after the due day, moves nothing
    ([("2026-05-28 09:00", "2026-06-01 09:00")], "2026-06-09"),
    ([("2026-06-10 09:00", "2026-06-12 09:00")], "2026-06-09"),
    # on the due day itself: the day it begins counts
    ([("2026-06-09 09:00", "2026-06-12 09:00")], "2026-06-09"),
    # already on hold at the start
    ([("2026-06-01 09:00", "2026-06-03 09:00")], "2026-06-10"),
]


def test_on_hold_overnight_two_hours_go_on_the_next_morning():
    hold = suspended([("2026-06-02 09:30", "2026-06-03 09:00")])
    assert due_of("2026-06-02 09:00", working_hours(2), holds=hold).at == at("2026-06-03 10:30")


@pytest.mark.parametrize(("intervals", "due"), SUSPENDED)
def test_a_suspension_moves_the_due_day_by_the_working_days_it_took(intervals, due):
    hold = suspended(intervals)
    assert due_of("2026-06-02 10:00", working_days(5), holds=hold).at.date() == date.fromisoformat(
        due
    )


@pytest.mark.parametrize("unit", sla.UNITS)
def test_nothing_is_due_while_a_suspension_runs(unit):
    running = [(at("2026-06-03 09:00"), None)]
    assert due_of("2026-06-02 10:00", {"unit": unit, "value": 5}, holds=running) is None


def test_if_resumed_now_is_the_same_as_a_suspension_that_ended_now():
    ended = [(at("2026-06-03 09:00"), at("2026-06-05 15:00"))]
    assert sla.resumed([(at("2026-06-03 09:00"), None)], at("2026-06-05 15:00")) == ended


def test_a_suspension_adds_its_days_to_natural_days():
    hold = suspended([("2026-02-20 10:00", "2026-02-25 10:00")])
    due = due_of("2026-02-13 10:00", {"unit": "natural_day", "value": 45}, holds=hold)
    assert due.at.date() == date(2026, 4, 4)


@pytest.mark.parametrize(
    ("until", "due"),
    [
        ("2026-11-20 16:00", "2026-11-20"),
        ("2026-11-20 20:00", "2026-11-20"),
        ("2026-11-24 10:00", "2026-11-24"),
        ("2026-11-24 18:00", "2026-11-25"),
        ("2026-11-22 10:00", "2026-11-23"),
    ],
)
def test_handled_at_once_goes_on_when_the_suspension_ends(until, due):
    hold = suspended([("2026-11-20 11:00", until)])
    assert due_of("2026-11-20 10:00", IMMEDIATE, holds=hold).at.date() == date.fromisoformat(due)


def test_a_suspension_after_the_day_it_was_due_at_once_moves_nothing():
    hold = suspended([("2026-11-23 11:00", "2026-11-24 10:00")])
    assert due_of("2026-11-20 10:00", IMMEDIATE, holds=hold).at == at("2026-11-20 23:59:59")
