"""Which backups are kept: those of the last two weeks, and of each month the last, for a year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from app import backup_files

DAYS, MONTHS = 14, 365
#: The names that the night gives; what is called otherwise is somebody's own and stays.
NAMED = re.compile(r"youshi-(\d{8})-\d{6}\.backup")


def surplus(names: Iterable[str], *, today: date) -> list[str]:
    """Which of these are no longer kept; the newest is kept whatever its age."""
    dated = sorted((day, name) for name in names if (day := _day(name)))
    last_of_month = {day.replace(day=1): name for day, name in dated}
    newest = dated[-1][1] if dated else None
    return [
        name
        for day, name in dated
        if name != newest
        and today - day > timedelta(days=DAYS)
        and (last_of_month[day.replace(day=1)] != name or today - day > timedelta(days=MONTHS))
    ]


def _day(name: str) -> date | None:
    found = NAMED.fullmatch(name)
    return datetime.strptime(found[1], "%Y%m%d").date() if found else None


def remove(folder: Path, *, today: date) -> int:
    """Remove what is kept no longer, each with its files beside it; gives how many."""
    gone = surplus((path.name for path in folder.iterdir()), today=today)
    for name in gone:
        backup_files.beside(folder / name).unlink(missing_ok=True)
        (folder / name).unlink()
    return len(gone)
