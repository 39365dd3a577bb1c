"""Rows between colleagues: who covers for whom, notes for each other, one's own inbox."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User

from app.access.grounds import of_own
from app.access.principal import Principal, may
from app.models import CaseNote, Cover, Message, Staff


def among_mine(principal: Principal, column: Any) -> Any:
    """Whether a column names somebody who works in one's own departments."""
    people = (
        sa.select(User.username)
        .join(Staff, Staff.user_id == User.id)
        .where(of_own(Staff.department, principal))
    )
    return column.in_(people)


def covers_seen(principal: Principal) -> Any:
    """Covers of and by the people of one's own departments: colleagues know who is there."""
    if may(principal, "scope.centre"):
        return sa.true()
    own = sa.or_(Cover.person == principal.username, Cover.stands_in == principal.username)
    return sa.or_(own, among_mine(principal, Cover.person))


def covers_set(principal: Principal) -> Any:
    """One's own; of the people of one's departments a head's."""
    own = Cover.person == principal.username
    head = may(principal, "task.assign")
    return sa.or_(own, among_mine(principal, Cover.person)) if head else own


def notes_of(principal: Principal, cases: Any) -> Any:
    """Notes for all who handle a case; those of a department for its people alone. ``cases`` is the header's rule."""
    if may(principal, "scope.centre"):
        return sa.true()
    mine = sa.or_(CaseNote.department.is_(None), of_own(CaseNote.department, principal))
    return sa.and_(mine, cases(principal))


def messages_of(principal: Principal) -> Any:
    """An inbox is one person's, whoever they are."""
    return Message.person == principal.username
