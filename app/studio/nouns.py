"""Nouns, lists of rows, and mappings by key: what other shapes stand in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.package import arranged
from app.domain.package_keys import KEYS
from app.domain.package_shapes import IDENTITY
from app.studio import entry_rows, words
from app.studio.noun_keys import FIRST, KEPT, KEY_FROM, OPTIONAL, SPECIAL
from app.studio.page import NOTHING, Option, Page, Place, Widget
from app.studio.posted import Node
from app.studio.registry import Shape, read, show

#: Shape of a row → what writes beside it more than its own values say.
TOLD: dict[str, Callable[[Widget, Any, Page], None]] = {"entry": entry_rows.tell}
#: Stands in the names of an empty row for its list's name and its token.
UNBORN = "__P__"


def shapes_of(noun: str) -> dict[str, str]:
    """Key → shape of what the form of a noun shows."""
    kept = KEPT.get(noun, ())
    shown = {
        key.rstrip("!"): shape for key, shape in KEYS[noun].items() if key.rstrip("!") not in kept
    }
    first = FIRST.get(noun)
    return {first: shown[first], **shown} if first else shown


def _needed(name: str) -> set[str]:
    """Keys that have to be there; of a mapping that may be left out as a whole none is marked."""
    return set() if name in OPTIONAL else {key[:-1] for key in KEYS[name] if key.endswith("!")}


def noun(name: str) -> Shape:
    """A mapping with the keys of a noun, each drawn by its shape."""
    needed = _needed(name)

    def draw(value: Any, place: Place, page: Page) -> Widget:
        said = value if isinstance(value, Mapping) else {}
        widget = Widget("noun", place.name, words.label(place.noun, place.key), more={"noun": name})
        for key, shape in shapes_of(name).items():
            part = show(
                SPECIAL.get((name, key), shape), said.get(key), place.at(key, noun=name), page
            )
            part.needed = key in needed
            widget.parts.append(_or_nothing(part) if name in OPTIONAL else part)
        return widget

    def take(node: Node, place: Place, kept: Any, page: Page) -> Any:
        before = kept if isinstance(kept, Mapping) else {}
        found = {key: before[key] for key in KEPT.get(name, ()) if key in before}
        for key, shape in shapes_of(name).items():
            at = place.at(key, noun=name)
            value = read(
                SPECIAL.get((name, key), shape), node.child(key), at, before.get(key), page
            )
            if value is not NOTHING:
                found[key] = value
        return arranged(found, name) or NOTHING

    return Shape(draw, take)


def _or_nothing(part: Widget) -> Widget:
    """What may be left out as a whole can be emptied again, its choices too."""
    if part.kind == "select" and part.options and part.options[0].value:
        part.options = [Option("", "—"), *part.options]
    return part


def rows(shape: str) -> Shape:
    """A list of rows that are added, removed and moved."""
    inner = shape[1:-1]

    def draw(value: Any, place: Place, page: Page) -> Widget:
        listed = value if isinstance(value, list) else []
        widget = Widget("rows", place.name, words.label(place.noun, place.key), more={"of": inner})
        widget.rows = [
            (f"r{at}", _row(inner, row, place.row(f"r{at}", at), page, was=at))
            for at, row in enumerate(listed)
        ]
        _note_template(inner, place, page)
        return widget

    def take(node: Node, place: Place, kept: Any, page: Page) -> Any:
        before = kept if isinstance(kept, list) else []
        found: list[Any] = []
        # In the order in which they were posted: that is how they stand on the page.
        for token, row in node.rows():
            old = _at(before, row.child("_was").text)
            at = place.row(token, len(found))
            value = read(inner, row, at, old, page)
            if value is not NOTHING:
                page.filled[f"{place.name}.{token}._was"] = str(len(found))
                found.append(value)
        _make_keys(inner, found, page)
        return found or NOTHING

    return Shape(draw, take)


def _row(inner: str, row: Any, place: Place, page: Page, *, was: int | str) -> Widget:
    widget = show(inner, row, place, page)
    widget.more["was"] = was
    if inner in TOLD:
        TOLD[inner](widget, row, page)
    return widget


def _note_template(inner: str, place: Place, page: Page) -> None:
    """The empty row of a shape, once for the whole page: the browser puts its list's name in."""
    if inner not in page.templates:
        page.templates[inner] = None  # a row may hold rows of its own shape's kind
        blank = Place((UNBORN,), UNBORN, place.noun, place.key)
        page.templates[inner] = _row(inner, None, blank, page, was="")


def _at(before: list[Any], index: str) -> Any:
    return before[int(index)] if index.isdecimal() and int(index) < len(before) else None


def _make_keys(inner: str, found: list[Any], page: Page) -> None:
    """Give new rows their keys, from their words; no two alike."""
    source, key = KEY_FROM.get(inner), IDENTITY.get(inner)
    if source is None or key is None:
        return
    taken = {str(row[key]) for row in found if isinstance(row, Mapping) and key in row}
    for at, row in enumerate(found):
        if isinstance(row, dict) and key not in row and row.get(source):
            made = page.make_key(inner, str(row[source]), taken=taken)
            taken.add(made)
            found[at] = arranged({**row, key: made}, inner)


def mapping(shape: str) -> Shape:
    """Rows by a key that nobody sees: choice groups, special procedures."""
    inner = shape[1:-1]

    def draw(value: Any, place: Place, page: Page) -> Widget:
        said = value if isinstance(value, Mapping) else {}
        widget = Widget("rows", place.name, words.label(place.noun, place.key), more={"of": inner})
        widget.rows = [
            (str(key), _row(inner, row, place.row(str(key), str(key)), page, was=str(key)))
            for key, row in said.items()
        ]
        _note_template(inner, place, page)
        return widget

    def take(node: Node, place: Place, kept: Any, page: Page) -> Any:
        before = kept if isinstance(kept, Mapping) else {}
        found: dict[str, Any] = {}
        for token, row in node.rows():
            key = row.child("_was").text
            # A row from elsewhere may name any key; only those of this entry are believed.
            if key not in before:
                said = row.child("name").text
                key = page.make_key(inner, said, taken=set(before) | set(found)) if said else ""
                page.filled[f"{place.name}.{token}._was"] = key
            value = read(inner, row, place.row(token, key), before.get(key), page)
            if key and value is not NOTHING:
                found[key] = value
        return found or NOTHING

    return Shape(draw, take)
