"""A fair rotation of AB posts: the same question always has the same answer.

Shift by shift those come first who are owed most. Where that would leave a seat empty, others of the
same shift change places; every A is found before any B, so nobody is a window's second while
another has no first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile

from app.domain.roster import SEATS, Away, Shift, Span, meets
from app.domain.roster_fairness import Account, Ledger

#: A seat of a window: the window, and "a" or "b".
Seat = tuple[str, str]


@dataclass(frozen=True)
class Plan:
    """What a rotation is asked for; ``kept`` stays as it is, ``before`` is what went before and counts.

    ``weekly``: whoever has a seat keeps it for the week, as far as they are there.
    """

    posts: Mapping[str, Sequence[str]]
    slots: Sequence[Span]
    shares: Mapping[str, int] = field(default_factory=dict)
    away: Away = field(default_factory=dict)
    kept: Sequence[Shift] = ()
    before: Sequence[Shift] = ()
    weekly: bool = False


def rotate(plan: Plan) -> list[Shift]:
    """The shifts of a plan, but those that are kept, in the order of time and window.

    A seat for which nobody is free stays empty: nobody is put in two places (R86), nor in both seats (R85).
    """
    ledger = Ledger(plan.posts, shares=plan.shares, away=plan.away)
    for shift in sorted(plan.before, key=_place):
        _note(ledger, shift)
    kept, made, last = sorted(plan.kept, key=_place), [], _Last()
    for slot in sorted(plan.slots):
        there = [shift for shift in kept if meets(shift.span, slot)]
        for shift in there:
            _note(ledger, shift)
        # Each counts once, in the first shift it touches.
        kept = [shift for shift in kept if shift not in there or shift.until > slot.until]
        fresh = _fill(plan, slot, ledger, there, last)
        made += fresh
        last.note(slot, [*there, *fresh])
    return made


def _place(shift: Shift) -> tuple[datetime, str]:
    return shift.since, shift.window


def _note(ledger: Ledger, shift: Shift) -> None:
    ledger.offer([shift.window], shift.span)
    ledger.take(shift)


class _Last:
    """Who had which seat lately, within a week."""

    def __init__(self) -> None:
        self.week: tuple[int, int] = (0, 0)
        self.held: dict[Seat, str | None] = {}

    def note(self, slot: Span, shifts: list[Shift]) -> None:
        self.week = slot.since.isocalendar()[:2]
        for shift in shifts:
            self.held |= {(shift.window, "a"): shift.a, (shift.window, "b"): shift.b}

    def of(self, slot: Span) -> dict[Seat, str | None]:
        return self.held if slot.since.isocalendar()[:2] == self.week else {}


def _fill(plan: Plan, slot: Span, ledger: Ledger, there: list[Shift], last: _Last) -> list[Shift]:
    busy = {person for shift in there for person in shift.people}
    taken = {shift.window for shift in there}
    there_now = ledger.offer([one for one in sorted(plan.posts) if one not in taken], slot)
    free = {
        window: [person for person in people if person not in busy]
        for window, people in there_now.items()
    }
    stays = last.of(slot) if plan.weekly else {}
    held = _seated(free, ledger.of, stays)
    sits = {seat: person for person, seat in held.items()}
    made = [
        Shift(window, slot.since, slot.until, sits.get((window, "a")), sits.get((window, "b")))
        for window in free
    ]
    for shift in made:
        ledger.take(shift)
    return made


def _seated(
    free: Mapping[str, list[str]], accounts: Mapping[str, Account], stays: Mapping[Seat, str | None]
) -> dict[str, Seat]:
    """Person → seat, as many seats as can be filled at all."""
    held: dict[str, Seat] = {}
    order = sorted(free, key=lambda one: len(free[one]))
    everybody: set[str] = set().union(*free.values())
    # The fewest to choose from come first, so that others rarely have to change places for them.
    for letter in SEATS:
        owed = {one: _owed(accounts[one], letter) for one in everybody}
        first = sorted(everybody, key=lambda one: (*owed[one], one))
        for window in order:
            seat, here = (window, letter), set(free[window]).difference(held)
            known = stays.get(seat)
            if known in here:
                held[str(known)] = seat
            elif here:
                held[_next([one for one in first if one in here], window, owed, accounts)] = seat
            else:
                _change_places(seat, free, held, set())
    return held


def _next(
    people: list[str],
    window: str,
    owed: Mapping[str, tuple[int, int, float]],
    accounts: Mapping[str, Account],
) -> str:
    """Of those who are owed most, whoever was at this window least. ``people`` stand in the order of owing."""
    most = owed[people[0]][:2]
    alike = takewhile(lambda one: owed[one][:2] == most, people)
    return min(alike, key=lambda one: (accounts[one].windows.get(window, 0), owed[one][2], one))


def _owed(account: Account, letter: str) -> tuple[int, int, float]:
    """How little somebody is owed a seat, the other way round: who is owed most comes first."""
    own, both = -account.behind(letter), -account.total
    # In whole duties: a fraction owed is no reason to send somebody to the same window again.
    rough = (round(own), round(both))
    return (*(rough if letter == "a" else rough[::-1]), own + both)


def _change_places(
    seat: Seat, free: Mapping[str, list[str]], held: dict[str, Seat], seen: set[str]
) -> bool:
    """Find somebody for a seat by moving others; whether there was a way. Nobody loses a seat by it."""
    for person in free[seat[0]]:
        if person in seen:
            continue
        seen.add(person)
        if person not in held or _change_places(held[person], free, held, seen):
            held[person] = seat
            return True
    return False
