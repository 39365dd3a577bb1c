"""Rows of appeals that reach other people than the case does: who is asked, who sits in the group, who answers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.access.grounds import Grounds, any_of, either, exists, of_case, of_own
from app.access.principal import Principal, may
from app.models import (
    AppealDepartment,
    AppealQuestion,
    Case,
    Finding,
    GroupItem,
    GroupMember,
    OnlineAppeal,
)


def _to_my_department(model: Any, principal: Principal) -> Any:
    return of_own(model.department, principal)


def questions_reached(principal: Principal) -> Any:
    """Questions to one's own department; and those of the cases one sees."""
    grounds: Grounds = of_case(AppealQuestion)
    return any_of([_to_my_department(AppealQuestion, principal), either(grounds)(principal)])


def questions_answered(principal: Principal) -> Any:
    """Questions that this person's department answers."""
    return _to_my_department(AppealQuestion, principal)


def cases_asked_about(principal: Principal) -> Any:
    """Cases of which one's department was asked something; answering is all that it may do there."""
    mine = _to_my_department(AppealQuestion, principal)
    return exists(Case, AppealQuestion.case_id == Case.id, mine)


def findings_reached(principal: Principal) -> Any:
    """All of them to the centre's readers; to a department those on itself."""
    if may(principal, "scope.centre"):
        return sa.true()
    return _to_my_department(Finding, principal)


def _is_member(principal: Principal) -> Any:
    now = sa.and_(GroupMember.person == principal.username, GroupMember.ended_at.is_(None))
    return sa.exists().where(now)


def group_items_reached(principal: Principal) -> Any:
    """What lies before the group: its members' and the centre's readers'; and what one carries out."""
    if may(principal, "scope.centre"):
        return sa.true()
    # A member of the department complained of is not told of it by the group either (R73).
    ours = of_own(AppealDepartment.department, principal)
    about_us = exists(GroupItem, AppealDepartment.case_id == GroupItem.case_id, ours)
    return sa.or_(
        GroupItem.carried_by == principal.username, sa.and_(_is_member(principal), ~about_us)
    )


def online_appeals_seen(principal: Principal) -> Any:
    """What came in online: the window's that registers it; what is about that window any other one's (R80)."""
    ours = principal.own
    others = sa.and_(OnlineAppeal.window.is_(None), OnlineAppeal.department.not_in(ours))
    return sa.or_(OnlineAppeal.window.in_(ours), others)


def cases_carried_out(principal: Principal) -> Any:
    """Cases of which this person carries out what the group decided; all of them to the centre's head."""
    if may(principal, "scope.centre"):
        return sa.true()
    mine = GroupItem.carried_by == principal.username
    return exists(Case, GroupItem.case_id == Case.id, mine)


#: Acts on a case that do not follow from seeing it → the cases.
ACTS = {
    "question.answer": cases_asked_about,
    "problem_group.carry": cases_carried_out,
}
