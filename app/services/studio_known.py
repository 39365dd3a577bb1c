"""What the references of one entry may point at: keys of the rows, and whole only what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import DocumentType, Theme, ThemeItem
from app.services import catalogue
from app.services.catalogue_bindings import BY_TOP

#: Dictionaries of which the keys are enough.
KEYS_ONLY = ("departments", "patterns", "items", "themes")


def known(session: Session, top: str, key: str, *, content: Mapping[str, Any]) -> dict[str, Any]:
    """``catalogue.known`` for one entry, reading whole only the items and themes that it concerns."""
    found: dict[str, Any] = {}
    for noun in KEYS_ONLY:
        binding = BY_TOP[noun]
        column = getattr(binding.model, binding.key)
        found[noun] = dict.fromkeys(session.execute(sa.select(column)).scalars())
    folds = session.execute(sa.select(DocumentType.key, DocumentType.folds_into))
    found["documents"] = {name: {"folds_into": into} if into else {} for name, into in folds}
    found["sla"] = catalogue.entries_of(session, "sla")
    found["themes"] |= catalogue.entries_of(session, "themes", _themes(session, top, key))
    found["items"] |= catalogue.entries_of(session, "items", _items(top, content, found["themes"]))
    if top == "templates":
        # Each prints a series of its own: what the others print is asked.
        found["templates"] = catalogue.entries_of(session, "templates")
    return found


def _themes(session: Session, top: str, key: str) -> list[str]:
    """An item concerns the themes it is part of."""
    if top != "items":
        return []
    query = sa.select(Theme.key).join(ThemeItem, ThemeItem.theme_id == Theme.id)
    return list(session.execute(query.where(ThemeItem.item == key)).scalars())


def _items(top: str, content: Mapping[str, Any], themes: Mapping[str, Any]) -> list[str]:
    """A theme concerns its items; an item also those beside it in its themes."""
    owners = [content] if top == "themes" else [one for one in themes.values() if one]
    entries = [entry for owner in owners for entry in owner.get("items") or []]
    return sorted({str(entry["item"]) for entry in entries if _names_item(entry)})


def _names_item(entry: Any) -> bool:
    return isinstance(entry, Mapping) and isinstance(entry.get("item"), str)
