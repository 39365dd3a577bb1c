"""监督问责: who is complained of does nothing in the case; what is upheld stays for ever (R73, R80)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.case import Refusal
from app.models import AppealQuestion, Finding, Message, Task
from app.services import assistance, cases, first_contact, replay
from tests.conftest import keep
from tests.factories import desk
from tests.factories.appeals import (
    CENTRE,
    CLERK,
    HEAD,
    INQUIRER,
    act,
    answered,
    register,
    registered,
)

ASKED = {"department": "SCJG", "said": "为什么三次不收材料", "expected": "2026-09-22"}
UPHELD = {
    "finding": "upheld",
    "department": "SCJG",
    "measures": "重新培训窗口人员",
    "expected": "2026-10-15",
}
OFFICER = desk.officer("SCJG", "scjg1")


def test_the_department_complained_of_does_not_reach_the_case(session):
    number = registered(session, "refused_to_do").number
    with pytest.raises(cases.NoSuchCase):
        act(session, number, "claim", by=OFFICER)
    assert act(session, number, "transfer", department="SCJG", reason="转办").rule == "R73"


def test_nor_does_it_where_it_is_the_window_itself(session):
    assert register(session, departments=["SQCK"]).rule == "R80"
    at_the_other = register(session, by=desk.CLERK, departments=["SQCK"])
    assert at_the_other.rule == "R80"
    number = registered(session, by=desk.CLERK, departments=["SQCK"], handled_by="DCKP").number
    with pytest.raises(cases.NoSuchCase):
        cases.take(session, number, by=CLERK)
    assert cases.take(session, number, by=desk.CLERK).number == number


@pytest.mark.parametrize(
    "entrance",
    [
        lambda session, number: act(session, number, "claim", by=CLERK),
        lambda session, number: act(session, number, "assign", by=HEAD, owner="wenxiu"),
        lambda session, number: act(session, number, "feedback", by=CLERK, said="x", way="phone"),
        lambda session, number: act(session, number, "call_back", by=CLERK, task=None, result="satisfied"),
        lambda session, number: assistance.arrange(session, number, "guided", person="wenxiu", appointed_at=desk.NOW, place="", by=HEAD, now=desk.NOW),
        lambda session, number: first_contact.hand_over(session, number, to="wenxiu", by=HEAD, now=desk.NOW),
    ],
    ids=["claim", "assign", "feedback", "call back", "help", "first contact"],
)  # fmt: skip
def test_a_person_complained_of_handles_it_through_no_entrance(session, entrance):
    other = desk.person("jinyu", "window_clerk", "SQCK")
    number = registered(session, by=other, people=["wenxiu"]).number
    answer = entrance(session, number)
    assert isinstance(answer, Refusal)
    assert answer.rule == "R80"


def test_nobody_registers_what_is_complained_of_themselves(session):
    assert register(session, people=["wenxiu"]).rule == "R80"


def test_a_department_answers_what_it_is_asked_without_seeing_the_case(session):
    number = registered(session, "refused_to_do").number
    assert isinstance(act(session, number, "ask_department", **ASKED), cases.Performed)
    row = session.scalars(sa.select(AppealQuestion)).one()
    assert (row.question, row.answered_at) == ("为什么三次不收材料", None)
    told = session.scalars(sa.select(Message).where(Message.kind == "question")).all()
    assert {(one.person, one.number) for one in told} == {("scjg0", None)}
    done = explained(session, number, OFFICER, row.nth)
    assert isinstance(done, cases.Performed), done
    session.refresh(row)
    assert (row.answer, row.answered_by) == ("当时系统故障", "scjg1")
    assert explained(session, number, OFFICER, row.nth).rule == "appeal"
    keep(session)
    assert list(replay.replay(session)) == []


def test_it_may_still_explain_when_the_person_was_answered(session):
    number = registered(session, "refused_to_do").number
    act(session, number, "ask_department", **ASKED)
    answered(session, number)
    nth = session.scalar(sa.select(AppealQuestion.nth))
    assert isinstance(explained(session, number, OFFICER, nth), cases.Performed)


def test_only_the_department_that_was_asked_answers_and_nobody_complained_of(session):
    number = registered(session, "refused_to_do", people=["scjg1"]).number
    act(session, number, "ask_department", **ASKED)
    nth = session.scalar(sa.select(AppealQuestion.nth))
    assert explained(session, number, desk.officer("WSJK"), nth).rule == "access"
    assert explained(session, number, OFFICER, nth).rule == "R80"


def test_an_answer_must_come_before_the_limit_of_the_appeal(session):
    number = registered(session).number
    late = act(session, number, "ask_department", **{**ASKED, "expected": "2026-09-28"})
    assert late.rule == "R75"


def test_what_is_upheld_is_a_finding_with_measures_and_a_day(session):
    number = registered(session, "refused_to_do").number
    bare = {**UPHELD, "measures": ""}
    assert inquired(session, number, bare).rule == "R73"
    assert isinstance(inquired(session, number, UPHELD), cases.Performed)
    row = session.scalars(sa.select(Finding)).one()
    assert (row.department, row.measures, row.until.day) == ("SCJG", "重新培训窗口人员", 15)
    outcome = sa.select(Task.outcome).where(Task.key == "main.inquiry")
    assert session.scalar(outcome) == "upheld"
    keep(session)
    assert list(replay.replay(session)) == []


@pytest.mark.parametrize(
    "forged",
    [
        sa.delete(Finding),
        sa.update(Finding).values(department="WSJK"),
        sa.update(Finding).values(measures=None),
    ],
    ids=["deleted", "another department", "no measures"],
)
def test_a_finding_is_never_deleted_nor_rewritten(session, forged):
    number = registered(session, "refused_to_do").number
    inquired(session, number, UPHELD)
    with pytest.raises(sa.exc.DBAPIError, match="stays as it was found"):
        session.execute(forged)


def test_only_a_supervisor_settles_it(session):
    number = registered(session, "refused_to_do").number
    inquired(session, number, UPHELD)
    nth = session.scalar(sa.select(Finding.nth))
    said = {"task": None, "nth": nth, "said": "已复查"}
    file = cases.take(session, number, lock=False)
    for person in (CLERK, CENTRE):
        command = {"verb": "settle_finding", **said}
        assert cases.act_on(session, file, command, by=person, now=desk.NOW).rule == "access"
    done = act(session, number, "settle_finding", by=desk.SUPERVISOR, **said)
    assert isinstance(done, cases.Performed), done
    session.expire_all()
    assert session.scalars(sa.select(Finding)).one().settled_by == "ducha"


def inquired(session, number, payload):
    return act(session, number, "close_inquiry", task="main.inquiry", by=INQUIRER, **payload)


def explained(session, number, by, nth):
    file = cases.take(session, number, lock=False)
    command = {"verb": "answer_department", "nth": nth, "said": "当时系统故障"}
    return cases.act_on(session, file, command, by=by, now=desk.NOW)
