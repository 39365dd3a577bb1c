"""What the widgets of one page share: what may be chosen, what is wrong, what somebody else typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]


class Nothing:
    """A place of the form that says nothing: its key does not stand in the entry."""

    def __bool__(self) -> bool:
        return False


NOTHING = Nothing()


@dataclass(frozen=True)
class Place:
    """One place: its path in the entry, its name in the form, the shape it has, whose key it is."""

    path: Path = ()
    name: str = ""
    noun: str = ""
    key: str = ""

    def at(self, key: str, *, noun: str) -> Place:
        """The place of a key of a noun below this one."""
        return Place((*self.path, key), f"{self.name}.{key}".lstrip("."), noun, key)

    def row(self, token: str, index: str | int) -> Place:
        """The place of a row below this one."""
        return Place((*self.path, index), f"{self.name}.{token}", self.noun, self.key)


@dataclass(frozen=True)
class Option:
    """One thing to choose: its value and its words."""

    value: str
    words: str


@dataclass
class Page:
    """One entry on one page."""

    noun: str
    #: what may be chosen: departments, sla, entries, choices, patterns … by noun
    options: Mapping[str, list[Option]]
    #: names of documents and items by key, for what is chosen by typing
    names: Mapping[str, Mapping[str, str]]
    #: questions a condition may ask, by key
    fields: Mapping[str, Mapping[str, Any]]
    #: makes the key of a new row from its words: (noun, words, taken) → key
    make_key: Callable[..., str]
    #: what rows tell of what they stand for: items by key, departments by their short names, limits
    items: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)
    lengths: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[Path, str] = field(default_factory=dict)
    #: while reading: path → name in the form; keys that were made for new rows by name
    places: dict[Path, str] = field(default_factory=dict)
    filled: dict[str, str] = field(default_factory=dict)
    #: while reading: name in the form → the noun and key of a condition, and the condition
    conditions: dict[str, tuple[tuple[str, str], Any]] = field(default_factory=dict)
    #: while drawing: shape of a row → the empty row that new ones are made from
    templates: dict[str, Widget | None] = field(default_factory=dict)

    def noted(self, place: Place) -> Place:
        """Remember where a path stands in the form, so that what is wrong there can be said there."""
        self.places[place.path] = place.name
        return place

    def name_of(self, path: Path) -> str:
        """The name in the form of a path, or of the nearest place above it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, "")


@dataclass
class Widget:
    """One thing on the page, drawn by the macro of its kind."""

    kind: str
    name: str
    label: Any = ""
    value: Any = ""
    help: Any = ""
    error: str = ""
    needed: bool = False
    options: list[Option] = field(default_factory=list)
    parts: list[Widget] = field(default_factory=list)
    #: rows of a list: (token, widget)
    rows: list[tuple[str, Widget]] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)
