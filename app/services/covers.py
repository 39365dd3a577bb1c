"""Who stands in for an absent colleague: the rows, who may stand in, and what an act of theirs says.

A cover gives no right that its person does not have: it shows the colleague's parts in their queue
and puts on record for whom they acted (R85).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import POLICIES, Principal
from app.domain.case import Refusal
from app.models import Cover
from app.services import colleagues, inbox

if TYPE_CHECKING:
    from app.services.cases import File

NOT_YOURS = Refusal("cover", "Only they or a head of their department arrange that.", {})
THEMSELVES = Refusal("cover", "Nobody covers for themselves.", {})
UNABLE = Refusal(
    "cover", "They handle no parts of this department: choose somebody whose reach it is.", {}
)
BACKWARDS = Refusal("cover", "The last day lies before the first.", {})
PASSED = Refusal("cover", "The last day has passed.", {})
TWICE = Refusal("cover", "Somebody covers on these days already; end that first.", {})
ENDED = Refusal("cover", "It has ended already.", {})
#: Past ones are shown so many.
SHOWN = 50


class NoSuchCover(LookupError):
    """There is no such cover, or it is not theirs to see."""


def arrange(
    session: Session,
    person: str,
    *,
    stands_in: str,
    since: date,
    until: date,
    by: Principal,
    now: datetime,
) -> Cover | Refusal:
    """Somebody stands in for a person from one day to another, both whole; it ends by itself.

    By the person or a head of theirs; whoever stands in must handle parts of the person's department.
    """
    refused = _refused(session, (person, stands_in), (since, until), by=by, today=now.date())
    if refused:
        return refused
    row = Cover(
        person=person, stands_in=stands_in, since=since, until=until, by=by.username, at=now
    )
    session.add(row)
    session.flush()  # its id is the journal's reference
    days = {"since": since.isoformat(), "until": until.isoformat()}
    journal.record(
        session, "cover", str(row.id), "cover_set", by=by.username, person=person,
        stands_in=stands_in, **days,
    )  # fmt: skip
    told = {"person": person, **days}
    inbox.tell(
        session,
        {stands_in, person} - {by.username},
        "covers",
        occasion=f"cover:{row.id}",
        content=told | {"stands_in": stands_in},
        now=now,
    )
    return row


def _refused(
    session: Session,
    people: tuple[str, str],
    days: tuple[date, date],
    *,
    by: Principal,
    today: date,
) -> Refusal | None:
    (person, stands_in), (since, until) = people, days
    if person not in arrangeable(session, by=by):
        return NOT_YOURS
    if person == stands_in:
        return THEMSELVES
    if stands_in not in able(session, person):
        return UNABLE
    if until < since:
        return BACKWARDS
    if until < today:
        return PASSED
    open_ones = sa.select(Cover.id).where(Cover.person == person, Cover.ended_at.is_(None))
    clash = open_ones.where(Cover.since <= until, Cover.until >= since)
    return TWICE if session.execute(clash.limit(1)).first() else None


def end(session: Session, cover_id: int, *, by: Principal, now: datetime) -> Cover | Refusal:
    """Somebody is back before the last day. Raises NoSuchCover."""
    seen = sa.select(Cover).where(Cover.id == cover_id, POLICIES["cover"].rows(by))
    row = session.scalars(seen.with_for_update()).one_or_none()
    if row is None:
        raise NoSuchCover(cover_id)
    if not POLICIES["cover"].may(by, "cover.write", row):
        return NOT_YOURS
    if row.ended_at or row.until < now.date():
        return ENDED
    row.ended_at, row.ended_by = now, by.username
    journal.record(session, "cover", str(row.id), "cover_ended", by=by.username, person=row.person)
    return row


def listed(session: Session, *, by: Principal) -> list[Cover]:
    """The covers this person may see, the newest first."""
    query = sa.select(Cover).where(POLICIES["cover"].rows(by))
    return list(session.scalars(query.order_by(Cover.until.desc(), Cover.id.desc()).limit(SHOWN)))


def arrangeable(session: Session, *, by: Principal) -> dict[str, str]:
    """For whom this person may arrange a cover: themselves, as a head the people of their departments."""
    found = {by.username: by.name}
    if "task.assign" in by.grants:
        found |= colleagues.of_all(session, by.departments)
    return found


def able(session: Session, person: str) -> dict[str, str]:
    """Who may stand in for a person: whoever handles parts of their department, themselves left out."""
    department = colleagues.department_of(session, person)
    found = colleagues.handling(session, department) if department else {}
    return {username: name for username, name in found.items() if username != person}


def standing_in(session: Session, people: Collection[str], *, today: date) -> set[str]:
    """Who stands in today for one of these people."""
    query = sa.select(Cover.stands_in).where(Cover.person.in_(sorted(people)), _running(today))
    return set(session.scalars(query))


def covered(me: Any, today: Any) -> Any:
    """Usernames whose parts are in a person's hands today, their own first; for use in a statement."""
    rows = sa.select(Cover.person).where(Cover.stands_in == me, _running(today))
    return sa.union_all(sa.select(me), rows)


def signed(
    session: Session, file: File, command: dict[str, Any], *, by: Principal, today: date
) -> dict[str, Any]:
    """The command with the absent owner it is given for, where there is one; nobody else says so."""
    own = {name: value for name, value in command.items() if name != "cover_for"}
    task = (file.state or {}).get("tasks", {}).get(command.get("task")) or {}
    owner = task.get("owner")
    # Asked only where somebody acts on another's part: most acts cost no statement more.
    if owner in (None, by.username) or by.username not in standing_in(
        session, {owner}, today=today
    ):
        return own
    return {**own, "cover_for": owner}


def _running(today: Any) -> Any:
    return sa.and_(Cover.ended_at.is_(None), Cover.since <= today, Cover.until >= today)
