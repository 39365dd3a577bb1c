"""通报: the figures of a period, how each is counted, and how a share of them is said (R76, R78).

A figure says what is known when it is counted: a case that was reopened is not done until it is closed
anew, one declared void was never received. So the rows and the fold of the events count the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

#: What is counted of cases and of departments' parts, in the order in which it is read.
COUNTED = ("received", "done", "closed", "late", "open", "yellow", "red")
#: Registered by mistake: counted nowhere.
VOID = "void"
#: The limit that was promised; a card past it says that something was late, for ever (R62).
PROMISE = "promise"
DECEMBER = 12


class Period(NamedTuple):
    """Whole days, both counted."""

    since: date
    until: date

    @property
    def start(self) -> datetime:
        """The first moment of it."""
        return datetime.combine(self.since, time.min)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.until + timedelta(days=1), time.min)

    def holds(self, moment: datetime | None) -> bool:
        """Whether a moment lies in it."""
        return moment is not None and self.start <= moment < self.end


def before(period: Period) -> Period:
    """The period that it is compared with: as many whole months before it, else as many days."""
    last = period.since - timedelta(days=1)
    if period.since.day != 1 or (period.until + timedelta(days=1)).day != 1:
        return Period(period.since - (period.until - period.since) - timedelta(days=1), last)
    months = (period.until.year - period.since.year) * DECEMBER
    months += period.until.month - period.since.month
    year, month = divmod(last.year * DECEMBER + last.month - 1 - months, DECEMBER)
    return Period(date(year, month + 1, 1), last)


def month_before(day: date) -> Period:
    """The month that was over when this day's began."""
    last = day.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


class Late(NamedTuple):
    """A card: of which clock, past which limit, of what colour, when."""

    clock: str
    limit: str
    colour: str
    at: datetime


@dataclass(frozen=True)
class Span:
    """What is counted: from its beginning to its end, with its cards; ``late`` says it ended late."""

    key: str
    begun: datetime
    ended: datetime | None
    late: bool
    cards: tuple[Late, ...]


def spans_of(rows: Mapping[str, Any], *, entry: str) -> tuple[list[Span], list[Span]]:
    """The case and its departments' parts as they are counted, from the rows of its fold.

    ``entry`` names what the case is of. What is void is left out of both.
    """
    case = rows["case"]
    cards = [_card(key, card) for key, card in rows["cards"].items()]
    whole = _span(entry, (case["received_at"], case["closed_at"]), clock="case", cards=cards)
    parts = [
        (part, _span(part["department"], (part["opened_at"], part["closed_at"]), clock=key, cards=[card for card in cards if card.clock == key]))
        for key, part in rows["tasks"].items()
        if part["kind"] == "work" and part["opened_at"]
    ]  # fmt: skip
    return (
        [whole] if case["outcome"] != VOID else [],
        [span for part, span in parts if part["outcome"] != VOID],
    )


def _card(key: str, card: Mapping[str, Any]) -> Late:
    # From the right: a task's key may hold the sign, a limit's name never does.
    clock, _, limit = key.rpartition("/")
    return Late(clock, limit, card["colour"], card["at"])


def _span(
    key: str, course: tuple[datetime, datetime | None], *, clock: str, cards: list[Late]
) -> Span:
    late = any(card.clock == clock and card.limit == PROMISE for card in cards)
    return Span(key, *course, late, tuple(cards))


def tally(spans: Iterable[Span], period: Period) -> dict[str, dict[str, int]]:
    """Key → what is counted of it in a period; keys of which nothing is counted are left out.

    ``received`` began in it; ``done`` are those of them that ended by its end; ``closed`` ended in it,
    whenever they began, ``late`` of them too late; ``open`` had begun and not ended at its end;
    ``yellow`` and ``red`` are the cards written in it (R61).
    """
    found: dict[str, dict[str, int]] = {}
    for span in spans:
        counted = _counted(span, period)
        line = found.setdefault(span.key, dict.fromkeys(COUNTED, 0))
        for name, count in counted.items():
            line[name] += count
    return {key: line for key, line in found.items() if any(line.values())}


def _counted(span: Span, period: Period) -> dict[str, int]:
    began, closed = period.holds(span.begun), period.holds(span.ended)
    ended = span.ended is not None and span.ended < period.end
    colours = [card.colour for card in span.cards if period.holds(card.at)]
    return {
        "received": began,
        "done": began and ended,
        "closed": closed,
        "late": closed and span.late,
        "open": span.begun < period.end and not ended,
        "yellow": colours.count("yellow"),
        "red": colours.count("red"),
    }


def course(began: int, *, running_before: int, running_after: tuple[int, int]) -> dict[str, int]:
    """What ``tally`` counts of beginnings and ends, from how many began in the period and how many ran.

    ``running_before`` had begun and not ended at its beginning; ``running_after`` at its end, the second
    number being those of them that began in the period. Nothing ends before it begins (R76).
    """
    still, of_these = running_after
    return dict.fromkeys(COUNTED, 0) | {
        "received": began,
        "done": began - of_these,
        "closed": running_before + began - still,
        "open": still,
    }


def added(lines: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Several lines as one."""
    total = dict.fromkeys(COUNTED, 0)
    for line in lines:
        for name in COUNTED:
            total[name] += line[name]
    return total


def share(part: int, of: int) -> Decimal | None:
    """Per cent to one place, half up: 9 of 10 is 90.0; of nothing there is no share (R76)."""
    if not of:
        return None
    return (Decimal(100 * part) / of).quantize(Decimal("0.1"), ROUND_HALF_UP)


def on_time(line: Mapping[str, int]) -> Decimal | None:
    """按时办结率: of what was closed in the period, the share that was not late."""
    return share(line["closed"] - line["late"], line["closed"])


def rate(line: Mapping[str, int]) -> Decimal | None:
    """办结率: of what was received in the period, the share that was done by its end (R76)."""
    return share(line["done"], line["received"])
