"""A database with many cases: one real case received through the door, copied row by row."""

from __future__ import annotations

import random
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

OFFICERS = ("scjg1", None, None, "cgzf1", "xfjy1", "sthj1")
#: Of all tasks this share is open, as in a centre that has run for years.
OPEN = 0.1


def fill(path: Path, cases: int, *, seed: int = 7) -> None:
    """Copy the cases of a seeded database until there are so many; deterministic."""
    chance = random.Random(seed)
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA foreign_keys=OFF")
        heads, rows = _columns(base, "cases"), _columns(base, "task")
        case = dict(
            zip(
                heads,
                base.execute(f"SELECT {_quoted(heads)} FROM cases LIMIT 1").fetchone(),
                strict=True,
            )
        )
        parts = [
            dict(zip(rows, part, strict=True))
            for part in base.execute(
                f"SELECT {_quoted(rows)} FROM task WHERE case_id = ? AND kind = 'work'",
                (case["id"],),
            )
        ]
        first, task_id = case["id"] + 1, base.execute("SELECT max(id) FROM task").fetchone()[0]
        for start in range(first, first + cases, 5000):
            new_cases, new_tasks = [], []
            for number in range(start, min(start + 5000, first + cases)):
                new_cases.append(
                    [{**case, "id": number, "number": f"B{number:09d}"}[name] for name in heads]
                )
                for at, part in enumerate(parts, start=1):
                    task_id += 1
                    new_tasks.append(
                        [_task(part, task_id, number, at, chance)[name] for name in rows]
                    )
            base.executemany(
                f"INSERT INTO cases ({_quoted(heads)}) VALUES ({','.join('?' * len(heads))})",
                new_cases,
            )
            base.executemany(
                f"INSERT INTO task ({_quoted(rows)}) VALUES ({','.join('?' * len(rows))})",
                new_tasks,
            )
        base.commit()
        base.execute("ANALYZE")


def _columns(base: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in base.execute(f"PRAGMA table_info({table})")]


def _quoted(names: list[str]) -> str:
    return ",".join(f'"{name}"' for name in names)


def _task(part: dict, task_id: int, case_id: int, at: int, chance: random.Random) -> dict:
    due = datetime(2026, 9, 18, 23, 59, 59) + timedelta(days=chance.randrange(-400, 60))
    stored = due.isoformat(sep=" ") + ".000000"
    state = "open" if chance.random() < OPEN else "closed"
    return {
        **part,
        "id": task_id,
        "case_id": case_id,
        "number": f"B{case_id:09d}-{at:02d}",
        "state": state,
        "owner": chance.choice(OFFICERS),
        "due_at": stored,
        "warn_at": stored,
        "sort_at": stored,
    }
