"""The working calendar from its rows: revisions that never change, provisional years (R06)."""

from __future__ import annotations

from datetime import date, time

import pytest
import sqlalchemy as sa

from app import journal
from app.domain.calendar import EmptyCalendar
from app.models import CalendarDay, CalendarRevision, OfficeHours
from app.services import calendars
from tests.factories import desk

HALF_DAYS = {"confirmed": [2026], "hours": [["08:00", "12:00"]], "off": {"2026-10-01": "国庆节"}}


def test_the_table_reaches_five_years_past_the_last_confirmed_one(session):
    calendar = calendars.current(session)
    assert calendar.last == date(max(calendar.confirmed) + 5, 12, 31)
    assert calendar.first == date(min(calendar.confirmed), 1, 1)


def test_a_year_without_a_confirmed_notice_is_provisional_and_still_counts(session):
    calendar = calendars.current(session)
    beyond = date(max(calendar.confirmed) + 1, 3, 2)
    assert calendar.provisional(beyond, calendar.add_workdays(beyond, 20))
    assert not calendar.provisional(desk.NOW.date(), desk.NOW.date())


def test_the_same_calendar_again_is_no_new_revision(session):
    before = calendars.latest(session)
    assert save(session, calendars.as_package(before)) is None
    assert calendars.latest(session) is before


def test_a_changed_calendar_is_a_new_revision_and_the_old_one_stays_as_it_was(session):
    old = calendars.current(session)
    row = save(session, HALF_DAYS)
    new = calendars.current(session)
    assert new.revision == row.id != old.revision
    assert new.windows == ((time(8), time(12)),)
    assert (new.works_on(date(2026, 10, 1)), new.names[date(2026, 10, 1)]) == (False, "国庆节")
    assert calendars.at(session, old.revision).windows == old.windows


def test_a_revision_is_journaled_whoever_saves_it(session):
    save(session, HALF_DAYS)
    assert "calendar_added" in [entry.type for entry in journal.pending(session)]


def test_a_revision_that_was_rolled_back_is_not_remembered(session):
    save(session, HALF_DAYS)
    assert calendars.current(session).windows == ((time(8), time(12)),)
    session.rollback()
    save(session, {**HALF_DAYS, "hours": [["09:00", "11:00"]]})
    assert calendars.current(session).windows == ((time(9), time(11)),)


def test_a_centre_without_a_calendar_says_so(session):
    for table in (CalendarDay, OfficeHours, CalendarRevision):
        session.execute(sa.delete(table))
    with pytest.raises(EmptyCalendar, match="no calendar"):
        calendars.current(session)


def save(session, said):
    row = calendars.save_revision(session, said, reason="演练", now=desk.NOW)
    session.flush()
    return row
