"""docs/rules.md names a test for every rule, and every test it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "rules.md").read_text(encoding="utf-8")
ROWS = [re.split(r"\s*\|\s*", line.strip("| ")) for line in PAGE.splitlines() if line[:3] == "| R"]
RULES = {
    *range(1, 32),
    *range(40, 55),
    *range(60, 64),
    *range(70, 81),
    *range(85, 88),
    90,
    *range(95, 101),
    *range(105, 108),
}


def test_every_rule_has_its_row_and_no_row_is_empty() -> None:
    assert sorted(number for row in ROWS for number in numbers(row[0])) == sorted(RULES)
    assert all(len(row) == 3 and named(row[2]) for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_tests_that_hold_a_rule_are_there(row: list[str]) -> None:
    for path, name in named(row[2]):
        tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
        assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def numbers(cell: str) -> list[int]:
    """R15, R16 → 15, 16; R01–R04 → 1 to 4."""
    found = [int(number) for number in re.findall(r"R(\d+)", cell)]
    return list(range(found[0], found[1] + 1)) if "–" in cell else found


def named(cell: str) -> list[tuple[str, ...]]:
    return re.findall(r"`([\w/]+\.py)::(\w+)`", cell)
