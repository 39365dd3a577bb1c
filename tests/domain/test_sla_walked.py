"""Due dates beside a clock that walks every day and every half-hour of any calendar."""

from datetime import datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import sla
from tests.factories.calendars import HALF_HOUR, calendars, holds, moments, working_days

DAY = timedelta(days=1)


@settings(max_examples=150, deadline=None)
@given(st.data(), calendars(), moments(), st.integers(1, 25), st.integers(0, 6))
def test_working_days_agree_with_walking_every_day(data, calendar, start, days, warn):
    hold = data.draw(holds(start))
    counted = counted_days(calendar, start, hold, days)
    found = sla.due(calendar, start, limit=working_days(days) | {"warn": warn}, holds=hold)
    assert found.at == datetime.combine(counted[-1], time(23, 59, 59))
    assert found.warn == max(walk_back(calendar, counted, warn), half_of(calendar, counted))


@settings(max_examples=150, deadline=None)
@given(st.data(), calendars(), moments(), st.integers(1, 40), st.integers(0, 10))
def test_working_hours_agree_with_walking_every_half_hour(data, calendar, start, halves, warn):
    hold = data.draw(holds(start))
    limit = {"unit": "working_minute", "value": 60 * halves, "warn": 30 * warn}
    found = sla.due(calendar, start, limit=limit, holds=hold)
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
    assert sla.due(calendar, start, limit=limit, holds=hold).at.date() == day


@settings(max_examples=250, deadline=None)
@given(st.data(), calendars(), moments(), st.integers(1, 60))
def test_on_the_due_day_exactly_the_days_of_the_limit_have_passed(data, calendar, start, days):
    hold = data.draw(holds(start))
    due = sla.due(calendar, start, limit=working_days(days), holds=hold)
    assert sla.elapsed_days(calendar, start, end=due.at, holds=hold) == days
    assert sla.elapsed_days(calendar, start, end=due.at - DAY, holds=hold) == days - 1
    assert sla.due(calendar, start, limit=working_days(days), holds=hold + hold[::-1]) == due
    assert sla.due(calendar, start, limit=working_days(days + 1), holds=hold).at > due.at


@settings(max_examples=250, deadline=None)
@given(st.data(), calendars(), moments(), st.integers(1, 40 * 60))
def test_at_the_due_second_exactly_the_time_of_the_limit_has_passed(data, calendar, start, minutes):
    hold = data.draw(holds(start))
    due = sla.due(calendar, start, limit={"unit": "working_minute", "value": minutes}, holds=hold)
    assert sla.elapsed_seconds(calendar, start, end=due.at, holds=hold) == minutes * 60
    assert (
        sla.elapsed_seconds(calendar, start, end=due.at - timedelta(seconds=1), holds=hold)
        == minutes * 60 - 1
    )


@settings(max_examples=100, deadline=None)
@given(st.data(), calendars(), moments(), st.integers(1, 15), st.integers(0, 10))
def test_an_extension_counts_on_from_where_the_limit_ends(data, calendar, start, days, more):
    hold = data.draw(holds(start))
    extended = sla.due(calendar, start, limit=working_days(days), holds=hold, extra=more)
    assert extended.at.date() == counted_days(calendar, start, hold, days + more)[-1]


@settings(max_examples=150, deadline=None)
@given(st.data(), calendars(), moments(), st.integers(0, 48 * 60))
def test_what_has_passed_agrees_with_walking_every_day_and_half_hour(data, calendar, start, steps):
    hold, end = data.draw(holds(start)), start + steps * HALF_HOUR
    seen = [(max(since, start), min(until, end)) for since, until in hold if since < end]
    days = [start.date() + n * DAY for n in range(1, (end.date() - start.date()).days + 1)]
    passed = [day for day in days if calendar.works_on(day) and not stopped(seen, day)]
    assert sla.elapsed_days(calendar, start, end=end, holds=hold) == len(passed)
    grid = [start + n * HALF_HOUR for n in range(steps)]
    running = [
        moment
        for moment in grid
        if is_open(calendar, moment) and not any(since <= moment < until for since, until in hold)
    ]
    assert sla.elapsed_seconds(calendar, start, end=end, holds=hold) == 1800 * len(running)


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
