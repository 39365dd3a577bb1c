"""Numbers that are never given twice: case numbers, gapless paper numbers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.domain import numbers
from app.models import NumberSeries, ServiceCentre

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def take(session: Session, series: str) -> int:
    """The next number of a series, from 1: one statement, so two takers never get the same.

    The row stays locked until the transaction ends; a rollback gives the number back, so a series
    has no gaps.
    """
    insert = _INSERT[session.get_bind().dialect.name](NumberSeries).values(key=series, last=1)
    taken = insert.on_conflict_do_update(
        index_elements=[NumberSeries.key], set_={"last": NumberSeries.last + 1}
    ).returning(NumberSeries.last)
    return int(session.execute(taken).scalar_one())


def case_number(session: Session, kind: str, *, now: datetime) -> str:
    """A fresh case number: prefix, day, kind letter, serial of the day, check character (spine §9)."""
    # No lock on the centre: its prefix changes once in a lifetime, its row is read by everybody.
    prefix = session.execute(sa.select(ServiceCentre.prefix)).scalar_one()
    serial = take(session, f"case {prefix}{now:%Y%m%d} {kind}")
    return numbers.compose(prefix, now.date(), kind=kind, serial=serial)


def paper_number(session: Session, kind: str, series: str, *, day: date) -> tuple[str, int]:
    """A paper's number and serial: prefix 〔year〕 serial, gapless by kind and year (R26)."""
    # By kind, not by the series printed: two templates may print the same one (R26).
    serial = take(session, f"paper {kind} {day.year}")
    return f"{series}〔{day.year}〕{serial:04d}号", serial
