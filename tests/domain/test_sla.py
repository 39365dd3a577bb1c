"""Due dates: the tables of the rules and the vectors of the notices."""

from datetime import date, datetime

import pytest

from app.domain import sla
from app.domain.calendar import FIXED_HOLIDAYS, Calendar, OutsideCalendar
from tests.factories.calendars import (
    CENTRE,
    at,
    china,
    due_of,
    working_days,
    working_hours,
)

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
    assert not sla.due(CENTRE, safe, limit=working_days(days)).provisional
    later = datetime.combine(CENTRE.add_workdays(safe.date(), 1), safe.time())
    assert sla.due(CENTRE, later, limit=working_days(days)).provisional


@pytest.mark.parametrize(("start", "hours", "due"), WORKING_HOURS)
def test_a_limit_in_hours_counts_office_hours_only(start, hours, due):
    assert due_of(start, working_hours(hours)).at == at(due)
    assert due_of(start, {"unit": "working_minute", "value": hours * 60}).at == at(due)


def test_half_an_hour_is_thirty_minutes():
    assert due_of("2026-06-02 16:45", {"unit": "working_minute", "value": 30}).at == at(
        "2026-06-03 08:45"
    )


@pytest.mark.parametrize("limit", [None, {"unit": "working_day", "value": None}])
def test_a_limit_that_is_not_set_has_no_due_date(limit):
    assert due_of("2026-06-02 10:00", limit) is None


def test_forty_five_days_of_public_notice_do_not_skip_the_spring_festival():
    due = due_of("2026-02-13 10:00", {"unit": "natural_day", "value": 45})
    assert (due.at, due.provisional) == (at("2026-03-30 23:59:59"), False)


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


SITUATIONS = [
    {"when": {"field": "area", "op": "gt", "value": 100}, "value": 20},
    {"when": {"field": "area", "op": "lt", "value": 10}, "value": 2, "unit": "working_hour"},
]
