"""Let time act: deemed acceptance, cards, lapsed deferrals; then what is past its time goes."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from app import journal, transaction
from app.domain.case import Refusal
from app.jobs.work import giving_way
from app.services import cases, jobs, occasions, outbox, publishing, retention, ticks

log = logging.getLogger("youshi.worker")


@dataclass(frozen=True)
class Round:
    """What a round did: cases acted on, cases left with the reason, what was removed."""

    acted: int
    left: dict[str, str]
    removed: dict[str, int] = field(default_factory=dict)


def tick(*, now: datetime, alone: bool) -> Round:
    """One round over all cases. Safe as often as one likes, and twice at once.

    ``alone``: nobody works on jobs beside it, so dues of a year that was confirmed and versions
    whose day has come are seen to here, without a job that shows how far it is.
    """
    with transaction.reading() as session:
        recount = set(ticks.recountable_numbers(session)) if alone else set()
        numbers = list(dict.fromkeys([*ticks.due_numbers(session, now=now), *sorted(recount)]))
    left = act_on(numbers, now=now, recount=recount)
    with transaction.unit() as session:
        if alone:
            publishing.come_into_force(session, now=now)
        removed = {
            **retention.sweep(session, now=now),
            "jobs": jobs.sweep(session, now=now),
            "messages": outbox.sweep(session, now=now),
        }
    with transaction.unit() as session:
        occasions.beat(session, acted=len(numbers) - len(left), left=list(left), now=now)
        journal.seal_hourly(session)
    return Round(len(numbers) - len(left), left, removed)


def act_on(
    numbers: Collection[str], *, now: datetime, recount: Collection[str] = ()
) -> dict[str, str]:
    """Each case in a transaction of its own; gives those that were left, with the reason."""
    found = {number: _ticked(number, now, number in recount) for number in numbers}
    return {number: why for number, why in found.items() if why}


def _ticked(number: str, now: datetime, recount: bool) -> str:
    """Why a case was left as it is; empty where time acted."""
    try:
        with giving_way() as session:
            done = cases.let_time_act(session, number, now=now, recount=recount)
    except Exception as problem:  # noqa: BLE001 - whatever is wrong with one case is no other's delay
        return first_line(problem)
    return done.say % done.values if isinstance(done, Refusal) else ""


def first_line(problem: Exception) -> str:
    """What went wrong; the first line only, for what follows may be the values of a statement."""
    return f"{type(problem).__name__} {str(problem).partition(chr(10))[0]}"
