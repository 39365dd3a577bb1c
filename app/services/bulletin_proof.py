"""A bulletin counted anew from the events alone, and where its figures are not theirs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import Principal
from app.domain.bulletin import Period, added, before, spans_of, tally
from app.domain.bulletin_themes import Days, days_of, themes
from app.domain.case import fold, rows_of
from app.models import Bulletin, Job, JournalEntry
from app.services import blueprints, bulletin_counts, cause_proof, jobs
from app.services.bulletins import figures_of

#: Kind of the job that counts anew.
KIND = "bulletin"
#: Entries read at once.
PART = 2000
#: What is counted of the events: of cases, of departments' parts, of cases in the period before, of appeals by their way.
COUNTED_OF = ("entries", "departments", "compared", "channels")


def ask_check(session: Session, row: Bulletin, *, by: Principal, now: datetime) -> Job:
    """Have the figures counted anew from the events by a worker; where that is under way, it is that one."""
    running = checked(session, row)
    if running is not None and running.state in jobs.OPEN:
        return running
    payload = {"bulletin": row.id}
    return jobs.add(session, KIND, title=_title(row), payload=payload, by=by.username, now=now)


def checked(session: Session, row: Bulletin) -> Job | None:
    """The last counting anew of a bulletin, as it stands."""
    query = sa.select(Job).where(Job.kind == KIND, Job.title == _title(row))
    return session.execute(query.order_by(Job.id.desc()).limit(1)).scalar_one_or_none()


def _title(row: Bulletin) -> str:
    # With its entry: what was counted of an earlier drawing says nothing about this one.
    return f"{row.id}/{row.head_seq}"


def derived(
    session: Session,
    period: Period,
    *,
    upto: int,
    went: Callable[[int], None] = lambda _count: None,
) -> dict[str, Any]:
    """The same figures, counted from the events alone, as far as entry ``upto`` of the records."""
    counted: dict[str, dict[str, dict[str, int]]] = {name: {} for name in COUNTED_OF}
    periods = {
        "entries": period,
        "departments": period,
        "compared": before(period),
        "channels": period,
    }
    days: Days = Counter()
    registered: list[cause_proof.Registered] = []
    for number, events in enumerate(_logs(session, upto), 1):
        whole, parts, appeal = _spans(session, events, registered=registered)
        days.update(days_of(whole, period))
        of = {"entries": whole, "departments": parts, "compared": whole, "channels": appeal}
        for name, spans in of.items():
            _put(counted[name], tally(spans, periods[name]))
        if number % PART == 0:
            went(number)
    beside: dict[str, Mapping[str, Any]] = {"channels": counted["channels"]}
    beside["ratings"] = _ratings(session, period, upto)
    beside["causes"] = cause_proof.lines(session, registered, period, upto=upto)
    beside["themes"] = themes(counted["entries"], counted["compared"], days=days)
    return figures_of(
        counted["entries"], counted["departments"], compared=counted["compared"], beside=beside
    )


def _ratings(session: Session, period: Period, upto: int) -> dict[str, int]:
    """What was given in the period, by the records alone; what was taken out since stands apart."""
    table = JournalEntry.__table__
    query = sa.select(table.c.ref, table.c.type, table.c.at, table.c.data)
    query = query.where(table.c.noun == "rating", table.c.id <= upto).order_by(table.c.id)
    given: dict[str, str] = {}
    for ref, kind, at, data in session.execute(query):
        if kind == "rated" and period.holds(at):
            given[ref] = str(json.loads(data)["level"])
        elif kind == "rating_excluded" and ref in given:
            given[ref] = bulletin_counts.EXCLUDED
    return dict(Counter(given.values()))


def _put(lines: dict[str, dict[str, int]], more: Mapping[str, dict[str, int]]) -> None:
    for key, line in more.items():
        lines[key] = added([lines[key], line]) if key in lines else line


def _spans(
    session: Session, events: list[Any], *, registered: list[cause_proof.Registered]
) -> tuple[list[Any], list[Any], list[Any]]:
    """The case, its departments' parts, and the case once more under the way by which an appeal came."""
    rows = rows_of(fold(events))
    pinned = blueprints.blueprint(session, rows["case"]["blueprint"])
    entry = bulletin_counts.entry_of(pinned["kind"], pinned["code"])
    whole, parts = spans_of(rows, entry=entry)
    registered += cause_proof.registered(rows, whole, code=pinned["code"])
    ways = [one["channel"] for one in rows["appeals"].values()]
    return whole, parts, [replace(span, key=way) for span in whole for way in ways]


def _logs(session: Session, upto: int) -> Iterator[list[Any]]:
    """The events of each case, one case at a time."""
    table = JournalEntry.__table__
    query = sa.select(table.c.case_id, table.c.data)
    query = query.where(table.c.case_id.is_not(None), table.c.id <= upto)
    ordered = query.order_by(table.c.case_id, table.c.case_seq)
    rows = session.execute(ordered.execution_options(yield_per=PART))
    for _case, of_case in groupby(rows, key=lambda row: row.case_id):
        yield [json.loads(row.data) for row in of_case]


def differing(kept: Mapping[str, Any], anew: Mapping[str, Any]) -> list[str]:
    """Which figures are not the same, by their place: ``total.late``, ``departments.MS.open``."""
    # A bulletin of former days says nothing of what was not counted then.
    anew = {name: lines for name, lines in anew.items() if name in kept}
    one, other = dict(_leaves(kept)), dict(_leaves(anew))
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    if not isinstance(value, Mapping):
        yield place, value
        return
    for name, inner in value.items():
        yield from _leaves(inner, f"{place}.{name}" if place else name)
