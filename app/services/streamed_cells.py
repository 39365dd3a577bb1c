"""One value as a cell of a streamed workbook: words, numbers, days and moments."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.domain.due import END_OF_DAY
from app.services.streamed_parts import DAY, MOMENT

#: What may stand in a cell.
Value = str | int | float | Decimal | date | datetime | None
#: Characters of one cell: a spreadsheet calls a longer one damage.
MOST_SIGNS = 32_767
#: Whole numbers beyond this lose their last digits in a spreadsheet.
MOST_EXACT = 10**15
_SPECIAL = re.compile(
    r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|^\s|\s$|\n|_x[0-9A-Fa-f]{4}_"
)
#: What a spreadsheet reads as a sign by its number.
_NUMBERED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
#: What no XML may hold, however it is written.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DAY_ONE = date(1899, 12, 30).toordinal()
_SECONDS = 86_400


def _words(cell: str, value: str) -> str:
    if _SPECIAL.search(value) is None and len(value) < MOST_SIGNS:
        return f'<c r="{cell}" t="inlineStr"><is><t>{value}</t></is></c>'
    text = _NUMBERED.sub("_x005F_", _FORBIDDEN.sub("", value)[:MOST_SIGNS])
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # A lone CR would come back as another sign: readers of XML make a new line of it.
    text = text.replace("\r", "&#13;")
    return f'<c r="{cell}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _number(cell: str, value: Any) -> str:
    if abs(value) >= MOST_EXACT or value != value:  # noqa: PLR0124 - what is no number
        return _words(cell, str(value))
    return f'<c r="{cell}"><v>{value}</v></c>'


def _day(cell: str, value: date) -> str:
    return f'<c r="{cell}" s="{DAY}"><v>{value.toordinal() - _DAY_ONE}</v></c>'


def _moment(cell: str, value: datetime) -> str:
    day = value.toordinal() - _DAY_ONE
    if value.time() == END_OF_DAY:
        return f'<c r="{cell}" s="{DAY}"><v>{day}</v></c>'
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return f'<c r="{cell}" s="{MOMENT}"><v>{day + seconds / _SECONDS:.10f}</v></c>'


def said(cell: str, value: Any) -> str:
    """Whatever else has words: a sentence that is translated when it is read, a marked-up text."""
    return _words(cell, str(value))


#: Type of a value → how it stands in a cell.
WRITTEN: dict[type, Callable[[str, Any], str]] = {
    str: _words,
    int: _number,
    float: _number,
    Decimal: _number,
    date: _day,
    datetime: _moment,
}
