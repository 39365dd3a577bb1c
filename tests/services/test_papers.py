"""Papers as the law has them: each by its act, numbered without a gap, void ones kept, told once on paper."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.refusal import Refusal
from app.models import Applicant, Case, Draft, JournalEntry, Paper, ServiceVersion
from app.services import drafts, papers, retention
from tests.conftest import NOW, keep
from tests.factories import desk, lives

TOLD = sa.select(Paper).filter_by(kind="notice_sheet").order_by(Paper.id)
SHEET = {
    "documents": [{"name": "一件事申请表", "copies": "1 份", "points": []}],
    "applicant": "金海",
}


def kinds(session):
    return list(session.scalars(sa.select(Paper.kind).order_by(Paper.id)))


@pytest.mark.parametrize(
    ("life", "given"),
    [
        ("restaurant", {"receipt": 1, "acceptance": 1, "decision_grant": 7, "delivery": 1, "pickup": 1}),
        ("deferred", {"deferred_acceptance": 1}),
        ("refused", {"decision_refuse": 1}),
        ("asked", {"receipt": 1, "supplement": 1}),
    ],
)  # fmt: skip
def test_each_act_gives_out_the_paper_that_the_law_makes_of_it(session, life, given):
    getattr(lives, life)(session)
    there = kinds(session)
    assert {kind: there.count(kind) for kind in given} == given


def test_what_is_not_accepted_stopped_or_extended_is_told_on_paper(session):
    first = desk.accepted_case(session).number
    head = desk.officer("XFJY", "xfjy0", "department_head")
    lives.act(session, first, "suspend", by=desk.officer("SCJG"), task="reg", kind="test", reason="检测",
              expected="2026-09-22", notice=True)  # fmt: skip
    lives.act(session, first, "extend", by=head, task="fire", days=1, reason="案情复杂")
    second = lives.asked(session)
    lives.act(
        session,
        second,
        "reject_acceptance",
        task="intake",
        ground="no_permit_needed",
        reason="不用许可",
    )
    assert {"special_procedure", "extension", "rejection"} <= set(kinds(session))


def test_results_that_are_mailed_are_not_signed_for_at_the_window(session):
    number = desk.accepted_case(session).number
    lives.all_granted(session, number)
    lives.act(session, number, "finish_step", task="hand_over")
    lives.act(session, number, "deliver", task="hand_over", way="mail", tracking="EX1")
    assert kinds(session)[-1] == "delivery"


def test_two_copies_of_what_is_owed_are_printed_whatever_the_template_says(session):
    session.execute(sa.text("UPDATE paper_template SET copies = 1"))
    lives.deferred(session)
    assert session.scalar(sa.select(Paper.copies).filter_by(kind="deferred_acceptance")) == 2


def test_a_wrong_paper_is_void_with_its_reason_and_another_has_the_next_number(session, first):
    session.execute(sa.update(Applicant).values(organisation=None, name="金海善"))
    number = void(session, first, "姓名写错", anew=True)
    assert number == "龙政务受〔2026〕0002号"
    assert (first.void_at, first.void_by, first.void_why) == (NOW, "ducha", "姓名写错")
    another = session.scalars(sa.select(Paper).filter_by(number=number)).one()
    assert another.content["values"]["applicant"] == "金海善"
    assert (another.case_id, another.task, another.void_at) == (first.case_id, first.task, None)


def test_a_paper_is_void_once_and_never_without_a_reason(session, first):
    assert isinstance(void(session, first, "  "), Refusal)
    void(session, first, "打错")
    assert isinstance(void(session, first, "再作废"), Refusal)


def test_the_journal_proves_the_reason_and_does_not_tell_it(session, first):
    void(session, first, "金海的名字写错")
    keep(session)
    entry = session.scalars(sa.select(JournalEntry).filter_by(type="paper_void")).one()
    assert first.number in entry.data
    assert "金海" not in entry.data


def test_the_notice_sheet_is_numbered_when_told_and_printing_again_counts(session, draft):
    for _press in range(2):
        tell(session, draft, SHEET)
    assert session.execute(TOLD.with_only_columns(Paper.number, Paper.printed)).all() == [
        ("龙政务告〔2026〕0001号", 2)
    ]


def test_a_sheet_that_tells_something_else_is_another_and_the_first_is_void(session, draft):
    tell(session, draft, SHEET)
    tell(session, draft, {**SHEET, "documents": []})
    query = TOLD.with_only_columns(Paper.serial, Paper.void_at.is_not(None))
    assert session.execute(query).tuples().all() == [(1, True), (2, False)]


def test_the_notice_goes_with_the_case_and_keeps_its_number_where_nobody_came_back(session, draft):
    tell(session, draft, SHEET)
    papers.hand_on(session, draft.id, session.scalar(sa.select(Case.id).limit(1)))
    other = begun(session)
    tell(session, other, SHEET)
    session.execute(sa.update(Draft).values(updated_at=NOW - 2 * retention.TOLD))
    retention.sweep(session, now=NOW)
    kept, emptied = session.scalars(TOLD.execution_options(populate_existing=True)).all()
    assert kept.content["values"]["applicant"] == "金海"
    assert (emptied.serial, emptied.content["values"], emptied.case_id) == (2, {}, None)


def test_the_mark_is_of_this_paper_alone(session, first):
    other = session.scalars(sa.select(Paper).where(Paper.id != first.id)).first()
    mark, first.mark = first.mark, None
    assert papers.mark_of(first) == mark != other.mark


def void(session, paper, why, *, anew=False):
    return papers.void(session, paper, why, case="LJ", anew=anew, by="ducha", now=NOW)


def tell(session, draft, sheet):
    drafts.tell(session, draft.token, [], by=desk.CLERK, now=NOW, sheet=sheet, printed=True)


def begun(session):
    version = session.get_one(ServiceVersion, desk.intake_of(session).version_id)
    made = drafts.begin(session, version, by=desk.CLERK, now=NOW)
    session.flush()
    return made


@pytest.fixture
def first(session):
    """The acceptance of a case."""
    desk.accepted_case(session)
    return session.scalars(sa.select(Paper).filter_by(kind="acceptance")).one()


@pytest.fixture
def draft(session):
    desk.accepted_case(session)
    return begun(session)
