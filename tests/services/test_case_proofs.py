"""What was changed behind the door is found: rows by replay, entries by the chain, and the database itself refuses."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from app import journal
from app.domain.case import fold, rows_of
from app.models import JournalEntry
from app.services import verification
from tests.conftest import keep
from tests.factories import desk


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE task SET owner = 'somebody' WHERE key = 'reg'",
        "UPDATE cases SET promise_at = '2027-01-01 00:00:00'",
        "DELETE FROM task WHERE key = 'seal'",
        "UPDATE case_document SET received_at = NULL",
    ],
)
def test_replay_finds_a_row_that_was_changed_by_hand(session, spoil):
    desk.accepted_case(session)
    keep(session)
    session.execute(sa.text(spoil))
    assert list(verification.replay(session))


def test_replay_finds_a_dropped_and_a_swapped_event(session):
    done = desk.accepted_case(session)
    keep(session)
    rows = session.execute(
        sa.select(JournalEntry.case_seq, JournalEntry.data)
        .where(JournalEntry.case_id == done.case_id)
        .order_by(JournalEntry.case_seq)
    ).all()
    texts = [row.data for row in rows]
    assert not differs(texts, texts)
    for damaged in (texts[:-3] + texts[-2:], [texts[0], texts[3], texts[2], texts[1], *texts[4:]]):
        assert differs(texts, damaged)


def test_the_chain_holds_and_an_edited_entry_is_named(session):
    desk.accepted_case(session)
    keep(session)
    assert verification.verify(session, journal.RECORDS).holds
    broken = session.execute(sa.select(JournalEntry)).scalars().all()[5]
    session.execute(sa.text(DROP[session.get_bind().dialect.name]))
    session.execute(
        sa.text("UPDATE journal_entry SET data = '{}' WHERE id = :id"), {"id": broken.id}
    )
    verdict = verification.verify(session, journal.RECORDS)
    assert (verdict.holds, verdict.broken_at) == (False, broken.id)


def test_a_cut_tail_is_found_by_the_head(session):
    desk.accepted_case(session)
    keep(session)
    last = session.scalar(sa.select(sa.func.max(JournalEntry.id)))
    session.execute(sa.text(DROP_DELETE[session.get_bind().dialect.name]))
    session.execute(sa.text("DELETE FROM event_text"))
    session.execute(sa.text("DELETE FROM journal_entry WHERE id = :id"), {"id": last})
    assert "cut off" in verification.verify(session, journal.RECORDS).why


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET by = 'x'",
        "DELETE FROM journal_entry",
        "UPDATE service_version SET sha256 = 'x'",
        "DELETE FROM service_version",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_written_once(session, statement):
    with pytest.raises(sa.exc.DBAPIError):
        session.execute(sa.text(statement))


def differs(texts, damaged):
    """Whether a damaged log gives other rows (the stored one is append-only: it is damaged in memory)."""
    try:
        found = rows_of(fold(map(json.loads, damaged)))
    except (KeyError, StopIteration):
        return True
    expected = rows_of(fold(map(json.loads, texts)))
    return {**found, "case": {**found["case"], "seq": 0}} != {
        **expected,
        "case": {**expected["case"], "seq": 0},
    }


DROP = {
    "sqlite": "DROP TRIGGER journal_entry_no_update",
    "postgresql": "DROP TRIGGER journal_entry_append_only ON journal_entry",
}
DROP_DELETE = {
    "sqlite": "DROP TRIGGER journal_entry_no_delete",
    "postgresql": "DROP TRIGGER journal_entry_append_only ON journal_entry",
}
