"""A closure of the centre, hours by season and weekday: what they do to days and to due dates."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import sla
from app.domain.calendar import Closure, Season
from app.domain.calendar_compare import changed_days, moves_from
from tests.factories.calendars import (
    CENTRE,
    HALF_HOUR,
    HOURS,
    at,
    china,
    due_of,
    working_days,
    working_hours,
)

SUMMER = ((time(8), time(12)), (time(14), time(17, 30)))
MORNING = ((time(8, 30), time(11, 30)),)


def closed(since, until, reason="暴雨内涝"):
    return china(closures=(Closure(at(since), at(until), reason),))


#: Closed from noon of Monday 2026-09-21 (domain §4's make-up Sunday lies behind it, Mid-Autumn before it).
NOON = closed("2026-09-21T12:00", "2026-09-21T17:00")
NOON_AND_A_DAY = closed("2026-09-21T12:00", "2026-09-22T17:00")
FROM_TEN = closed("2026-09-21T10:00", "2026-09-21T14:00")


@pytest.mark.parametrize(
    ("centre", "start", "limit", "due"),
    [
        (CENTRE, "2026-09-18 09:42", working_days(5), "2026-09-24 23:59:59"),
        # Half a day is a working day still: a limit in days stays (spine §4: no windows, no day).
        (NOON, "2026-09-18 09:42", working_days(5), "2026-09-24 23:59:59"),
        (NOON, "2026-09-20 09:00", working_days(1), "2026-09-21 23:59:59"),
        # A day of which nothing is left counts no more, and Mid-Autumn follows: three days later.
        (NOON_AND_A_DAY, "2026-09-18 09:42", working_days(5), "2026-09-28 23:59:59"),
        (CENTRE, "2026-09-21 10:45", working_hours(2), "2026-09-21 14:45"),
        (NOON, "2026-09-21 10:45", working_hours(2), "2026-09-22 09:45"),
        (NOON_AND_A_DAY, "2026-09-21 10:45", working_hours(2), "2026-09-23 09:45"),
        (FROM_TEN, "2026-09-21 09:00", working_hours(2), "2026-09-21 15:00"),
        # Begun while it is closed: as begun outside hours.
        (FROM_TEN, "2026-09-21 11:00", working_hours(1), "2026-09-21 15:00"),
        (CENTRE, "2026-09-21 13:30", {"unit": "immediate"}, "2026-09-21 23:59:59"),
        (NOON, "2026-09-21 13:30", {"unit": "immediate"}, "2026-09-22 23:59:59"),
        (NOON, "2026-09-21 10:30", {"unit": "immediate"}, "2026-09-21 23:59:59"),
        # Natural days skip nothing, a flood neither (R08).
        (NOON_AND_A_DAY, "2026-09-18 09:42", {"unit": "natural_day", "value": 5}, "2026-09-23 23:59:59"),
    ],
)  # fmt: skip
def test_a_closure_moves_what_counts_the_time_it_takes(centre, start, limit, due):
    assert due_of(start, limit, calendar=centre).at == at(due)


def test_a_closure_cuts_a_window_in_two_and_says_what_it_took():
    day = date(2026, 9, 21)
    assert FROM_TEN.windows_on(day) == ((time(8, 30), time(10)), (time(14), time(17)))
    assert FROM_TEN.closures_on(day) == [
        (time(10), time(11, 30), "暴雨内涝"),
        (time(13, 30), time(14), "暴雨内涝"),
    ]
    assert FROM_TEN.close_of(day) == at("2026-09-21 17:00")


def test_a_closure_over_a_holiday_closes_nothing():
    centre = closed("2026-09-25T08:00", "2026-09-27T18:00")
    assert centre.closures_on(date(2026, 9, 25)) == []
    assert list(changed_days(CENTRE, centre)) == []
    assert moves_from(CENTRE, centre) is None


def test_two_closures_that_overlap_take_the_time_once():
    both = (
        Closure(at("2026-09-21T10:00"), at("2026-09-21T14:00"), "停电"),
        Closure(at("2026-09-21T11:00"), at("2026-09-21T15:00"), "暴雨"),
    )
    assert china(closures=both).windows_on(date(2026, 9, 21)) == (
        (time(8, 30), time(10)), (time(15), time(17)),
    )  # fmt: skip


def test_a_closure_that_ends_before_it_begins_is_none():
    with pytest.raises(ValueError, match="before it begins"):
        closed("2026-09-21T12:00", "2026-09-21T12:00")


@settings(max_examples=100)
@given(st.integers(0, 400), st.integers(1, 200), st.integers(1, 40))
def test_whatever_closes_a_limit_in_hours_takes_the_same_working_time(begins, lasts, hours):
    since = at("2026-09-01T00:00") + begins * HALF_HOUR
    closure = Closure(since, since + lasts * HALF_HOUR, "x")
    autumn = {"first": date(2026, 9, 1), "last": date(2026, 12, 31)}
    centre = replace(CENTRE, **autumn, closures=(closure,))
    due = due_of("2026-09-01T09:00", working_hours(hours), calendar=centre).at
    assert centre.elapsed(at("2026-09-01T09:00"), due) == hours * 3600
    assert CENTRE.elapsed(at("2026-09-01T09:00"), due) >= hours * 3600


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        ("2026-05-29", MORNING),
        ("2026-05-28", HOURS),
        ("2026-06-01", SUMMER),
        # From 1 June on every day is a summer's day, Fridays of before are forgotten.
        ("2026-06-05", SUMMER),
        ("2026-10-09", MORNING),
        # The make-up Saturday has the hours of every working day.
        ("2026-10-10", HOURS),
    ],
)
def test_hours_follow_the_latest_rule_and_of_one_day_the_weekdays(day, hours):
    seasons = (
        Season(None, 5, MORNING),
        Season(date(2026, 6, 1), None, SUMMER),
        Season(date(2026, 10, 1), None, HOURS),
        Season(date(2026, 10, 1), 5, MORNING),
    )
    assert china(seasons=seasons).windows_on(date.fromisoformat(day)) == hours


def test_the_first_day_that_differs_is_where_dues_may_move():
    assert moves_from(CENTRE, NOON_AND_A_DAY) == date(2026, 9, 21)
    assert [change.after for change in changed_days(CENTRE, NOON_AND_A_DAY)] == [MORNING, ()]
    assert moves_from(CENTRE, china(confirmed=frozenset(range(2024, 2028)))) == date(2027, 1, 1)


def test_why_this_day_says_what_was_closed_and_why():
    rows = sla.why(
        NOON_AND_A_DAY, at("2026-09-18 09:42"), limit=working_days(5), now=at("2026-09-22 09:00")
    )
    said = {row.day.day: (row.kind, row.count, row.shut) for row in rows if row.shut}
    assert said == {
        21: ("workday", 2, ((time(13, 30), time(17), "暴雨内涝"),)),
        22: ("closed", None, ((time(8, 30), time(11, 30), "暴雨内涝"), (time(13, 30), time(17), "暴雨内涝"))),
    }  # fmt: skip
