"""Where the time goes: the middle of each department's parts, and nobody compared by a handful."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.spent import Part, spent, weeks


def test_the_middle_of_what_was_handled_and_waited_is_said_with_how_many():
    line = spent([Part("A", hours, 2 * hours) for hours in range(1, 22)])[0]
    assert (line.n, line.handled, line.waited, line.compared) == (21, 11, 22, True)
    assert line.share == pytest.approx(2 / 3)


@pytest.mark.parametrize(("n", "compared", "computed"), [(4, False, False), (5, False, True), (19, False, True), (20, True, True)])  # fmt: skip
def test_under_twenty_is_not_compared_and_under_five_not_computed(n, compared, computed):
    line = spent([Part("A", 3600, 0)] * n)[0]
    assert (line.compared, line.handled is not None) == (compared, computed)


def test_who_keeps_parts_longest_stands_first_and_of_equals_by_name():
    parts = [Part("B", 1, 1)] * 5 + [Part("A", 1, 1)] * 5 + [Part("C", 9, 0)] * 5
    assert [line.department for line in spent(parts)] == ["C", "A", "B"]


def test_what_took_no_time_has_no_share_of_waiting():
    assert spent([Part("A", 0, 0)] * 5)[0].share is None


def test_a_week_begins_on_monday_and_the_last_holds_today():
    friday = date(2026, 9, 18).toordinal()
    monday = date(2026, 9, 14).toordinal()
    found = weeks({monday: 2, friday: 1, monday - 1: 5, monday - 14: 7}, until=friday, count=2)
    assert found == [5, 3]
