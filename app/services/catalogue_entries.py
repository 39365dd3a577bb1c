"""Entries of the catalogue read from their rows, in the package's words."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.services import catalogue_rows
from app.services.catalogue_bindings import BY_TOP, Binding

#: So many rows are asked for by their keys; beyond, reading all is as fast and no statement too long.
FEW = 200


def keys_of(session: Session, top: str) -> list[str]:
    """Every key of a noun in the rows, retired ones too."""
    column = getattr(BY_TOP[top].model, BY_TOP[top].key)
    return list(session.execute(sa.select(column)).scalars())


def entries_of(
    session: Session, top: str, keys: Collection[str] | None = None
) -> dict[str, dict[str, Any]]:
    """Entries of a noun in the package's words; all of them, or those of the given keys."""
    return entries(session, BY_TOP[top], keys)


def entries(
    session: Session, binding: Binding, keys: Collection[str] | None = None
) -> dict[str, Any]:
    """Entries of one binding by key."""
    return {
        getattr(row, binding.key): catalogue_rows.read(binding, row)
        for row in rows(session, binding, keys)
    }


def rows(session: Session, binding: Binding, keys: Collection[str] | None = None) -> list[Any]:
    """Rows of one binding with their children, in the order of their keys."""
    if keys is not None and len(keys) == 0:
        return []
    children = [getattr(binding.model, child.attribute) for child in binding.children.values()]
    query = sa.select(binding.model).filter_by(**binding.fixed)
    query = query.order_by(getattr(binding.model, binding.key))
    if keys is not None and len(keys) <= FEW:
        query = query.where(getattr(binding.model, binding.key).in_(list(keys)))
    return list(session.execute(query.options(*map(selectinload, children))).scalars())


def row_of(session: Session, top: str, key: str) -> Any:
    """The row of an entry. Raises KeyError."""
    binding = BY_TOP[top]
    query = sa.select(binding.model).filter_by(**{binding.key: key}, **binding.fixed)
    row = session.execute(query).scalar_one_or_none()
    if row is None:
        raise KeyError(key)
    return row
