"""What came in online and waits for a window: a page at a time, what came first first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import POLICIES, Principal, may
from app.models import OnlineAppeal

PAGE = 25


@dataclass(frozen=True)
class Waiting:
    """Rows of one page and the place where the next begins; empty where there is none."""

    rows: list[OnlineAppeal]
    after: str = ""


def page(
    session: Session, *, by: Principal, after: tuple[datetime, int] | None = None, most: int = PAGE
) -> Waiting:
    """What this person's window has still to register; nothing for whoever registers nothing."""
    if not may(by, "online_appeal.read"):
        return Waiting([])
    # Of all that ever came few wait, and these stand together in their order in one index.
    query = sa.select(OnlineAppeal).where(
        OnlineAppeal.settled_at.is_(None), POLICIES["online_appeal"].rows(by)
    )
    place = (OnlineAppeal.received_at, OnlineAppeal.id)
    if after:
        query = query.where(sa.tuple_(*place) > after)
    rows = list(session.scalars(query.order_by(*place).limit(most + 1)))
    last = rows[most - 1] if len(rows) > most else None
    return Waiting(rows[:most], f"{last.received_at.isoformat()}~{last.id}" if last else "")
