"""Figures in words: what a bulletin counts, and what a tile of the supervisor's board counts."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

#: What is counted → its words.
COUNTS: dict[str, Any] = {
    "received": _l("Received"), "done": _l("of them done"), "closed": _l("Closed in the period"),
    "late": _l("of them late"), "open": _l("Open at its end"), "yellow": _l("Yellow cards"),
    "red": _l("Red cards"), "cards": _l("Cards"),
}  # fmt: skip
#: Tile of the board → its words.
WALL: dict[str, Any] = {
    "late": _l("Overdue"),
    "soon": _l("Due today and tomorrow"),
    "unclaimed": _l("Due today and tomorrow, in nobody's hands"),
    "held": _l("On hold"),
}
