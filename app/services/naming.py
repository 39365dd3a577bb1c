"""What the catalogue's keys are called: names, and limits with their numbers, in one statement."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from app.models import (
    AppealClass,
    Department,
    DocumentType,
    PaperTemplate,
    ServiceItem,
    SlaClass,
    Theme,
    Window,
)
from app.services.sounds import sounds_like

#: As many as a list to choose from shows at once.
MOST = 20


class Named(NamedTuple):
    """What stands behind a key; ``value``, ``min`` and ``unit`` are a limit's."""

    name: str
    retired: bool
    value: int | None = None
    min: int | None = None
    unit: str | None = None
    brief: str | None = None


#: Noun → key → what it is called, in the order in which people look for it.
Names = Mapping[str, Mapping[str, Named]]

_NO_NUMBER = (
    sa.literal(None, sa.Integer),
    sa.literal(None, sa.Integer),
    sa.literal(None, sa.String),
)
_IN_USE, _NO_TEXT = sa.literal(False), sa.literal(None, sa.String)


def _rows(
    noun: str, key: Any, name: Any, *rest: Any, retired: Any = _IN_USE, brief: Any = _NO_TEXT
) -> sa.Select[Any]:
    return sa.select(
        sa.literal(noun).label("noun"),
        key.label("key"),
        sa.func.coalesce(name, "").label("name"),
        retired.label("retired"),
        *(rest or _NO_NUMBER),
        brief.label("brief"),
    )


_LIMIT = (SlaClass.value, SlaClass.min, SlaClass.unit)
_OF: dict[str, sa.Select[Any]] = {
    "departments": _rows(
        "departments",
        Department.code,
        Department.name,
        retired=Department.retired_at.is_not(None),
        brief=Department.short_name,
    ),
    "windows": _rows(
        "windows", Window.code, Window.name, retired=Window.retired_at.is_not(None), brief=Window.place
    ),
    "documents": _rows(
        "documents", DocumentType.key, DocumentType.name, retired=DocumentType.retired_at.is_not(None)
    ),
    "items": _rows(
        "items", ServiceItem.key, ServiceItem.name, retired=ServiceItem.retired_at.is_not(None)
    ),
    "themes": _rows("themes", Theme.key, Theme.name, retired=Theme.retired_at.is_not(None)),
    "sla": _rows(
        "sla", SlaClass.key, SlaClass.name, *_LIMIT, retired=SlaClass.retired_at.is_not(None)
    ),
    "appeals": _rows(
        "appeals", AppealClass.key, AppealClass.name, retired=AppealClass.retired_at.is_not(None)
    ),
    "templates": _rows("templates", PaperTemplate.key, PaperTemplate.name),
    "people": _rows("people", User.username, User.last_name.concat(User.first_name)),
}  # fmt: skip


def names(session: Session, *nouns: str) -> dict[str, dict[str, Named]]:
    """The names of these nouns as they are now; nothing is read where none is asked for."""
    found: dict[str, dict[str, Named]] = {noun: {} for noun in nouns}
    if nouns:
        session.flush()
        # On the connection: plain rows, and there may be a thousand of them on every page.
        rows = session.connection().execute(_statement(nouns)).all()
        for noun, key, name, retired, value, least, unit, brief in rows:
            found[noun][key] = Named(name, bool(retired), value, least, unit, brief)
    return found


@lru_cache(maxsize=64)
def _statement(nouns: tuple[str, ...]) -> Any:
    every = _every(nouns)
    return sa.select(every).order_by(every.c.noun, every.c.key)


def _every(nouns: tuple[str, ...]) -> Any:
    return sa.union_all(*(_OF[noun] for noun in nouns)).subquery()


def find(
    session: Session, nouns: tuple[str, ...], asked: str, *, without: str = "", most: int = MOST
) -> list[tuple[str, Named]]:
    """Rows in use by a part of their name or key, or the initials of how they sound; the nearest first.

    Nothing typed gives the first ones; ``without`` is the key of a row that cannot choose itself.
    """
    every, text = _every(nouns), asked.strip()
    query = sa.select(every).where(sa.not_(every.c.retired), every.c.key != without)
    nearest: list[Any] = []
    if text:
        words = (every.c.name, every.c.brief, every.c.key)
        sounds = (
            sa.and_(every.c.noun == one, sounds_like(one, every.c.key, asked=text)) for one in nouns
        )
        query = query.where(
            sa.or_(*(one.icontains(text, autoescape=True) for one in words), *sounds)
        )
        begins = sa.or_(*(one.istartswith(text, autoescape=True) for one in words))
        nearest = [sa.case((begins, 0), else_=1)]
    rows = session.execute(query.order_by(*nearest, every.c.name, every.c.key).limit(most))
    return [(key, Named(said[0], bool(said[1]), *said[2:])) for _noun, key, *said in rows]


def called(names: Names, noun: str, *, key: str | None) -> str:
    """The name behind a key; the key itself where nothing has it."""
    named = names.get(noun, {}).get(key or "")
    return (named.name if named else "") or (key or "")


def briefly(names: Names, noun: str, *, key: str | None) -> str:
    """The short name behind a key, for narrow columns; else the name."""
    named = names.get(noun, {}).get(key or "")
    return (named.brief if named else "") or called(names, noun, key=key)
