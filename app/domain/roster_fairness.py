"""How evenly posts are shared: what each had, what a fair share was, and why the two differ.

A duty is shared out among those who could have had it: whoever is away, or sits at fewer windows, is
owed nothing for it; whoever works half the time is owed half.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.roster import SEATS, Away, Shift, Span, is_away

FULL = 100
#: Differences below it are how fractions are written, no difference of duties.
DIGITS = 6


@dataclass
class Account:
    """One person's duties: had and owed, by seat, and how often at which window."""

    had: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SEATS, 0))
    owed: dict[str, float] = field(default_factory=lambda: dict.fromkeys(SEATS, 0.0))
    windows: Counter[str] = field(default_factory=Counter)
    away: int = 0
    by_hand: int = 0

    def behind(self, seat: str) -> float:
        """How many duties of a seat they are owed yet; below nothing where they had more."""
        return round(self.owed[seat] - self.had[seat], DIGITS)

    @property
    def total(self) -> float:
        """How many duties they are owed yet, of both seats."""
        return round(sum(self.owed.values()) - sum(self.had.values()), DIGITS)


class Ledger:
    """Everybody's account, written as shifts go by."""

    def __init__(
        self, posts: Mapping[str, Sequence[str]], *, shares: Mapping[str, int], away: Away
    ) -> None:
        """``posts`` are the people of each window, ``shares`` in hundredths of a full post."""
        self.posts, self.shares, self.away = posts, shares, away
        self.of = {person: Account() for people in posts.values() for person in people}
        # Windows with the same people are looked at as one: in a hall they mostly are.
        kinds = list(dict.fromkeys(tuple(people) for people in posts.values()))
        self._people = dict(enumerate(kinds))
        self._kind = {window: kinds.index(tuple(people)) for window, people in posts.items()}

    def offer(
        self, windows: Iterable[str], span: Span, *, seats: Sequence[str] = SEATS
    ) -> dict[str, list[str]]:
        """Share the seats of posts out among those who could have them; gives who that is, by window."""
        kinds: dict[int, list[str]] = {}
        for window in windows:
            kinds.setdefault(self._kind.get(window, -1), []).append(window)
        found: dict[str, list[str]] = {}
        for kind, same in kinds.items():
            there = self._credited(kind, span, seats, len(same))
            found.update(dict.fromkeys(same, there))
        return found

    def _credited(self, kind: int, span: Span, seats: Sequence[str], posts: int) -> list[str]:
        """Who of some people is there; each is owed their part of the seats of so many posts."""
        people, away, shares = self._people.get(kind, ()), self.away, self.shares
        there = [one for one in people if one not in away or not is_away(one, span, away=away)]
        whole = sum(shares.get(person, FULL) for person in there) or 1
        for person in there:
            part, owed = shares.get(person, FULL) * posts / whole, self.of[person].owed
            for seat in seats:
                owed[seat] += part
        if len(there) < len(people):
            for person in set(people).difference(there):
                self.of[person].away += posts
        return there

    def take(self, shift: Shift) -> None:
        """Write down who had it."""
        for seat, person in zip(SEATS, (shift.a, shift.b), strict=True):
            if person is not None:
                account = self.of.setdefault(person, Account())
                account.had[seat] += 1
                account.windows[shift.window] += 1
                account.by_hand += shift.edited


@dataclass(frozen=True)
class Standing:
    """One line of a roster's fairness; ``fair`` is the share they should have had, ``why`` what explains it."""

    person: str
    a: int
    b: int
    fair: float
    windows: Mapping[str, int]
    why: tuple[str, ...]

    @property
    def total(self) -> int:
        """Duties had."""
        return self.a + self.b

    @property
    def more(self) -> float:
        """Duties above the fair share; below nothing where they had fewer."""
        return round(self.total - self.fair, 1)


def standings(shifts: Iterable[Shift], ledger: Ledger) -> list[Standing]:
    """Everybody's duties in these shifts against their fair share, by person. ``ledger`` is fresh."""
    by_seats: dict[tuple[Span, tuple[str, ...]], list[str]] = {}
    for shift in sorted(shifts, key=lambda one: (one.since, one.window)):
        # What nobody could be found for was nobody's to have.
        had = tuple(seat for seat, one in zip(SEATS, (shift.a, shift.b), strict=True) if one)
        by_seats.setdefault((shift.span, had), []).append(shift.window)
        ledger.take(shift)
    for (span, had), windows in by_seats.items():
        ledger.offer(windows, span, seats=had)
    return [_standing(person, ledger) for person in sorted(ledger.of)]


def _standing(person: str, ledger: Ledger) -> Standing:
    account = ledger.of[person]
    owed = sum(account.owed.values())
    return Standing(
        person, account.had["a"], account.had["b"], round(owed, 1),
        dict(sorted(account.windows.items())), tuple(_why(person, account, ledger)),
    )  # fmt: skip


def _why(person: str, account: Account, ledger: Ledger) -> Iterable[str]:
    """What makes this account unlike the others."""
    places = sum(person in people for people in ledger.posts.values())
    told = {
        "away": account.away,
        "part_time": ledger.shares.get(person, FULL) != FULL,
        "few_windows": 0 < places < len(ledger.posts),
        "by_hand": account.by_hand,
    }
    return [key for key, holds in told.items() if holds]
