"""A database with many cases: one real case received through the door, copied by SQL; deterministic."""

from __future__ import annotations

import sqlite3
from pathlib import Path

#: Of all tasks one in ten is open, as in a centre that has run for years; an officer has some
#: forty of them in hand, however long the history.
DUE = "datetime('2026-09-18 23:59:59', printf('%+d days', chance % 460 - 400)) || '.000000'"
#: What differs from the copied row; the other columns stay as they are.
CASE = {"id": ":last_case + n", "number": "printf('B%09d', :last_case + n)"}
TASK = {
    "id": ":last_task + (n - 1) * :parts + at",
    "case_id": ":last_case + n",
    "number": "printf('B%09d-%02d', :last_case + n, at)",
    "state": "CASE WHEN chance / 460 % 10 = 0 THEN 'open' ELSE 'closed' END",
    "owner": "CASE WHEN chance / 4600 % :share = 0 THEN lower(department) || '1' END",
    **dict.fromkeys(("due_at", "warn_at", "sort_at", "rank_at"), DUE),
}
NUMBERS = (
    "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :cases)"
)
PART = "SELECT *, row_number() OVER (ORDER BY id) AS at FROM task WHERE case_id = :last_case AND kind = 'work'"
#: Spread like chance, and the same every time.
CHANCE = "(n * 7 + at) * 2654435761 % 4294967291"


def fill(path: Path, cases: int) -> None:
    """Copy the newest case of a seeded database so many times, with its work tasks."""
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA foreign_keys=OFF")
        base.execute("PRAGMA synchronous=OFF")
        known = {"cases": cases, "share": max(1, cases // 250), **_lasts(base)}
        base.execute(
            f"{NUMBERS} {_insert(base, 'cases', CASE)} FROM number, cases WHERE id = :last_case",
            known,
        )
        chosen = f"SELECT part.*, n, {CHANCE} AS chance FROM number, ({PART}) AS part"
        base.execute(f"{NUMBERS} {_insert(base, 'task', TASK)} FROM ({chosen})", known)
        base.commit()
        base.execute("ANALYZE")


def _lasts(base: sqlite3.Connection) -> dict[str, int]:
    last_case, last_task = base.execute(
        "SELECT (SELECT max(id) FROM cases), (SELECT max(id) FROM task)"
    ).fetchone()
    parts = base.execute(
        "SELECT count(*) FROM task WHERE case_id = ? AND kind = 'work'", (last_case,)
    ).fetchone()[0]
    return {"last_case": last_case, "last_task": last_task, "parts": parts}


def _insert(base: sqlite3.Connection, table: str, changed: dict[str, str]) -> str:
    names = [row[1] for row in base.execute(f"PRAGMA table_info({table})")]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changed.get(name, f'"{name}"') for name in names)
    return f"INSERT INTO {table} ({columns}) SELECT {values}"
