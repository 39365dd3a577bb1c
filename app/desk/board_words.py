"""The words of a board that are tables, and what its lines have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _

from app.domain import board, light
from app.services.board import Line
from app.translations import ngettext


class Cell(NamedTuple):
    """One part in a cell: its light, its words, its name where the department has several."""

    kind: str
    words: str
    name: str = ""


class Lit(NamedTuple):
    """All that the kind of a light asks of a row."""

    due_at: datetime | None
    warn_at: datetime | None
    held: bool


#: For whom one waits where it is no department → its words.
PEOPLE: dict[str, Callable[[], str]] = {
    board.APPLICANT: lambda: _("the applicant's papers"),
    board.PROCEDURE: lambda: _("a special procedure"),
    board.RECEIVER: lambda: _("the applicant to fetch it"),
}
#: (late, counted in days) → what is left, short.
SHORT: Mapping[tuple[bool, bool], Callable[[light.Remaining], str]] = {
    (False, True): lambda left: (
        ngettext("%(num)s day left", "%(num)s days left", left.days) if left.days else _("today")
    ),
    (True, True): lambda left: ngettext("%(num)s day over", "%(num)s days over", left.days or 1),
    (False, False): lambda left: _("%(hours)s h %(minutes)s min", hours=left.hours, minutes=left.minutes),
    (True, False): lambda left: _("%(hours)s h %(minutes)s min over", hours=left.hours, minutes=left.minutes),
}  # fmt: skip


def held_of(line: Line) -> list[tuple[str, str]]:
    """For whom a case waits, each with the name of the part that others wait for."""
    holding = line.standing.holding
    return [
        (who, line.parts[holding[who]].name if who in holding else "") for who in line.standing.on
    ]


def columns_of(lines: Iterable[Line]) -> list[str]:
    """The departments with a part on this board, in the order in which the parts stand."""
    seen = (
        line.parts[spec["key"]].department
        for line in lines
        for spec in line.specs
        if spec["key"] in line.parts
    )
    return list(dict.fromkeys(seen))


def several_of(lines: Iterable[Line]) -> set[str]:
    """Departments that have several parts in some case: theirs are told apart by name."""
    counts = (
        Counter(part.department for part in line.parts.values() if part.gates) for line in lines
    )
    return {code for count in counts for code, times in count.items() if times > 1}
