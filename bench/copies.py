"""Copies of all cases of a database with new ids, numbers, days, names and words.

The last copy is of these weeks and each before it a week older, so that a million cases are some ten
years of two thousand a week. What is open is copied into these weeks, so that one case in fourteen is
in hand. The journal, the papers and what else only a case's own page reads are copied for open cases and
for one closed copy in ``WHOLE``: the file would be three times as large. The chain of the copied entries
proves nothing, and papers have no text.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from app.domain import numbers
from app.domain.masking import mask_name
from bench.copied_words import Words
from bench.names import name, shop

#: Of so many copies one has the journal and the papers of its closed cases.
WHOLE = 10
#: One open part in so many has an owner: an officer has some forty in hand.
OWNED = 60
ALL = (
    "cases", "task", "applicant", "answer", "case_document", "appeal", "appeal_department", "rating",
)  # fmt: skip
OF_THE_WHOLE = (
    "journal_entry",
    "paper",
    "result",
    "hold",
    "card",
    "survey",
    "delivery",
    "approval",
)
#: Table → column → what it is in a copy; ids, days and blind indexes are told by their names and types.
CHANGED: dict[str, dict[str, str]] = {
    "cases": {"id": "one.id", "number": "one.number", "applicant": "one.masked", "clock": "back(t.clock, one.days)"},
    "task": {
        "number": "one.number || substr(t.number, one.long + 1)",
        "applicant": "one.masked",
        "owner": "CASE WHEN t.state = 'closed' OR (t.id + :at) % :owned = 0 THEN t.owner END",
        "clock": "back(t.clock, one.days)",
    },
    "applicant": {"name": "one.name", "organisation": "CASE WHEN t.organisation IS NOT NULL THEN one.shop END"},
    # What answers a bad rating is a copied case like any other.
    "rating": {
        "token": "substr(printf('%06x', :at) || t.token, 1, 64)",
        "rectification_id": "t.rectification_id + :at * :cases",
    },
    "journal_entry": {"ref": "one.number", "data": "back(t.data, one.days)"},
    "paper": {
        "number": "replace(t.number, '号', '-' || :at || '号')",
        "serial": "t.serial + :at * 100000",
        "token": "t.token || :at",
        "content": ":content",
        "pdf": "NULL",
        "pdf_sha256": "NULL",
    },
}  # fmt: skip
TEXTS = """
INSERT INTO event_text (id, entry_id, field, text)
SELECT t.id + :at * :stride, t.entry_id + :at * :entries, t.field, t.text
FROM one CROSS JOIN journal_entry e ON e.case_id = one.base CROSS JOIN event_text t ON t.entry_id = e.id
WHERE one.whole"""
DAY = re.compile(r"\d{4}-\d\d-\d\d(?=T)")


class Copies:
    """One database while it is filled: quick and unsafe, its indexes made at the end."""

    def __init__(self, path: Path, *, times: int) -> None:
        """So many copies will be asked for."""
        self.times, self.base = times, sqlite3.connect(path)

    def __enter__(self) -> Self:
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "journal_mode=OFF", "cache_size=-1000000"):  # fmt: skip
            self.base.execute("PRAGMA " + pragma)
        self.base.create_function("back", 2, back, deterministic=True)
        self.later = self._put_aside()
        self.real = [row[0] for row in self.base.execute("SELECT id FROM cases ORDER BY id")]
        self.strides = {table: self._last(table) for table in (*ALL, *OF_THE_WHOLE, "event_text")}
        self.words = Words(self.base)
        short = "SELECT content FROM paper ORDER BY length(content) LIMIT 1"
        self.short = self.base.execute(short).fetchone()[0]
        self.base.execute(
            "CREATE TEMP TABLE one (base INTEGER PRIMARY KEY, id, number, long, masked, name, shop, days, whole)"
        )
        self.serials: dict[tuple[date, str], int] = defaultdict(int)
        known = "SELECT key, last FROM number_series WHERE key LIKE 'case %'"
        for key, last in self.base.execute(known):
            _case, body, kind = key.split(" ")
            self.serials[date.fromisoformat(body[-8:]), kind] = last
        self.cases = self.base.execute(
            "SELECT c.id, c.number, date(c.received_at), EXISTS (SELECT 1 FROM task t WHERE t.case_id = c.id AND t.state != 'closed') FROM cases c ORDER BY c.id"
        ).fetchall()
        self.base.execute("INSERT INTO case_words(case_words, rank) VALUES ('hashsize', 67108864)")
        return self

    def copy(self, at: int) -> None:
        """The copy that is ``times - at`` weeks old."""
        self.base.execute("DELETE FROM one")
        self.base.executemany("INSERT INTO one VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", self._ones(at))
        values = {"at": at, "owned": OWNED, "content": self.short, "cases": self.strides["cases"]}
        for table in (*ALL, *OF_THE_WHOLE):
            self.base.execute(self._insert(table), {**values, "stride": self.strides[table]})
        texts = {"stride": self.strides["event_text"], "entries": self.strides["journal_entry"]}
        self.base.execute(TEXTS, {"at": at, **texts})
        self.base.executemany(
            "INSERT INTO case_words(rowid, words) VALUES (?, ?)",
            self.words.of(self.base.execute("SELECT base, id, number, name, shop FROM one").fetchall()),
        )  # fmt: skip

    def _ones(self, at: int) -> Iterator[tuple[Any, ...]]:
        for base, old, received, is_open in self.cases:
            weeks = at % 3 if is_open else self.times - at
            day = date.fromisoformat(received) - timedelta(weeks=weeks)
            kind = numbers.parse(old).kind
            self.serials[day, kind] += 1
            number = numbers.compose(old[:2], day, kind=kind, serial=self.serials[day, kind])
            new = base + at * self.strides["cases"]
            called = name(new)
            whole = is_open or at % WHOLE == 0
            yield base, new, number, len(old), mask_name(called), called, shop(new), f"-{weeks * 7} days", whole  # fmt: skip

    @lru_cache(maxsize=32)  # noqa: B019 - one fill a process
    def _insert(self, table: str) -> str:
        names, chosen = [], []
        for _at, column, kind, *_rest in self.base.execute(f"PRAGMA table_info({table})"):
            names.append(f'"{column}"')
            chosen.append(CHANGED.get(table, {}).get(column) or _plain(column, kind))
        where = " WHERE one.whole" if table in OF_THE_WHOLE else ""
        key = "id" if table == "cases" else "case_id"
        return (
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(chosen)} "
            # The copied cases first: a planner that knows nothing yet would walk all that is there.
            f"FROM one CROSS JOIN {table} t ON t.{key} = one.base{where}"
        )

    def _last(self, table: str) -> int:
        return int(self.base.execute(f"SELECT max(id) FROM {table}").fetchone()[0] or 1)

    def _put_aside(self) -> list[str]:
        """Drop triggers, and indexes that the copying does not read by; gives how to make them again."""
        read_by = {"case_id", "entry_id"}
        kept: list[str] = []
        found = "SELECT name, type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('index', 'trigger')"
        for called, what, table, sql in self.base.execute(found).fetchall():
            if table not in (*ALL, *OF_THE_WHOLE, "event_text"):
                continue
            first = self.base.execute(f"PRAGMA index_info({called})").fetchone()
            if what == "index" and first and first[2] in read_by:
                continue
            self.base.execute(f"DROP {what} {called}")
            kept.append(sql)
        return sorted(kept, key=lambda sql: "TRIGGER" in sql)

    def __exit__(self, wrong: object, *_what: object) -> None:
        if wrong is None:
            self._end()
        self.base.close()

    def _end(self) -> None:
        self.base.execute("INSERT INTO case_words(case_words) VALUES ('optimize')")
        self.base.execute("INSERT INTO case_words(case_words, rank) VALUES ('hashsize', 1048576)")
        for sql in self.later:
            self.base.execute(sql)
        self._count_on()
        self.base.commit()
        self.base.execute("ANALYZE")
        self.base.execute("PRAGMA journal_mode=WAL")

    def _count_on(self) -> None:
        """What comes next gets numbers that nobody has."""
        prefix = self.cases[0][1][:2]
        rows = [(f"case {prefix}{day:%Y%m%d} {kind}", last) for (day, kind), last in self.serials.items()]  # fmt: skip
        self.base.executemany("INSERT OR REPLACE INTO number_series VALUES (?, ?)", rows)
        beyond = self.times * 100_000
        self.base.execute(
            "UPDATE number_series SET last = last + ? WHERE key LIKE 'paper %'", (beyond,)
        )
        last = self._last("journal_entry")
        self.base.execute("UPDATE chain_head SET seq = ? WHERE chain = 'records'", (last,))


def _plain(column: str, kind: str) -> str:
    """What a column is in a copy when nothing is said of it."""
    if column == "id":
        return "t.id + :at * :stride"
    if column == "case_id":
        return "one.id"
    if kind == "DATETIME":
        return f"datetime(t.{column}, one.days) || '.000000'"
    if column.endswith("_index"):
        # Nobody else's: a phone that five hundred people share is none.
        return f"substr(printf('%06x', :at) || t.{column}, 1, 40)"
    return f't."{column}"'


def back(text: str | None, days: str) -> str | None:
    """JSON with the days in it set back."""
    return text and DAY.sub(lambda found: _earlier(found[0], days), text)


@lru_cache(maxsize=100_000)
def _earlier(day: str, days: str) -> str:
    return str(date.fromisoformat(day) + timedelta(days=int(days.split(maxsplit=1)[0])))
