"""Lights and what is left: R17, R51, R60-R63."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import sla
from app.domain.sla import Remaining
from tests.factories.calendars import CENTRE, at, calendars, china, holds, moments

SECOND = timedelta(seconds=1)

YELLOW_FROM = [
    # a day before the last, where more than half of the limit has passed by then
    ("2026-11-17 10:00", {"unit": "working_day", "value": 5}, "2026-11-23 00:00"),
    ("2026-11-17 10:00", {"unit": "working_day", "value": 5, "warn": 0}, "2026-11-24 00:00"),
    ("2026-11-17 10:00", {"unit": "working_day", "value": 10, "warn": 3}, "2026-11-26 00:00"),
    ("2026-09-18 09:42", {"unit": "working_day", "value": 5}, "2026-09-23 00:00"),
    ("2026-09-18 09:42", {"unit": "working_day", "value": 45, "warn": 5}, "2026-11-19 00:00"),
    # never before half is used: three and a quarter hours into the only day, 6.5 hours long
    ("2026-11-20 10:00", {"unit": "working_day", "value": 1}, "2026-11-23 13:45"),
    ("2026-11-20 10:00", {"unit": "working_day", "value": 1, "warn": 9}, "2026-11-23 13:45"),
    ("2026-11-20 10:00", {"unit": "working_day", "value": 2}, "2026-11-23 17:00"),
    ("2026-11-20 10:00", {"unit": "working_day", "value": 3}, "2026-11-24 13:45"),
    ("2026-11-17 10:00", {"unit": "working_day", "value": 5, "warn": 2}, "2026-11-20 13:45"),
    ("2026-11-17 10:00", {"unit": "working_day", "value": 5, "warn": 5}, "2026-11-20 13:45"),
    # hours and minutes: that much working time before, by default an hour
    ("2026-06-02 08:30", {"unit": "working_hour", "value": 4}, "2026-06-02 11:30"),
    ("2026-06-02 08:30", {"unit": "working_hour", "value": 2}, "2026-06-02 09:30"),
    ("2026-06-02 08:30", {"unit": "working_hour", "value": 6, "warn": 2}, "2026-06-02 14:30"),
    ("2026-06-02 08:30", {"unit": "working_hour", "value": 6, "warn": 0}, "2026-06-02 16:30"),
    ("2026-06-02 08:30", {"unit": "working_minute", "value": 30}, "2026-06-02 08:45"),
    ("2026-06-02 08:30", {"unit": "working_minute", "value": 150}, "2026-06-02 10:00"),
    ("2026-06-02 08:30", {"unit": "working_minute", "value": 90, "warn": 15}, "2026-06-02 09:45"),
    # natural days, half of them on the wall clock
    ("2026-02-13 10:00", {"unit": "natural_day", "value": 45}, "2026-03-29 00:00"),
    ("2026-02-13 10:00", {"unit": "natural_day", "value": 1}, "2026-02-14 12:00"),
    ("2026-02-13 10:00", {"unit": "natural_day", "value": 45, "warn": 40}, "2026-03-08 12:00"),
    # at once: half of what is left of the day
    ("2026-11-20 10:00", {"unit": "immediate"}, "2026-11-20 14:30"),
    ("2026-11-20 16:30", {"unit": "immediate"}, "2026-11-20 16:45"),
    ("2026-11-20 18:30", {"unit": "immediate"}, "2026-11-23 13:45"),
    ("2026-11-20 16:59:59", {"unit": "immediate"}, "2026-11-20 17:00"),
]


@pytest.mark.parametrize(
    ("now", "colour"),
    [
        ("2026-11-20 09:00", "green"),
        ("2026-11-22 23:59:59", "green"),
        ("2026-11-23 00:00", "yellow"),
        ("2026-11-23 09:00", "yellow"),
        ("2026-11-24 09:00", "yellow"),
        ("2026-11-24 18:00", "yellow"),
        ("2026-11-24 23:59:59", "yellow"),
        ("2026-11-24 23:59:59.900000", "yellow"),
        ("2026-11-25 00:00", "red"),
        ("2026-11-25 09:00", "red"),
    ],
)
def test_a_case_due_on_the_24th_is_yellow_on_the_23rd_and_red_on_the_25th(now, colour):
    assert sla.light(DUE_ON_THE_24TH, at(now)) == colour


@pytest.mark.parametrize(("start", "limit", "yellow"), YELLOW_FROM)
def test_yellow_starts_at_the_warning_but_not_before_half_is_used(start, limit, yellow):
    assert sla.due(CENTRE, at(start), limit=limit).warn == at(yellow)


@pytest.mark.parametrize("now", ["2026-11-23 09:00", "2026-11-25 09:00"])
def test_a_suspended_case_is_never_yellow_or_red(now):
    assert sla.light(DUE_ON_THE_24TH, at(now), held=True) == "held"
    assert sla.light(None, at(now), held=True) == "held"


def test_a_closed_case_has_no_light():
    assert sla.light(DUE_ON_THE_24TH, at("2026-11-25 09:00"), closed=True) is None
    assert sla.light(DUE_ON_THE_24TH, at("2026-11-25 09:00"), closed=True, held=True) is None


def test_without_a_limit_the_light_says_so():
    assert sla.light(None, at("2026-11-25 09:00")) == "none"


def test_closed_on_the_due_day_is_in_time_the_day_after_is_late_for_ever():
    assert not sla.is_late(DUE_ON_THE_24TH, at("2026-11-24 23:59:59"))
    assert sla.is_late(DUE_ON_THE_24TH, at("2026-11-25 00:00"))
    assert not sla.is_late(None, at("2026-11-25 00:00"))


def test_done_at_the_very_second_an_hour_limit_ends_is_in_time():
    due = sla.due(CENTRE, at("2026-06-02 09:30"), limit={"unit": "working_hour", "value": 2})
    assert not sla.is_late(due, at("2026-06-02 11:30"))
    assert sla.is_late(due, at("2026-06-02 11:30:01"))


def test_deemed_accepted_is_the_day_after_the_fifth_working_day():
    due = sla.due(CENTRE, at("2026-11-02 10:00"), limit={"unit": "working_day", "value": 5})
    assert not sla.is_late(due, at("2026-11-09 18:00"))
    assert sla.is_late(due, at("2026-11-10 00:00"))


@pytest.mark.parametrize(
    ("lights", "colour"),
    [
        (["green", "yellow", "red"], "red"),
        (["green", None, "yellow"], "yellow"),
        (["held", "green"], "green"),
        (["none", "held"], "held"),
        ([None, "none"], "none"),
        ([None], None),
        ([], None),
    ],
)
def test_the_light_of_a_case_is_the_worst_of_its_own_and_its_parts(lights, colour):
    assert sla.worst(lights) == colour


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-11-20 09:00", Remaining(late=False, days=2, hours=0, minutes=0)),
        ("2026-11-21 09:00", Remaining(late=False, days=2, hours=0, minutes=0)),
        ("2026-11-23 18:00", Remaining(late=False, days=1, hours=0, minutes=0)),
        ("2026-11-24 23:00", Remaining(late=False, days=0, hours=0, minutes=0)),
        ("2026-11-25 00:00", Remaining(late=True, days=1, hours=0, minutes=0)),
        ("2026-11-30 09:00", Remaining(late=True, days=4, hours=0, minutes=0)),
    ],
)
def test_what_is_left_is_said_in_working_days(now, left):
    assert sla.remaining(CENTRE, DUE_ON_THE_24TH, now=at(now), unit="working_day") == left


def test_on_the_weekend_after_a_missed_friday_it_is_one_day_late():
    missed = sla.due(CENTRE, at("2026-11-19 10:00"), limit={"unit": "working_day", "value": 1})
    assert sla.remaining(CENTRE, missed, now=at("2026-11-21 09:00"), unit="working_day").days == 1
    assert sla.remaining(CENTRE, missed, now=at("2026-11-24 09:00"), unit="working_day").days == 2


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-06-05 16:30", Remaining(late=False, days=None, hours=2, minutes=0)),
        ("2026-06-06 12:00", Remaining(late=False, days=None, hours=1, minutes=30)),
        ("2026-06-08 09:59:30", Remaining(late=False, days=None, hours=0, minutes=1)),
        ("2026-06-08 10:00", Remaining(late=False, days=None, hours=0, minutes=0)),
        ("2026-06-08 10:00:01", Remaining(late=True, days=None, hours=0, minutes=1)),
        ("2026-06-08 14:10", Remaining(late=True, days=None, hours=2, minutes=10)),
    ],
)
def test_what_is_left_of_two_hours_is_said_in_office_hours(now, left):
    due = sla.due(CENTRE, at("2026-06-05 16:30"), limit={"unit": "working_hour", "value": 2})
    assert sla.remaining(CENTRE, due, now=at(now), unit="working_hour") == left


def test_what_is_left_of_natural_days_counts_every_day():
    due = sla.due(CENTRE, at("2026-02-13 10:00"), limit={"unit": "natural_day", "value": 45})
    assert sla.remaining(CENTRE, due, now=at("2026-02-13 10:00"), unit="natural_day").days == 45
    assert sla.remaining(CENTRE, due, now=at("2026-04-02 10:00"), unit="natural_day").days == 3


def test_what_is_handled_at_once_is_due_today():
    due = sla.due(CENTRE, at("2026-11-20 10:00"), limit={"unit": "immediate"})
    assert sla.remaining(CENTRE, due, now=at("2026-11-20 10:00"), unit="immediate").days == 0


def test_a_half_day_turns_at_its_own_middle():
    centre = china(special={date(2026, 11, 23): CENTRE.windows[:1]})
    due = sla.due(centre, at("2026-11-20 10:00"), limit={"unit": "working_day", "value": 1})
    assert due.warn == at("2026-11-23 10:00")


@settings(max_examples=200, deadline=None)
@given(
    st.data(),
    calendars(),
    moments(),
    st.sampled_from(sla.UNITS),
    st.integers(1, 50),
    st.integers(0, 60),
)
def test_nothing_is_born_yellow_and_everything_turns_yellow_before_red(
    data, calendar, start, unit, value, warn
):
    limit = {"unit": unit, "value": value, "warn": warn}
    due = sla.due(calendar, start, limit=limit)
    assert sla.light(due, start) == "green"
    assert start < due.warn <= due.at
    longer = sla.due(calendar, start, limit=limit, holds=data.draw(holds(start)))
    assert start <= longer.warn <= longer.at
    assert longer.at >= due.at


@settings(max_examples=100, deadline=None)
@given(calendars(), moments(), st.sampled_from(sla.UNITS), st.integers(1, 30), moments(130))
def test_the_words_agree_with_the_light(calendar, start, unit, value, now):
    due = sla.due(calendar, start, limit={"unit": unit, "value": value})
    left = sla.remaining(calendar, due, now=now, unit=unit)
    assert left.late == (sla.light(due, now) == "red")
    if left.days == 0:
        assert now.date() >= due.at.date() or not calendar.count(now.date(), due.at.date())
    if left.late and left.days is not None:
        assert left.days >= 1


DUE_ON_THE_24TH = sla.Due(at("2026-11-24 23:59:59"), at("2026-11-23"), provisional=False)
