"""Work carried out apart from requests: claimed under a lease, done once, seen while it runs.

A row is the truth; a worker that is killed leaves a lease that ends, and the next one takes the work
up again. What a job does is written in the transaction that marks it done, so it is never half done
and never done twice.
"""

from __future__ import annotations

import secrets
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


def add(session: Session, kind: str, *, title: str, payload: Any, by: str, now: datetime) -> Job:
    """Work for a worker."""
    job = Job(
        token=secrets.token_urlsafe(12), kind=kind, state="waiting", title=title[:200],
        payload=payload, done=0, total=0, attempts=0, by=by, at=now,
    )  # fmt: skip
    session.add(job)
    return job


def claim(session: Session, *, now: datetime) -> Job | None:
    """Take the oldest job that nobody works on; None where there is none. The caller commits."""
    free = sa.or_(Job.state == "waiting", sa.and_(Job.state == "running", Job.lease_until < now))
    query = sa.select(Job.id, Job.lease_until).where(free, Job.attempts < MOST_ATTEMPTS)
    for job_id, lease in session.execute(query.order_by(Job.id).limit(10)).tuples():
        # Whoever came first has moved the lease: then this changes nothing and the next is tried.
        same = Job.lease_until.is_(None) if lease is None else Job.lease_until == lease
        mine = sa.update(Job).where(Job.id == job_id, free, same)
        values = {"state": "running", "lease_until": now + LEASE, "attempts": Job.attempts + 1}
        if _changed(session.execute(mine.values(**values))):
            return session.get(Job, job_id, populate_existing=True)
    return None


def progress(session: Session, job_id: int, done: int, *, total: int, now: datetime) -> None:
    """Say how far a job is; its lease goes on. The caller commits."""
    values = {"done": done, "total": total, "lease_until": now + LEASE}
    session.execute(sa.update(Job).where(Job.id == job_id, Job.state == "running").values(**values))


def finish(session: Session, job_id: int, result: Any, *, now: datetime) -> None:
    """The job is done, in the transaction that did it."""
    _end(session, job_id, "done", result, now)


def fail(session: Session, job_id: int, why: str, *, now: datetime) -> None:
    """The job cannot be done; it says why and is not begun again."""
    _end(session, job_id, "failed", {"why": why[:2000]}, now)


def _end(session: Session, job_id: int, state: str, result: Any, now: datetime) -> None:
    values = {"state": state, "result": result, "finished_at": now, "lease_until": None}
    session.execute(sa.update(Job).where(Job.id == job_id).values(**values))


def give_up(session: Session, *, now: datetime) -> int:
    """Jobs begun too often whose last lease has ended are failed; gives how many."""
    lost = sa.update(Job).where(
        Job.state == "running", Job.lease_until < now, Job.attempts >= MOST_ATTEMPTS
    )
    values = {"state": "failed", "finished_at": now, "result": {"why": "begun too often"}}
    return _changed(session.execute(lost.values(**values)))


def sweep(session: Session, *, now: datetime) -> int:
    """Forget jobs that ended long ago, and proposals nobody confirmed; gives how many."""
    old = sa.delete(Job).where(Job.at < now - KEPT, Job.state.not_in(("waiting", "running")))
    return _changed(session.execute(old))


def latest(session: Session, *, most: int = 20) -> list[Job]:
    """The newest jobs, proposals left out."""
    query = sa.select(Job).where(Job.state.not_in(("proposed", "refused")))
    return list(session.execute(query.order_by(Job.id.desc()).limit(most)).scalars())


def last_done(session: Session, kind: str) -> Job | None:
    """The newest job of a kind that is done."""
    query = sa.select(Job).where(Job.kind == kind, Job.state == "done").order_by(Job.id.desc())
    return session.execute(query.limit(1)).scalar_one_or_none()


def _changed(result: Any) -> int:
    return int(result.rowcount)
