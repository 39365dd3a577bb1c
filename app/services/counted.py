"""Which cases and parts a figure of a bulletin counts: the rows behind the number, as they are now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.bulletin import PROMISE, Period
from app.models import Card, Case, Task
from app.services.bulletin_counts import WORK
from app.services.bulletin_courses import not_void

Clause = Callable[[Any, Period], Any]


def _begun(model: Any) -> Any:
    return Task.opened_at if model is Task else Case.received_at


def _began(model: Any, period: Period) -> Any:
    begun = _begun(model)
    return sa.and_(begun >= period.start, begun < period.end)


def _done(model: Any, period: Period) -> Any:
    return sa.and_(_began(model, period), model.closed_at < period.end)


def _closed(model: Any, period: Period) -> Any:
    # What nobody began cannot have ended as work: a part that was skipped counts nowhere.
    ended = sa.and_(model.closed_at >= period.start, model.closed_at < period.end)
    return sa.and_(_begun(model) < period.end, ended)


def _late(model: Any, period: Period) -> Any:
    promised = _card(model, whole=True, where=Card.limit_name == PROMISE)
    return sa.and_(_closed(model, period), promised)


def _open(model: Any, period: Period) -> Any:
    running = sa.or_(model.closed_at.is_(None), model.closed_at >= period.end)
    return sa.and_(_begun(model) < period.end, running)


def _written(colour: str) -> Clause:
    def found(model: Any, period: Period) -> Any:
        there = sa.and_(Card.colour == colour, Card.at >= period.start, Card.at < period.end)
        return _card(model, whole=False, where=there)

    return found


def _carded(model: Any, period: Period) -> Any:
    return sa.or_(*(_written(colour)(model, period) for colour in ("yellow", "red")))


def decided(since: datetime) -> Any:
    """The cases accepted since then whose last decision was made: of these a theme's middle is worked out."""
    stopped = Case.clock["stopped_at"].as_string().is_not(None)
    return sa.and_(Case.accepted_at >= since, stopped)


def _card(model: Any, *, whole: bool, where: Any) -> Any:
    """Whether it has such a card: a part on its own clock, a case on any, or on that of the whole."""
    if model is Task:
        of_it = sa.and_(Card.case_id == Task.case_id, Card.clock == Task.key)
    else:
        of_it = sa.and_(Card.case_id == Case.id, Card.clock == "case" if whole else sa.true())
    return sa.exists().where(of_it, where).correlate(model)


#: Name of a figure → its rows. A card is counted, and the case or the part listed that has it.
FIGURES: dict[str, Clause] = {
    "received": _began, "done": _done, "closed": _closed, "late": _late, "open": _open,
    "yellow": _written("yellow"), "red": _written("red"), "cards": _carded,
}  # fmt: skip


def rows(model: Any, figure: str, *, period: Period) -> Any:
    """The cases (or departments' parts) that a figure of this period counts. Raises KeyError."""
    clause = FIGURES[figure](model, period)
    counts = sa.and_(clause, not_void(model.outcome))
    return sa.and_(counts, WORK, Task.opened_at.is_not(None)) if model is Task else counts
