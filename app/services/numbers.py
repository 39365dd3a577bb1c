"""Numbers that are never given twice: case numbers, gapless paper numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session


def take(session: Session, series: Sequence[str]) -> list[int]:
    """The next number of each series, from 1: one statement, so two takers never get the same.

    A series named twice gives two. Its row stays locked until the transaction ends; a rollback gives
    the numbers back, so a series has no gaps.
    """
    # In one order, whoever takes which: two that wait for each other's row would wait for ever.
    wanted = sorted(Counter(series).items())
    given = {
        f"{name}{at}": value
        for at, pair in enumerate(wanted)
        for name, value in zip("kn", pair, strict=True)
    }
    last = dict(session.connection().execute(_taking(len(wanted)), given).tuples().all())
    left = {key: range(last[key] - count + 1, last[key] + 1) for key, count in wanted}
    following = {key: iter(numbers) for key, numbers in left.items()}
    return [next(following[key]) for key in series]


@cache
def _taking(count: int) -> sa.TextClause:
    """Written out: the builder's own upsert is compiled anew each time, which costs as much as ten rows."""
    rows = ", ".join(f"(:k{at}, :n{at})" for at in range(count))
    return sa.text(
        f'INSERT INTO number_series ("key", last) VALUES {rows} '
        'ON CONFLICT ("key") DO UPDATE SET last = number_series.last + excluded.last RETURNING "key", last'
    )


def case_series(prefix: str, kind: str, *, day: date) -> str:
    """The series of a day's case numbers of a kind."""
    return f"case {prefix}{day:%Y%m%d} {kind}"


def paper_series(kind: str, *, day: date) -> str:
    """The series of a year's papers of a kind: by kind, not by what is printed, which two templates may share (R26)."""
    return f"paper {kind} {day.year}"


def paper_number(series: str, serial: int, *, day: date) -> str:
    """A paper's number as it is printed: prefix 〔year〕 serial (R26)."""
    return f"{series}〔{day.year}〕{serial:04d}号"
