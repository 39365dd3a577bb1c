"""A list of 100,000 rows as a workbook: ours beside xlsxwriter's constant memory, in one interleaved run."""

from __future__ import annotations

import io
import os
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from app.services.streamed_workbook import streamed

ROWS = int(os.environ.get("YOUSHI_BENCH_ROWS", "100000"))
ROUNDS = int(os.environ.get("YOUSHI_BENCH_ROUNDS", "1"))
FASTER, GROWTH_MIB, FIRST_MS = 4.0, 30.0, 100.0
HEAD = ["编号", "事项", "主题", "申请人", "部门", "承办人", "环节", "灯", "收件日期", "承诺期限", "开始时间", "次"]  # fmt: skip
DAY, MOMENT = date(2026, 1, 5), datetime(2026, 1, 5, 9, 30)
WIDTH = len(HEAD)


def main() -> int:
    """Print time, growth and first byte of both; 1 where a goal is missed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.db"
        _fill(path)
        growth, first = _growth(path), _first(path)
        _same(path)
        taken: dict[str, list[float]] = {name: [] for name in MAKERS}
        for _round in range(ROUNDS):
            for name, make in MAKERS.items():
                begun = time.perf_counter()
                size = sum(map(len, make(_lines(path, ROWS))))
                taken[name].append(time.perf_counter() - begun)
                print(f"{name}: {taken[name][-1]:.2f} s, {size / 2**20:.1f} MiB")
    ours, theirs = (statistics.median(taken[name]) for name in ("ours", "xlsxwriter"))
    ratio = theirs / ours
    print(f"{ROWS} rows x {WIDTH}: ours {ours:.2f} s, xlsxwriter {theirs:.2f} s, {ratio:.1f} x")
    print(f"growth {growth:.1f} MiB (goal {GROWTH_MIB}), first byte {first:.1f} ms")
    return int(ratio < FASTER or growth > GROWTH_MIB or first > FIRST_MS)


def _fill(path: Path) -> None:
    """Rows as the queue has them, every text another one."""
    with sqlite3.connect(path) as rows:
        columns = ", ".join(f"c{at}" for at in range(WIDTH))
        rows.execute(f"CREATE TABLE list ({columns})")
        marks = ", ".join("?" * WIDTH)
        rows.executemany(f"INSERT INTO list VALUES ({marks})", map(_row, range(ROWS)))


def _row(at: int) -> list[Any]:
    return [
        f"YJ2026{at:08d}X", f"食品经营许可新办 {at % 97}", "餐饮店一件事", f"金*（{at}号冷面馆）",
        "市场监督管理局", f"李静{at % 40}", "审查", "正常", DAY + timedelta(at % 300),
        DAY + timedelta(at % 300 + 5), MOMENT + timedelta(minutes=at), at % 7,
    ]  # fmt: skip


def _lines(path: Path, count: int) -> Iterator[list[Any]]:
    yield HEAD
    with sqlite3.connect(path) as rows:
        for row in rows.execute("SELECT * FROM list LIMIT ?", (count,)):
            line = list(row)
            line[8], line[9] = date.fromisoformat(row[8]), date.fromisoformat(row[9])
            line[10] = datetime.fromisoformat(row[10])
            yield line


def _theirs(lines: Iterator[list[Any]]) -> Iterator[bytes]:
    """As fast as it goes there: the writer of the type is called, no formula and no link is looked for."""
    with tempfile.TemporaryFile() as out:
        book = xlsxwriter.Workbook(out, {"constant_memory": True})
        page = book.add_worksheet()
        page.freeze_panes(1, 1)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        write = {
            str: page.write_string,
            int: page.write_number,
            date: lambda row, at, value: page.write_datetime(row, at, value, day),
            datetime: lambda row, at, value: page.write_datetime(row, at, value, moment),
        }
        for row, line in enumerate(lines):
            for at, value in enumerate(line):
                write[type(value)](row, at, value)
        book.close()
        out.seek(0)
        yield from iter(lambda: out.read(1 << 16), b"")


MAKERS: dict[str, Callable[[Iterator[list[Any]]], Iterator[bytes]]] = {
    "ours": streamed,
    "xlsxwriter": _theirs,
}


def _same(path: Path) -> None:
    """Both say the same words, days and numbers."""
    read = [
        CalamineWorkbook.from_filelike(io.BytesIO(b"".join(make(_lines(path, 50)))))
        .get_sheet_by_index(0)
        .to_python()
        for make in MAKERS.values()
    ]
    assert read[0] == read[1], "the two workbooks differ"


def _growth(path: Path) -> float:
    """How much more memory a process of its own needs at its peak than before the first row.

    Asked before anything else is done: a process begins with the peak of the one that made it.
    """
    pid = os.fork()
    if pid == 0:
        before = _peak()
        for _piece in streamed(_lines(path, ROWS)):
            pass
        grown = max(0, _peak() - before)
        os._exit(min(255, round(grown * 4)))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) / 4


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _first(path: Path) -> float:
    begun = time.perf_counter()
    pieces = streamed(_lines(path, ROWS))
    next(pieces)
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    sys.exit(main())
