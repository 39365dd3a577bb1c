"""Working days and office hours, beside loops that count day by day and half-hour by half-hour."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.calendar import FIXED_HOLIDAYS, Calendar, EmptyCalendar, OutsideCalendar
from tests.factories.calendars import CENTRE, HALF_HOUR, HOURS, at, calendars, china, moments


@pytest.mark.parametrize(("year", "working_days"), [(2025, 248), (2026, 248)])
def test_a_year_has_as_many_working_days_as_its_notice_says(year, working_days):
    assert CENTRE.count(date(year - 1, 12, 31), date(year, 12, 31)) == working_days


def test_2024_had_251_working_days():
    assert CENTRE.workdays_to(date(2024, 12, 31)) == 251


@pytest.mark.parametrize(
    "day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
)
def test_a_make_up_weekend_day_is_a_working_day(day):
    assert CENTRE.works_on(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day",
    [
        "2026-01-02",
        "2026-02-16",
        "2026-04-06",
        "2026-05-05",
        "2026-06-19",
        "2026-09-25",
        "2026-10-07",
    ],
)
def test_a_public_holiday_on_a_weekday_is_none(day):
    assert not CENTRE.works_on(date.fromisoformat(day))
    assert CENTRE.windows_on(date.fromisoformat(day)) == ()


def test_zero_working_days_on_is_today_or_the_next_working_day():
    assert CENTRE.add_workdays(date(2026, 11, 20), 0) == date(2026, 11, 20)
    assert CENTRE.add_workdays(date(2026, 11, 21), 0) == date(2026, 11, 23)


def test_one_working_day_before_a_monday_is_the_friday():
    assert CENTRE.back_workdays(date(2026, 11, 23), 1) == date(2026, 11, 20)
    assert CENTRE.back_workdays(date(2026, 11, 22), 0) == date(2026, 11, 20)


def test_a_special_day_has_its_own_hours_and_closing_time():
    eve = date(2026, 2, 13)
    centre = china(special={eve: HOURS[:1]})
    assert centre.close_of(eve) == at("2026-02-13 11:30")
    assert CENTRE.close_of(eve) == at("2026-02-13 17:00")
    assert CENTRE.elapsed(at("2026-02-13"), at("2026-02-14")) == 6.5 * 3600
    assert centre.elapsed(at("2026-02-13"), at("2026-02-14")) == 3 * 3600


def test_a_day_the_counter_is_shut_all_day_is_no_working_day():
    shut = date(2026, 11, 24)
    centre = china(special={shut: ()})
    assert not centre.works_on(shut)
    assert centre.add_workdays(date(2026, 11, 23), 1) == date(2026, 11, 25)


def test_special_hours_do_not_open_a_rest_day():
    assert not china(special={date(2026, 11, 21): HOURS}).works_on(date(2026, 11, 21))


def test_a_rest_day_has_no_closing_time():
    with pytest.raises(ValueError, match="no working day"):
        CENTRE.close_of(date(2026, 11, 21))


def test_a_year_without_notice_is_provisional():
    assert CENTRE.provisional(date(2026, 12, 31), date(2027, 1, 1))
    assert not CENTRE.provisional(date(2024, 1, 1), date(2026, 12, 31))


def test_a_year_without_notice_knows_only_weekends_and_the_holidays_with_a_fixed_date():
    centre = china(fixed=FIXED_HOLIDAYS)
    assert not centre.works_on(date(2027, 1, 1))
    assert not centre.works_on(date(2027, 10, 1))
    assert centre.works_on(date(2027, 2, 8))
    assert CENTRE.works_on(date(2027, 1, 1))


def test_once_the_notice_is_in_only_the_notice_counts():
    assert china(confirmed=frozenset({2027}), fixed=FIXED_HOLIDAYS).works_on(date(2027, 1, 1))


def test_what_the_administrator_enters_wins_over_a_fixed_holiday():
    days = {date(2027, 1, 1): True}
    assert china(days=days, fixed=FIXED_HOLIDAYS).works_on(date(2027, 1, 1))


@pytest.mark.parametrize("windows", [(), None])
def test_a_calendar_without_working_time_is_refused(windows):
    days = {} if windows == () else {date(2026, 1, 1) + timedelta(days=n): False for n in range(32)}
    with pytest.raises(EmptyCalendar):
        Calendar(date(2026, 1, 1), date(2026, 2, 1), days, HOURS if windows is None else windows)


@pytest.mark.parametrize(
    "windows",
    [((time(9), time(9)),), ((time(17), time(9)),), ((time(9), time(12)), (time(11), time(17)))],
)
def test_office_hours_that_overlap_or_run_backwards_are_refused(windows):
    with pytest.raises(ValueError, match="office hours"):
        china(windows=windows)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CENTRE.add_workdays(date(2031, 12, 31), 1),
        lambda: CENTRE.add_workdays(date(2032, 1, 1), 0),
        lambda: CENTRE.back_workdays(date(2024, 1, 2), 1),
        lambda: CENTRE.count(date(2023, 12, 31), date(2024, 1, 5)),
        lambda: CENTRE.seconds_to(at("2032-01-01 09:00")),
        lambda: CENTRE.at_seconds(10**9),
        lambda: CENTRE.at_seconds(-1),
    ],
)
def test_beyond_the_table_is_a_defect_never_a_guess(ask):
    with pytest.raises(OutsideCalendar):
        ask()


def test_at_noon_the_earliest_moment_is_half_past_eleven():
    assert CENTRE.at_seconds(CENTRE.seconds_to(at("2026-06-02 12:15"))) == at("2026-06-02 11:30")


def test_the_first_working_second_is_the_first_opening():
    assert CENTRE.at_seconds(0) == at("2024-01-02 08:30")


@settings(max_examples=120, deadline=None)
@given(calendars(), moments(), st.integers(0, 60))
def test_working_days_agree_with_counting_them_one_by_one(calendar, start, count):
    day, left = start.date(), count
    while left or not calendar.works_on(day):
        day += timedelta(days=1)
        left -= bool(left and calendar.works_on(day))
    found = calendar.add_workdays(start.date(), count)
    assert found == day
    if count:
        assert calendar.count(start.date(), found) == count
        assert calendar.count(found, start.date()) == 0
        assert calendar.back_workdays(found, 0) == found
        assert calendar.count(calendar.back_workdays(found, count - 1), found) == count - 1


@settings(max_examples=120, deadline=None)
@given(calendars(), moments(), st.integers(0, 48 * 20))
def test_working_seconds_agree_with_counting_half_hours(calendar, start, steps):
    grid = [start + n * HALF_HOUR for n in range(steps)]
    seconds = 1800 * sum(is_open(calendar, moment) for moment in grid)
    end = start + steps * HALF_HOUR
    assert calendar.elapsed(start, end) == seconds
    assert calendar.elapsed(end, start) == 0


@settings(max_examples=120, deadline=None)
@given(calendars(), moments())
def test_seconds_lead_back_to_the_earliest_moment(calendar, moment):
    seconds = calendar.seconds_to(moment)
    found = calendar.at_seconds(seconds)
    assert calendar.seconds_to(found) == seconds
    if seconds:
        assert found <= moment
        assert calendar.seconds_to(found - timedelta(seconds=1)) == seconds - 1


@settings(max_examples=60, deadline=None)
@given(calendars(), moments())
def test_the_seconds_through_a_day_end_at_midnight(calendar, moment):
    midnight = datetime.combine(moment.date() + timedelta(days=1), time.min)
    assert calendar.seconds_through(moment.date()) == calendar.seconds_to(midnight)


def is_open(calendar, moment):
    windows = calendar.windows_on(moment.date())
    return any(opens <= moment.time() < closes for opens, closes in windows)
