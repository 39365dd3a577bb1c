"""A year of AB posts for twelve windows and thirty people: made, judged for fairness and coverage, in a second."""

from __future__ import annotations

import statistics
import sys
import time
from datetime import date, datetime
from datetime import time as clock

from app.domain.calendar import Calendar
from app.domain.roster import Away, Shift, Span, hours_of, slots_of
from app.domain.roster_coverage import coverage, gaps
from app.domain.roster_fairness import Ledger, standings
from app.domain.roster_rotation import Plan, rotate

WINDOWS, PEOPLE, ROUNDS, GOAL = 12, 30, 7, 1.0
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
HOURS = ((clock(8, 30), clock(11, 30)), (clock(13, 30), clock(17, 0)))


def main() -> int:
    """Print the median of each; 1 where the goal is missed or an hour is left alone."""
    calendar = Calendar(FIRST, LAST, {}, HOURS)
    people = tuple(f"p{at:02}" for at in range(PEOPLE))
    posts = {f"w{at:02}": people for at in range(WINDOWS)}
    away: Away = {
        person: [Span(datetime(2026, 1 + at % 12, 3), datetime(2026, 1 + at % 12, 13))]
        for at, person in enumerate(people)
    }
    return max(_one(calendar, posts, away, halves=halves) for halves in (False, True))


def _one(calendar: Calendar, posts: dict[str, tuple[str, ...]], away: Away, *, halves: bool) -> int:
    slots = slots_of(calendar, first=FIRST, last=LAST, halves=halves)
    taken: list[float] = []
    spent: list[float] = []
    made: list[Shift] = []
    for _round in range(ROUNDS):
        begun, worked = time.perf_counter(), time.process_time()
        fresh = rotate(Plan(posts, slots, away=away))
        found = standings(fresh, Ledger(posts, shares={}, away=away))
        left = gaps(
            coverage(posts, hours_of(calendar, first=FIRST, last=LAST), shifts=fresh, away=away)
        )
        taken.append(time.perf_counter() - begun)
        spent.append(time.process_time() - worked)
        if made and made != fresh:
            print("roster: the same question had two answers")
            return 1
        made = fresh
    median, worst = statistics.median(spent), max(abs(one.more) for one in found)
    print(
        f"roster, {'half' if halves else 'whole'} days: {len(made)} shifts, made and judged in {median:.2f} s of CPU "
        f"(p50 of {ROUNDS}; on the clock {statistics.median(taken):.2f}, least {min(taken):.2f}); furthest from fair {worst}, gaps {len(left)}"
    )
    return int(median > GOAL or bool(left))


if __name__ == "__main__":
    sys.exit(main())
