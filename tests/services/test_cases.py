"""The one door for acts on a case: rows are the fold, refusals change nothing, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.domain.case import Refusal
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
        then=[desk.ACCEPT],
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
            session,
            number,
            {"verb": "grant", "task": key, "result_number": "证001", **payload},
            by=by,
            now=now,
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
        {"verb": "refuse", "task": key, "reason": reason, "remedy": "复议", "law": "第三十八条"},
        by=by,
        now=desk.NOW,
    )
    assert isinstance(answer, cases.Performed), answer


def snapshot(session):
    return [
        session.execute(sa.select(table.__table__).order_by(table.id)).all()
        for table in (Case, Task, CaseDocument, Paper)
    ]
