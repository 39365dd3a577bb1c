"""What-if on closed cases: how they would have gone under a draft, handling times assumed unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain.calendar import Calendar
from app.domain.refusal import msgid
from app.domain.whatif import Figures, History, Replayed, figures, replayed, what_if
from app.services import blueprints, calendars, publishing
from app.services.whatif_cases import EVER, Period, closed, histories

#: What every page and command says beside the figures.
ASSUMED = msgid("Handling times assumed unchanged.")


@dataclass(frozen=True)
class Comparison:
    """`looked_at` closed cases, how they went and how they would have gone; None: too few known."""

    looked_at: int
    since: datetime | None
    until: datetime | None
    handled: Figures | None
    drafted: Figures | None


@dataclass(frozen=True)
class Laid:
    """One closed case, and how it goes on either side; None where nobody can know it."""

    number: str
    accepted_at: datetime
    before: Replayed | None
    after: Replayed | None


@dataclass(frozen=True)
class Sides:
    """The closed cases under two blueprints, and the figures of those known under both."""

    cases: list[Laid]
    before: Figures | None
    after: Figures | None

    @property
    def known(self) -> list[Laid]:
        """The cases that count: a figure is only compared with one of the same cases."""
        return [case for case in self.cases if case.before and case.after]


def lay(
    session: Session,
    kind: str,
    code: str,
    *,
    sides: tuple[Mapping[str, Any] | None, Mapping[str, Any]],
    period: Period = EVER,
) -> Sides:
    """The closed cases of an entry under two blueprints; None for the first: each as it was handled.

    Handling times are assumed unchanged (spine §6). The newest cases of the period are looked at, and
    nothing is written.
    """
    calendar = calendars.current(session)
    cases = closed(session, kind, code, period=period)
    known = {case.id: history for case, history in histories(session, cases, calendar)}
    found = []
    for case in cases:
        history = known.get(case.id)
        plans = (sides[0] or blueprints.blueprint(session, case.blueprint), sides[1])
        gone = [_under(history, plan, calendar) for plan in plans]
        found.append(Laid(case.number, case.accepted_at, *gone))
    both = [case for case in found if case.before and case.after]
    left_out = len(found) - len(both)
    befores = [case.before for case in both if case.before]
    afters = [case.after for case in both if case.after]
    before, after = (figures(one, left_out=left_out) for one in (befores, afters))
    return Sides(found, before, after)


def _under(history: History | None, plan: Mapping[str, Any], calendar: Calendar) -> Replayed | None:
    return replayed(history, plan, calendar=calendar) if history else None


def compare(
    session: Session, kind: str, code: str, *, at: datetime, draft: Mapping[str, Any] | None = None
) -> Comparison:
    """Closed cases of an entry under their own versions, and under `draft`.

    Without `draft` it is what the rows would publish at this instant. Raises KeyError where there is
    no such entry, PublishRefused where it cannot be compiled.
    """
    plan = draft or publishing.examine(session, kind, code, at=at).blueprint
    calendar = calendars.current(session)
    cases = closed(session, kind, code)
    known = list(histories(session, cases, calendar))
    own = [_own(session, case.blueprint, history, calendar) for case, history in known]
    left_out = len(cases) - len(known)
    drafted = what_if((history for _case, history in known), plan, calendar=calendar)
    return Comparison(
        looked_at=len(cases),
        since=min((case.closed_at for case in cases), default=None),
        until=max((case.closed_at for case in cases), default=None),
        handled=figures([one for one in own if one], left_out=left_out + own.count(None)),
        drafted=drafted and drafted._replace(left_out=drafted.left_out + left_out),
    )


def _own(session: Session, sha256: str, history: History, calendar: Calendar) -> Replayed | None:
    """The case as it went: under the version it pins."""
    return replayed(history, blueprints.blueprint(session, sha256), calendar=calendar)
