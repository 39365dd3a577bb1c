"""Cases found by what was typed: by its words, or by the mark of a whole number (house §6, spine §9).

Whoever sees names masked finds by none: a hit would say what the mask keeps. Rows are those of the
policy; the departments in the words only keep the database from looking at other people's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from app import cipher, journal
from app.access import POLICIES, Principal, anyone_like, may, told
from app.domain import search_words as grams
from app.domain.numbers import CaseNumber
from app.domain.search_words import Word
from app.models import Case
from app.models.words import TOKENS, WORDS
from app.services import case_access, plain, search_expressed, search_marks

PAGE = 25
#: Rows read in one statement where what was found is taken out.
READ = 500
STATES = ("open", "closed")
_C: Any = Case.__table__
_ROW = (
    _C.c.id, _C.c.number, _C.c.name, _C.c.applicant, _C.c.lead, _C.c.window, _C.c.phase, _C.c.outcome,
    _C.c.received_at, _C.c.closed_at, _C.c.light_due, _C.c.light_warn, _C.c.provisional,
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What was typed, of which cases, and after which one the page begins."""

    text: str
    state: str = ""
    after: int = 0


@dataclass(frozen=True)
class Found:
    """One page, newest first, and where the next begins; ``short`` where a word is too short to be looked for."""

    rows: list[Any]
    after: int | None
    short: bool = False


#: How many choices and patterns each word has; state; whether a place is asked; how many rows.
Shape = tuple[tuple[tuple[int, ...], ...], str, bool, int]


def exact(session: Session, number: CaseNumber, *, by: Principal) -> bool:
    """Whether there is a case of this number that the person may see."""
    query = sa.select(Case.id).where(Case.number == number.case, case_access.visible(by))
    return session.execute(query).first() is not None


def find(session: Session, asked: Asked, *, by: Principal) -> Found:
    """The cases found; looking for a person is itself noted as a reading, by a mark and not by the words."""
    found, kinds = _found(session, asked, by=by, most=PAGE)
    _note(session, asked, len(found.rows), kinds=kinds)
    return found


def every(session: Session, asked: Asked, *, by: Principal) -> Iterator[Any]:
    """All that is found, newest first, a part at a time; noted once, with how many there were."""
    count, after = 0, asked.after
    while True:
        found, kinds = _found(session, replace(asked, after=after), by=by, most=READ)
        yield from found.rows
        count += len(found.rows)
        if found.after is None:
            break
        after = found.after
    _note(session, asked, count, kinds=kinds)


def _found(session: Session, asked: Asked, *, by: Principal, most: int) -> tuple[Found, set[str]]:
    """At most so many, and by what of a person was looked."""
    words = grams.typed(asked.text, marks=_marks(by))
    whole = search_marks.of(asked.text, by=by)
    rows = [
        *_by_words(session, asked, words or (), by=by, most=most),
        *_by_mark(session, asked, whole, by=by, most=most),
    ]
    rows = sorted({row.id: row for row in rows}.values(), key=lambda row: -row.id)
    after = rows[most - 1].id if len(rows) > most else None
    kinds = _of_person(words or ()) | search_marks.kinds(whole)
    return Found(rows[:most], after, words is None and not whole), kinds


def _marks(by: Principal) -> tuple[str, ...]:
    """What this person may find by."""
    return (*_SEEN, *(_NAMED if may(by, "applicant.name") else ()), *_answers(by))


_SEEN = (grams.NUMBER, grams.THING)
_NAMED = (grams.PERSON, grams.SOUND)


def _answers(by: Principal) -> Iterable[str]:
    if not may(by, "answer.read"):
        return ()
    if may(by, "scope.centre") or may(by, "scope.window"):
        return (grams.answer_mark(None),)
    return (grams.answer_mark(code) for code in sorted(by.departments))


def _of_person(words: Iterable[Word]) -> set[str]:
    asked = {mark for word in words for mark in word.choices}
    return {"name"} if asked & set(_NAMED) else set()


def _note(session: Session, asked: Asked, found: int, *, kinds: set[str]) -> None:
    if kinds:
        ref = cipher.blind_index(" ".join(asked.text.split()), context="search")
        journal.access(session, "search", ref, "searched", kinds=sorted(kinds), found=found)


def _by_words(
    session: Session, asked: Asked, words: Sequence[Word], *, by: Principal, most: int
) -> Iterable[Any]:
    if not words:
        return ()
    patterns = [[list(_patterns(word, mark)) for mark in word.choices] for word in words]
    shape = tuple(tuple(map(len, word)) for word in patterns)
    values: dict[str, Any] = {"after": asked.after, **told(by)}
    dialect = session.get_bind().dialect.name
    values["grams"] = search_expressed.EXPRESSED[dialect](words, _scope(by))
    for at, pattern in enumerate(one for word in patterns for mark in word for one in mark):
        values[f"like_{at}"] = pattern
    shaped = (shape, asked.state, bool(asked.after), most)
    return plain.rows(
        session.connection().execute(_statement(shaped, anyone_like(by), dialect), values)
    )


def _patterns(word: Word, mark: str) -> Iterator[str]:
    """Grams of one piece must stand in one place, not only in one case."""
    for run in word.choices[mark]:
        if len(run) > 1:
            yield "%" + " ".join(mark + gram for gram in run) + "%"


def _scope(by: Principal) -> list[str]:
    """Departments of whose parts a case must have one; empty where more is reached than one's own."""
    if may(by, "scope.centre") or may(by, "scope.window"):
        return []
    return [grams.department_mark(code) for code in sorted(by.departments)]


MATCHES = {
    "sqlite": lambda: sa.literal_column(WORDS.name).op("MATCH")(sa.bindparam("grams")),
    "postgresql": lambda: sa.literal_column(TOKENS).op("@@")(
        sa.cast(sa.bindparam("grams", type_=sa.Text), TSQUERY)
    ),
}


@lru_cache(maxsize=256)
def _statement(shape: Shape, by: Principal, dialect: str) -> sa.Select[Any]:
    patterns, state, after, most = shape
    where = [MATCHES[dialect](), *_in_place(patterns), *_narrowed(state)]
    if after:
        where.append(WORDS.c.rowid < sa.bindparam("after"))
    query = sa.select(*_ROW).select_from(WORDS.join(_C, _C.c.id == WORDS.c.rowid))
    rule = POLICIES["case"].rows(by)
    return query.where(*where, rule).order_by(WORDS.c.rowid.desc()).limit(most + 1)


def _in_place(patterns: Sequence[Sequence[int]]) -> Iterator[Any]:
    at = 0
    for word in patterns:
        choices = []
        for count in word:
            likes = [WORDS.c.words.like(sa.bindparam(f"like_{at + n}")) for n in range(count)]
            at += count
            # Pieces of one gram are in one place by being there at all.
            choices += [sa.and_(*likes)] if likes else []
        if choices:
            yield sa.or_(*choices)


def _narrowed(state: str) -> Iterator[Any]:
    if state:
        yield _C.c.closed_at.is_(None) if state == "open" else _C.c.closed_at.is_not(None)


def _by_mark(
    session: Session, asked: Asked, whole: dict[str, str], *, by: Principal, most: int
) -> Iterable[Any]:
    """Cases of which somebody or something has exactly this number."""
    if not whole:
        return ()
    where = [
        _C.c.id.in_(sa.union_all(*search_marks.holding(whole, by=by))),
        *_narrowed(asked.state),
    ]
    if asked.after:
        where.append(_C.c.id < asked.after)
    query = sa.select(*_ROW).where(*where, POLICIES["case"].rows(by))
    query = query.order_by(_C.c.id.desc()).limit(most + 1)
    return plain.rows(session.connection().execute(query))
