"""What an administrator does to the calendar: tried first, then done with a reason, once.

A proposal keeps the act, not its result: confirmed, it is applied to the calendar in force by then,
and refused where somebody changed the same part meanwhile. A revision in force is never edited.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import Principal
from app.domain import calendar_changes
from app.domain.calendar import Calendar
from app.domain.calendar_compare import moves_from
from app.domain.refusal import refuse
from app.models import CalendarRevision, Job, ServiceCentre
from app.services import calendar_rows, calendars, jobs, moving
from app.services.calendar_payloads import ACTS

KIND = "calendar"
#: The kind of job that moves what the act itself did not get to.
MOVES = "moves"
LONGEST_REASON = 200
#: Cases looked at in the act itself: on SQLite nobody else writes meanwhile, and each takes some 30 ms.
AT_ONCE = 100


class NoSuchProposal(LookupError):
    """There is no such proposal of this person."""


@dataclass(frozen=True)
class Proposal:
    """An act on the calendar that waits for its confirmation, and what it would make of it."""

    token: str
    act: str
    payload: dict[str, Any]
    revision: int | None
    before: Calendar
    after: Calendar

    @property
    def since(self) -> date | None:
        """From which day on dues may move; None where none can."""
        return moves_from(self.before, self.after)


@dataclass(frozen=True)
class Confirmed:
    """The revision an act made and what it moved; ``again``: it was confirmed before."""

    revision: int
    cases: int = 0
    left: int = 0
    more: bool = False
    again: bool = False


def propose(
    session: Session, act: str, payload: Mapping[str, Any], *, by: str, now: datetime
) -> str:
    """Keep an act for its confirmation; gives its token. Raises Refused, its rule names the field."""
    latest = _latest(session)
    after = _applied(act, calendars.as_package(latest), payload)
    _check_changes(act, calendar_rows.calendar_of(latest), _calendar(after))
    job = Job(
        token=secrets.token_urlsafe(12), kind=KIND, state="proposed", title="", done=0, total=0,
        payload={**payload, "act": act, "base": latest.id}, attempts=0, by=by, at=now,
    )  # fmt: skip
    session.add(job)
    return job.token


def read(session: Session, token: str, *, by: str) -> Proposal:
    """A proposal as it stands against the calendar in force. Raises NoSuchProposal, Refused."""
    job = _job(session, token, by)
    latest = _latest(session)
    known = {name: value for name, value in job.payload.items() if name not in ("act", "base")}
    before = calendars.at(session, latest.id)
    if job.state != "proposed":
        return Proposal(token, job.payload["act"], known, _made(job), before, before)
    after = _applied(job.payload["act"], _current(session, job, latest), known)
    return Proposal(token, job.payload["act"], known, None, before, _calendar(after))


def typed(session: Session, token: str, *, by: str) -> tuple[str, dict[str, Any]]:
    """The act and what was typed for it, to go on typing. Raises NoSuchProposal."""
    job = _job(session, token, by)
    return job.payload["act"], job.payload


def confirm(
    session: Session, token: str, *, reason: str, by: Principal, now: datetime
) -> Confirmed:
    """Make the new revision and move the running cases, as one act; pressed twice, it is one.

    A hundred cases move with it; where there are more, a job moves them on. Raises NoSuchProposal,
    Refused.
    """
    job = _job(session, token, by.username, lock=True)
    if job.state != "proposed":
        return Confirmed(_made(job), again=True)
    _check_reason(reason)
    # One change after another: two at once would each leave out what the other says. And alone: acts
    # on cases hold this row while they last, so each is seen by the change or sees it (calendars.held).
    session.execute(sa.select(ServiceCentre.id).with_for_update()).all()
    latest = _latest(session)
    before = calendars.at(session, latest.id)
    said = _applied(job.payload["act"], _current(session, job, latest), job.payload)
    fresh = calendars.save_revision(session, said, reason=reason, now=now)
    if fresh is None:
        raise refuse("nothing", "The calendar says this already; nothing was changed.")
    session.flush()  # its number stands in every due it moves
    since = moves_from(before, calendars.current(session))
    done = _move(session, job, since=since, reason=reason, by=by, now=now)
    job.state, job.finished_at, job.total, job.done = "done", now, done.cases, done.cases
    job.title = reason
    job.result = {"revision": fresh.id, "cases": done.cases}
    return Confirmed(fresh.id, done.cases, len(done.left), done.after is not None)


def _move(
    session: Session, job: Job, *, since: date | None, reason: str, by: Principal, now: datetime
) -> moving.Done:
    if since is None:
        return moving.Done()
    closure = closure_of(job.payload)
    done = moving.move(
        session, since=since, reason=reason, by=by, now=now, closure=closure, most=AT_ONCE
    )
    if done.after is not None:
        payload = {"since": since.isoformat(), "after": done.after, "closure": closure}
        jobs.add(session, MOVES, title=reason, payload=payload, by=by.username, now=now)
    return done


def closure_of(payload: Mapping[str, Any]) -> dict[str, str] | None:
    """What a case's event says of a closure; nothing where it was withdrawn."""
    if not payload.get("since") or not payload.get("until"):
        return None
    return {"from": payload["since"], "until": payload["until"]}


def newest(session: Session) -> tuple[date | None, Calendar]:
    """The calendar in force, and from which day on it moved dues; None where it moved none."""
    latest = _latest(session)
    query = sa.select(sa.func.max(CalendarRevision.id)).where(CalendarRevision.id < latest.id)
    previous = session.execute(query).scalar()
    calendar = calendars.at(session, latest.id)
    since = moves_from(calendars.at(session, previous), calendar) if previous else None
    return since, calendar


def follow(session: Session, *, reason: str, by: Principal, now: datetime) -> moving.Done:
    """Have the next running cases follow the calendar in force. Raises Refused without a reason.

    A calendar that came in by package moves nobody by itself: this does.
    """
    _check_reason(reason)
    since, _calendar = newest(session)
    if since is None:
        return moving.Done()
    return moving.move(session, since=since, reason=reason, by=by, now=now, most=AT_ONCE)


def _check_reason(reason: str) -> None:
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise refuse("reason", "Give the reason, in at most 200 characters.")


def _latest(session: Session) -> CalendarRevision:
    latest = calendars.latest(session)
    if latest is None:
        raise refuse("calendar", "The centre has no calendar yet: bring one in by package.")
    return latest


def _job(session: Session, token: str, by: str, *, lock: bool = False) -> Job:
    query = sa.select(Job).where(Job.token == token, Job.kind == KIND, Job.by == by)
    job = session.execute(query.with_for_update() if lock else query).scalar_one_or_none()
    if job is None:
        raise NoSuchProposal(token)
    return job


def _made(job: Job) -> int:
    """The revision that a confirmed proposal made."""
    return int((job.result or {})["revision"])


def _current(session: Session, job: Job, latest: CalendarRevision) -> dict[str, Any]:
    """The calendar in force, where nobody changed since what the proposal changes too."""
    now, base = calendars.as_package(latest), job.payload["base"]
    if base != latest.id and job.payload["act"] in ("year", "hours"):
        then = calendars.as_package(session.get_one(CalendarRevision, base))
        if not calendar_changes.same_part(then, now, year=job.payload.get("year")):
            raise refuse(
                "overtaken",
                "Somebody changed this part of the calendar meanwhile: look at it again.",
            )
    return now


def _applied(act: str, said: Mapping[str, Any], payload: Mapping[str, Any]) -> dict[str, Any]:
    return ACTS[act](said, payload)


def _calendar(said: Mapping[str, Any]) -> Calendar:
    return calendar_rows.calendar_of(calendar_rows.row_of(said, reason="", now=datetime.min))


def _check_changes(act: str, before: Calendar, after: Calendar) -> None:
    if act == "close" and moves_from(before, after) is None:
        raise refuse("since", "The centre is closed then anyway.")
