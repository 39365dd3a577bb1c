"""重复原因: appeals of one class about one department in one matter, and what was decided about them.

Two make a cause: one may be a mishap. A cause ends in a named change of the catalogue or in a reason
why nothing changes; what comes in afterwards is counted apart, so that a change that did not help is seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from app.domain.bulletin import Period, before

#: So many appeals make a cause, and so many since a decision bring it up again.
LEAST = 2
#: What is counted of a cause, in the order in which it is read.
COUNTED = ("received", "before", "after", "decision")
#: What a decision comes to: a named change of the catalogue, or a reason why nothing changes.
CHANGED, UNCHANGED = "changed", "unchanged"
OUTCOMES = (CHANGED, UNCHANGED)
#: How a cause stands.
OPEN, DECIDED, AGAIN = "open", "decided", "again"
#: Parts of a cause's key; no code has this sign in it.
SIGN, PARTS = "~", 4


class Cause(NamedTuple):
    """A class of appeals, the department they are about, and what the case is of that they are about.

    ``subject`` is empty where no case of ours was named, ``department`` where nobody was.
    """

    code: str
    department: str
    subject: str

    @property
    def key(self) -> str:
        """As it stands in figures and in addresses: refused_to_do~MS~joint~shop."""
        kind, _slash, code = self.subject.partition("/")
        return SIGN.join((self.code, self.department, kind, code))

    @classmethod
    def read(cls, key: str) -> Cause | None:
        """The cause of a key; None where it is none."""
        parts = key.split(SIGN)
        if len(parts) != PARTS:
            return None
        code, department, kind, subject = parts
        found = cls(code, department, f"{kind}/{subject}" if kind and subject else "")
        return found if code and found.is_one and found.key == key else None

    @property
    def is_one(self) -> bool:
        """Whether it names somebody or something: appeals about nothing have nothing in common."""
        return bool(self.department or self.subject)


class Appealed(NamedTuple):
    """One appeal under one of its causes."""

    cause: Cause
    at: datetime


class Decided(NamedTuple):
    """The last decision about a cause: its number, and since when it stands."""

    number: int
    at: datetime


def tally(
    appealed: Iterable[Appealed], period: Period, *, decided: Mapping[Cause, Decided]
) -> dict[str, dict[str, int]]:
    """Key of each cause of a period → what is counted of it.

    ``received`` came in the period, ``before`` in the one before it, ``after`` of those received since
    the last ``decision`` (0: none). What came fewer than LEAST times in the period is no cause.
    """
    earlier = before(period)
    found: dict[Cause, dict[str, int]] = {}
    for cause, at in appealed:
        if not cause.is_one:
            continue
        last = decided.get(cause)
        line = found.setdefault(cause, dict.fromkeys(COUNTED, 0) | {"decision": last.number if last else 0})  # fmt: skip
        line["received"] += period.holds(at)
        line["before"] += earlier.holds(at)
        line["after"] += last is not None and period.holds(at) and at > last.at
    return {cause.key: line for cause, line in found.items() if line["received"] >= LEAST}


def standing(line: Mapping[str, int]) -> str:
    """How a cause stands: nothing is decided about it, something is, or it came up again since."""
    if not line["decision"]:
        return OPEN
    return AGAIN if line["after"] >= LEAST else DECIDED


def waiting(lines: Iterable[Mapping[str, int]]) -> int:
    """How many causes somebody has to decide about: those never decided, and those come up again."""
    return sum(standing(line) != DECIDED for line in lines)
