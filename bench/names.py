"""Made-up applicants with the words their cases are found by, over a database that ``fill`` has filled."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from app.domain.search_words import department_mark, words_of
from app.services import name_sounds

#: A surname as often as it stands here; given names of one or two of the signs.
SURNAMES = (
    "王" * 7
    + "李" * 7
    + "张" * 7
    + "刘" * 5
    + "金" * 9
    + "朴" * 5
    + "崔陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈单仇尉"
)
SIGNS = "海兰龙井春花秋月明光文武英哲美丽永顺成哲东日昌国民善玉顺姬福万里和平建军红霞志强晓燕丹青松柏云峰志远雪梅学勤"
SHOPS = [
    "冷面馆",
    "烤肉店",
    "咖啡屋",
    "包子铺",
    "火锅城",
    "狗粮铺",
    "小酒馆",
    "便利店",
    "理发厅",
    "书店",
    "幼儿园",
    "药房",
]
AT_ONCE = 20_000
#: One case in so many has a part of the officer's department; all the others are other people's.
SHARE = 100


def chance(n: int) -> int:
    """Spread like chance, and the same every time."""
    return n * 2654435761 % 4294967291


def name(n: int) -> str:
    """The applicant of the n-th case."""
    at = chance(n)
    given = SIGNS[at // 97 % len(SIGNS)] + SIGNS[at // 7919 % len(SIGNS)] * (at % 3 > 0)
    return SURNAMES[at % len(SURNAMES)] + given


def shop(n: int) -> str:
    """Their firm."""
    at = chance(n) // 31
    return SIGNS[at % len(SIGNS)] + SIGNS[at // 61 % len(SIGNS)] + SHOPS[at // 17 % len(SHOPS)]


def people(path: Path, department: str) -> None:
    """Give every case an applicant and its words; keep the department's parts in one of SHARE alone."""
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA synchronous=OFF")
        base.execute("PRAGMA foreign_keys=OFF")
        first = base.execute("SELECT min(case_id) FROM applicant").fetchone()[0]
        base.execute(
            "UPDATE task SET department = 'OTHER' WHERE department = ? AND case_id % ? != 0 AND case_id != ?",
            (department, SHARE, first),
        )
        for cases in _cases(base, first):
            base.executemany(
                "INSERT INTO applicant (case_id, name, organisation, id_type, bad_credit) VALUES (?, ?, ?, 'id_card', 0)",
                [(n, name(n), shop(n)) for n, _number in cases],
            )
            base.executemany(
                "INSERT INTO case_words(rowid, words) VALUES (?, ?)",
                _words(base, cases, department),
            )
        base.execute("INSERT INTO case_words(case_words) VALUES ('optimize')")
        base.commit()
        base.execute("ANALYZE")


def _cases(base: sqlite3.Connection, first: int) -> Iterator[list[tuple[int, str]]]:
    last = first
    query = "SELECT id, number FROM cases WHERE id > ? ORDER BY id LIMIT ?"
    while rows := base.execute(query, (last, AT_ONCE)).fetchall():
        yield rows
        last = rows[-1][0]


def _words(
    base: sqlite3.Connection, cases: list[tuple[int, str]], department: str
) -> Iterator[tuple[int, str]]:
    """The product's own words; what all cases share is cut once."""
    blueprint, parts = _plan(base)
    shared = words_of("", blueprint, departments=parts, people=(), answers={})
    mark = department_mark(department)
    foreign = shared.replace(mark, department_mark("OTHER"))
    for n, number in cases:
        persons = [name_sounds.person(name(n)), name_sounds.firm(shop(n))]
        own = words_of(number, _NO_PLAN, departments={}, people=persons, answers={})
        yield n, f"{own}\n{shared if n % SHARE == 0 else foreign}"


_NO_PLAN = {"name": "", "tasks": [], "fields": []}


def _plan(base: sqlite3.Connection) -> tuple[dict[str, object], dict[str, str]]:
    """The blueprint of the copied case and the departments of its parts."""
    row = base.execute(
        "SELECT v.blueprint, c.id FROM cases c JOIN service_version v ON v.id = c.version_id ORDER BY c.id LIMIT 1"
    ).fetchone()
    parts = base.execute("SELECT key, department FROM task WHERE case_id = ?", (row[1],)).fetchall()
    return json.loads(row[0]), dict(parts)
