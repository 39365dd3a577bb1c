"""The chains hold, or the first bad entry is named: whoever writes past the triggers is found."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from app import journal
from app.models import AccessEntry, ChainHead, ChainSeal, JournalEntry
from app.services import verification
from tests.conftest import keep
from tests.factories import desk, tampering
from tests.services.test_cases import refuse

#: What somebody does to the records with the triggers taken away → the first bad entry, and why.
#: {n} is an entry in the middle, {sealed} the sealed one, {last} the last, {text} one with a reason.
TAMPERED = {
    "an entry is edited": ("UPDATE journal_entry SET data = '{{}}' WHERE id = {n}", "n", "was changed"),
    "its data is no JSON": ("UPDATE journal_entry SET data = 'x' WHERE id = {n}", "n", "was changed"),
    "a blank slips in": ("UPDATE journal_entry SET data = ' ' || data WHERE id = {n}", "n", "was changed"),
    "another person did it": ("UPDATE journal_entry SET by = 'x' WHERE id = {n}", "n", "was changed"),
    "another time": ("UPDATE journal_entry SET at = '2026-09-18 09:40:01' WHERE id = {n}", "n", "was changed"),
    "another case": ("UPDATE journal_entry SET case_id = 99 WHERE id = {n}", "n", "was changed"),
    "an entry is deleted": ("DELETE FROM journal_entry WHERE id = {n}", "n", "is missing"),
    "the first is deleted": ("DELETE FROM journal_entry WHERE id = 1", 1, "entry 1 is missing"),
    "the tail is cut": ("DELETE FROM journal_entry WHERE id = {last}", "last", "the head says"),
    "the head goes back": ("UPDATE chain_head SET seq = seq - 1 WHERE chain = 'records'", "last", "the head was changed"),
    "the head has another hash": ("UPDATE chain_head SET hash = '0' WHERE chain = 'records'", "last", "the head was changed"),
    "the head is away": ("DELETE FROM chain_head WHERE chain = 'records'", "after", "the head is missing"),
    "a text is another": ("UPDATE event_text SET text = (SELECT text FROM event_text WHERE entry_id = {other} AND field = 'reason') WHERE entry_id = {text}", "text", "was changed"),
    "a text is no cipher": ("UPDATE event_text SET text = x'00' WHERE entry_id = {text}", "text", "was changed"),
    "a text is deleted": ("DELETE FROM event_text WHERE entry_id = {text}", "text", "is missing"),
    "a text is slipped in": ("UPDATE event_text SET entry_id = {n} WHERE entry_id = {text}", "n", "was changed"),
    "a text hangs nowhere": ("INSERT INTO event_text (id, entry_id, field, text) SELECT 99, 9999, field, text FROM event_text WHERE entry_id = {text} AND field = 'reason'", 9999, "no entry"),
    "a seal is another": ("UPDATE chain_seal SET hash = '0' WHERE chain = 'records'", 1, "that were sealed on"),
}  # fmt: skip


def test_whole_chains_hold_and_say_how_far_they_are_sealed(app, session):
    sealed = written(session)["sealed"]
    said = verify(app)
    assert said.exit_code == 0, said.output
    last = session.scalar(sa.select(sa.func.max(JournalEntry.id)))
    assert f"records: {last} entries" in said.output
    assert f"sealed up to {sealed} on 2026-09-18 09:40:00, holds" in said.output
    assert "access: 2 entries" in said.output


@pytest.mark.parametrize("what", TAMPERED)
def test_whoever_writes_past_the_triggers_is_found(app, session, what):
    places = written(session)
    statement, at, why = TAMPERED[what]
    tampering.run(session, statement.format(**places))
    said = verify(app)
    assert said.exit_code == 1
    assert f"BROKEN at entry {places.get(at, at)}: " in said.output
    assert why in said.output


def test_two_entries_that_changed_places_are_found_at_the_first(app, session):
    n = written(session)["n"]
    tampering.run(session)
    tampering.swap(session, n, n + 1)
    session.commit()
    assert f"BROKEN at entry {n}: entry {n} was changed" in verify(app).output


def test_a_cut_tail_with_the_head_put_back_is_found_up_to_the_last_seal(app, session):
    sealed = written(session)["sealed"]
    tampering.cut(
        session, after=sealed
    )  # after the seal: nobody can tell, and verify says how far it is sealed
    assert f"{sealed} entries" in verify(app).output
    assert verify(app).exit_code == 0
    tampering.cut(session, after=sealed - 3)
    said = verify(app)
    assert (said.exit_code, f"BROKEN at entry {sealed - 2}: " in said.output) == (1, True)


def test_a_tail_hashed_anew_is_found_by_the_seal_even_where_the_seal_is_copied(app, session):
    places = written(session)
    tampering.forge(session, places["n"])
    assert "BROKEN at entry 1: entries 1 to" in verify(app).output
    tampering.run(
        session,
        "UPDATE chain_seal SET hash = (SELECT hash FROM journal_entry WHERE id = seq) WHERE chain = 'records'",
    )
    assert verify(app).exit_code == 1


def test_between_two_seals_the_forgery_is_narrowed_down(app, session):
    sealed = written(session)["sealed"]
    journal.seal(session)
    session.commit()
    tampering.forge(session, sealed + 2)
    assert f"BROKEN at entry {sealed + 1}: entries {sealed + 1} to" in verify(app).output


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_entry SET type = 'login' WHERE id = 2",
        "DELETE FROM access_entry WHERE id = 1",
        "UPDATE access_entry SET purpose = NULL WHERE id = 2",
        "UPDATE access_entry SET purpose = (SELECT purpose FROM access_entry WHERE id = 2) WHERE id = 1",
    ],
)
def test_the_chain_of_who_looked_is_proved_the_same_way(app, session, statement):
    written(session)
    tampering.run(session, statement)
    said = verify(app)
    assert said.exit_code == 1
    assert "access: " in said.output.split("BROKEN")[0]
    assert "holds" in said.output.splitlines()[0]


def test_seals_are_set_hourly(session, at):
    at.set("2026-09-18T10:00:00")
    assert journal.seal_hourly(session)
    at.set("2026-09-18T10:59:59")
    assert not journal.seal_hourly(session)
    at.set("2026-09-18T11:00:00")
    assert journal.seal_hourly(session)
    assert session.scalar(sa.select(sa.func.count()).select_from(ChainSeal)) == 4


def test_a_chain_longer_than_one_reading_is_proved_whole(session, monkeypatch):
    monkeypatch.setattr(verification, "PART", 3)
    places = written(session)
    verdict = verification.verify(session, journal.RECORDS)
    head = session.execute(sa.select(ChainHead).filter_by(chain="records")).scalar_one()
    assert (verdict.holds, verdict.entries, verdict.head) == (True, head.seq, head.hash)
    assert verdict.entries > places["sealed"]


def written(session):
    """Two cases with reasons, two readings with a purpose, sealed after the first; places to tamper with."""
    first = desk.accepted_case(session)
    refuse(session, first.number, "sign", "CGZF", reason="图纸没有离地高度")
    for purpose in ("核对来人身份", "电话回访"):
        journal.access(session, "case", first.number, "unmasked", purpose=purpose)
    journal.write_access(session, journal.take_access(session))
    keep(session)
    journal.seal(session)
    sealed = session.scalar(sa.select(ChainHead.seq).filter_by(chain="records"))
    refuse(session, desk.accepted_case(session).number, "sign", "CGZF", reason="没有图纸")
    keep(session)
    entries = session.execute(sa.select(JournalEntry.id, JournalEntry.data)).all()
    texts = [entry.id for entry in entries if "reason" in json.loads(entry.data)]
    last = max(entry.id for entry in entries)
    assert session.scalar(sa.select(sa.func.count()).select_from(AccessEntry)) == 2
    return {
        "n": sealed - 12,
        "sealed": sealed,
        "last": last,
        "after": last + 1,
        "text": next(entry for entry in texts if entry <= sealed),
        "other": next(entry for entry in texts if entry > sealed),
    }


def verify(app):
    return app.test_cli_runner().invoke(args=["journal", "verify"])
