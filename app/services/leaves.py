"""Leave: asked for by whoever goes, answered by the head of the centre; only then somebody is away.

With it goes the work: whoever takes it over has a cover for these days (R85), and a list to
acknowledge (services.handing_over).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import POLICIES, Principal, may
from app.domain.case import Refusal
from app.domain.roles import Role
from app.models import Cover, Leave, Shift, Window
from app.services import colleagues, covers, inbox, roster_gaps
from app.services.covers import APPROVED, EARLY

ASKED, REFUSED, WITHDRAWN, CALLED_OFF = "asked", "refused", "withdrawn", "called_off"
#: Kinds of leave; their words are the pages'.
KINDS = ("annual", "sick", "personal", "training", "official", "other")
NOT_YOURS = Refusal("leave", "Leave is answered by the head of the centre.", {})
NOBODY = Refusal("leave", "Choose somebody whose leave you may enter.", {})
KIND = Refusal("leave", "Choose what kind of leave it is.", {})
BACKWARDS = Refusal("leave", "The last day lies before the first.", {})
PASSED = Refusal("leave", "These days have passed.", {})
TWICE = Refusal("leave", "They are away on these days already, or have asked to be.", {})
UNABLE = Refusal("leave", "Whoever takes over handles parts of the same department and is there.", {})  # fmt: skip
ANSWERED = Refusal("leave", "It is answered already.", {})
OWN = Refusal("leave", "Nobody answers their own leave.", {})
OVER = Refusal("leave", "It is over, or was never approved.", {})
SHOWN = 100


class NoSuchLeave(LookupError):
    """There is no such leave, or it is not theirs to see."""


@dataclass(frozen=True)
class Wanted:
    """A leave as it is typed; ``until`` is the first moment they are back."""

    person: str
    since: datetime
    until: datetime
    kind: str
    why: str = ""
    stands_in: str = ""
    note: str = ""


def ask(session: Session, wanted: Wanted, *, by: Principal, now: datetime) -> Leave | Refusal:
    """Ask for one's own leave; whoever keeps the roster enters another's, and that is approved."""
    refused = _refused(session, wanted, by=by, now=now)
    if refused:
        return refused
    row = Leave(
        person=wanted.person, since=wanted.since, until=wanted.until, kind=wanted.kind,
        state=ASKED, why=wanted.why or None, stands_in=wanted.stands_in or None,
        note=wanted.note or None, by=by.username, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _record(session, row, "asked", by=by)
    if wanted.person != by.username:
        return _approve(session, row, by=by, now=now)
    heads = set(colleagues.holding(session, Role.CENTRE_HEAD)) - {by.username}
    inbox.tell(session, heads, "leave_asked", occasion=f"leave:{row.id}", content=said(row), now=now)  # fmt: skip
    return row


def _refused(session: Session, wanted: Wanted, *, by: Principal, now: datetime) -> Refusal | None:
    own = wanted.person == by.username and may(by, "roster.ask")
    if not own and wanted.person not in enterable(session, by=by):
        return NOBODY
    if wanted.kind not in KINDS:
        return KIND
    return _of_days(session, wanted, now)


def _of_days(session: Session, wanted: Wanted, now: datetime) -> Refusal | None:
    if wanted.until <= wanted.since:
        return BACKWARDS
    if wanted.until <= now:
        return PASSED
    if session.execute(_meeting(wanted.person, wanted.since, wanted.until)).first():
        return TWICE
    left_alone = not wanted.stands_in or wanted.stands_in in takers(session, wanted)
    return None if left_alone else UNABLE


def enterable(session: Session, *, by: Principal) -> dict[str, str]:
    """Whose leave this person may enter besides their own: everybody who sits at a window."""
    if not may(by, "roster.write"):
        return {}
    codes = set(session.scalars(sa.select(Window.department).where(Window.retired_at.is_(None))))
    people = colleagues.sitting(session, codes).values()
    return {username: name for there in people for username, name in sorted(there.items())}


def takers(session: Session, wanted: Wanted) -> dict[str, str]:
    """Who may take the work over: whoever handles parts of their department and is there."""
    gone = sa.select(Leave.person).where(
        Leave.state == APPROVED, Leave.since < wanted.until, Leave.until > wanted.since
    )
    away = set(session.scalars(gone))
    able = covers.able(session, wanted.person)
    return {person: name for person, name in able.items() if person not in away}


def _meeting(person: str, since: datetime, until: datetime) -> sa.Select[tuple[int]]:
    query = sa.select(Leave.id).where(Leave.person == person, Leave.state.in_((ASKED, APPROVED)))
    return query.where(Leave.since < until, Leave.until > since).limit(1)


def answer(
    session: Session, leave: int, *, agree: bool, by: Principal, now: datetime
) -> Leave | Refusal:
    """Approve a leave or not. Raises NoSuchLeave."""
    row = one(session, leave, by=by, lock=True)
    if not may(by, "roster.write"):
        return NOT_YOURS
    if row.person == by.username:
        return OWN
    if row.state != ASKED:
        return ANSWERED
    if agree:
        return _approve(session, row, by=by, now=now)
    return _answered(session, row, REFUSED, by=by, now=now)


def _approve(session: Session, row: Leave, *, by: Principal, now: datetime) -> Leave:
    _answered(session, row, APPROVED, by=by, now=now)
    if row.stands_in:
        last = (row.until - timedelta(seconds=1)).date()
        cover = covers.with_leave(
            session, row.person, stands_in=row.stands_in, since=row.since.date(), until=last,
            by=by, now=now,
        )  # fmt: skip
        row.cover_id = cover and cover.id
        inbox.tell(
            session, [row.stands_in], "hand_over", occasion=f"hand_over:{row.id}",
            content=said(row), now=now,
        )  # fmt: skip
    if windows := _stirred(session, row, now=now):
        roster_gaps.alarm(session, now=now, windows=windows)
    return row


def _answered(session: Session, row: Leave, state: str, *, by: Principal, now: datetime) -> Leave:
    row.state, row.answered_by, row.answered_at = state, by.username, now
    _record(session, row, state, by=by)
    inbox.tell(
        session, {row.person} - {by.username}, "leave_answered", occasion=f"leave:{row.id}:{state}",
        content=said(row) | {"answer": state, "who": by.username}, now=now,
    )  # fmt: skip
    return row


def end(session: Session, leave: int, *, by: Principal, now: datetime) -> Leave | Refusal:
    """They are back earlier, or do not go; what was only asked is withdrawn. Raises NoSuchLeave."""
    row = one(session, leave, by=by, lock=True)
    if row.person != by.username and not may(by, "roster.write"):
        return NOT_YOURS
    if row.state not in (ASKED, APPROVED) or row.until <= now:
        return OVER
    if row.state == ASKED:
        row.state = WITHDRAWN
        _record(session, row, "over", by=by)
        return row
    _stirred(session, row, now=now)
    if row.since > now:
        row.state = CALLED_OFF
    else:
        # They were away until now, and are asked first from now on.
        row.state, row.until = EARLY, now
    _record(session, row, "over", by=by)
    cover = session.get(Cover, row.cover_id) if row.cover_id else None
    if cover is not None and cover.ended_at is None:
        covers.close(session, cover, by=by, now=now)
    return row


def _stirred(session: Session, row: Leave, *, now: datetime) -> set[str]:
    """Calendars that follow along learn of it; gives the windows it touches."""
    mine = sa.or_(Shift.a == row.person, Shift.b == row.person)
    query = sa.select(Shift).where(mine, Shift.since < row.until, Shift.until > row.since)
    windows = set()
    for shift in session.scalars(query):
        shift.version, shift.changed_at = shift.version + 1, now
        windows.add(shift.window)
    session.flush()
    return windows


def one(session: Session, leave: int, *, by: Principal, lock: bool = False) -> Leave:
    """A leave this person may see; locked for an act. Raises NoSuchLeave."""
    query = sa.select(Leave).where(Leave.id == leave, POLICIES["leave"].rows(by))
    row = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NoSuchLeave(leave)
    return row


def listed(session: Session, *, by: Principal) -> list[Leave]:
    """What this person may see, what waits for an answer first, then the newest."""
    query = sa.select(Leave).where(POLICIES["leave"].rows(by))
    waits = sa.case((Leave.state == ASKED, 0), else_=1)
    return list(session.scalars(query.order_by(waits, Leave.since.desc(), Leave.id.desc()).limit(SHOWN)))  # fmt: skip


def said(row: Leave) -> dict[str, str]:
    """What a message says of it: who and which days; never what kind, nor why."""
    last = row.until - timedelta(seconds=1)
    return {
        "leave": str(row.id), "person": row.person,
        "since": row.since.date().isoformat(), "until": last.date().isoformat(),
    }  # fmt: skip


def _record(session: Session, row: Leave, what: str, *, by: Principal) -> None:
    journal.record(
        session, "leave", str(row.id), f"leave_{what}", by=by.username, person=row.person,
        since=row.since.isoformat(), until=row.until.isoformat(), stands_in=row.stands_in,
    )  # fmt: skip
