"""The steps that have words of their own, of an item and of a class of appeals."""

from __future__ import annotations

from typing import Any

from app.studio import words
from app.studio.page import NOTHING, Option, Page, Place, Widget
from app.studio.plain import select
from app.studio.registry import Shape

#: Steps that have words of their own; `decide` is the one that ends a part.
STEPS = ("review", "survey", "inspect", "hearing", "publicity", "expert", "make", "decide")


#: Of a class of appeals any step may be the last.
OF_APPEALS = ("assign", "handle", "verify", "rectify")


def _step(value: Any, place: Place, page: Page) -> Widget:
    offered = OF_APPEALS if page.noun == "appeal" else STEPS
    return select(value, place, [Option(name, words.STEPS[name]) for name in offered])


TABLE: dict[str, Shape] = {
    "step_word": Shape(_step, lambda node, _place, _kept, _page: node.text or NOTHING),
}
