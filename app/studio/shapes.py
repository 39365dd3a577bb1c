"""Every shape of the format with its widget: the tables of the other modules, put together."""

from __future__ import annotations

from app.studio import blocks, closing, conditions, nouns, pairs, plain, steps, supply
from app.studio.registry import KINDS, SHAPES, read, shape_of, show

SHAPES.update(
    plain.TABLE
    | pairs.TABLE
    | supply.TABLE
    | steps.TABLE
    | closing.TABLE
    | blocks.TABLE
    | conditions.TABLE
)
KINDS.update({"list": nouns.rows, "mapping": nouns.mapping, "noun": nouns.noun, "word": plain.word})

__all__ = ["read", "shape_of", "show"]
