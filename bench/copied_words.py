"""The words that copied cases are found by: the product's own; what all copies of a case share is cut once."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from app.domain.search_words import words_of
from app.services import name_sounds

_NO_PLAN: dict[str, Any] = {"name": "", "tasks": [], "fields": []}


class Words:
    """The words of every case of a database without its number and its people."""

    def __init__(self, base: sqlite3.Connection) -> None:
        """Read what they are made of."""
        plans = {
            sha: json.loads(text)
            for sha, text in base.execute("SELECT sha256, blueprint FROM service_version")
        }
        parts = _by_case(base, "SELECT case_id, key, department FROM task")
        answers = _by_case(base, "SELECT case_id, field, value FROM answer WHERE sealed IS NULL")
        # A number is kept as one: the column's affinity says so.
        for given in answers.values():
            given |= {key: json.loads(text) for key, text in given.items() if isinstance(text, str)}
        firms = base.execute("SELECT case_id, organisation IS NOT NULL FROM applicant")
        self.firms = dict(firms.fetchall())
        self.shared = {
            case: words_of(
                "",
                plans[sha],
                departments=parts[case],
                people=(),
                answers=answers[case],
            )
            for case, sha in base.execute("SELECT id, blueprint FROM cases").fetchall()
        }

    def of(self, copies: Iterable[tuple[int, int, str, str, str]]) -> Iterator[tuple[int, str]]:
        """Id and words of copies that are given as the copied case, their id, number, name and firm."""
        for case, new, number, name, shop in copies:
            firm = [name_sounds.firm(shop)] if self.firms.get(case) else []
            people = [name_sounds.person(name), *firm]
            own = words_of(number, _NO_PLAN, departments={}, people=people, answers={})
            yield new, f"{own}\n{self.shared[case]}"


def _by_case(base: sqlite3.Connection, query: str) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for case, key, value in base.execute(query):
        found[case][key] = value
    return found
