"""The one door for acts on a case: rows are the fold, refusals change nothing, on both databases."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import journal
from app.domain.case import Refusal, fold, rows_of
from app.models import (
    Answer,
    Applicant,
    Case,
    CaseDocument,
    EventText,
    JournalEntry,
    Paper,
    Result,
    Task,
)
from app.services import cases, verification
from tests.conftest import keep
from tests.factories import desk


def test_receiving_and_accepting_writes_the_rows_that_the_events_fold_to(session):
    desk.accepted_case(session)
    keep(session)
    assert list(verification.replay(session)) == []
    assert session.scalar(sa.select(sa.func.count()).select_from(Task)) == 10


def test_a_granted_part_leaves_its_result_and_opens_the_next(session):
    done = desk.accepted_case(session)
    grant(
        session,
        done.number,
        "reg",
        "SCJG",
        result_number="91222405MA1BCD2E3J",
        valid_until="2030-01-01",
    )
    result = session.execute(sa.select(Result)).scalar_one()
    assert (result.number, str(result.valid_until)) == ("91222405MA1BCD2E3J", "2030-01-01")
    assert session.scalar(sa.select(Task.state).where(Task.key == "food")) == "open"


def test_a_refusal_changes_no_row(session):
    done = desk.accepted_case(session)
    keep(session)
    before = snapshot(session)
    answer = cases.perform(
        session,
        done.number,
        {"verb": "grant", "task": "reg"},
        by=desk.officer("SCJG"),
        now=desk.NOW,
    )
    assert isinstance(answer, Refusal)
    assert snapshot(session) == before


def test_an_officer_does_not_touch_another_departments_part(session):
    done = desk.accepted_case(session)
    answer = cases.perform(
        session,
        done.number,
        {"verb": "claim", "task": "fire"},
        by=desk.officer("SCJG"),
        now=desk.NOW,
    )
    assert isinstance(answer, Refusal)
    assert answer.rule == "access"


def test_a_case_that_does_not_concern_a_department_is_not_found(session):
    done = desk.accepted_case(session)
    with pytest.raises(cases.NoSuchCase):
        cases.perform(
            session,
            done.number,
            {"verb": "claim", "task": "reg"},
            by=desk.officer("YLBZ"),
            now=desk.NOW,
        )


def test_a_stale_form_is_told_so(session):
    done = desk.accepted_case(session)
    cases.perform(
        session,
        done.number,
        {"verb": "claim", "task": "reg"},
        by=desk.officer("SCJG"),
        now=desk.NOW,
        expected=1,
    )
    with pytest.raises(cases.Stale):
        cases.perform(
            session,
            done.number,
            {"verb": "finish_step", "task": "reg"},
            by=desk.officer("SCJG"),
            now=desk.NOW,
            expected=1,
        )


def test_personal_values_are_encrypted_and_never_in_the_journal(session):
    done = desk.accepted_case(session)
    refuse(session, done.number, "sign", "CGZF", reason="申请人金海的图纸没有离地高度")
    keep(session)
    stored = session.execute(sa.text("SELECT id_number, phone FROM applicant")).one()
    assert all(
        b"222405199001011236" not in bytes(value) and b"13804331234" not in bytes(value)
        for value in stored
    )
    journal_text = " ".join(session.execute(sa.select(JournalEntry.data)).scalars())
    assert all(
        secret not in journal_text
        for secret in ("222405199001011236", "13804331234", "金海", "的图纸没有离地高度")
    )
    assert (
        session.execute(sa.select(EventText.text).where(EventText.field == "reason")).scalar_one()
        == "申请人金海的图纸没有离地高度"
    )
    assert session.execute(sa.select(Applicant.id_number)).scalar_one() == "222405199001011236"


def test_papers_are_numbered_without_gaps_by_kind_and_year(session):
    for _ in range(3):
        desk.accepted_case(session)
    refused = cases.receive(
        session,
        desk.intake_of(session, leave={"FIRE_FILE"}),
        by=desk.CLERK,
        now=desk.NOW,
        then=[{"verb": "accept", "task": "intake"}],
    )
    assert isinstance(refused, Refusal)
    desk.accepted_case(session)
    numbers = (
        session.execute(
            sa.select(Paper.number).where(Paper.kind == "acceptance").order_by(Paper.id)
        )
        .scalars()
        .all()
    )
    assert numbers == [f"龙政务受〔2026〕{serial:04}号" for serial in range(1, 5)]


def test_case_numbers_are_unique_and_carry_their_check_character(session):
    from app.domain import numbers

    taken = [desk.accepted_case(session).number for _ in range(3)]
    assert [numbers.parse(number).serial for number in taken] == [1, 2, 3]


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


def test_the_whole_case_from_counter_to_delivery(session):
    done = desk.accepted_case(session)
    later = desk.NOW + timedelta(hours=2)
    for key, department in (
        ("reg", "SCJG"),
        ("sign", "CGZF"),
        ("env", "STHJ"),
        ("fire", "XFJY"),
        ("food", "SCJG"),
        ("tax", "SWJ"),
        ("seal", "GAJ"),
    ):
        grant(session, done.number, key, department, now=later)
    for command in (
        {"verb": "finish_step"},
        {"verb": "deliver", "way": "window", "receiver": "金海"},
    ):
        answer = cases.perform(
            session, done.number, {**command, "task": "hand_over"}, by=desk.CLERK, now=later
        )
        assert isinstance(answer, cases.Performed), answer
    keep(session)
    case = session.execute(sa.select(Case)).scalar_one()
    assert (case.phase, case.outcome, len(case.issued)) == ("closed", "granted", 7)
    assert list(verification.replay(session)) == []


def test_lines_and_answers_stand_beside_the_case(session):
    desk.accepted_case(session)
    assert session.scalar(sa.select(sa.func.count()).select_from(CaseDocument)) == 6
    assert session.scalar(sa.select(sa.func.count()).select_from(Answer)) == 3


def grant(session, number, key, department, now=desk.NOW, **payload):
    by = desk.officer(department)
    while True:
        answer = cases.perform(
            session, number, {"verb": "grant", "task": key, **payload}, by=by, now=now
        )
        if isinstance(answer, cases.Performed):
            return answer
        answer = cases.perform(
            session, number, {"verb": "finish_step", "task": key}, by=by, now=now
        )
        assert isinstance(answer, cases.Performed), answer


def refuse(session, number, key, department, reason):
    by = desk.officer(department)
    cases.perform(session, number, {"verb": "finish_step", "task": key}, by=by, now=desk.NOW)
    answer = cases.perform(
        session,
        number,
        {"verb": "refuse", "task": key, "reason": reason, "remedy": "60 日内可以申请复议"},
        by=by,
        now=desk.NOW,
    )
    assert isinstance(answer, cases.Performed), answer


def snapshot(session):
    return [
        session.execute(sa.select(table.__table__).order_by(table.id)).all()
        for table in (Case, Task, CaseDocument, Paper)
    ]


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
