"""Five levels, which of them is bad, and averages: how many stand behind them, and none where nobody rated."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.domain import ratings


@pytest.mark.parametrize(
    ("counts", "many", "bad", "mean"),
    [
        ({}, 0, 0, None),
        ({5: 1}, 1, 0, 500),
        ({1: 1, 5: 1}, 2, 1, 300),
        ({5: 1, 4: 2}, 3, 0, 433),
        ({5: 5, 4: 3}, 8, 0, 463),
        ({1: 2, 2: 1, 3: 1}, 4, 3, 175),
    ],
)
def test_an_average_says_how_many_and_is_none_where_nobody_rated(counts, many, bad, mean) -> None:
    assert ratings.average(counts) == ratings.Average(many, bad, mean)


def test_averages_keep_apart_what_is_apart() -> None:
    rows = [("A", 5, 2), ("B", 1, 1), ("A", 1, 2)]
    assert {what: one.mean for what, one in ratings.averages(rows).items()} == {"A": 300, "B": 100}


def test_few_are_not_compared_and_fewer_are_not_computed() -> None:
    rows = [("few", 1, 4), ("good", 5, 20), ("some", 1, 19), ("bad", 2, 20)]
    found = ratings.laid_out(ratings.averages(rows))
    assert [(what, one.compared, one.computed) for what, one in found.items()] == [
        ("bad", True, True), ("good", True, True), ("some", False, True), ("few", False, False),
    ]  # fmt: skip


def test_the_two_lowest_are_bad() -> None:
    assert [ratings.is_bad(level) for level in ratings.LEVELS] == [False, False, False, True, True]


def test_a_link_works_to_the_end_of_its_last_day_and_nobody_is_called_before_the_answer() -> None:
    made = datetime(2026, 9, 18, 9, 15)
    assert ratings.expires(made, days=30) == datetime(2026, 10, 18, 23, 59, 59)
    assert ratings.revisit_due(made, days=5) == datetime(2026, 9, 23, 23, 59, 59)
    assert ratings.revisit_due(None, days=5) is None
