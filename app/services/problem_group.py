"""问题处理小组: who sits in it, what lies before it, what it decided and who carries that out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import BUILTIN, POLICIES, Principal, may
from app.domain.case import Refusal
from app.domain.masking import mask_text
from app.models import AppealDepartment, Applicant, Case, GroupItem, GroupMember
from app.services import cases, colleagues
from app.services.cases import Performed

#: Builtin roles that can read what lies before the group and do what it decides.
ABLE = tuple(sorted(role for role, grants in BUILTIN.items() if "problem_group.carry" in grants))
UNKNOWN = Refusal("group", "Choose somebody who handles cases or leads a department.", {})
TWICE = Refusal("group", "They sit in the group already.", {})
#: Carried out ones are shown so many.
SHOWN = 50


class NoSuchItem(LookupError):
    """Nothing of this number lies before the group, or it is not theirs to see."""


def members(session: Session) -> list[GroupMember]:
    """Who sits in the group now, by since when."""
    now = sa.select(GroupMember).where(GroupMember.ended_at.is_(None))
    return list(session.scalars(now.order_by(GroupMember.id)))


def people(session: Session) -> dict[str, str]:
    """Who may sit in it or carry something out: active people who handle or lead; username → name."""
    found: dict[str, str] = {}
    for role in ABLE:
        found |= colleagues.holding(session, role)
    return dict(sorted(found.items()))


def add(session: Session, person: str, *, by: Principal, now: datetime) -> GroupMember | Refusal:
    """Somebody sits in the group from now on."""
    if person not in people(session):
        return UNKNOWN
    if any(member.person == person for member in members(session)):
        return TWICE
    row = GroupMember(person=person, by=by.username, at=now)
    session.add(row)
    session.flush()  # its id is the journal's reference
    journal.record(session, "group_member", str(row.id), "group_joined", by=by.username, person=person)  # fmt: skip
    return row


def leave(session: Session, member: int, *, by: Principal, now: datetime) -> GroupMember:
    """Somebody leaves the group; that they sat in it stays on record. Raises NoSuchItem."""
    query = sa.select(GroupMember).where(GroupMember.id == member, GroupMember.ended_at.is_(None))
    row = session.scalars(query.with_for_update()).one_or_none()
    if row is None:
        raise NoSuchItem(member)
    row.ended_at, row.ended_by = now, by.username
    journal.record(session, "group_member", str(row.id), "group_left", by=by.username, person=row.person)  # fmt: skip
    return row


def _seen(by: Principal) -> sa.Select[Any]:
    ours = AppealDepartment.department.in_(sorted(by.departments))
    about_us = sa.exists().where(AppealDepartment.case_id == GroupItem.case_id, ours)
    return (
        sa.select(
            GroupItem,
            Case.number,
            Case.name,
            Case.barred,
            Applicant.name.label("who"),
            about_us.correlate(GroupItem).label("about_us"),
        )
        .join(Case, Case.id == GroupItem.case_id)
        .join(Applicant, Applicant.case_id == Case.id)
        .where(POLICIES["problem_group"].rows(by))
    )


def agenda(session: Session, *, by: Principal) -> list[dict[str, Any]]:
    """What waits for a decision, then what is to be carried out, then what was; words with names masked."""
    stage = sa.case((GroupItem.done_at.is_not(None), 2), (GroupItem.decided_at.is_not(None), 1), else_=0)  # fmt: skip
    query = _seen(by).order_by(stage, GroupItem.until, GroupItem.id.desc()).limit(SHOWN)
    rows = [row for row in session.execute(query) if by.username not in row.barred]
    return [_shown(row, by) for row in rows]


def _shown(row: Any, by: Principal) -> dict[str, Any]:
    item = row.GroupItem
    # Whoever carries something out in the department complained of is not told who complained.
    whole = may(by, "applicant.name") and not row.about_us
    words = {name: getattr(item, name) or "" for name in ("reason", "decision", "outcome")}
    words |= {"reason": ""} if row.about_us else {}
    said = {name: text if whole else mask_text(text, [row.who]) for name, text in words.items()}
    mine = item.carried_by == by.username or may(by, "problem_group.write")
    return {"item": item, "number": row.number, "name": row.name, "mine": mine, **said}


def decide(
    session: Session,
    item: int,
    *,
    said: str,
    carried_by: str,
    until: str,
    by: Principal,
    now: datetime,
) -> Performed | Refusal:
    """Put on record what the group decided, who carries it out and by when. Raises NoSuchItem."""
    if carried_by and carried_by not in people(session):
        return UNKNOWN
    payload = {"said": said.strip(), "carried_by": carried_by, "expected": until}
    return _act(session, item, {"verb": "decide_in_group", **payload}, by=by, now=now)


def carry_out(
    session: Session, item: int, *, said: str, by: Principal, now: datetime
) -> Performed | Refusal:
    """Say that it was carried out, and what came of it. Raises NoSuchItem."""
    return _act(session, item, {"verb": "carry_out", "said": said.strip()}, by=by, now=now)


def _act(
    session: Session, item: int, command: dict[str, Any], *, by: Principal, now: datetime
) -> Performed | Refusal:
    row = session.execute(_seen(by).where(GroupItem.id == item)).one_or_none()
    if row is None or by.username in row.barred:
        raise NoSuchItem(item)
    file = cases.take(session, row.number)
    return cases.act_on(session, file, {**command, "nth": row.GroupItem.nth}, by=by, now=now)
