"""Due dates: the tables of the rules, and a clock that walks every day and every half-hour."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import sla
from app.domain.calendar import FIXED_HOLIDAYS, Calendar, OutsideCalendar
from tests.factories.calendars import (
    CENTRE,
    HALF_HOUR,
    at,
    calendars,
    china,
    holds,
    moments,
)

DAY = timedelta(days=1)
IMMEDIATE = {"unit": "immediate", "value": 0}

# R01-R05, the fixtures of the official notices, the vectors measured on other systems, R70, R19
WORKING_DAYS = [
    ("2026-02-13 10:00", 5, "2026-02-27"),
    ("2026-09-18 10:00", 5, "2026-09-24"),
    ("2026-09-30 09:00", 10, "2026-10-20"),
    ("2025-01-24 09:00", 5, "2025-02-07"),
    ("2025-04-30 09:00", 3, "2025-05-08"),
    ("2025-09-26 09:00", 5, "2025-10-10"),
    ("2026-02-13 09:00", 10, "2026-03-05"),
    ("2026-04-30 09:00", 3, "2026-05-08"),
    ("2026-06-18 09:00", 1, "2026-06-22"),
    ("2026-11-20 09:00", 15, "2026-12-11"),
    ("2026-12-03 09:00", 20, "2026-12-31"),
    ("2026-02-14 10:00", 1, "2026-02-24"),
    ("2026-06-02 10:00", 5, "2026-06-09"),
    ("2026-02-12 10:00", 5, "2026-02-26"),
    ("2026-09-18 10:00", 10, "2026-10-09"),
    ("2026-06-06 10:00", 5, "2026-06-12"),
    ("2026-12-25 10:00", 10, "2027-01-08"),
    ("2026-11-20 10:00", 5, "2026-11-27"),
    ("2026-11-20 10:00", 10, "2026-12-04"),
    ("2026-11-02 10:00", 5, "2026-11-09"),
    ("2026-06-06 23:59", 1, "2026-06-08"),
    ("2026-06-05 18:30", 1, "2026-06-08"),
]
LAST_SAFE_STARTS = [
    (1, "12-30"),
    (3, "12-28"),
    (5, "12-24"),
    (10, "12-17"),
    (15, "12-10"),
    (20, "12-03"),
    (30, "11-19"),
    (45, "10-29"),
]
WORKING_HOURS = [
    ("2026-06-02 10:30", 2, "2026-06-02 14:30"),
    ("2026-06-05 16:30", 2, "2026-06-08 10:00"),
    ("2026-06-02 11:45", 2, "2026-06-02 15:30"),
    ("2026-02-13 16:30", 2, "2026-02-14 10:00"),
    ("2026-06-02 16:00", 2, "2026-06-03 09:30"),
    ("2026-06-02 10:45", 2, "2026-06-02 14:45"),
    ("2026-06-02 09:30", 2, "2026-06-02 11:30"),
    ("2026-06-06 10:00", 1, "2026-06-08 09:30"),
]
NOW_OR_SAME_DAY = [
    ("2026-11-20 10:00", "2026-11-20"),
    ("2026-11-20 07:00", "2026-11-20"),
    ("2026-11-20 12:30", "2026-11-20"),
    ("2026-11-20 16:59:59", "2026-11-20"),
    ("2026-11-20 17:00", "2026-11-23"),
    ("2026-11-20 18:30", "2026-11-23"),
    ("2026-11-21 10:00", "2026-11-23"),
]
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


@pytest.mark.parametrize(("start", "days", "due"), WORKING_DAYS)
def test_a_limit_in_working_days_ends_on_the_day_the_notice_gives(start, days, due):
    assert due_of(start, working_days(days)).at == at(f"{due} 23:59:59")


def test_a_due_date_in_a_year_without_notice_is_kept_and_marked_provisional():
    assert due_of("2026-12-25 10:00", working_days(10)).provisional
    assert not due_of("2026-12-03 10:00", working_days(20)).provisional


def test_a_due_date_without_notice_leaves_out_new_year_where_the_centre_says_so():
    due = due_of("2026-12-25 10:00", working_days(10), calendar=china(fixed=FIXED_HOLIDAYS))
    assert (due.at, due.provisional) == (at("2027-01-11 23:59:59"), True)


@pytest.mark.parametrize(("days", "start"), LAST_SAFE_STARTS)
def test_one_working_day_after_the_last_safe_start_it_is_provisional(days, start):
    safe = at(f"2026-{start} 10:00")
    assert not sla.due(CENTRE, safe, working_days(days)).provisional
    later = datetime.combine(CENTRE.add_workdays(safe.date(), 1), safe.time())
    assert sla.due(CENTRE, later, working_days(days)).provisional


@pytest.mark.parametrize(("start", "hours", "due"), WORKING_HOURS)
def test_a_limit_in_hours_counts_office_hours_only(start, hours, due):
    assert due_of(start, working_hours(hours)).at == at(due)
    assert due_of(start, {"unit": "working_minute", "value": hours * 60}).at == at(due)


def test_half_an_hour_is_thirty_minutes():
    assert due_of("2026-06-02 16:45", {"unit": "working_minute", "value": 30}).at == at(
        "2026-06-03 08:45"
    )


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


@pytest.mark.parametrize("limit", [None, {"unit": "working_day", "value": None}])
def test_a_limit_that_is_not_set_has_no_due_date(limit):
    assert due_of("2026-06-02 10:00", limit) is None


def test_forty_five_days_of_public_notice_do_not_skip_the_spring_festival():
    due = due_of("2026-02-13 10:00", {"unit": "natural_day", "value": 45})
    assert (due.at, due.provisional) == (at("2026-03-30 23:59:59"), False)


def test_a_suspension_adds_its_days_to_natural_days():
    hold = suspended([("2026-02-20 10:00", "2026-02-25 10:00")])
    due = due_of("2026-02-13 10:00", {"unit": "natural_day", "value": 45}, holds=hold)
    assert due.at.date() == date(2026, 4, 4)


def test_only_where_the_limit_says_so_natural_days_roll_off_a_rest_day():
    limit = {"unit": "natural_day", "value": 20}
    assert due_of("2026-11-01 10:00", limit).at.date() == date(2026, 11, 21)
    assert due_of("2026-11-01 10:00", limit | {"roll": True}).at.date() == date(2026, 11, 23)


def test_natural_days_that_roll_into_a_year_without_notice_are_provisional():
    limit = {"unit": "natural_day", "value": 10, "roll": True}
    assert due_of("2026-12-23 10:00", limit).provisional
    assert not due_of("2026-12-23 10:00", limit | {"roll": False}).provisional


@pytest.mark.parametrize(("start", "due"), NOW_OR_SAME_DAY)
def test_handled_at_once_is_due_the_same_day_after_closing_the_next_working_day(start, due):
    assert due_of(start, IMMEDIATE).at == at(f"{due} 23:59:59")
    assert due_of(start, {"unit": "immediate"}).at == due_of(start, IMMEDIATE).at


@pytest.mark.parametrize("unit", sla.UNITS)
def test_a_limit_of_nothing_is_at_once_whatever_its_unit(unit):
    limit = {"unit": unit, "value": 0}
    assert due_of("2026-11-20 18:30", limit) == due_of("2026-11-20 18:30", IMMEDIATE)


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


@pytest.mark.parametrize(
    ("limit", "extra"),
    [
        ({"unit": "working_day", "value": 5}, 10),
        ({"unit": "working_hour", "value": 2}, 1),
        ({"unit": "natural_day", "value": 45}, 15),
    ],
)
def test_an_extension_lengthens_the_limit_from_the_same_start(limit, extra):
    longer = limit | {"value": limit["value"] + extra}
    start = "2026-09-18 10:00"
    assert due_of(start, limit, extra=extra).at == due_of(start, longer).at


def test_what_is_handled_at_once_can_be_extended_by_working_days():
    assert due_of("2026-11-20 10:00", IMMEDIATE, extra=2) == due_of(
        "2026-11-20 10:00", working_days(2)
    )


def test_beyond_the_table_is_a_defect_never_a_guess():
    with pytest.raises(OutsideCalendar):
        due_of("2026-11-20 10:00", working_days(2000))


def test_a_long_limit_asks_the_calendar_no_more_than_a_short_one(monkeypatch):
    asked = []
    windows_on = Calendar.windows_on
    monkeypatch.setattr(Calendar, "windows_on", lambda *day: asked.append(day) or windows_on(*day))
    for limit in (working_days(400), working_hours(2000), {"unit": "natural_day", "value": 400}):
        asked.clear()
        due_of("2026-02-13 10:00", limit)
        assert len(asked) <= 6


def test_in_its_situation_an_item_has_its_own_limit():
    limit = working_days(10) | {"warn": 2, "basis": "Art. 42", "cases": SITUATIONS}
    assert sla.pick(limit, {"area": 500}, today=None) == working_days(20) | {
        "warn": 2,
        "basis": "Art. 42",
    }
    assert sla.pick(limit, {"area": 90}, today=None) == working_days(10) | {
        "warn": 2,
        "basis": "Art. 42",
    }
    assert sla.pick(limit, {}, today=None)["value"] == 10
    assert sla.pick(None, {}, today=None) is None


def test_a_warning_in_days_is_not_read_as_hours():
    limit = working_days(10) | {"warn": 2, "cases": SITUATIONS}
    assert sla.pick(limit, {"area": 5}, today=None) == {"unit": "working_hour", "value": 2}


@settings(max_examples=150, deadline=None)
@given(st.data(), calendars(), moments(), st.integers(1, 25), st.integers(0, 6))
def test_working_days_agree_with_walking_every_day(data, calendar, start, days, warn):
    hold = data.draw(holds(start))
    counted = counted_days(calendar, start, hold, days)
    found = sla.due(calendar, start, working_days(days) | {"warn": warn}, holds=hold)
    assert found.at == datetime.combine(counted[-1], time(23, 59, 59))
    assert found.warn == max(walk_back(calendar, counted, warn), half_of(calendar, counted))


@settings(max_examples=150, deadline=None)
@given(st.data(), calendars(), moments(), st.integers(1, 40), st.integers(0, 10))
def test_working_hours_agree_with_walking_every_half_hour(data, calendar, start, halves, warn):
    hold = data.draw(holds(start))
    limit = {"unit": "working_minute", "value": 60 * halves, "warn": 30 * warn}
    found = sla.due(calendar, start, limit, holds=hold)
    assert found.at == walk(calendar, start, hold, 2 * halves)
    assert found.warn == walk(calendar, start, hold, max(2 * halves - warn, halves))


@settings(max_examples=100, deadline=None)
@given(st.data(), calendars(), moments(), st.integers(1, 60), st.booleans())
def test_natural_days_agree_with_walking_every_day(data, calendar, start, days, roll):
    hold = data.draw(holds(start))
    day, left = start.date(), days
    while left:
        day += DAY
        left -= not stopped(hold, day)
    while roll and not calendar.works_on(day):
        day += DAY
    limit = {"unit": "natural_day", "value": days, "roll": roll}
    assert sla.due(calendar, start, limit, holds=hold).at.date() == day


@settings(max_examples=250, deadline=None)
@given(st.data(), calendars(), moments(), st.integers(1, 60))
def test_on_the_due_day_exactly_the_days_of_the_limit_have_passed(data, calendar, start, days):
    hold = data.draw(holds(start))
    due = sla.due(calendar, start, working_days(days), holds=hold)
    assert sla.elapsed_days(calendar, start, due.at, hold) == days
    assert sla.elapsed_days(calendar, start, due.at - DAY, hold) == days - 1
    assert sla.due(calendar, start, working_days(days), holds=hold + hold[::-1]) == due
    assert sla.due(calendar, start, working_days(days + 1), holds=hold).at > due.at


@settings(max_examples=250, deadline=None)
@given(st.data(), calendars(), moments(), st.integers(1, 40 * 60))
def test_at_the_due_second_exactly_the_time_of_the_limit_has_passed(data, calendar, start, minutes):
    hold = data.draw(holds(start))
    due = sla.due(calendar, start, {"unit": "working_minute", "value": minutes}, holds=hold)
    assert sla.elapsed_seconds(calendar, start, due.at, hold) == minutes * 60
    assert (
        sla.elapsed_seconds(calendar, start, due.at - timedelta(seconds=1), hold)
        == minutes * 60 - 1
    )


def counted_days(calendar, start, hold, days):
    found, day = [], start.date()
    while len(found) < days:
        day += DAY
        if calendar.works_on(day) and not stopped(hold, day):
            found.append(day)
    return found


def stopped(hold, day):
    return any(since.date() < day <= until.date() for since, until in hold)


def walk_back(calendar, counted, warn):
    day, left = counted[-1], warn
    while left and day > counted[0]:
        day -= DAY
        left -= calendar.works_on(day)
    return datetime.combine(day, time.min)


def half_of(calendar, counted):
    quarter = timedelta(minutes=15)
    grid = [datetime.combine(day, time.min) + n * quarter for day in counted for n in range(96)]
    working = [moment for moment in grid if is_open(calendar, moment)]
    return working[len(working) // 2 - 1] + quarter


def walk(calendar, start, hold, halves):
    moment = start
    while halves:
        on_hold = any(since <= moment < until for since, until in hold)
        halves -= is_open(calendar, moment) and not on_hold
        moment += HALF_HOUR
    return moment


def is_open(calendar, moment):
    return any(
        opens <= moment.time() < closes for opens, closes in calendar.windows_on(moment.date())
    )


def due_of(start, limit, *, calendar=CENTRE, **clock):
    return sla.due(calendar, at(start), limit, **clock)


def working_days(value):
    return {"unit": "working_day", "value": value}


def working_hours(value):
    return {"unit": "working_hour", "value": value}


def suspended(intervals):
    return [(at(since), at(until)) for since, until in intervals]


SITUATIONS = [
    {"when": {"field": "area", "op": "gt", "value": 100}, "value": 20},
    {"when": {"field": "area", "op": "lt", "value": 10}, "value": 2, "unit": "working_hour"},
]
