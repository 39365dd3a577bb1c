"""Lists taken out as a file: sent while they are read, and who took how many rows of what is kept.

Nothing of a list is held in memory or on disk: a piece is packed, sent and forgotten. The access chain
keeps two lines of it, for a file that is on its way cannot be called back: that it was begun and by what
it was narrowed, before the first row; how many rows went, when it ended, however it ended (R95).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from flask import Response, abort, request, stream_with_context

from app import clock, journal, transaction
from app.domain.due import END_OF_DAY
from app.services.streamed_cells import Value
from app.services.streamed_workbook import streamed

#: Bytes of a text that are sent at once.
SENT = 1 << 15
#: How a cell begins that a spreadsheet would take for a formula, in either width.
FORMULA = tuple("=+-@\t\r＝＋－＠")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Line = Sequence[Value]


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: what looks like a formula is told to be text."""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_csv(lines: Iterable[Line]) -> Iterator[bytes]:
    """Lines as CSV; the mark in front is what a spreadsheet knows Chinese by."""
    yield b"\xef\xbb\xbf"
    out = io.StringIO()
    write = csv.writer(out).writerow
    for line in lines:
        write([harmless(value) if isinstance(value, str) else in_words(value) for value in line])
        if out.tell() >= SENT:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def in_words(value: Value) -> str:
    """A number, a day or a moment as text; the last moment of a day is that day."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == END_OF_DAY else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


#: Kind of file → its type, and how lines become one.
FORMATS: dict[str, tuple[str, Callable[[Iterable[Line]], Iterator[bytes]]]] = {
    "csv": ("text/csv", as_csv),
    "xlsx": (WORKBOOK, streamed),
}


def sent(
    noun: str, lines: Iterable[Line], *, filtered: Iterable[str] = (), what: str = "list"
) -> Response:
    """Lines, the head first, as the file that this request asks for.

    ``filtered``: by what, never for what: what was typed may be somebody's name.
    """
    said = request.form.get("format", "csv")
    if said not in FORMATS:
        abort(400)
    narrowed = list(filtered)
    journal.access(transaction.session(), noun, what, "exported", format=said, filtered=narrowed)
    kind, make = FORMATS[said]
    # Rights and language are this request's; the rows are read while they are sent.
    pieces = stream_with_context(make(_counted(lines, noun=noun, what=what)))
    name = f"{noun}-{clock.now():%Y%m%d-%H%M}.{said}"
    heads = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(pieces, mimetype=kind, headers=heads)


def _counted(lines: Iterable[Line], *, noun: str, what: str) -> Iterator[Line]:
    """The lines as they come; at the end, or where whoever takes them goes away, how many there were."""
    begun, whole = 0, False
    try:
        for line in lines:
            begun += 1
            yield line
        whole = True
    finally:
        unit = transaction.session()
        journal.access(unit, noun, what, "taken_out", rows=max(begun - 1, 0), whole=whole)
        transaction.commit_aside()
