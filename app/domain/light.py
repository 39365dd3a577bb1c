"""The light of a due date, and the numbers its words need; no words here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.calendar import Calendar
from app.domain.due import Due
from app.domain.elapsed import position_of

#: From the calmest to the worst.
LIGHTS = ("none", "held", "green", "yellow", "red")


@dataclass(frozen=True)
class Remaining:
    """What is left, or by how much it is late. `days` is None where the limit counts hours."""

    late: bool
    days: int | None
    hours: int
    minutes: int


def is_late(due: Due | None, at: datetime) -> bool:
    """Whether something done at the moment is late; on the due day itself it is not (R04, R62)."""
    # Due dates are whole seconds; the last one lasts until the next begins.
    return due is not None and at.replace(microsecond=0) > due.at


def light(
    due: Due | None, now: datetime, *, closed: bool = False, held: bool = False
) -> str | None:
    """One of LIGHTS; None once closed (R63). On hold it is never yellow or red (R17, R60)."""
    if closed:
        return None
    if held:
        return "held"
    if due is None:
        return "none"
    if is_late(due, now):
        return "red"
    return "yellow" if now >= due.warn else "green"


def worst(lights: Iterable[str | None]) -> str | None:
    """The light of a case from its own and its running parts' (R51); None where all are closed."""
    return max((colour for colour in lights if colour), key=LIGHTS.index, default=None)


def remaining(calendar: Calendar, due: Due, *, now: datetime, unit: str) -> Remaining:
    """What is left until `due`, counted as `unit` counts.

    Days: `days` working (or natural) days after today, 0 = due today; late, at least 1.
    Hours and minutes: working time, a begun minute counts whole.
    """
    late = is_late(due, now)
    start, end = (due.at, now) if late else (now, due.at)
    position = position_of(calendar, unit)
    left = position(end) - position(start)
    if position == calendar.seconds_to:
        hours, minutes = divmod(-(-left // 60), 60)
        return Remaining(late, None, hours, minutes)
    # On the rest days after a missed day no working day has passed yet; it is late all the same.
    return Remaining(late, max(left, int(late)), 0, 0)
