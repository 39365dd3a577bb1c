"""What happens between the moment an intake was looked through and the moment it is written: nothing passes unseen."""

from __future__ import annotations

import json
import threading

import pytest
import sqlalchemy as sa

from app import transaction
from app.access import SYSTEM
from app.desk import green_steps
from app.models import CalendarRevision, Case, JournalEntry, ServiceVersion
from app.services import accounts, calendars
from tests.conftest import keep
from tests.factories import green
from tests.factories import new_version as versions
from tests.factories.browser import text_of
from tests.factories.hall import Hall
from tests.services.test_sessions import user_of
from tests.stories.test_once import THEME, begun, numbers, ready

APPLICANT = sa.text("SELECT name FROM applicant")


def test_nothing_is_locked_while_an_intake_is_looked_through_and_that_is_once(hall, monkeypatch):
    press, seen, real = ready(hall, "lijing", begun(hall)), [], green_steps.unfinished

    def looked_through(intake):
        seen.append(transaction.writing())
        return real(intake)

    monkeypatch.setattr(green_steps, "unfinished", looked_through)
    assert press().status_code == 302
    assert seen == [False]


def test_what_a_colleague_writes_meanwhile_is_received(hall, meanwhile):
    base = begun(hall)
    press, colleague = ready(hall, "lijing", base), hall.person("piaoyu")
    meanwhile(lambda: green.fill_form(colleague, base, **{"applicant-name": "朴玉"}))
    assert press().status_code == 302
    assert [row.name for row in hall.rows(APPLICANT)] == ["朴玉"]


def test_what_a_colleague_receives_meanwhile_is_shown_as_their_case(hall, meanwhile):
    base = begun(hall)
    press, theirs = ready(hall, "lijing", base), ready(hall, "piaoyu", base)
    answers = meanwhile(theirs)
    mine = press().headers["Location"]
    assert [one.headers["Location"] for one in answers] == [mine]
    assert len(numbers(hall)) == 1


def test_a_notice_given_anew_meanwhile_is_counted_with_the_case(hall, meanwhile):
    base = begun(hall)
    press, colleague = ready(hall, "lijing", base), hall.person("piaoyu")
    colleague.get(f"{base}/notice")
    meanwhile(lambda: colleague.post(f"{base}/tell", print="1", key="told"))
    assert press().status_code == 302
    assert [row.told for row in hall.rows(sa.select(Case.told))] == [1]


def test_what_a_version_that_came_meanwhile_asks_is_asked_first(hall, meanwhile, published):
    press = ready(hall, "lijing", begun(hall))
    meanwhile(lambda: published(field="parking"))
    assert press().headers["Location"].endswith("/form")
    assert numbers(hall) == []


def test_a_case_is_received_under_the_version_that_came_meanwhile(hall, meanwhile, published):
    press = ready(hall, "lijing", begun(hall))
    meanwhile(lambda: published(before={"documents": 13}))
    assert press().status_code == 302
    under = sa.select(ServiceVersion.number).join(Case, Case.version_id == ServiceVersion.id)
    assert hall.rows(under) == [(2,)]


def test_a_theme_that_ended_meanwhile_is_not_received(hall, meanwhile, published):
    press = ready(hall, "lijing", begun(hall))
    meanwhile(lambda: published(green_channel=False))
    assert press().status_code == 422
    assert numbers(hall) == []


def test_a_calendar_that_was_confirmed_meanwhile_dates_the_case(hall, meanwhile, session, at):
    press = ready(hall, "lijing", begun(hall))

    def confirmed():
        said = calendars.in_force(session) | {"hours": [["09:00", "11:00"]]}
        calendars.save_revision(session, said, reason="改点", now=at.now)
        keep(session)

    meanwhile(confirmed)
    assert press().status_code == 302
    told = hall.rows(sa.select(JournalEntry.data).filter_by(type="due_set"))
    latest = hall.rows(sa.select(sa.func.max(CalendarRevision.id)))[0][0]
    assert {json.loads(row.data)["calendar"] for row in told} == {latest}


def test_who_lost_their_rights_meanwhile_receives_nothing(hall, meanwhile, app):
    press = ready(hall, "lijing", begun(hall))

    def disabled():
        with app.app_context(), transaction.unit() as unit:
            accounts.set_active(unit, user_of(unit, "lijing"), False, by=SYSTEM)

    meanwhile(disabled)
    assert press().status_code == 401
    assert numbers(hall) == []


def test_whoever_types_while_the_part_goes_elsewhere_is_told_and_keeps_the_words(hall):
    hall.receive(THEME)
    press = hall.open("scjg1", "reg", "supplement")
    hall.act("scjg0", "reg", "transfer", department="WSJK", reason="划转")
    answer = press(reason="缺一页图纸")
    page = text_of(answer.text)
    assert (answer.status_code, "缺一页图纸" in page) == (422, True)
    assert "由承办的人办。您可以看，不能代办。" in page


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)


@pytest.fixture
def meanwhile(monkeypatch):
    """``meanwhile(act)``: it happens as soon as something was looked through and is about to be written."""
    real, answers = transaction.begin_writing, []

    def happens(act):
        def begin_writing():
            monkeypatch.setattr(transaction, "begin_writing", real)
            # Of another request: nothing of this one's transaction is theirs.
            other = threading.Thread(target=lambda: answers.append(act()))
            other.start()
            other.join()
            assert answers, "it failed"
            real()

        monkeypatch.setattr(transaction, "begin_writing", begin_writing)
        return answers

    return happens


@pytest.fixture
def published(session, at):
    """``published(column=value)``: the theme changed, and in force from this moment."""

    def publish(**changes):
        versions.publish(session, at, THEME, **changes)
        return True

    return publish
