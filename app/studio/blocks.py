"""Blocks of a paper: what kind each is, its text, or what its table lists."""

from __future__ import annotations

from typing import Any

from app.domain.package_keys import WORDS
from app.domain.package_sense import TABLES
from app.studio import nouns, printable, words
from app.studio.page import NOTHING, Option, Page, Place, Widget
from app.studio.plain import LINE, select, text_of
from app.studio.posted import Node
from app.studio.registry import Shape

BLOCK = nouns.noun("block")
#: What a block of the kind says; the rest of what was typed there is none of it.
OF_TABLES, OF_TEXTS = ("block", "rows", "columns"), ("block", "text")


def _sort(value: Any, place: Place, _page: Page) -> Widget:
    """Which kind of block it is: it decides what else is asked."""
    options = [Option(name, words.said("block_kind", name)) for name in WORDS["block_kind"]]
    widget = select(value, place, options)
    widget.more["decides"] = True
    return widget


def _source(value: Any, place: Place, _page: Page) -> Widget:
    """What a table lists, a line each."""
    options = [Option(name, printable.TABLES[name]) for name in TABLES]
    return select(value, place, options)


def _passage(value: Any, place: Place, _page: Page) -> Widget:
    label = words.label(place.noun, place.key)
    return Widget("area", place.name, label, text_of(value), more={"most": LINE})


def _read_passage(node: Node, _place: Place, _kept: Any, _page: Page) -> Any:
    """A block is one paragraph: a new line begins another block, never half a one."""
    return "".join(line.strip() for line in node.text.splitlines()) or NOTHING


def _read_block(node: Node, place: Place, kept: Any, page: Page) -> Any:
    found = BLOCK.read(node, place, kept, page)
    if found is NOTHING:
        return NOTHING
    own = OF_TABLES if found.get("block") == "table" else OF_TEXTS
    return {key: value for key, value in found.items() if key in own} or NOTHING


TABLE: dict[str, Shape] = {
    "block": Shape(BLOCK.show, _read_block),
    "block_sort": Shape(_sort, lambda node, _place, _kept, _page: node.text or NOTHING),
    "table_source": Shape(_source, lambda node, _place, _kept, _page: node.text or NOTHING),
    "passage": Shape(_passage, _read_passage),
}
