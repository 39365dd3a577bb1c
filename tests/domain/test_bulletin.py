"""A bulletin's figures, as the report has them: ten received, nine done, ninety per cent."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.bulletin import (
    COUNTED,
    Late,
    Period,
    Span,
    added,
    before,
    course,
    on_time,
    rate,
    share,
    tally,
)

MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
DAY = datetime(2026, 5, 19, 10, 0)


def test_ten_received_and_nine_done_are_ninety_per_cent():
    spans = [span(ended=DAY + timedelta(days=3)) for _ in range(9)] + [span()]
    line = tally(spans, MAY)["window"]
    assert (line["received"], line["done"], line["open"]) == (10, 9, 1)
    assert rate(line) == Decimal("90.0")


def test_of_nothing_received_there_is_no_share_and_no_error():
    assert tally([], MAY) == {}
    assert rate(added([])) is None
    assert on_time(added([])) is None


@pytest.mark.parametrize(
    ("part", "of", "said"), [(1, 3, "33.3"), (2, 3, "66.7"), (1, 16, "6.3"), (9, 10, "90.0"), (3, 3, "100.0")]
)  # fmt: skip
def test_a_share_has_one_place_rounded_half_up(part, of, said):
    assert str(share(part, of)) == said


@pytest.mark.parametrize(
    ("begun", "ended", "counted"),
    [
        ("2026-05-01T00:00", "2026-05-31T23:59:59", {"received", "done", "closed"}),
        ("2026-05-31T23:59:59", "2026-06-01T00:00", {"received", "open"}),
        ("2026-04-30T23:59:59", "2026-05-01T00:00", {"closed"}),
        ("2026-04-30T10:00", None, {"open"}),
        ("2026-04-01T10:00", "2026-04-30T23:59", set()),
        ("2026-06-01T00:00", None, set()),
    ],
)
def test_the_first_and_the_last_moment_of_a_period_are_in_it(begun, ended, counted):
    one = span(datetime.fromisoformat(begun), ended and datetime.fromisoformat(ended))
    line = tally([one], MAY).get("window", {})
    assert {name for name, count in line.items() if count} == counted


def test_what_ended_late_is_late_and_its_cards_count_on_the_day_they_were_written():
    card = Late("case", "promise", "yellow", datetime(2026, 4, 30, 0, 0))
    one = span(
        ended=DAY, late=True, cards=(card, card._replace(colour="red", limit="legal", at=DAY))
    )
    line = tally([one], MAY)["window"]
    assert (line["closed"], line["late"], line["yellow"], line["red"]) == (1, 1, 0, 1)
    assert on_time(line) == 0


@pytest.mark.parametrize(
    ("period", "earlier"),
    [
        (("2026-05-01", "2026-05-31"), ("2026-04-01", "2026-04-30")),
        (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),
        (("2026-01-01", "2026-03-31"), ("2025-10-01", "2025-12-31")),
        (("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-12-31")),
        (("2026-05-11", "2026-05-17"), ("2026-05-04", "2026-05-10")),
    ],
)
def test_months_are_compared_with_months_and_days_with_days(period, earlier):
    days = Period(*map(date.fromisoformat, period))
    assert tuple(day.isoformat() for day in before(days)) == earlier


MOMENTS = st.datetimes(datetime(2026, 3, 1), datetime(2026, 8, 1))


@given(st.lists(st.tuples(MOMENTS, st.timedeltas(timedelta(), timedelta(days=60)), st.booleans())))
def test_of_what_was_received_no_more_is_done_and_what_is_open_is_not(courses):
    spans = [span(begun, begun + took if ends else None) for begun, took, ends in courses]
    line = tally(spans, MAY).get("window", dict.fromkeys(COUNTED, 0))
    assert line["done"] <= min(line["received"], line["closed"])
    assert line["received"] - line["done"] <= line["open"]


@given(st.lists(st.tuples(MOMENTS, st.timedeltas(timedelta(), timedelta(days=60)), st.booleans())))
def test_what_began_and_what_ran_at_both_ends_of_a_period_give_the_same_line(courses):
    spans = [span(begun, begun + took if ends else None) for begun, took, ends in courses]
    began, before = sum(MAY.holds(one.begun) for one in spans), ran(spans, MAY.start)
    after = ran(spans, MAY.end)
    newer = sum(one.begun >= MAY.start for one in after)
    line = course(began, running_before=len(before), running_after=(len(after), newer))
    assert line == tally(spans, MAY).get("window", dict.fromkeys(COUNTED, 0))


def ran(spans, at):
    return [one for one in spans if one.begun < at and (one.ended is None or one.ended >= at)]


def span(begun=DAY, ended=None, *, late=False, cards=()):
    return Span("window", begun, ended, late, cards)
