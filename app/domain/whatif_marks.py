"""What was late in a course: each limit of each clock, a mark once earned kept (R62)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from app.domain import sla
from app.domain.calendar import Calendar
from app.domain.due import Due
from app.domain.elapsed import Hold, union

#: (since, until, whether the clock begins anew after it) of a hold; until None: to the clock's end.
Stop = tuple[datetime, datetime | None, bool]


class Mark(NamedTuple):
    """How one limit of one clock came out; `due` None where a hold ended with the clock."""

    due: datetime | None
    late: bool


@dataclass
class Lived:
    """One task of the case as it went."""

    opened: datetime
    start: datetime
    ends: datetime | None
    pauses: list[Stop]
    closed: datetime | None = None


def stalls(parts: Collection[Lived], stop: datetime) -> list[Stop]:
    """Where every open part was on a stopping hold: there the case's clock stands (spine §0.4)."""
    moments = sorted(
        {lived.opened for lived in parts}
        | {edge for lived in parts for pause in lived.pauses for edge in pause[:2] if edge}
        | {lived.closed for lived in parts if lived.closed}
    )
    standing: list[Hold] = []
    for since, until in zip(moments, [*moments[1:], stop], strict=True):
        running = [part for part in parts if part.opened <= since and _lasts(part.closed, since)]
        if since < until and running and all(_stands(part, since) for part in running):
            standing.append((since, until))
    # In one piece where one part's hold takes over from another's; open where it ends with the case.
    pieces = [(since, until if until < stop else None) for since, until in union(standing)]
    return [(since, until, False) for since, until in pieces]


def _lasts(end: datetime | None, at: datetime) -> bool:
    return end is None or end > at


def _stands(part: Lived, at: datetime) -> bool:
    return any(since <= at and _lasts(until, at) for since, until, _anew in part.pauses)


def marks(
    lived: Lived,
    limits: Mapping[str, Any],
    *,
    extra: int,
    answers: Mapping[str, Any],
    calendar: Calendar,
) -> dict[str, Mark]:
    """How each limit of one clock came out, in the situation that the answers say."""
    today = _last_start(lived).date()
    picked = {
        name: sla.pick(limit, answers, today=today) for name, limit in limits.items() if limit
    }
    return {name: _mark(lived, limit, extra, calendar) for name, limit in picked.items()}


def _last_start(lived: Lived) -> datetime:
    """Where the clock began; a restart at the window begins it anew (R15)."""
    return max([lived.start, *(until for _since, until, anew in lived.pauses if anew and until)])


def _mark(lived: Lived, limit: dict[str, Any] | None, extra: int, calendar: Calendar) -> Mark:
    """Late at the end, or already when a hold began: a mark once earned stays (R62).

    A clock that begins on hold (papers asked for at a deemed acceptance) had no due to pass.
    """
    start, taken, late = lived.start, list[Hold](), False

    def due_now() -> Due | None:
        return sla.due(calendar, start, limit=limit, holds=taken, extra=extra)

    for since, until, anew in sorted(lived.pauses, key=lambda pause: pause[0]):
        running = all(end is not None and end <= since for _begun, end in taken)
        if running and since > lived.opened:
            late |= sla.is_late(due_now(), since)
        taken.append((since, until))
        if anew and until:
            start, taken = until, []
    due = due_now()
    late |= sla.is_late(due, lived.closed or start)
    return Mark(due.at if due else None, late)
