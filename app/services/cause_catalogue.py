"""What of the catalogue a decision about a repeat cause may name, and the version that came after it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.causes import CHANGED, Cause
from app.models import CauseDecision, DocumentNeed, ServiceItem, ServiceVersion, Theme, ThemeItem
from app.services import naming

#: Parts of the catalogue that a decision names, in the order in which they are offered.
NOUNS = ("themes", "items", "documents", "sla", "appeals")
#: Part of the catalogue → kind of the versions that its entries have of their own.
KINDS = {"themes": "joint", "items": "single", "appeals": "appeal"}
#: Versions that are looked through for a limit.
LOOKED_AT = 20


class Entry(NamedTuple):
    """An entry of the catalogue."""

    noun: str
    key: str
    name: str
    #: of a limit that nobody named: how long it is
    value: int | None = None
    unit: str | None = None

    @property
    def place(self) -> str:
        """themes/shop."""
        return f"{self.noun}/{self.key}"

    @property
    def kept(self) -> str:
        """What stays with a decision: the name; of a limit without one how long it was then, ``5 working_day``."""
        return self.name if self.value is None else f"{self.value} {self.unit}"


class Followed(NamedTuple):
    """The first version published after a decision that holds what it named."""

    kind: str
    code: str
    number: int
    name: str
    valid_from: datetime


def offered(session: Session, cause: Cause) -> list[Entry]:
    """What a decision about this cause may name: its matter with all that belongs to it, and its class.

    Where no matter is known, what the department answers for, and the themes with it.
    """
    names = naming.names(session, *NOUNS)
    kind, _slash, code = cause.subject.partition("/")
    items = _items(session, cause, kind=kind, code=code)
    themes = [code] if kind == "joint" else _with(session, items)
    keys = {
        "themes": themes,
        "items": items,
        "documents": _documents(session, items, themes) if cause.subject else [],
        "sla": _limits(session, items, themes),
        "appeals": [cause.code],
    }
    return [
        _entry(names, noun, key)
        for noun in NOUNS
        for key in sorted(set(keys[noun]))
        if key in names[noun]
    ]


def _entry(names: naming.Names, noun: str, key: str) -> Entry:
    named = names[noun][key]
    return Entry(noun, key, named.name or key, None if named.name else named.value, named.unit)


def _items(session: Session, cause: Cause, *, kind: str, code: str) -> list[str]:
    if kind == "single":
        return [code]
    if kind == "joint":
        query = sa.select(ThemeItem.item).join(Theme, Theme.id == ThemeItem.theme_id)
        return list(session.scalars(query.where(Theme.key == code)))
    mine = ServiceItem.department == cause.department, ServiceItem.retired_at.is_(None)
    return list(session.scalars(sa.select(ServiceItem.key).where(*mine)))


def _with(session: Session, items: list[str]) -> list[str]:
    """Themes that hold one of these items."""
    query = sa.select(Theme.key).join(ThemeItem, ThemeItem.theme_id == Theme.id)
    return list(session.scalars(query.where(ThemeItem.item.in_(items)).distinct()))


def _documents(session: Session, items: list[str], themes: list[str]) -> list[str]:
    needs = sa.select(DocumentNeed.document)
    of_items = needs.join(ServiceItem, ServiceItem.id == DocumentNeed.item_id)
    of_themes = needs.join(Theme, Theme.id == DocumentNeed.theme_id)
    queries = (of_items.where(ServiceItem.key.in_(items)), of_themes.where(Theme.key.in_(themes)))
    return list(session.scalars(sa.union(*queries)))


def _limits(session: Session, items: list[str], themes: list[str]) -> Iterator[str]:
    """Limits by name; one that was written in place changes with its item or its theme."""
    for model, keys in ((ServiceItem, items), (Theme, themes)):
        rows: Any = session.execute(
            sa.select(model.promise, model.legal).where(model.key.in_(keys))
        )
        yield from (limit for row in rows for limit in row if isinstance(limit, str))


def kept_then(session: Session, *, noun: str, key: str, name: str, at: datetime) -> str:
    """What a decision called its entry; a limit that was kept by its key is told by its length of that day.

    That length is frozen into what was published before; where nothing was, it stays the key.
    """
    if noun != "sla" or name != key:
        return name
    query = sa.select(ServiceVersion.package).where(
        ServiceVersion.published_at <= at,
        ServiceVersion.package.contains(f'"{key}"', autoescape=True),
    )
    # An item or a paper may have the same key: the first that has it among its limits counts.
    for package in session.scalars(query.order_by(ServiceVersion.id.desc()).limit(LOOKED_AT)):
        limit = (json.loads(package).get("sla") or {}).get(key)
        if limit:
            return Entry(noun, key, "", limit["value"], limit["unit"]).kept
    return name


def followed(session: Session, decisions: Iterable[CauseDecision]) -> dict[int, Followed]:
    """Number of a decision → the first version after it that holds what it named; where there is one."""
    found = {}
    for row in decisions:
        version = _following(session, row) if row.outcome == CHANGED else None
        if version is not None:
            found[row.id] = Followed(*version)
    return found


def _following(session: Session, row: CauseDecision) -> Any:
    columns = ("kind", "code", "number", "name", "valid_from")
    query = sa.select(*(getattr(ServiceVersion, name) for name in columns))
    query = query.where(ServiceVersion.published_at >= row.at)
    kind = KINDS.get(row.noun or "")
    if kind:
        query = query.where(ServiceVersion.kind == kind, ServiceVersion.code == row.key)
    else:
        # A paper or a limit has no version of its own: it is frozen into those that use it.
        query = query.where(ServiceVersion.package.contains(f'"{row.key}"', autoescape=True))
    return session.execute(query.order_by(ServiceVersion.id).limit(1)).first()
