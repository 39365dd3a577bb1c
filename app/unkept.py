"""What no database keeps is refused at the door: a text with a NUL in it, a number longer than a row's.

SQLite takes the one and fails on the other, PostgreSQL the other way round; no page needs to know.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, abort, current_app, request
from werkzeug.routing import IntegerConverter, Map

from app.domain.numbers import LARGEST_ROW


class RowNumber(IntegerConverter):
    """A number in an address: beyond the largest of a row there is nothing."""

    def __init__(self, map: Map, *args: int, **options: int) -> None:  # noqa: A002 - as the library calls it
        super().__init__(map, *args, **{"max": LARGEST_ROW, **options})


def init_app(app: Flask) -> None:
    """Have every address counted so, and every request looked at before a view is asked."""
    app.url_map.converters["int"] = RowNumber
    app.before_request(_refuse)


def _refuse() -> None:
    if any("\0" in text for text in _texts()):
        abort(400)


def _texts() -> Iterator[str]:
    """The address and what a form says; what a program sends as JSON is looked at where it is read."""
    view = current_app.view_functions.get(request.endpoint or "")
    # What is open to all knows by its shape which address is none of its own, and says so itself.
    if getattr(view, "__needs__", None) != ():
        yield request.path
    for said in (request.args, request.form):
        for name, values in said.lists():
            yield name
            yield from values
