"""What may be chosen while an entry is worked on, and which questions its conditions may ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import (
    Department,
    DocumentType,
    NamedPattern,
    ServiceItem,
    SlaClass,
    Theme,
    ThemeItem,
)
from app.services import catalogue, naming

Listed = list[tuple[str, str]]
#: A pattern has no name: what it says to whoever does not fit it tells it from the others.
CALLED = sa.func.coalesce(NamedPattern.more["message"].as_string(), NamedPattern.key)


@dataclass(frozen=True)
class Options:
    """Lists to choose from, names by key of what is found by typing, questions by key."""

    lists: dict[str, Listed]
    limits: list[tuple[str, str | None, int, str]]
    names: dict[str, dict[str, str]]
    fields: dict[str, dict[str, Any]]
    #: entries of the items that a theme has
    items: dict[str, dict[str, Any]]


def options(session: Session, top: str, key: str, *, content: Mapping[str, Any]) -> Options:
    """Everything one entry's page offers; retired rows are offered no more."""
    items = _names(session, ServiceItem, _used_items(content))
    lists = {
        "departments": departments(session),
        "patterns": _listed(session, NamedPattern.key, CALLED, NamedPattern.retired_at),
        "entries": [(str(one.get("key") or ""), items.get(str(one.get("item")), "")) for one in _rows(content, "items") if one.get("key")],
        "choices": [
            (name, str(group.get("name") or name))
            for name, group in (content.get("choices") or {}).items()
            if isinstance(group, Mapping)
        ],
    }  # fmt: skip
    lists["producers"] = lists["entries"] if top == "themes" else _producers(session, key)
    own = catalogue.entries_of(session, "items", sorted(_used_items(content)))
    papers = set().union(_used_documents(content), *map(_made_by, own.values()))
    names = {"items": items, "documents": _names(session, DocumentType, papers)}
    fields = _fields(session, top, key, content=content, own=own)
    return Options(lists, _limits(session), names, fields, own)


def departments(session: Session) -> Listed:
    """Departments that are not retired, by name."""
    return _listed(session, Department.code, Department.name, Department.retired_at)


def _rows(content: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    return [row for row in content.get(name) or [] if isinstance(row, Mapping)]


def _listed(session: Session, key: Any, name: Any, retired: Any) -> Listed:
    query = sa.select(key, name).order_by(name)
    if retired is not None:
        query = query.where(retired.is_(None))
    return [(str(code), str(words)) for code, words in session.execute(query)]


def _limits(session: Session) -> list[tuple[str, str | None, int, str]]:
    """(key, name, value, unit) of each named limit; of equal ones without a name the basis tells."""
    called = sa.func.coalesce(SlaClass.name, SlaClass.basis)
    query = sa.select(SlaClass.key, called, SlaClass.value, SlaClass.unit)
    query = query.where(SlaClass.retired_at.is_(None)).order_by(SlaClass.unit, SlaClass.value)
    return [(key, name, value, unit) for key, name, value, unit in session.execute(query)]


def _names(session: Session, model: Any, keys: set[str]) -> dict[str, str]:
    if not keys:
        return {}
    query = sa.select(model.key, model.name).where(model.key.in_(sorted(keys)))
    return dict(session.execute(query).tuples().all())


def _used_items(content: Mapping[str, Any]) -> set[str]:
    return {row["item"] for row in _rows(content, "items") if isinstance(row.get("item"), str)}


def _used_documents(content: Mapping[str, Any]) -> set[str]:
    needs = {
        row["document"]
        for row in _rows(content, "documents")
        if isinstance(row.get("document"), str)
    }
    return needs | _made_by(content)


def _made_by(content: Mapping[str, Any]) -> set[str]:
    result = content.get("result")
    made = result.get("document") if isinstance(result, Mapping) else result
    return {made} if isinstance(made, str) else set()


def _themes_of(session: Session, item: str) -> list[str]:
    query = sa.select(Theme.key).join(ThemeItem, ThemeItem.theme_id == Theme.id)
    return list(session.execute(query.where(ThemeItem.item == item)).scalars())


def _producers(session: Session, key: str) -> Listed:
    """Whose result an item may use: the items beside it in its themes, by their entry's key."""
    beside = sa.select(ThemeItem.key, ServiceItem.name).join(
        ServiceItem, ServiceItem.key == ThemeItem.item
    )
    themes = sa.select(ThemeItem.theme_id).where(ThemeItem.item == key)
    query = beside.where(ThemeItem.theme_id.in_(themes), ThemeItem.item != key).order_by(
        ThemeItem.key
    )
    found = dict(session.execute(query).tuples().all())
    if not found:
        with_result = sa.select(ServiceItem.key, ServiceItem.name).where(
            ServiceItem.result.is_not(None),
            ServiceItem.key != key,
            ServiceItem.retired_at.is_(None),
        )
        found = dict(
            session.execute(with_result.order_by(ServiceItem.key).limit(200)).tuples().all()
        )
    return list(found.items())


def _fields(
    session: Session,
    top: str,
    key: str,
    *,
    content: Mapping[str, Any],
    own: Mapping[str, Mapping[str, Any]],
) -> dict[str, dict[str, Any]]:
    """A theme asks its own questions and its items'; an item its own and those of its themes."""
    themes: dict[str, dict[str, Any]] = {}
    inner = own
    if top == "items":
        themes = catalogue.entries_of(session, "themes", _themes_of(session, key))
        items = {
            entry["item"] for theme in themes.values() for entry in theme.get("items") or []
        } - {key}
        inner = catalogue.entries_of(session, "items", sorted(items))
    owners = [content, *themes.values(), *inner.values()]
    found: dict[str, dict[str, Any]] = {}
    for owner in owners:
        for field in _rows(owner, "fields"):
            if field.get("key") and field.get("kind") and field.get("label"):
                found.setdefault(str(field["key"]), dict(field))
    return found


def find(session: Session, noun: str, asked: str, *, most: int = naming.MOST) -> Listed:
    """Rows of a long dictionary by a part of their name, or the initials of how it sounds."""
    return [(key, named.name) for key, named in naming.find(session, (noun,), asked, most=most)]
