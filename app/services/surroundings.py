"""What a publication hangs on outside the catalogue: who may act where, which years are confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import Role as RoleRow
from flask_appbuilder.security.sqla.models import User, assoc_user_role
from sqlalchemy.orm import Session, aliased

from app.domain.findings import Around, Staffing
from app.domain.roles import Role
from app.models import (
    CalendarRevision,
    Cover,
    Department,
    FormField,
    ServiceCentre,
    ServiceItem,
    Staff,
    ThemeItem,
)
from app.models.account import StaffDepartment
from app.services.colleagues import ABLE


def around(session: Session, *, now: datetime) -> Around:
    """Active people of every department, and the confirmed years seen from today."""
    years = session.execute(
        sa.select(CalendarRevision.confirmed).order_by(CalendarRevision.id.desc()).limit(1)
    ).scalar()
    confirmed = None if years is None else frozenset(map(int, years))
    return Around(
        staffing=staffing(session, today=now.date()),
        today=now.date(),
        confirmed=confirmed,
        texts=texts(session),
        names=names(session),
    )


def names(session: Session) -> Callable[[str, str], str | None]:
    """What an item (by its key, or by that of its row in a theme) or a question is called, wherever it
    stands; asked only where something points at what is not there.
    """
    part = sa.select(ServiceItem.name).join(ThemeItem, ThemeItem.item == ServiceItem.key)

    def called(noun: str, key: str) -> str | None:
        asked = {
            "item": [sa.select(ServiceItem.name).where(ServiceItem.key == key), part.where(ThemeItem.key == key)],
            "field": [sa.select(FormField.label).where(FormField.key == key)],
        }  # fmt: skip
        found = (session.execute(query.limit(1)).scalar() for query in asked[noun])
        return next((name for name in found if name), None)

    return called


def texts(session: Session) -> dict[str, frozenset[str]]:
    """By further language of the centre: the catalogue's texts that have been put into it.

    A language in which there is none yet has not been begun, and nobody misses a text in it.
    """
    row = session.execute(sa.select(ServiceCentre.languages, ServiceCentre.more)).first()
    put = (row.more or {}).get("texts") or {} if row else {}
    return {name: frozenset(put[name]) for name in put if name in row.languages} if row else {}


def staffing(session: Session, *, today: date) -> dict[str, Staffing]:
    """By department code: its name, how many people may handle its parts, how many heads it has.

    Who stands in for one of them today or later, and is not counted there already, covers it.
    """
    able: dict[str, set[int]] = {}
    heads: dict[str, set[int]] = {}
    for department, person, role in _people(session):
        able.setdefault(department, set()).add(person)
        if role == Role.DEPARTMENT_HEAD:
            heads.setdefault(department, set()).add(person)
    covering = list(_covers(session, today))
    names = session.execute(sa.select(Department.code, Department.name)).tuples()
    return {
        code: Staffing(
            name,
            len(able.get(code, ())),
            len(heads.get(code, ())),
            len(
                {who for person, who in covering if person in able.get(code, ())}
                - able.get(code, set())
            ),
        )
        for code, name in names
    }


def _covers(session: Session, today: date) -> Iterable[tuple[int, int]]:
    """(person, who stands in for them) today or later, both active."""
    away, there = aliased(User), aliased(User)
    query = (
        sa.select(away.id, there.id)
        .select_from(Cover)
        .join(away, away.username == Cover.person)
        .join(there, there.username == Cover.stands_in)
        .where(Cover.ended_at.is_(None), Cover.until >= today, there.active.is_(True))
    )
    return session.execute(query).tuples()


def _people(session: Session) -> Iterable[tuple[str, int, str]]:
    """(department, person, role) of everybody active who may act there, by whichever scope."""
    places = sa.union(
        sa.select(Staff.user_id, Staff.department).where(Staff.department.is_not(None)),
        sa.select(StaffDepartment.user_id, StaffDepartment.department),
    ).subquery()
    query = (
        sa.select(places.c.department, User.id, RoleRow.name)
        .join(User, User.id == places.c.user_id)
        .join(assoc_user_role, assoc_user_role.c.user_id == User.id)
        .join(RoleRow, RoleRow.id == assoc_user_role.c.role_id)
        .where(User.active.is_(True), RoleRow.name.in_(ABLE))
    )
    return session.execute(query).tuples()
