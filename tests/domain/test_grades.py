"""季度考核: from figures alone, with n; of under five no share, under twenty neither grade nor place."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain import grades
from app.domain.grades import Counts


def counts(closed=100, late=0, red=0, rated=0, bad=0, found=0):
    return Counts(closed, late, red, rated, bad, found)


@pytest.mark.parametrize(
    ("of", "points", "grade"),
    [
        (counts(), 10_000, "excellent"),
        (counts(late=15), 8_500, "good"),
        (counts(late=40), 6_000, "passed"),
        (counts(late=41), 5_900, "failed"),
        (counts(rated=10, bad=5), 8_000, "good"),
        (counts(rated=4, bad=4), 10_000, "excellent"),
        (counts(red=1), 9_800, "good"),
        (counts(found=1), 9_000, "good"),
        (counts(found=11), 0, "failed"),
        (counts(closed=3, late=1), None, None),
        (counts(closed=4), None, None),
        (counts(closed=21, late=3, rated=6, bad=1), 8_476, "good"),
        (counts(closed=20, late=9), 5_500, "failed"),
        (counts(closed=19, late=9), None, None),
        (counts(closed=7, late=1, rated=6, bad=1, found=2), None, None),
    ],
)
def test_points_and_grade_follow_from_the_figures(of, points, grade):
    (one,) = grades.graded({"SWJ": of})
    assert (one.points, one.grade) == (points, grade)


def test_fewer_than_twenty_stand_beside_without_a_place_and_equals_share_one():
    of = {
        "A": counts(19),
        "B": counts(20, late=2),
        "C": counts(20),
        "D": counts(40),
        "E": counts(4),
    }
    places = [(one.department, one.place) for one in grades.graded(of)]
    assert places == [("C", 1), ("D", 1), ("B", 3), ("A", None), ("E", None)]


@pytest.mark.parametrize(
    ("of", "in_time", "content"),
    [
        (counts(0), None, None),
        (counts(4, late=1, rated=4, bad=1), None, None),
        (counts(5, late=1, rated=5, bad=1), 8_000, 8_000),
        (counts(19, late=1, rated=8, bad=3), 9_474, 6_250),
    ],
)
def test_of_fewer_than_five_no_share_is_worked_out_and_n_is_told(of, in_time, content):
    (one,) = grades.graded({"A": of})
    assert (one.in_time, one.content, one.counts) == (in_time, content, of)


@pytest.mark.parametrize(
    ("quarter", "since", "until"),
    [
        ("2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_has_its_days(quarter, since, until):
    assert grades.period_of(quarter) == (since, until)


@pytest.mark.parametrize(
    "wrong", ["", "2026", "2026Q5", "26Q1", "2026Q", "x026Q1", "0000Q1", "2026Q1 "]
)
def test_what_is_no_quarter_is_refused(wrong):
    with pytest.raises(ValueError):
        grades.period_of(wrong)
