"""Why this due date, day by day, as the page shows it."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import sla
from app.domain.calendar import FIXED_HOLIDAYS
from tests.factories.calendars import CENTRE, at, calendars, china, holds, moments

NAMES = {date(2026, 9, 20): "National Day", date(2026, 9, 25): "Mid-Autumn"}
FIVE_DAYS = {"unit": "working_day", "value": 5}
NOW = at("2026-09-22 09:00")


def test_a_make_up_sunday_brings_the_due_day_forward():
    rows = sla.why(china(names=NAMES), at("2026-09-18 09:42"), limit=FIVE_DAYS, now=NOW)
    assert [(row.day.day, row.kind, row.count) for row in rows] == [
        (18, "start", None),
        (19, "weekend", None),
        (20, "makeup", 1),
        (21, "workday", 2),
        (22, "workday", 3),
        (23, "workday", 4),
        (24, "workday", 5),
    ]
    assert [row.name for row in rows if row.name] == ["National Day"]
    assert [row.day.day for row in rows if row.today] == [22]
    assert [row.day.day for row in rows if row.warn] == [23]
    assert [row.day.day for row in rows if row.due] == [24]
    assert rows[0].works


def test_the_days_of_a_suspension_are_marked_and_not_counted():
    stop = [(at("2026-06-03 09:00"), at("2026-06-08 15:00"))]
    rows = sla.why(CENTRE, at("2026-06-02 10:00"), limit=FIVE_DAYS, holds=stop, now=NOW)
    assert [(row.day.day, row.count) for row in rows if row.count] == [
        (3, 1),
        (9, 2),
        (10, 3),
        (11, 4),
        (12, 5),
    ]
    assert [row.day.day for row in rows if row.held] == [4, 5, 8]


def test_while_a_suspension_runs_the_days_so_far_are_shown():
    running = [(at("2026-09-20 10:00"), None)]
    rows = sla.why(CENTRE, at("2026-09-18 09:42"), limit=FIVE_DAYS, holds=running, now=NOW)
    assert [(row.day.day, row.count, row.held) for row in rows] == [
        (18, None, False),
        (19, None, False),
        (20, 1, False),
        (21, None, True),
        (22, None, True),
    ]
    assert not any(row.due or row.warn for row in rows)


def test_holidays_and_days_the_counter_is_shut_are_told_apart():
    centre = china(names=NAMES, special={date(2026, 9, 23): ()}, fixed=FIXED_HOLIDAYS)
    kinds = {day: sla.kind_of(centre, date.fromisoformat(day)) for day in KINDS}
    assert kinds == KINDS


def test_of_an_hour_limit_the_minutes_used_are_shown():
    two_hours = {"unit": "working_hour", "value": 2}
    rows = sla.why(CENTRE, at("2026-06-05 16:30"), limit=two_hours, now=NOW)
    assert [(row.kind, row.count) for row in rows] == [
        ("start", 30),
        ("weekend", None),
        ("weekend", None),
        ("workday", 120),
    ]


def test_a_day_the_end_only_rolled_to_is_not_counted():
    limit = {"unit": "natural_day", "value": 20, "roll": True}
    rows = sla.why(CENTRE, at("2026-11-01 10:00"), limit=limit, now=NOW)
    assert [row.count for row in rows[-3:]] == [20, None, None]
    assert rows[-1].due


def test_what_is_handled_at_once_counts_nothing():
    rows = sla.why(CENTRE, at("2026-11-20 18:30"), limit={"unit": "immediate"}, now=NOW)
    assert [row.count for row in rows] == [None] * 4
    assert rows[-1].day == date(2026, 11, 23)


def test_an_extension_is_counted_to_its_end():
    rows = sla.why(CENTRE, at("2026-06-02 10:00"), limit=FIVE_DAYS, extra=10, now=NOW)
    assert (rows[-1].count, rows[-1].due) == (15, True)


def test_a_limit_that_is_not_set_has_no_days_to_show():
    assert sla.why(CENTRE, at("2026-06-02 10:00"), limit=None, now=NOW) == []


@settings(max_examples=100, deadline=None)
@given(st.data(), calendars(), moments(), st.integers(1, 20), st.sampled_from(sla.UNITS[1:]))
def test_the_last_row_is_the_due_day_and_the_counts_lead_there(data, calendar, start, value, unit):
    limit, stop = {"unit": unit, "value": value}, data.draw(holds(start))
    rows = sla.why(calendar, start, limit=limit, holds=stop, now=start)
    due = sla.due(calendar, start, limit=limit, holds=stop)
    assert [row.day for row in rows if row.due] == [rows[-1].day] == [due.at.date()]
    counts = [row.count for row in rows if row.count is not None]
    assert counts == sorted(counts)
    assert counts[-1] == value * MINUTES.get(unit, 1)
    assert sum(row.warn for row in rows) == 1


KINDS = {
    "2026-09-20": "makeup",
    "2026-09-21": "workday",
    "2026-09-22": "workday",
    "2026-09-23": "closed",
    "2026-09-25": "holiday",
    "2026-09-26": "weekend",
    "2027-10-01": "holiday",
}
MINUTES = {"working_hour": 60, "working_minute": 1}
