"""What closing a part demands: for each way it may end, lists of texts of which one must be written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.domain.package_keys import CLOSED_AS, CLOSING_TEXTS
from app.studio import words
from app.studio.page import NOTHING, Option, Page, Place, Widget
from app.studio.plain import text_of
from app.studio.posted import Node
from app.studio.registry import Shape, read, show

WAYS = "[closing_way]"


def _closing(value: Any, place: Place, page: Page) -> Widget:
    """For each outcome its rows: any one of them is enough."""
    said = value if isinstance(value, Mapping) else {}
    label = words.label(place.noun, place.key)
    widget = Widget("noun", place.name, label, more={"noun": "closing"})
    widget.parts = [
        show(WAYS, said.get(outcome), place.at(outcome, noun="closing"), page)
        for outcome in CLOSED_AS
    ]
    return widget


def _read_closing(node: Node, place: Place, kept: Any, page: Page) -> Any:
    before = kept if isinstance(kept, Mapping) else {}
    found = {
        outcome: read(
            WAYS, node.child(outcome), place.at(outcome, noun="closing"), before.get(outcome), page
        )
        for outcome in CLOSED_AS
    }
    return {outcome: ways for outcome, ways in found.items() if ways is not NOTHING} or NOTHING


def _way(value: Any, place: Place, _page: Page) -> Widget:
    """The texts of one row: all of them are written."""
    ticked = [text_of(one) for one in value] if isinstance(value, list) else []
    options = [Option(name, words.said("closing_text", name)) for name in CLOSING_TEXTS]
    label = _l("All of these are written")
    return Widget("boxes", place.name, label, ticked, options=options)


def _read_way(node: Node, _place: Place, _kept: Any, _page: Page) -> Any:
    return [text for text in node.values if text] or NOTHING


TABLE: dict[str, Shape] = {
    "closing": Shape(_closing, _read_closing),
    "closing_way": Shape(_way, _read_way),
}
