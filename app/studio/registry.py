"""Shape of a value → how it is drawn and read back: one table for every key of the package format.

A shape is what ``domain.package_keys`` says of a key, so a key that is new there has its widget here
without another line. ``show`` and ``read`` are each other's mirror.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from app.domain.package_keys import KEYS, WORDS
from app.studio.page import NOTHING, Page, Place, Widget
from app.studio.posted import Node


class Shape(NamedTuple):
    """How values of one shape are drawn, and read from what was posted."""

    show: Callable[[Any, Place, Page], Widget]
    #: (what was posted, its place, the value the form was drawn from, the page) → value or NOTHING
    read: Callable[[Node, Place, Any, Page], Any]


#: Filled by app.studio.shapes.
SHAPES: dict[str, Shape] = {}
#: Shapes of lists, mappings, nouns and word lists, by what their names look like.
KINDS: dict[str, Callable[[str], Shape]] = {}


def shape_of(name: str) -> Shape:
    """The handler of a shape as package_keys writes it."""
    if name in SHAPES:
        return SHAPES[name]
    for kind, fits in LOOKS.items():
        if fits(name):
            return KINDS[kind](name)
    raise KeyError(name)


LOOKS: dict[str, Callable[[str], bool]] = {
    "list": lambda name: name.startswith("["),
    "mapping": lambda name: name.startswith("{"),
    "noun": lambda name: name in KEYS,
    "word": lambda name: name in WORDS,
}


def show(shape: str, value: Any, place: Place, page: Page) -> Widget:
    """A value as a widget; with what is wrong there, if something is."""
    widget = shape_of(shape).show(value, page.noted(place), page)
    widget.error = str(page.errors.get(place.path, ""))
    return widget


def read(shape: str, node: Node, place: Place, kept: Any, page: Page) -> Any:
    """The value that was posted at a place, or NOTHING."""
    return shape_of(shape).read(node, page.noted(place), kept, page)


__all__ = ["KINDS", "NOTHING", "SHAPES", "Shape", "read", "shape_of", "show"]
