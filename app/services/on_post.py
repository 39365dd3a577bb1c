"""今天谁在岗: the shifts of a day at one's own windows, and who of them is away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import Principal
from app.domain import roster_coverage
from app.domain.roster import Span
from app.domain.roster_coverage import Stretch
from app.models import Shift, Window
from app.services import roster


@dataclass(frozen=True)
class Post:
    """One window today: its shift that is on (or comes next), who is away of it now, what is thin or open."""

    window: str
    shift: Shift
    away: frozenset[str]
    later: list[Stretch]
    is_on: bool


def today(session: Session, *, by: Principal, now: datetime) -> list[Post]:
    """Who is on post at this person's windows; two statements, and one where nobody is."""
    query = (
        sa.select(Shift, Window.name)
        .join(Window, Window.code == Shift.window)
        .where(
            Shift.day == now.date(), Shift.until > now, Window.retired_at.is_(None),
            Window.department.in_(sorted(by.departments)),
        )
    )  # fmt: skip
    rows = session.execute(query.order_by(Shift.window, Shift.since)).tuples().all()
    gone = roster.away(session, now.date(), now.date()) if rows else {}
    first: dict[str, Post] = {}
    for shift, name in rows:
        if shift.window not in first:
            first[shift.window] = _post(shift, name, gone, now=now)
    return [*first.values()]


def _post(shift: Shift, name: str, gone: dict[str, list[Span]], *, now: datetime) -> Post:
    at = max(now, shift.since)
    moment = Span(at, shift.until)
    people = [person for person in (shift.a, shift.b) if person]
    stretches = roster_coverage.coverage(
        [shift.window], [moment], shifts=[roster.plain(shift)], away=gone
    )
    here = next(iter(stretches))
    away = frozenset(person for person in people if person in here.away)
    later = [one for one in stretches[1:] if one.away]
    return Post(name, shift, away, later, shift.since <= now)
