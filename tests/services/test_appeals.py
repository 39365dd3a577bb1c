"""诉求: registered through one door, handed on, answered and told; on both databases (R70–R80)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.case import Refusal
from app.models import Appeal, Delivery, Paper, Task
from app.services import cases, replay
from tests.conftest import keep
from tests.factories import desk
from tests.factories.appeals import CLASSES, CLERK, HEAD, act, answered, case, register, registered

DUE = {"do_at_once": 18, "coordinate": 18, "cannot_do": 24, "refused_to_do": 24, "hard_to_do": 9}


@pytest.mark.parametrize("code", CLASSES)
def test_each_class_goes_from_its_registration_to_its_end(session, code):
    number = registered(session, code).number
    assert case(session, number).promise_at.day == DUE[code]
    done = answered(session, number)
    assert isinstance(done, cases.Performed), done
    assert (case(session, number).outcome, case(session, number).phase) == ("granted", "closed")
    keep(session)
    assert list(replay.replay(session)) == []
    kinds = list(session.scalars(sa.select(Paper.kind).order_by(Paper.id)))
    assert kinds == ["appeal_receipt", "appeal_reply"]


@pytest.mark.parametrize("code", ["coordinate", "hard_to_do"])
def test_what_must_be_told_at_once_is_told_before_it_is_registered(session, code):
    assert register(session, code, told={}).rule == "R72"


def test_an_answer_that_nobody_was_told_closes_nothing(session):
    number = registered(session).number
    assert answered(session, number, way="").rule == "R75"


def test_a_number_of_12345_that_is_there_already_makes_a_second_case_not_an_error(session):
    sent = {"channel": "hotline", "external_ref": "DH-2026-0917"}
    first, second = registered(session, **sent), registered(session, **sent)
    assert first.number != second.number
    assert (
        case(session, first.number).external_ref,
        case(session, second.number).external_ref,
    ) == (
        "DH-2026-0917",
        None,
    )
    assert list(session.scalars(sa.select(Appeal.external_ref))) == ["DH-2026-0917"] * 2


def test_sent_again_by_the_same_system_it_is_the_same_case(session):
    sent = {"channel": "hotline", "external_ref": "DH-2026-0917", "source": "12345"}
    first, again = registered(session, **sent), registered(session, **sent)
    assert (again.number, again.events) == (first.number, [])


@pytest.mark.parametrize(("about", "rule"), [("LJ20260918J99999", "R107"), ("没有", "R77")])
def test_the_case_it_is_about_is_there_or_is_not_named(session, about, rule):
    assert register(session, about=about).rule == rule


def test_it_is_linked_to_the_case_it_is_about(session):
    other = desk.accepted_case(session).number
    number = registered(session, about=other).number
    assert session.scalar(sa.select(Appeal.about)) == other
    assert cases.take(session, number, lock=False).state["appeal"]["about"] == other


def test_what_is_out_of_scope_is_told_who_coordinates_it_and_closed(session):
    outside = {"ground": "out_of_scope", "reason": "跨市事项", "competent_department": "州政务局"}
    number = registered(session, outside=outside).number
    assert (case(session, number).outcome, case(session, number).phase) == ("refused", "closed")
    bare = register(session, outside={"ground": "out_of_scope", "reason": "跨市事项"})
    assert isinstance(bare, Refusal)
    assert bare.rule == "R74"
    told = {"ground": "excluded", "reason": "涉诉", "remedy": "到法院立案庭"}
    assert case(session, registered(session, outside=told).number).outcome == "refused"


def test_answered_on_the_spot_it_is_closed_in_the_same_act(session):
    told = {"explanation": "当场查到，已补录"}
    number = registered(session, "do_at_once", told=told, at_once=True).number
    assert case(session, number).phase == "closed"


def test_handed_on_it_is_with_the_department_that_was_chosen(session):
    number = registered(session, handled_by="WSJK").number
    task = session.execute(sa.select(Task).where(Task.key == "main")).scalar_one()
    assert (task.department, task.number) == ("WSJK", f"{number}-01")


def test_a_call_back_follows_the_answer_and_a_supervisor_reopens_within_its_window(session):
    number = registered(session).number
    said = {"task": None, "result": "dissatisfied", "said": "还是没办成"}
    assert act(session, number, "call_back", **said).rule == "R75"
    answered(session, number)
    assert isinstance(act(session, number, "call_back", **said), cases.Performed)
    again = {"task": None, "tasks": ["main"], "reason": "回访不满意"}
    assert isinstance(act(session, number, "reopen", by=desk.SUPERVISOR, **again), cases.Performed)
    keep(session)
    assert list(replay.replay(session)) == []


def test_what_was_reopened_is_answered_and_handed_over_once_more(session):
    number = registered(session).number
    answered(session, number, way="in_person")
    again = {"task": None, "tasks": ["main"], "reason": "回访不满意"}
    act(session, number, "reopen", by=desk.SUPERVISOR, **again)
    done = answered(session, number, way="phone")
    assert isinstance(done, cases.Performed), done
    assert (case(session, number).phase, session.scalars(sa.select(Delivery.way)).all()) == ("closed", ["phone"])  # fmt: skip
    keep(session)
    assert list(replay.replay(session)) == []


def test_an_extension_moves_the_one_day_that_the_person_was_told(session):
    number = registered(session).number
    more = {"days": 5, "reason": "部门会商"}
    assert act(session, number, "extend", by=CLERK, **more).rule == "access"
    assert isinstance(act(session, number, "extend", by=HEAD, **more), cases.Performed)
    session.expire_all()
    task = session.scalar(sa.select(Task.promise_at).where(Task.key == "main"))
    assert case(session, number).promise_at == task
    assert "extension" in list(session.scalars(sa.select(Paper.kind)))
    assert act(session, number, "extend", by=HEAD, **more).rule == "R18"
    keep(session)
    assert list(replay.replay(session)) == []


def test_of_another_class_it_is_due_as_of_its_registration(session):
    number = registered(session, "hard_to_do").number
    changed = {"task": None, "to": "cannot_do", "reason": "其实是政策问题"}
    assert isinstance(act(session, number, "reclassify", by=CLERK, **changed), cases.Performed)
    assert case(session, number).promise_at.day == DUE["cannot_do"]
