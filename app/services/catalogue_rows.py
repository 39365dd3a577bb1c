"""One entry of a package ↔ one row with its children, as the bindings say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.services.catalogue_bindings import Binding, Child

#: Flags and lists whose column cannot be empty: absent, false and empty are one thing there.
#: Everywhere else an explicit ``false`` stays, for it is part of a version's hash.
DEFAULTS: dict[str, Any] = {
    "window": False,
    "commit": False,
    "green_channel": False,
    "points": [],
    "blocks": [],
}


def write(binding: Binding, row: Any, *, entry: Mapping[str, Any]) -> None:
    """Make a row say what the entry says; a key without a column is kept in ``more``."""
    own = {*binding.columns, *binding.children}
    values = _columns(binding.columns, entry) | {"more": _rest(entry, own)}
    values |= {name: DEFAULTS[name] for name in DEFAULTS if name in values and values[name] is None}
    for name, value in values.items():
        setattr(row, name, value)
    for name, child in binding.children.items():
        setattr(row, child.attribute, _children(child, entry.get(name)))


def _columns(columns: Mapping[str, str], entry: Mapping[str, Any]) -> dict[str, Any]:
    return {attribute: entry.get(name) for name, attribute in columns.items()}


def _rest(entry: Mapping[str, Any], own: set[str]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in own}


def _children(child: Child, said: Any) -> list[Any]:
    if child.keyed:
        return [
            child.model(key=key, **_columns(child.columns, entry))
            for key, entry in (said or {}).items()
        ]
    plain = [
        {child.word: entry} if child.word and isinstance(entry, str) else entry
        for entry in said or []
    ]
    return [
        child.model(
            position=position,
            more=_rest(entry, set(child.columns)),
            **_columns(child.columns, entry),
        )
        for position, entry in enumerate(plain)
    ]


def read(binding: Binding, row: Any) -> dict[str, Any]:
    """One row in the package's words: what `tidy` makes of the entry that was written."""
    entry = {name: getattr(row, attribute) for name, attribute in binding.columns.items()}
    for name, child in binding.children.items():
        rows = getattr(row, child.attribute)
        entry[name] = (
            {inner.key: _said(child, inner) for inner in rows}
            if child.keyed
            else [_said(child, inner) for inner in rows]
        )
    return tidy(binding, {**entry, **(row.more or {})})


def _said(child: Child, row: Any) -> dict[str, Any]:
    entry = {name: getattr(row, attribute) for name, attribute in child.columns.items()}
    return entry if child.keyed else {**entry, **(row.more or {})}


def tidy(binding: Binding, entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry in one way of saying: nothing absent or by default; a step of one word is that word."""
    plain = {
        name: value
        for name, value in entry.items()
        if value is not None and not (name in DEFAULTS and value == DEFAULTS[name])
    }
    for name, child in binding.children.items():
        said = plain.pop(name, None)
        if said or child.needed:
            plain[name] = (
                {key: _told(child, inner) for key, inner in said.items()}
                if child.keyed
                else [_told(child, inner) for inner in said or []]
            )
    return plain


def _told(child: Child, entry: Any) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    plain = {name: value for name, value in entry.items() if value is not None}
    return plain[child.word] if child.word and set(plain) == {child.word} else plain
