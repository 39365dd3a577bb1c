"""The file of a workbook: small enough to be opened, and its cells as they were typed."""

from __future__ import annotations

import io
import zipfile
from typing import Any

#: A workbook larger than this is nobody's catalogue (hazards §4: 129 kB may hold 40 MiB).
MOST_BYTES, MOST_FILES, MOST_RATIO = 20 * 1024 * 1024, 2000, 100


class NotAWorkbook(ValueError):
    """The file is no workbook, or one that would not end."""


def be_small(data: bytes) -> None:
    """Raises NotAWorkbook where a file is none, or would not end when it is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            listed = packed.infolist()
    except zipfile.BadZipFile as wrong:
        raise NotAWorkbook("this is no Excel workbook (.xlsx)") from wrong
    size = sum(one.file_size for one in listed)
    if size > MOST_BYTES or len(listed) > MOST_FILES or size > MOST_RATIO * max(len(data), 1):
        raise NotAWorkbook("this workbook is larger than any catalogue")


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    """Rows of cells by the name of their sheet. Raises NotAWorkbook."""
    from python_calamine import CalamineError, CalamineWorkbook  # loaded where workbooks are read

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except (CalamineError, ValueError, OSError) as wrong:
        raise NotAWorkbook("this is no Excel workbook (.xlsx)") from wrong
