"""Proofs that somebody asked for: both chains link by link, every case replayed; asked, done, found."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.models import AccessEntry, Case, ChainSeal, Job
from app.services import jobs, verification

KIND = "proof"
#: A step of the work is said to be done after so many entries or cases.
STEP = 500
#: So many differences are counted; where there are more, the rows are not to be trusted at all.
MOST = 1000


@dataclass(frozen=True)
class Found:
    """What the last proof found: of each chain and of the replay, when and for whom; None before one."""

    chains: dict[str, Any]
    replay: Any

    @property
    def broken(self) -> list[tuple[str, Any]]:
        """The chains that do not hold."""
        return [
            (name, one) for name, one in self.chains.items() if one and one["broken_at"] is not None
        ]

    @property
    def whole(self) -> bool:
        """Whether everything was proved and nothing was wrong."""
        proved = [*self.chains.values(), self.replay]
        return all(proved) and not self.broken and not self.replay["differences"]


def ask(session: Session, *, by: str, now: datetime) -> Job:
    """Have everything proved by a worker; where that is under way already, it is that one."""
    running = under_way(session)
    if running:
        return running
    journal.access(session, "chain", "all", "proof_asked")
    return jobs.add(session, KIND, title="", payload={}, by=by, now=now)


def under_way(session: Session) -> Job | None:
    """The proof that waits or runs now."""
    query = sa.select(Job).where(Job.kind == KIND, Job.state.in_(jobs.OPEN)).order_by(Job.id)
    return session.execute(query.limit(1)).scalar_one_or_none()


def failed(session: Session) -> bool:
    """Whether the newest proof could not be done: then what was found before says nothing of today."""
    query = sa.select(Job.state).where(Job.kind == KIND).order_by(Job.id.desc()).limit(1)
    return session.execute(query).scalar() == "failed"


def size(session: Session) -> int:
    """How much there is to prove: entries of both chains, and cases."""
    entries = sum(journal.head(session, name)[0] for name in journal.TABLES)
    return entries + int(session.scalar(sa.select(sa.func.count()).select_from(Case)) or 0)


def prove(session: Session, went: Callable[[int], None]) -> dict[str, Any]:
    """Recompute both chains and replay every case; ``went`` is told how many entries and cases were done."""
    done = 0
    chains: dict[str, Any] = {}
    for name in journal.TABLES:
        verdict = verification.verify(session, name, went=_onward(went, done))
        done += verdict.entries
        chains[name] = {
            "entries": verdict.entries, "head": verdict.head,
            "broken_at": verdict.broken_at, "why": verdict.why,
        }  # fmt: skip
    return {"chains": chains, "replay": _replayed(session, _onward(went, done))}


def _onward(went: Callable[[int], None], done: int) -> Callable[[int], None]:
    return lambda count: went(done + count)


def _replayed(session: Session, went: Callable[[int], None]) -> dict[str, Any]:
    cases, first, count = 0, None, 0
    for cases, differences in enumerate(verification.replayed(session)):
        for one in differences:
            # Its place and not what stands there: a value may be somebody's.
            first = first or {"number": one.number, "where": f"{one.where}.{one.column}"}
            count += 1
        if cases % STEP == 0:
            went(cases)
        if count >= MOST:
            break
    return {"cases": cases, "differences": count, "first": first}


def keep(session: Session, found: dict[str, Any]) -> None:
    """Put what was found into the access chain, under who asked."""
    for name, one in found["chains"].items():
        journal.access(session, "chain", name, "verified", **one)
    journal.access(session, "chain", "rows", "replayed", **found["replay"])


def last(session: Session) -> Found:
    """What the last proof found; nothing is recomputed."""
    return Found(
        {name: _last(session, name, "verified") for name in journal.TABLES},
        _last(session, "rows", "replayed"),
    )


def _last(session: Session, ref: str, kind: str) -> Any:
    query = sa.select(AccessEntry.at, AccessEntry.by, AccessEntry.data).where(
        AccessEntry.noun == "chain", AccessEntry.ref == ref, AccessEntry.type == kind
    )
    row = session.execute(query.order_by(AccessEntry.id.desc()).limit(1)).first()
    return {"at": row.at, "by": row.by, **json.loads(row.data)} if row else None


def sealed(session: Session) -> Iterator[Any]:
    """The newest seal of each chain: (chain, entry, moment)."""
    for name in journal.TABLES:
        query = sa.select(ChainSeal.chain, ChainSeal.seq, ChainSeal.at).filter_by(chain=name)
        yield from session.execute(query.order_by(ChainSeal.id.desc()).limit(1))
