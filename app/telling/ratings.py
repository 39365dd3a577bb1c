"""Ratings in words: the five levels, the ways they come in, how a rater was called on, averages."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.domain.ratings import Average

LEVELS: dict[int, Any] = {
    5: _l("very content"),
    4: _l("content"),
    3: _l("fairly content"),
    2: _l("not content"),
    1: _l("not content at all"),
}
CHANNELS: dict[str, Any] = {
    "window": _l("square at the window"),
    "paper": _l("square on the receipt"),
}
WAYS: dict[str, Any] = {
    "phone": _l("by telephone"), "visit": _l("by a visit"), "message": _l("by a message"),
}  # fmt: skip


def mean(average: Average) -> str:
    """4.13; a dash where nobody rated, or too few."""
    return f"{average.mean / 100:.2f}" if average.mean and average.computed else "–"
