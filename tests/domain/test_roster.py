"""AB posts: A and B are two people, nobody sits in two places, duties are shared out fairly (R85, R86)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import roster
from app.domain.roster import Shift, Span, hours_of, quarter_of, slots_of
from app.domain.roster_coverage import coverage, gaps
from app.domain.roster_fairness import Ledger, standings
from app.domain.roster_rotation import Plan, rotate
from tests.factories.machine import CALENDAR

MONDAY = date(2026, 9, 21)
MORNING = Span(datetime(2026, 9, 21, 8, 30), datetime(2026, 9, 21, 11, 30))
NAMES = {"li": "李静", "piao": "朴玉", "jin": "金海"}
SHIFT = Shift("1", *MORNING, "li", "piao")


@pytest.mark.parametrize(
    ("a", "b", "rule"),
    [("li", "piao", None), ("li", "li", "R85"), ("li", None, "R85"), (None, "piao", "R85"), ("li", "who", "roster")],
)  # fmt: skip
def test_a_shift_has_an_a_and_a_b_and_they_are_two_people(a, b, rule):
    refused = roster.check(Shift("1", *MORNING, a, b), [], able=NAMES, away={})
    assert (refused and refused.rule) == rule


def test_nobody_sits_at_two_windows_in_one_shift():
    other = Shift("2", MORNING.since + timedelta(hours=1), MORNING.until, "jin", "li")
    refused = roster.check(SHIFT, [other], able=NAMES, away={})
    assert (refused.rule, refused.values) == ("R86", {"who": "李静", "window": "2"})
    later = Shift("2", MORNING.until, MORNING.until + timedelta(hours=1), "jin", "li")
    assert roster.check(SHIFT, [later, SHIFT], able=NAMES, away={}) is None


def test_who_is_away_is_not_set():
    assert roster.check(SHIFT, [], able=NAMES, away={"piao": [MORNING]}).values == {"who": "朴玉"}


def test_an_hour_is_covered_by_two_thin_with_one_a_gap_with_none():
    away = {"li": [Span(datetime(2026, 9, 21, 9), datetime(2026, 9, 21, 11))], "piao": [Span(datetime(2026, 9, 21, 10), datetime(2026, 9, 21, 17))]}  # fmt: skip
    found = coverage(["1"], [MORNING], shifts=[SHIFT], away=away)
    assert [(f"{one.since:%H:%M}", one.state, one.both_away) for one in found] == [
        ("08:30", "covered", False), ("09:00", "thin", False), ("10:00", "gap", True), ("11:00", "thin", False),
    ]  # fmt: skip


def test_a_window_without_a_shift_is_a_gap_and_no_alarm():
    (gap,) = gaps(coverage(["1"], [MORNING], shifts=[], away={}))
    assert (gap.state, gap.both_away) == ("gap", False)


def test_shifts_are_made_for_working_days_only_make_up_days_too():
    days = slots_of(CALENDAR, first=date(2026, 9, 19), last=date(2026, 9, 27), halves=False)
    assert [span.since.day for span in days] == [20, 21, 22, 23, 24]
    assert (days[0].since.hour, days[0].until.hour) == (8, 17)
    halves = slots_of(CALENDAR, first=MONDAY, last=MONDAY, halves=True)
    assert [span.since.hour for span in halves] == [8, 13]


@pytest.mark.parametrize(("day", "quarter"), [("2026-01-01", "2026Q1"), ("2026-06-30", "2026Q2"), ("2026-12-31", "2026Q4")])  # fmt: skip
def test_a_day_lies_in_its_quarter(day, quarter):
    assert quarter_of(date.fromisoformat(day)) == quarter


@st.composite
def plans(draw, leave=True):
    people = [f"p{at}" for at in range(draw(st.integers(0, 9)))]
    posts = {
        f"w{at}": tuple(draw(st.lists(st.sampled_from(people), unique=True)) if people else ())
        for at in range(draw(st.integers(1, 4)))
    }
    last = MONDAY + timedelta(days=draw(st.integers(0, 25)))
    slots = slots_of(CALENDAR, first=MONDAY, last=last, halves=draw(st.booleans()))
    away = {}
    for person in people if leave else ():
        begin = datetime(2026, 9, 21) + timedelta(days=draw(st.integers(0, 20)))
        away[person] = [Span(begin, begin + timedelta(days=draw(st.integers(1, 9))))]
    shares = {person: draw(st.sampled_from([100, 100, 50])) for person in people}
    return Plan(posts, slots, shares=shares, away=away, weekly=draw(st.booleans()))


@settings(max_examples=150, deadline=None)
@given(plans())
def test_nobody_is_in_two_places_nor_in_both_seats_nor_where_they_do_not_sit(plan):
    made = rotate(plan)
    assert len(made) == len(plan.slots) * len(plan.posts)
    for shift in made:
        assert len(set(shift.people)) == len(shift.people)
        assert set(shift.people) <= set(plan.posts[shift.window])
        assert not any(roster.is_away(one, shift.span, away=plan.away) for one in shift.people)
    seats = [(shift.since, one) for shift in made for one in shift.people]
    assert len(set(seats)) == len(seats)


@settings(max_examples=100, deadline=None)
@given(plans())
def test_the_same_question_has_the_same_answer_and_no_seat_is_empty_that_could_be_filled(plan):
    made = rotate(plan)
    assert made == rotate(plan)
    for shift in made:
        same = {one for other in made if other.since == shift.since for one in other.people}
        free = [
            one for one in plan.posts[shift.window]
            if one not in same and not roster.is_away(one, shift.span, away=plan.away)
        ]  # fmt: skip
        assert not (free and None in (shift.a, shift.b))


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 10), st.integers(1, 5), st.integers(1, 60))
def test_among_equals_nobody_has_two_duties_more_than_another(people, windows, days):
    names = tuple(f"p{at}" for at in range(people))
    slots = slots_of(CALENDAR, first=MONDAY, last=MONDAY + timedelta(days=days), halves=False)
    posts = {f"w{at}": names for at in range(min(windows, people // 2))}
    found = standings(rotate(Plan(posts, slots)), Ledger(posts, shares={}, away={}))
    for had in ([one.a for one in found], [one.total for one in found]):
        assert max(had) - min(had) <= 2
    assert all(abs(one.more) < 2 for one in found)


@settings(max_examples=60, deadline=None)
@given(plans(), st.data())
def test_made_anew_it_keeps_what_was_set_by_hand_and_goes_around_it(plan, data):
    made = [shift for shift in rotate(plan) if len(shift.people) == 2]
    if not made:
        return
    chosen = data.draw(st.sampled_from(made))
    kept = roster.put(roster.put(chosen, seat="a", person=chosen.b), seat="b", person=chosen.a)
    again = rotate(Plan(plan.posts, plan.slots, shares=plan.shares, away=plan.away, kept=[kept]))
    assert not any(roster.is_same(one, kept) for one in again)
    beside = [one for one in again if roster.meets(one.span, kept.span)]
    assert not set(kept.people) & {name for one in beside for name in one.people}


def test_half_a_post_has_half_the_duties_and_who_comes_back_makes_up_for_nothing():
    slots = slots_of(CALENDAR, first=MONDAY, last=MONDAY + timedelta(days=100), halves=True)
    names = ("a", "b", "c", "d", "e")
    away = {"b": [Span(slots[0].since, slots[60].since)]}
    posts, shares = {"1": names}, {"a": 50}
    made = rotate(Plan(posts, slots, shares=shares, away=away))
    found = {one.person: one for one in standings(made, Ledger(posts, shares=shares, away=away))}
    assert abs(found["a"].total * 2 - found["c"].total) <= 4
    assert "part_time" in found["a"].why and "away" in found["b"].why
    assert all(abs(one.more) < 2 for one in found.values())
    back = [shift for shift in made if shift.since >= slots[60].since][:10]
    assert sum("b" in shift.people for shift in back) <= 6


def test_a_pair_stays_for_the_week_where_it_is_asked_for():
    slots = slots_of(CALENDAR, first=date(2026, 10, 12), last=date(2026, 10, 23), halves=False)
    made = rotate(Plan({"1": ("a", "b", "c", "d")}, slots, weekly=True))
    assert len({(one.since.isocalendar()[1], one.a, one.b) for one in made}) == 2


def test_what_nobody_could_be_found_for_is_owed_to_nobody():
    posts = {"1": ("a", "b"), "2": ("a", "b")}
    slots = slots_of(CALENDAR, first=MONDAY, last=MONDAY + timedelta(days=20), halves=False)
    found = standings(rotate(Plan(posts, slots)), Ledger(posts, shares={}, away={}))
    assert [(one.total, one.b, one.more) for one in found] == [(len(slots), 0, 0.0)] * 2


def test_others_change_places_so_that_no_window_stays_empty():
    slot = [MORNING]
    (first, second) = rotate(Plan({"1": ("a", "b"), "2": ("a",)}, slot))
    assert {first.a, second.a} == {"a", "b"} and second.a == "a"


def test_a_year_for_twelve_windows_and_thirty_people_has_no_gap():
    names = tuple(f"p{at:02}" for at in range(30))
    posts = {f"w{at:02}": names for at in range(12)}
    slots = slots_of(CALENDAR, first=date(2026, 1, 1), last=date(2026, 3, 31), halves=False)
    made = rotate(Plan(posts, slots))
    hours = hours_of(CALENDAR, first=date(2026, 1, 1), last=date(2026, 3, 31))
    assert {one.state for one in coverage(posts, hours, shifts=made, away={})} == {"covered"}
