"""Both chains as one trail: by case, person, day, noun and kind, the latest first, a page at a time.

Each part of what is asked for is read backwards from an index, and the parts are laid into one row;
so a page costs the same in a chain of a million entries. Who reads what is said by grants: readers of
the journal read all of it, the audit administrator the access chain and who was given what.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import Principal, may
from app.models import (
    AccessEntry,
    Case,
    JournalEntry,
    Paper,
)
from app.services import trail_texts
from app.services.timeline import BESIDE

PAGE = 30
GRANTS = ("account", "role")
#: Nouns of the configuration: what an administrator says, of which cases are made; and who sits where.
CONFIGURATION = (
    "acknowledged", "appeal", "calendar", "centre", "department", "document", "item", "leave", "package",
    "pattern", "roster", "sla", "swap", "template", "theme", "training", "version", "window",
)  # fmt: skip
#: Nouns of what colleagues do around a case, under its number.
AROUND = ("note", "assistance")
#: Kind of an entry of the access chain → its types.
ASIDE: Mapping[str, tuple[str, ...]] = {
    "readings": ("unmasked", "printed", "paper_taken", "file_read", "file_asked", "file_taken", "searched", "exported", "taken_out"),
    "refusals": ("refused", "tried"),
    "entry": ("login", "login_failed", "logout"),
    "proofs": ("verified", "replayed", "proof_asked"),
}  # fmt: skip
KINDS = ("acts", "configuration", "grants", *ASIDE)
#: Of two entries of one second the later in this order stands above.
RANK = {journal.RECORDS: 0, journal.ACCESS: 1}


class Place(NamedTuple):
    """Where a page ends: the moment, chain and number of its last entry."""

    at: datetime
    chain: str
    id: int


@dataclass(frozen=True)
class Asked:
    """What the trail is asked for; what is empty narrows nothing."""

    case: str = ""
    person: str = ""
    noun: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


@dataclass
class Entry:
    """One entry of either chain; free text as far as it is the reader's, names in it masked."""

    chain: str
    row: Any
    data: dict[str, Any]
    texts: dict[str, str] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        """The columns of the entry's row."""
        return getattr(object.__getattribute__(self, "row"), name)

    @property
    def place(self) -> Place:
        """Its place in the trail."""
        return Place(self.row.at, self.chain, self.row.id)

    @property
    def kind(self) -> str:
        """Which of the kinds it is."""
        if self.chain == journal.ACCESS:
            return next((kind for kind, types in ASIDE.items() if self.row.type in types), "")
        if self.row.noun in GRANTS:
            return "grants"
        return "configuration" if self.row.noun in CONFIGURATION else "acts"


def kinds(by: Principal) -> tuple[str, ...]:
    """The kinds of entries that are this person's to read."""
    if may(by, "journal.read"):
        return KINDS
    grants = ("grants",) if may(by, "grant_trail.read") else ()
    return grants + (tuple(ASIDE) if may(by, "access.read") else ())


def page(
    session: Session, asked: Asked, *, by: Principal, after: Place | None = None
) -> tuple[list[Entry], Place | None]:
    """A page of the entries asked for, the latest first, and where the next begins (None: nowhere)."""
    found = sorted(_found(session, asked, by, after), key=_order, reverse=True)
    entries = [_entry(row) for row in found[:PAGE]]
    trail_texts.say(session, entries, by)
    return entries, entries[-1].place if len(found) > PAGE else None


def one(session: Session, chain: str, number: int, *, by: Principal) -> Entry | None:
    """One entry, where it is there and this person's to read."""
    table = journal.TABLES[chain]
    row = session.execute(_columns(chain).where(table.id == number)).one_or_none()
    entry = _entry(row) if row else None
    if entry is None or (entry.kind or KINDS[0]) not in kinds(by):
        return None
    trail_texts.say(session, [entry], by)
    return entry


def _order(row: Any) -> tuple[datetime, int, int]:
    return row.at, RANK[row.chain], row.id


def _entry(row: Any) -> Entry:
    try:
        return Entry(row.chain, row, json.loads(row.data))
    except ValueError:
        # Whoever altered it by hand is found by the proof; the page still shows that it is there.
        return Entry(row.chain, row, {})


def _found(session: Session, asked: Asked, by: Principal, after: Place | None) -> list[Any]:
    """The first entries of each stream, in one statement."""
    parts = [
        sa.select(_first(chain, [*where, *_narrowed(chain, asked), *_beyond(chain, after)]))
        for chain, where in _streams(session, asked, by)
    ]
    return list(session.execute(sa.union_all(*parts))) if parts else []


def _columns(chain: str) -> Any:
    table = journal.TABLES[chain]
    # Typed: laid beside numbers, an empty value of no type is a text to PostgreSQL.
    none = sa.cast(sa.null(), sa.Integer).label("case_id")
    case_id = table.case_id if chain == journal.RECORDS else none
    names = ("id", "at", "by", "noun", "ref", "type", "data", "prev", "hash")
    own = [getattr(table, name) for name in names]
    return sa.select(sa.literal(chain).label("chain"), *own, case_id)


def _first(chain: str, where: Iterable[Any]) -> Any:
    table = journal.TABLES[chain]
    query = _columns(chain).where(*where).order_by(table.at.desc(), table.id.desc())
    return query.limit(PAGE + 1).subquery()


def _streams(session: Session, asked: Asked, by: Principal) -> list[tuple[str, list[Any]]]:
    """What is read: a chain and what holds it to one part of an index."""
    held = kinds(by)
    if asked.kind and asked.kind not in held:
        return []
    if asked.case:
        return _of_case(session, asked, held)
    wanted = (asked.kind,) if asked.kind else held
    if wanted == KINDS:
        return [(journal.RECORDS, []), (journal.ACCESS, [])]
    return [stream for kind in wanted for stream in _of_kind(kind)]


def _of_kind(kind: str) -> list[tuple[str, list[Any]]]:
    if kind in ASIDE:
        return [(journal.ACCESS, [AccessEntry.type == one]) for one in ASIDE[kind]]
    if kind == "acts":
        # Nearly all records are: passing over the few others is less than asking for each noun.
        others = JournalEntry.noun.not_in((*GRANTS, *CONFIGURATION))
        return [(journal.RECORDS, [others])]
    nouns = GRANTS if kind == "grants" else CONFIGURATION
    return [(journal.RECORDS, [JournalEntry.noun == noun]) for noun in nouns]


def _of_case(session: Session, asked: Asked, held: tuple[str, ...]) -> list[tuple[str, list[Any]]]:
    """Its events, what stands beside them, what was read and refused of it; nothing without the journal."""
    if "acts" not in held:
        return []
    number = asked.case.partition("-")[0].upper()
    case_id = session.scalar(sa.select(Case.id).where(Case.number == number))
    papers = sa.select(Paper.number).where(Paper.case_id == case_id)
    looked = sa.or_(
        sa.and_(AccessEntry.noun == "case", AccessEntry.ref == number),
        sa.and_(AccessEntry.noun == "paper", AccessEntry.ref.in_(papers)),
    )
    beside = [
        JournalEntry.noun.in_(("case", *BESIDE, *AROUND)),
        JournalEntry.ref == number,
        JournalEntry.case_id.is_(None),
    ]
    types = ASIDE.get(asked.kind, ())
    aside = [(journal.ACCESS, [looked, *([AccessEntry.type.in_(types)] if types else [])])]
    if types:
        return aside
    # A number of no case: asked by its empty id, every entry of no case would answer.
    events = [JournalEntry.case_id == (0 if case_id is None else case_id)]
    acts = [(journal.RECORDS, events), (journal.RECORDS, beside)]
    return {"": acts + aside, "acts": acts}.get(asked.kind, [])


def _narrowed(chain: str, asked: Asked) -> list[Any]:
    table = journal.TABLES[chain]
    day = timedelta(days=1)
    offered = (
        (asked.person, table.by == asked.person),
        (asked.noun, table.noun == asked.noun),
        (asked.since, table.at >= _midnight(asked.since)),
        (asked.until, table.at < _midnight(asked.until, day)),
    )
    return [condition for wanted, condition in offered if wanted]


def _midnight(day: date | None, more: timedelta = timedelta()) -> datetime:
    return datetime.combine(day or date.min, time.min) + more


def _beyond(chain: str, after: Place | None) -> list[Any]:
    if after is None:
        return []
    table = journal.TABLES[chain]
    if chain == after.chain:
        return [sa.tuple_(table.at, table.id) < (after.at, after.id)]
    return [table.at <= after.at if RANK[chain] < RANK[after.chain] else table.at < after.at]
