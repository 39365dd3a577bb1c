"""Replay: the rows are the fold of the events in every life of a case, and a hand in the tables is named."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import Case, JournalEntry
from app.services import search_words, verification
from tests.conftest import keep
from tests.factories import desk, lives, tampering


@pytest.mark.parametrize("life", lives.LIVES)
def test_the_rows_are_the_fold_in_every_life(session, life):
    lives.LIVES[life](session)
    keep(session)
    case = session.execute(sa.select(Case).order_by(Case.id)).scalars().first()
    assert (case.phase, case.outcome) == lives.ENDS[life]
    assert list(verification.replay(session)) == []
    assert list(search_words.differing(session)) == []


#: What somebody changes in the rows → where, which column, and what the fold has.
CHANGED = {
    "another owner": ("UPDATE task SET owner = 'x' WHERE key = 'reg'", "tasks reg", "owner", None),
    "a later promise": ("UPDATE cases SET promise_at = '2027-01-01'", "case", "promise_at", "2026-09-24 23:59:59"),
    "a part is gone": ("DELETE FROM task WHERE key = 'seal'", "tasks", "seal", "waiting"),
    "another number": ("UPDATE cases SET number = 'X'", "case", "number", "LJ20260918J"),
    "a part's number": ("UPDATE task SET number = 'X' WHERE key = 'reg'", "tasks reg", "number", "-"),
    "a paper never came": ("UPDATE case_document SET received_at = NULL", "documents", "received_at", "2026-09-18"),
    "a card is slipped in": ("INSERT INTO card (id, case_id, clock, limit_name, colour, at) SELECT 9, id, 'case', 'legal', 'red', received_at FROM cases", "cards", "('clock', 'case')", None),
    "granted by hand": ("UPDATE cases SET outcome = 'granted', phase = 'closed'", "case", "phase", "in_progress"),
    "the case is gone": (None, "case", "id", 1),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGED)
def test_a_row_changed_by_hand_is_named_with_what_the_events_say(app, session, what):
    number = desk.accepted_case(session).number
    keep(session)
    statement, where, column, fold = CHANGED[what]
    tampering.run(session, *(statement or DELETED).split(";"))
    said = replay(app)
    assert said.exit_code == 1
    line = next(line for line in said.output.splitlines() if where in line and column in line)
    known_as = "X" if where == "case" and column == "number" else number
    assert line.startswith(f"{known_as} ")
    assert str(fold) in line


@pytest.mark.parametrize("place", [1, 5, -1])
def test_a_dropped_event_is_named(app, session, place):
    number = desk.accepted_case(session).number
    keep(session)
    entry = entries(session)[place]
    tampering.run(
        session,
        f"DELETE FROM event_text WHERE entry_id = {entry}",
        f"DELETE FROM journal_entry WHERE id = {entry}",
    )
    said = replay(app)
    assert (said.exit_code, number in said.output) == (1, True)


@pytest.mark.parametrize("columns", [tampering.ALL_BUT_THE_LINK, ("data",)], ids=["whole", "data"])
def test_any_two_neighbours_that_changed_places_are_seen(app, session, columns):
    desk.accepted_case(session)
    keep(session)
    ids = entries(session)
    tampering.run(session)
    for one, other in zip(ids, ids[1:], strict=False):
        tampering.swap(session, one, other, columns)
        assert list(verification.replay(session)), (one, other)
        session.rollback()
    assert list(verification.replay(session)) == []


def test_replay_says_how_many_cases_are_equal(app, session):
    for _ in range(2):
        desk.accepted_case(session)
    keep(session)
    said = replay(app)
    assert (said.exit_code, said.output) == (0, "2 cases, no differences\n")


def replay(app):
    return app.test_cli_runner().invoke(args=["replay"])


def entries(session):
    query = sa.select(JournalEntry.id).where(JournalEntry.case_id.is_not(None))
    return session.execute(query.order_by(JournalEntry.id)).scalars().all()


#: A case taken out of every table, children first.
DELETED = ";".join(
    f"DELETE FROM {table}"
    for table in (
        "card",
        "hold",
        "task",
        "case_document",
        "paper",
        "answer",
        "agent",
        "applicant",
        "cases",
    )
)
