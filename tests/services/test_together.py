"""Colleagues around a case: first asked answers, help with its outcome, notes, reminders before yellow."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.models import Case, JournalEntry, Message, Task
from app.services import assistance, calendars, cases, first_contact, forewarning, notes
from app.services.cases import NoSuchCase
from tests.conftest import keep
from tests.factories import desk

NOW = desk.NOW
OFFICER = desk.officer("SCJG")
FAR = desk.officer("MZJ")
AUDITOR = desk.person("jiancha", "auditor")


def test_whoever_received_answers_for_the_applicant_until_it_is_handed_over(session, number):
    assert first(session, number) == "lijing"
    how = {"by": desk.CLERK, "now": NOW}
    assert first_contact.hand_over(session, number, to="lijing", **how) == first_contact.THEIRS
    assert first_contact.hand_over(session, number, to="nobody", **how) == first_contact.UNKNOWN
    first_contact.hand_over(session, number, to="scjg1", **how)
    assert (first(session, number), kinds(session, "scjg1")) == ("scjg1", ["first_contact"])
    refused = first_contact.hand_over(session, number, to="lijing", **how)
    assert refused == first_contact.NOT_YOURS


def test_help_has_a_person_an_appointment_and_an_outcome_once(session, number):
    at = NOW + timedelta(hours=2)
    row = arranged(session, number, "home_visit", at=at, place="海兰路 3 号")
    how = {"outcome": "done", "said": "材料已取回", "by": OFFICER}
    assert assistance.end(session, number, row.id, now=NOW, **how) == assistance.EARLY
    assistance.end(session, number, row.id, now=at, **how)
    assert assistance.end(session, number, row.id, now=at, **how) == assistance.ENDED
    (shown,) = assistance.of_case(session, row.case_id, by=OFFICER)
    assert (shown["place"], shown["outcome"], shown["said"]) == (
        "海兰路 3 号",
        "done",
        "材料已取回",
    )
    (masked,) = assistance.of_case(session, row.case_id, by=AUDITOR)
    assert (masked["place"], masked["said"]) == ("***", "***")


def test_a_visit_says_where_and_lies_ahead(session, number):
    assert arranged(session, number, "home_visit") == assistance.PLACE
    assert arranged(session, number, "guided", at=NOW - timedelta(hours=1)) == assistance.PAST


def test_a_note_is_read_by_those_it_is_for_and_stands_encrypted(session, number):
    notes.write(session, number, "金海下午再来", own=False, by=desk.CLERK, now=NOW)
    notes.write(session, number, "只给我们", own=True, by=OFFICER, now=NOW)
    case_id = session.scalar(sa.select(Case.id))
    assert read(session, case_id, OFFICER) == ["只给我们", "金海下午再来"]
    assert read(session, case_id, desk.CLERK) == ["金海下午再来"]
    assert read(session, case_id, AUDITOR) == ["***", "***"]
    raw = session.execute(sa.text("SELECT text FROM case_note")).scalars()
    assert all("金海".encode() not in bytes(text) for text in raw)


def test_nothing_of_a_note_is_in_the_journal_and_nobody_far_writes_one(session, number):
    notes.write(session, number, "金海下午再来", own=False, by=desk.CLERK, now=NOW)
    keep(session)
    entry = session.scalars(sa.select(JournalEntry).where(JournalEntry.noun == "note")).one()
    assert entry.ref == number
    assert json.loads(entry.data) == {"case": number, "note": 1, "department": None}
    with pytest.raises(NoSuchCase):
        notes.write(session, number, "你好", own=False, by=FAR, now=NOW)
    assert notes.write(session, number, " ", own=False, by=OFFICER, now=NOW) == notes.EMPTY


def test_a_limit_is_told_of_before_it_turns_yellow_once_to_who_handles_it(session, number):
    part = soon(session)
    cases.perform(session, number, {"verb": "claim", "task": "reg"}, by=OFFICER, now=NOW)
    at = part.promise_warn - timedelta(minutes=30)
    assert (forewarned(session, at), forewarned(session, at)) == (["scjg1"], [])


def test_where_nobody_handles_it_the_heads_are_told(session, number):
    part = soon(session)
    assert forewarned(session, part.promise_warn - timedelta(minutes=30)) == ["scjg0"]


def test_neither_early_nor_when_it_is_yellow(session, number):
    part = soon(session)
    assert forewarned(session, part.promise_warn - timedelta(days=2)) == []
    assert forewarned(session, part.promise_warn) == []


def soon(session):
    """A part that was opened long before its promise turns yellow."""
    part = session.scalars(sa.select(Task).where(Task.key == "reg")).one()
    part.opened_at = NOW
    part.promise_warn, part.promise_at = NOW + timedelta(days=4), NOW + timedelta(days=5)
    session.flush()
    return part


def forewarned(session, at):
    found = forewarning.due(session, calendars.current(session), now=at)
    rows = [row for row in found if row.number.endswith("-01") and row.limit == "promise"]
    before = set(kinds_of(session))
    forewarning.remind(session, rows, now=at)
    return sorted(person for person in set(kinds_of(session)) - before)


def kinds_of(session):
    return session.scalars(sa.select(Message.person).where(Message.kind == "soon")).all()


def kinds(session, person):
    return list(session.scalars(sa.select(Message.kind).where(Message.person == person)))


def first(session, number):
    return session.scalar(sa.select(Case.first_contact).where(Case.number == number))


def arranged(session, number, kind, *, at=NOW + timedelta(hours=2), place=""):
    return assistance.arrange(
        session, number, kind, person="scjg1", appointed_at=at, place=place, by=OFFICER, now=NOW
    )


def read(session, case_id, by):
    return [note["text"] for note in notes.of_case(session, case_id, by=by)]


@pytest.fixture
def number(session):
    return desk.accepted_case(session).number
