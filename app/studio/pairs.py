"""Values that may be said in two ways: a limit or a pattern by name or in place, a paper with its source, a need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.studio import words
from app.studio.page import NOTHING, Option, Page, Place, Widget
from app.studio.plain import select, text_of, whole
from app.studio.posted import Node
from app.studio.registry import Shape, read, show

#: The choice that opens the fields of a limit of one's own.
OWN = "_own"


def _named_or(dictionary: str, noun: str) -> Shape:
    """A row of a dictionary by its name, or one of its own written here with its fields."""

    def draw(value: Any, place: Place, page: Page) -> Widget:
        # One by name stays one: what the dictionary says of it tomorrow holds for this entry too.
        own = isinstance(value, Mapping)
        options = [
            Option("", _l("not set")),
            *page.options.get(dictionary, []),
            Option(OWN, _l("of its own …")),
        ]
        named = select(OWN if own else value, place, options)
        named.name = f"{place.name}.named"
        widget = Widget("limit", place.name, words.label(place.noun, place.key))
        at = Place(place.path, place.name, place.noun)
        widget.parts = [named, show(noun, value if own else None, at, page)]
        widget.more = {"own": own}
        return widget

    def take(node: Node, place: Place, kept: Any, page: Page) -> Any:
        named = node.child("named").text
        if named != OWN:
            return named or NOTHING
        at = Place(place.path, place.name, place.noun, place.key)
        found = read(noun, node, at, kept if isinstance(kept, Mapping) else None, page)
        # Chosen and nothing written yet: what is missing is then said at its fields.
        return {} if found is NOTHING else found

    return Shape(draw, take)


def _plain_or(noun: str, key: str) -> Shape:
    """A mapping of which only one key is usual: alone it is written plainly."""

    def draw(value: Any, place: Place, page: Page) -> Widget:
        return show(noun, value if isinstance(value, Mapping) else _whole(key, value), place, page)

    def take(node: Node, place: Place, kept: Any, page: Page) -> Any:
        before = kept if isinstance(kept, Mapping) else _whole(key, kept)
        found = read(noun, node, place, before, page)
        if found is NOTHING or set(found) != {key} or isinstance(kept, Mapping):
            return found
        return found[key]

    return Shape(draw, take)


def _whole(key: str, value: Any) -> dict[str, Any]:
    return {} if value is None else {key: value}


def _several(shape: str, names: tuple[str, ...] | None = None) -> Shape:
    """Boxes to tick among a few words; what else was there stays."""
    offered = names or tuple(words.WORDS[shape])

    def draw(value: Any, place: Place, _page: Page) -> Widget:
        ticked = [text_of(one) for one in value] if isinstance(value, list) else []
        listed = [*offered, *(one for one in ticked if one not in offered)]
        options = [Option(name, words.said(shape, name)) for name in listed]
        label = words.label(place.noun, place.key)
        return Widget("boxes", place.name, label, ticked, options=options)

    def take(node: Node, _place: Place, _kept: Any, _page: Page) -> Any:
        return [text for text in node.values if text] or NOTHING

    return Shape(draw, take)


#: What a guide claims of the time before; only these are asked for, whatever else is there stays.
FIGURES = ("documents", "days", "trips", "steps", "source")


def _figures(value: Any, place: Place, page: Page) -> Widget:
    said = value if isinstance(value, Mapping) else {}
    widget = Widget("noun", place.name, words.label(place.noun, place.key), more={"noun": "before"})
    for name in FIGURES:
        shape = "text" if name == "source" else "count"
        widget.parts.append(show(shape, said.get(name), place.at(name, noun="before"), page))
    return widget


def _read_figures(node: Node, _place: Place, kept: Any, _page: Page) -> Any:
    before = kept if isinstance(kept, Mapping) else {}
    found = {name: one for name, one in before.items() if name not in FIGURES}
    for name in FIGURES:
        said = node.child(name).text
        if said:
            found[name] = said if name == "source" else whole(said)
    ordered = {name: found[name] for name in (*before, *FIGURES) if name in found}
    return ordered or NOTHING


def _one_of(noun: str) -> Shape:
    """A choice among rows of this very entry: its groups, its other items."""

    def draw(value: Any, place: Place, page: Page) -> Widget:
        widget = select(value, place, [Option("", "—"), *page.options.get(noun, [])])
        widget.more["options"] = noun
        return widget

    return Shape(draw, lambda node, _place, _kept, _page: node.text or NOTHING)


def _flag_word(word: str) -> Shape:
    """Yes said by one word of the format."""

    def draw(value: Any, place: Place, _page: Page) -> Widget:
        return Widget("flag", place.name, words.label(place.noun, place.key), value == word)

    return Shape(draw, lambda node, _place, _kept, _page: word if node.text else NOTHING)


def _default(value: Any, place: Place, _page: Page) -> Widget:
    said = (
        {True: "yes", False: "no"}.get(value, text_of(value))
        if isinstance(value, bool)
        else text_of(value)
    )
    return Widget("text", place.name, words.label(place.noun, place.key), said)


def _read_default(node: Node, _place: Place, kept: Any, _page: Page) -> Any:
    """As it was where it was not touched; else text, which the field's kind reads later."""
    shown = _default(kept, Place(), _page).value
    return kept if node.text and node.text == shown and kept is not None else node.text or NOTHING


def _unnumbered(value: Any, place: Place, _page: Page) -> Widget:
    """A certificate bears a number unless the package says otherwise: ticked is what it says."""
    return Widget("flag", place.name, words.label(place.noun, place.key), value is False)


def _read_unnumbered(node: Node, _place: Place, kept: Any, _page: Page) -> Any:
    if node.text:
        return False
    return True if kept is True else NOTHING


TABLE: dict[str, Shape] = {
    "sla_key|limit": _named_or("sla", "limit"),
    "pattern_key|own_pattern": _named_or("patterns", "own_pattern"),
    "document_key|result": _plain_or("result", "document"),
    "text|step": _plain_or("step", "step"),
    "text|entry_need": _plain_or("entry_need", "task"),
    "figures": Shape(_figures, _read_figures),
    "whom": _several("for"),
    "outcomes": _several("outcomes"),
    "[particular]": _several("particular"),
    "choice_key": _one_of("choices"),
    "entry_name": _one_of("entries"),
    "confirm_flag": _flag_word("clerk"),
    "fails_flag": _flag_word("block"),
    "unnumbered": Shape(_unnumbered, _read_unnumbered),
    "default": Shape(_default, _read_default),
}
