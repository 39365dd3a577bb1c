"""One item or theme whole, as an administrator reads it: its entry, the fields in reach, its versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import ServiceVersion
from app.services import catalogue
from app.services.publish_check import ORDER

#: Place in a package → kind of its versions.
KINDS = {top: kind for kind, top in ORDER.items()}
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Composition:
    """An entry in the package's words with what its conditions may ask, and what was published of it."""

    entry: Entry
    #: key → spec of every field that a condition here may ask
    fields: dict[str, Entry]
    #: the items and limits that the entry names, whole
    items: Mapping[str, Entry]
    limits: Mapping[str, Entry]
    #: the themes an item is part of
    themes: list[str]
    versions: list[Any]


def read(session: Session, top: str, key: str) -> Composition:
    """An item (``items``) or a theme (``themes``) as its rows say it. Raises KeyError."""
    known = catalogue.known(session)
    entry, items, themes = known[top][key], known["items"], known["themes"]
    within = [code for code, theme in themes.items() if key in _items_of(theme)]
    owners = [entry] if top == "themes" else [themes[code] for code in within]
    return Composition(
        entry=entry,
        fields=_fields(_asked(owners, items)) | _fields([entry]),
        items=items,
        limits=known["sla"],
        themes=within if top == "items" else [],
        versions=versions_of(session, KINDS[top], key),
    )


def every_field(session: Session) -> dict[str, Entry]:
    """Key → spec of every field of the catalogue: what the situations of a limit's class may ask."""
    known = catalogue.known(session)
    return _fields([*known["items"].values(), *known["themes"].values()])


def versions_of(session: Session, kind: str, code: str) -> list[Any]:
    """What was published under a code, the newest first; the frozen texts are not read."""
    columns = [
        column
        for column in ServiceVersion.__table__.columns
        if column.key not in ("blueprint", "package")
    ]
    query = sa.select(*columns).where(ServiceVersion.kind == kind, ServiceVersion.code == code)
    return list(session.execute(query.order_by(ServiceVersion.number.desc())))


def _items_of(theme: Entry) -> set[str]:
    return {entry["item"] for entry in theme.get("items") or []}


def _asked(themes: list[Entry], items: Mapping[str, Entry]) -> Iterator[Entry]:
    """A theme's conditions ask its own fields and those of its items; an item's also its themes'."""
    for theme in themes:
        yield from (items.get(item) or {} for item in sorted(_items_of(theme)))
        yield theme


def _fields(owners: Any) -> dict[str, Entry]:
    return {field["key"]: field for owner in owners for field in owner.get("fields") or []}
