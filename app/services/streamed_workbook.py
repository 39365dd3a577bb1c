"""A workbook of one long list, written while it is read: no row is held longer than it takes to pack it.

Only what a list needs: words, numbers, days and moments, a head that stays in sight, columns as wide
as their words. Words stand in the row itself (``inlineStr``), so nothing is collected until the end
and no word is ever taken for a formula.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from unicodedata import east_asian_width

from app.services.streamed_cells import WRITTEN, Value, said
from app.services.streamed_parts import HEAD, MAIN, TOP, around

#: Rows of one sheet, the head of the list among them: no spreadsheet opens more.
MOST_ROWS = 1_048_576
#: Rows by which columns are measured, rows packed at once, bytes that are sent at once.
MEASURED, PACKED, SENT = 40, 100, 1 << 15
#: Narrowest and widest column, in signs.
NARROW, WIDE = 8, 48
#: Packing harder costs three times the time and saves a fifth.
LEVEL = 1


class _Pieces:
    """What the packer has written and nobody has taken yet."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def write(self, data: bytes) -> int:
        self.waiting += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""

    def take(self, *, least: int = 1) -> Iterator[bytes]:
        if len(self.waiting) >= least:
            yield bytes(self.waiting)
            self.waiting.clear()


def streamed(lines: Iterable[Sequence[Value]], *, title: str = "Sheet") -> Iterator[bytes]:
    """The lines as a workbook, piece by piece; the first line is the head.

    The first piece is given before a second line is read. More rows than a sheet holds go on in a
    further sheet, under the same head.
    """
    pieces, sheets = _Pieces(), 0
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as packed:  # type: ignore[call-overload]  # it asks for no more than write and flush
        for sheets, rows in enumerate(_cut(iter(lines)), start=1):
            with packed.open(f"xl/worksheets/sheet{sheets}.xml", "w") as member:
                yield from pieces.take()
                for part in _sheet(rows):
                    member.write(part.encode())
                    yield from pieces.take(least=SENT)
        for name, text in around(title, sheets):
            packed.writestr(name, text)
    yield from pieces.take()


def _cut(lines: Iterator[Sequence[Value]]) -> Iterator[Iterator[Sequence[Value]]]:
    """The rows of each sheet, the head before them; a sheet without rows where there is no line."""
    head = next(lines, ())
    first: Iterable[Sequence[Value]] = ()
    while True:
        yield chain([head], first, islice(lines, MOST_ROWS - 1 - (1 if first else 0)))
        following = next(lines, None)
        if following is None:
            return
        first = [following]


def _sheet(rows: Iterator[Sequence[Value]]) -> Iterator[str]:
    """The XML of one sheet in pieces."""
    measured = list(islice(rows, MEASURED))
    yield f'{HEAD}<worksheet xmlns="{MAIN}">{_VIEW}{_columns(measured)}<sheetData>'
    letters = [_letters(at) for at in range(max(map(len, measured), default=0))]
    number, every = 0, chain(measured, rows)
    while batch := list(islice(every, PACKED)):
        written, begun = [], number + 1
        for number, row in enumerate(batch, start=begun):
            cells = "".join(
                [
                    WRITTEN.get(type(value), said)(f"{letter}{number}", value)
                    for letter, value in zip(letters, row, strict=False)
                    if value is not None and value != ""
                ]
            )
            written.append(f'<row r="{number}">{cells}</row>')
        if number <= PACKED:
            written[0] = written[0].replace("<c ", f'<c s="{TOP}" ')
        yield "".join(written)
    yield "</sheetData></worksheet>"


_VIEW = (
    '<sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" '
    'activePane="bottomRight" state="frozen"/></sheetView></sheetViews>'
)


def _columns(rows: Sequence[Sequence[Value]]) -> str:
    """Columns as wide as the first rows need."""
    count = max(map(len, rows), default=0)
    wide = [
        max((_width(row[at]) for row in rows if at < len(row)), default=0) for at in range(count)
    ]
    each = "".join(
        f'<col min="{at}" max="{at}" width="{min(max(signs + 2, NARROW), WIDE)}" customWidth="1"/>'
        for at, signs in enumerate(wide, start=1)
    )
    return f"<cols>{each}</cols>" if each else ""


def _width(value: Value) -> int:
    if isinstance(value, date):
        return 16 if isinstance(value, datetime) else 10
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in str(value or ""))


def _letters(at: int) -> str:
    """0 → A, 26 → AA."""
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(65 + at % 26)  # noqa: PLR2004 - letters
