"""Two appeals of one class about one department in one matter are a cause; what comes after a decision counts apart."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.bulletin import Period, before
from app.domain.causes import (
    AGAIN,
    DECIDED,
    OPEN,
    Appealed,
    Cause,
    Decided,
    standing,
    tally,
    waiting,
)

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
SHOP = Cause("refused_to_do", "MS", "joint/shop")
OTHER = Cause("refused_to_do", "XF", "joint/shop")
NOBODY = Cause("refused_to_do", "", "")


@pytest.mark.parametrize(
    ("days", "counted"),
    [
        ([(9, 1)], None),
        ([(8, 1), (8, 31)], None),
        ([(9, 1), (9, 30)], (2, 0)),
        ([(8, 31), (9, 1), (9, 2)], (2, 1)),
        ([(7, 31), (9, 3), (9, 3), (10, 1)], (2, 0)),
    ],
)
def test_twice_in_the_period_is_a_cause_and_once_is_none(days, counted):
    line = tally([came(*day) for day in days], SEPTEMBER, decided={}).get(SHOP.key)
    assert (line and (line["received"], line["before"])) == counted


def test_another_department_is_another_cause_and_nobody_is_none():
    twice = [came(9, 1, cause) for cause in (SHOP, OTHER, NOBODY, OTHER, NOBODY, SHOP)]
    assert set(tally(twice, SEPTEMBER, decided={})) == {SHOP.key, OTHER.key}


@pytest.mark.parametrize(
    ("after", "stands"), [([], DECIDED), ([9], DECIDED), ([9, 12], AGAIN), ([9, 10, 12], AGAIN)]
)
def test_after_a_decision_two_more_bring_it_up_again(after, stands):
    days = [2, 3, *after]
    decided = {SHOP: Decided(7, datetime(2026, 9, 5, 9))}
    line = tally([came(9, day) for day in days], SEPTEMBER, decided=decided)[SHOP.key]
    assert (line["after"], line["decision"], standing(line)) == (len(after), 7, stands)
    assert waiting([line]) == (stands == AGAIN)


def test_what_nobody_decided_waits():
    line = tally([came(9, 1), came(9, 2)], SEPTEMBER, decided={})[SHOP.key]
    assert (standing(line), waiting([line])) == (OPEN, 1)


@pytest.mark.parametrize("cause", [SHOP, Cause("cannot_do", "", "single/x"), Cause("a", "MS", "")])
def test_a_cause_is_read_from_its_key(cause):
    assert Cause.read(cause.key) == cause


@pytest.mark.parametrize(
    "key", ["", "a", "a~MS", "~MS~joint~x", "a~~~", "a~MS~joint~", "a~~~x", "a~b~c~d~e"]
)
def test_what_is_no_key_is_no_cause(key):
    assert Cause.read(key) is None


MOMENTS = st.lists(
    st.tuples(
        st.sampled_from([SHOP, OTHER, NOBODY]),
        st.datetimes(datetime(2026, 7, 1), datetime(2026, 11, 1)),
    ),
    max_size=30,
)


@given(MOMENTS, st.dates(date(2026, 7, 15), date(2026, 10, 15)), st.integers(0, 60), st.datetimes(datetime(2026, 7, 1), datetime(2026, 11, 1)))  # fmt: skip
def test_each_figure_is_what_was_counted_one_by_one(moments, first, days, at):
    period = Period(first, first + timedelta(days=days))
    found = tally([Appealed(*one) for one in moments], period, decided={SHOP: Decided(1, at)})
    for cause in (SHOP, OTHER):
        mine = [moment for one, moment in moments if one == cause]
        received = [moment for moment in mine if period.holds(moment)]
        since = [moment for moment in received if cause == SHOP and moment > at]
        line = found.get(cause.key)
        assert (line is not None) == (len(received) > 1)
        if line:
            assert line["received"] == len(received)
            assert line["before"] == sum(map(before(period).holds, mine))
            assert line["after"] == len(since)
    assert NOBODY.key not in found


def came(month, day, cause=SHOP):
    return Appealed(cause, datetime(2026, month, day, 10))
