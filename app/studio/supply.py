"""Where a paper comes from, and in how many copies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.domain.package_keys import COPY_FORMS
from app.studio import words
from app.studio.page import NOTHING, Option, Page, Place, Widget
from app.studio.plain import select, text_of, whole
from app.studio.posted import Node
from app.studio.registry import Shape


def _supply(value: Any, place: Place, page: Page) -> Widget:
    """Where a paper comes from; the result of another item, and what if that is not part of it."""
    output = value if isinstance(value, Mapping) else {}
    source = "output" if output else text_of(value)
    choices = [
        Option(name, words.said("supply", name)) for name in ("", "e_cert", "data_share", "output")
    ]
    widget = Widget("supply", place.name, words.label(place.noun, place.key))
    first = select(
        source, Place(place.path, f"{place.name}.source", place.noun, place.key), choices
    )
    producer = select(
        output.get("output_of"),
        place.at("output_of", noun="supply"),
        list(page.options["producers"]),
    )
    producer.label = _l("Which item's result")
    fallback = select(output.get("else"), place.at("else", noun="supply"), choices[:3])
    fallback.label = _l("If that item is not part of it")
    widget.parts, widget.more = [first, producer, fallback], {"output": bool(output)}
    return widget


def _read_supply(node: Node, _place: Place, kept: Any, _page: Page) -> Any:
    # "The applicant" is said by silence; where it was written out it stays written out (the hash).
    source = node.child("source").text
    if source != "output":
        return source or ("applicant" if kept == "applicant" else NOTHING)
    found = {"output_of": node.child("output_of").text, "else": node.child("else").text}
    if not found["else"] and isinstance(kept, Mapping) and kept.get("else") == "applicant":
        found["else"] = "applicant"
    return {name: word for name, word in found.items() if word} or NOTHING


def _copies(value: Any, place: Place, _page: Page) -> Widget:
    said = value if isinstance(value, Mapping) else {}
    widget = Widget("copies", place.name, words.label(place.noun, place.key))
    widget.parts = [
        Widget(
            "number", f"{place.name}.{form}", words.said("copies", form), text_of(said.get(form))
        )
        for form in COPY_FORMS
    ]
    return widget


def _read_copies(node: Node, _place: Place, _kept: Any, _page: Page) -> Any:
    found = {form: whole(node.child(form).text) for form in COPY_FORMS if node.child(form).text}
    return {form: count for form, count in found.items() if count != 0} or NOTHING


TABLE: dict[str, Shape] = {
    "supply_source|supply": Shape(_supply, _read_supply),
    "copies": Shape(_copies, _read_copies),
}
