"""通报: drawn up from the rows, said in words, published; after that it stands as it is (R78).

The figures stand for one moment, the one at which the records ended with the entry that the bulletin
names. Whoever doubts them counts anew from the events (``bulletin_proof``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import POLICIES, Principal
from app.domain.bulletin import Period, added, before
from app.domain.bulletin_themes import themes
from app.domain.case import Refusal
from app.domain.causes import Cause
from app.domain.roles import Role
from app.models import Bulletin, Department, ServiceVersion
from app.services import bulletin_counts, bulletin_themes, cause_counts, colleagues

#: Longest title and longest words, in characters.
TITLE, WORDS = 200, 5000
#: The list shows so many.
SHOWN = 100
BACKWARDS = Refusal("R78", "The last day lies before the first.", {})
NOT_OVER = Refusal("R78", "The period is not over: draw it up when its last day has passed.", {})
STANDS = Refusal("R78", "It is published: a published bulletin does not change.", {})
UNTITLED = Refusal("R78", "Give it a title.", {})


@dataclass(frozen=True)
class Drawn:
    """The figures of a period as they stood at one moment, and the last entry of the records then."""

    figures: dict[str, Any]
    head: tuple[int, str]
    at: datetime


class NoSuchBulletin(LookupError):
    """There is no such bulletin."""


def draw(session: Session, period: Period, *, now: datetime) -> Drawn:
    """Count a period over the rows; to be called in one unbroken view, so that the head fits."""
    head = journal.head(session, journal.RECORDS)
    entries, channels = bulletin_counts.entries_and_channels(session, period)
    departments = bulletin_counts.departments(session, period)
    compared = bulletin_counts.entries(session, before(period))
    beside: dict[str, Mapping[str, Any]] = {
        "channels": channels,
        "ratings": bulletin_counts.ratings(session, period),
        "causes": cause_counts.lines(session, period),
        "themes": themes(entries, compared, days=bulletin_themes.days(session, period)),
    }
    return Drawn(figures_of(entries, departments, compared=compared, beside=beside), head, now)


def figures_of(
    entries: Mapping[str, dict[str, int]],
    departments: Mapping[str, dict[str, int]],
    *,
    compared: Mapping[str, dict[str, int]],
    beside: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """What a bulletin keeps: the whole, by kind, by entry, by department, the period before; beside
    these the appeals by the way they came and the ratings given.
    """
    kinds = {entry.partition("/")[0] for entry in entries}
    return {
        "total": added(entries.values()),
        "before": added(compared.values()),
        "kinds": {
            kind: added(line for entry, line in entries.items() if entry.startswith(f"{kind}/"))
            for kind in sorted(kinds)
        },
        "entries": dict(sorted(entries.items())),
        "departments": dict(sorted(departments.items())),
        **{name: dict(sorted(lines.items())) for name, lines in beside.items()},
    }


def counts(row: Bulletin) -> dict[str, Any]:
    """The figures of a bulletin without what things were called."""
    return {name: value for name, value in row.figures.items() if name != "names"}


def listed(session: Session, *, by: Principal) -> list[Bulletin]:
    """The bulletins that this person may see, the latest period first; drafts for who keeps them."""
    query = sa.select(Bulletin).where(POLICIES["bulletin"].rows(by))
    query = query.order_by(Bulletin.until.desc(), Bulletin.id.desc())
    return list(session.execute(query.limit(SHOWN)).scalars())


def of_period(session: Session, period: Period) -> bool:
    """Whether there is a bulletin of just these days, published or not."""
    query = sa.select(Bulletin.id).where(
        Bulletin.since == period.since, Bulletin.until == period.until
    )
    return session.execute(query.limit(1)).first() is not None


def keepers(session: Session) -> set[str]:
    """Who publishes bulletins, by the builtin role that may."""
    return set(colleagues.holding(session, Role.SUPERVISOR))


def seen(session: Session, number: int, *, by: Principal) -> Bulletin:
    """One bulletin, as far as it is theirs to see. Raises NoSuchBulletin."""
    query = sa.select(Bulletin).where(Bulletin.id == number, POLICIES["bulletin"].rows(by))
    row = session.execute(query).scalar_one_or_none()
    if row is None:
        raise NoSuchBulletin(number)
    return row


def get(session: Session, number: int) -> Bulletin:
    """One bulletin, for a job. Raises NoSuchBulletin."""
    row = session.get(Bulletin, number)
    if row is None:
        raise NoSuchBulletin(number)
    return row


def refused(period: Period, title: str, *, today: date) -> Refusal | None:
    """Why a bulletin of this period is not drawn up."""
    if period.until < period.since:
        return BACKWARDS
    if period.until >= today:
        return NOT_OVER
    return None if title.strip() else UNTITLED


def keep(session: Session, period: Period, drawn: Drawn, *, title: str, by: Principal) -> Bulletin:
    """A draft with its figures; nobody but who keeps bulletins sees it."""
    row = Bulletin(
        title=title.strip()[:TITLE], since=period.since, until=period.until, words="",
        figures=_named(session, drawn.figures), drawn_at=drawn.at, drawn_by=by.username,
        head_seq=drawn.head[0], head_hash=drawn.head[1],
    )  # fmt: skip
    session.add(row)
    session.flush()  # its id is the journal's reference
    _record(session, row, "bulletin_drawn", by)
    return row


def publish(
    session: Session, row: Bulletin, drawn: Drawn, *, words: str, by: Principal, now: datetime
) -> Bulletin | Refusal:
    """Draw it up for the last time and let it stand; the heads are sealed with it."""
    if row.published_at:
        return STANDS
    _put(session, row, drawn, words)
    row.published_at, row.published_by = now, by.username
    _record(session, row, "bulletin_published", by)
    journal.seal(session)
    return row


def redraw(
    session: Session, row: Bulletin, drawn: Drawn, *, words: str, by: Principal
) -> Bulletin | Refusal:
    """Count a draft anew and keep what is said about its figures."""
    if row.published_at:
        return STANDS
    _put(session, row, drawn, words)
    _record(session, row, "bulletin_drawn", by)
    return row


def drop(session: Session, row: Bulletin, *, by: Principal) -> Refusal | None:
    """Throw a draft away."""
    if row.published_at:
        return STANDS
    _record(session, row, "bulletin_dropped", by)
    session.delete(row)
    return None


def _put(session: Session, row: Bulletin, drawn: Drawn, words: str) -> None:
    row.words, row.figures = words.strip()[:WORDS], _named(session, drawn.figures)
    row.drawn_at, (row.head_seq, row.head_hash) = drawn.at, drawn.head


def _record(session: Session, row: Bulletin, kind: str, by: Principal) -> None:
    days = {"since": row.since.isoformat(), "until": row.until.isoformat()}
    mark = journal.link(journal.GENESIS, {"figures": row.figures, "words": row.words})
    journal.record(
        session, "bulletin", str(row.id), kind, by=by.username, title=row.title, mark=mark,
        head=row.head_seq, **days,
    )  # fmt: skip


def _named(session: Session, figures: dict[str, Any]) -> dict[str, Any]:
    """The figures with what things were called then: a bulletin is read when they are called otherwise."""
    named = sa.select(ServiceVersion.kind, ServiceVersion.code, ServiceVersion.name)
    versions = session.execute(named.order_by(ServiceVersion.id))
    entries = {bulletin_counts.entry_of(kind, code): name for kind, code, name in versions}
    codes = sa.select(Department.code, sa.func.coalesce(Department.short_name, Department.name))
    departments = dict(session.execute(codes).tuples().all())
    causes = [cause for key in figures["causes"] if (cause := Cause.read(key))]
    of = {*figures["entries"], *figures["themes"], *(cause.subject for cause in causes)}
    of |= {bulletin_counts.entry_of("appeal", cause.code) for cause in causes}
    whose = {*figures["departments"], *(cause.department for cause in causes)}
    return {
        **figures,
        "names": {
            "entries": {key: entries.get(key, key) for key in sorted(of - {""})},
            "departments": {key: departments.get(key, key) for key in sorted(whose - {""})},
        },
    }
