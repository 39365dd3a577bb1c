"""Work carried out apart from requests: claimed under a lease, done once, seen while it runs.

A row is the truth; a worker that is killed leaves a lease that ends, and the next one takes the work
up again. What a job does is written in the transaction that marks it done, so it is never half done
and never done twice: each transaction of a worker begins with ``hold``, which fails where another
has taken the job meanwhile.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Job

LEASE = timedelta(minutes=2)
#: A job that was begun so often and never ended is not begun again.
MOST_ATTEMPTS = 5
#: Finished jobs are kept so long.
KEPT = timedelta(days=30)
#: Whose jobs come of themselves; nobody sits before a page and waits for them.
ITSELF = "system"
#: States in which somebody has still to do something.
OPEN = ("waiting", "running")


@dataclass(frozen=True)
class Claimed:
    """A job as a worker took it; its attempt alone may go on with it."""

    id: int
    kind: str
    attempts: int
    by: str
    title: str
    payload: Any
    result: Any
    done: int


class LostLease(Exception):
    """Another worker has taken the job over: what this one was about to write is not wanted."""


def add(session: Session, kind: str, *, title: str, payload: Any, by: str, now: datetime) -> Job:
    """Work for a worker."""
    job = Job(
        token=secrets.token_urlsafe(12), kind=kind, state="waiting", title=title[:200],
        payload=payload, done=0, total=0, attempts=0, by=by, at=now,
    )  # fmt: skip
    session.add(job)
    return job


def anything(session: Session, *, now: datetime) -> bool:
    """Whether a worker would find something to do."""
    return session.execute(sa.select(Job.id).where(_free(now)).limit(1)).first() is not None


def _free(now: datetime) -> sa.ColumnElement[bool]:
    lapsed = sa.and_(Job.state == "running", Job.lease_until < now)
    return sa.or_(Job.state == "waiting", lapsed)


def claim(session: Session, *, now: datetime) -> Claimed | None:
    """Take the oldest job, what somebody waits for before what comes of itself; the caller commits."""
    query = sa.select(Job.id, Job.lease_until).where(_free(now), Job.attempts < MOST_ATTEMPTS)
    turn = query.order_by(Job.by == ITSELF, Job.id).limit(10)
    for job_id, lease in session.execute(turn).tuples():
        # Whoever came first has moved the lease: then this changes nothing and the next is tried.
        same = Job.lease_until.is_(None) if lease is None else Job.lease_until == lease
        mine = sa.update(Job).where(Job.id == job_id, _free(now), same)
        values = {"state": "running", "lease_until": now + LEASE, "attempts": Job.attempts + 1}
        if _changed(session.execute(mine.values(**values))):
            return _claimed(session.get_one(Job, job_id, populate_existing=True))
    return None


def somebody_waits(session: Session) -> bool:
    """Whether a job that a person asked for waits for its turn."""
    asked = sa.select(Job.id).where(Job.state == "waiting", Job.by != ITSELF)
    return session.execute(asked.limit(1)).first() is not None


def at_work(session: Session, *, now: datetime) -> bool:
    """Whether a worker holds a job now: then what waits waits for its turn, and not in vain."""
    held = sa.select(Job.id).where(Job.state == "running", Job.lease_until >= now)
    return session.execute(held.limit(1)).first() is not None


def _claimed(job: Job) -> Claimed:
    return Claimed(
        job.id, job.kind, job.attempts, job.by, job.title, job.payload, job.result, job.done
    )


def hold(session: Session, job: Claimed, *, now: datetime) -> None:
    """Begin a transaction of the job's worker: its lease goes on, its row is locked. Raises LostLease."""
    _mine(session, job, lease_until=now + LEASE)


def progress(session: Session, job: Claimed, *, done: int, total: int, now: datetime) -> None:
    """Say how far a job is, in the transaction that went so far. Raises LostLease."""
    _mine(session, job, done=done, total=total, lease_until=now + LEASE)


def put_back(session: Session, job: Claimed) -> None:
    """Its worker goes away in good order: the next takes it up at once, and it counts no attempt."""
    _mine(session, job, state="waiting", lease_until=None, attempts=Job.attempts - 1)


def finish(session: Session, job: Claimed, result: Any, *, now: datetime) -> None:
    """The job is done, in the transaction that did it. Raises LostLease."""
    _mine(session, job, state="done", result=result, finished_at=now, lease_until=None)


def fail(session: Session, job: Claimed, why: str, *, now: datetime, detail: str = "") -> None:
    """The job cannot be done; it says why and is not begun again. Raises LostLease."""
    result = {"why": why, "detail": detail[:2000]}
    _mine(session, job, state="failed", result=result, finished_at=now, lease_until=None)


def keep(session: Session, job: Claimed, **values: Any) -> None:
    """Other columns of a job that its worker changes. Raises LostLease."""
    _mine(session, job, **values)


def _mine(session: Session, job: Claimed, **values: Any) -> None:
    held = sa.update(Job).where(
        Job.id == job.id, Job.state == "running", Job.attempts == job.attempts
    )
    if not _changed(session.execute(held.values(**values))):
        raise LostLease(job.id)


def give_up(session: Session, *, now: datetime) -> int:
    """Jobs begun too often whose last lease has ended are failed; gives how many."""
    lost = sa.update(Job).where(
        Job.state == "running", Job.lease_until < now, Job.attempts >= MOST_ATTEMPTS
    )
    values = {"state": "failed", "finished_at": now, "lease_until": None, "result": GIVEN_UP}
    return _changed(session.execute(lost.values(**values)))


GIVEN_UP = {"why": "It was begun five times and never ended.", "detail": ""}


def sweep(session: Session, *, now: datetime) -> int:
    """Forget jobs that ended long ago, and proposals nobody confirmed; gives how many."""
    old = sa.delete(Job).where(Job.at < now - KEPT, Job.state.not_in(OPEN))
    return _changed(session.execute(old))


def latest(session: Session, *, most: int = 20) -> list[Job]:
    """The newest jobs, proposals left out."""
    query = sa.select(Job).where(Job.state.not_in(("proposed", "refused")))
    return list(session.execute(query.order_by(Job.id.desc()).limit(most)).scalars())


def under_way(session: Session, kind: str) -> bool:
    """Whether a job of a kind waits or runs."""
    query = sa.select(Job.id).where(Job.kind == kind, Job.state.in_(OPEN))
    return session.execute(query.limit(1)).first() is not None


def last_done(session: Session, kind: str) -> Job | None:
    """The newest job of a kind that is done."""
    query = sa.select(Job).where(Job.kind == kind, Job.state == "done").order_by(Job.id.desc())
    return session.execute(query.limit(1)).scalar_one_or_none()


def _changed(result: Any) -> int:
    return int(result.rowcount)
