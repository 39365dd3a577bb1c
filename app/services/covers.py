"""Who stands in for an absent colleague: the rows, who may stand in, and what an act of theirs says.

A cover gives no right that its person does not have: it shows the colleague's parts in their queue
and puts on record for whom they acted (R85). A cover is arranged; or it follows from the roster, where
the A of a shift is away and its B is not asked first.
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
from app.models import Cover, Leave, Shift
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
#: Only a leave that is approved makes somebody absent; one that ended early did until then.
APPROVED, EARLY = "approved", "ended"
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
    row = _written(session, (person, stands_in), (since, until), by=by, now=now)
    told = {"person": person, "since": since.isoformat(), "until": until.isoformat()}
    inbox.tell(
        session,
        {stands_in, person} - {by.username},
        "covers",
        occasion=f"cover:{row.id}",
        content=told | {"stands_in": stands_in},
        now=now,
    )
    return row


def with_leave(
    session: Session,
    person: str,
    *,
    stands_in: str,
    since: date,
    until: date,
    by: Principal,
    now: datetime,
) -> Cover | None:
    """The cover that comes with an approved leave; none where somebody covers on these days already."""
    if session.execute(_clashing(person, since, until)).first():
        return None
    return _written(session, (person, stands_in), (since, until), by=by, now=now)


def _written(
    session: Session,
    people: tuple[str, str],
    days: tuple[date, date],
    *,
    by: Principal,
    now: datetime,
) -> Cover:
    (person, stands_in), (since, until) = people, days
    row = Cover(
        person=person, stands_in=stands_in, since=since, until=until, by=by.username, at=now
    )
    session.add(row)
    session.flush()  # its id is the journal's reference
    journal.record(
        session, "cover", str(row.id), "cover_set", by=by.username, person=person,
        stands_in=stands_in, since=since.isoformat(), until=until.isoformat(),
    )  # fmt: skip
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
    return TWICE if session.execute(_clashing(person, since, until)).first() else None


def _clashing(person: str, since: date, until: date) -> sa.Select[Any]:
    open_ones = sa.select(Cover.id).where(Cover.person == person, Cover.ended_at.is_(None))
    return open_ones.where(Cover.since <= until, Cover.until >= since).limit(1)


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
    return close(session, row, by=by, now=now)


def close(session: Session, row: Cover, *, by: Principal, now: datetime) -> Cover:
    """A cover that runs is over from now on; with the leave it came with, or by itself."""
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
    """Who stands in today for one of these people: by a cover, or as the B of their shift (R85)."""
    found = standing_in_for(session, people, today=today)
    return {name for names in found.values() for name in names}


def standing_in_for(
    session: Session, people: Collection[str], *, today: date
) -> dict[str, set[str]]:
    """Person → who stands in for them today, in one statement."""
    wanted = sorted(people)
    rows = sa.select(Cover.person, Cover.stands_in).where(Cover.person.in_(wanted), _running(today))
    seconds = sa.select(Shift.a, Shift.b).where(Shift.a.in_(wanted), _second(today))
    found: dict[str, set[str]] = {}
    pairs: Any = session.execute(sa.union(rows, seconds))
    for person, other in pairs:
        found.setdefault(person, set()).add(other)
    return found


def covered(me: Any, today: Any) -> Any:
    """Usernames whose parts are in a person's hands today, their own first; for use in a statement."""
    rows = sa.select(Cover.person).where(Cover.stands_in == me, _running(today))
    firsts = sa.select(Shift.a).where(Shift.b == me, _second(today))
    return sa.union_all(sa.select(me), rows, firsts)


def _second(today: Any) -> Any:
    """Shifts of the day whose A is away and has a B."""
    gone = sa.exists().where(
        Leave.person == Shift.a, Leave.state == APPROVED,
        Leave.since < Shift.until, Leave.until > Shift.since,
    )  # fmt: skip
    return sa.and_(Shift.day == today, Shift.a.is_not(None), Shift.b.is_not(None), gone)


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
