"""One case running through a plan: who takes how long is from its history, the rest from the real graph."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.calendar import Calendar
from app.domain.case.graph import settle
from app.domain.whatif_history import Handling, History, Span, laid
from app.domain.whatif_marks import Lived

Task = dict[str, Any]


@dataclass
class Course:
    """One case running through its plan, from one end of a task to the next."""

    history: History
    plan: list[Task]
    calendar: Calendar
    status: dict[str, str] = field(default_factory=dict)
    lived: dict[str, Lived] = field(default_factory=dict)
    never: dict[str, datetime] = field(default_factory=dict)

    def run(self) -> None:
        """From receipt until no task ends any more."""
        self.status = {task["key"]: "waiting" for task in self.plan}
        self._settle(self.history.received_at)
        while ends := self._ends():
            at = min(ends.values())
            # What ended in the same second ended together: a join sees both.
            for key in [key for key, end in ends.items() if end == at]:
                self._close(key, str(self._handling(key).outcome), at)
            self._settle(at)

    def _handling(self, key: str) -> Handling:
        return self.history.handlings.get(key, UNKNOWN)

    def _ends(self) -> dict[str, datetime]:
        """When each task that waits or runs would end by itself, where that is known."""
        found = {}
        for key, state in self.status.items():
            at = self.lived[key].ends if state == "open" else self._handling(key).at
            if state in ("open", "waiting") and at:
                found[key] = max(at, self.lived[key].opened) if state == "open" else at
        return found

    def _settle(self, at: datetime) -> None:
        for move in settle(self.plan, self.status):
            if move.status == "open":
                self._open(move.task, at, first=move.because == "intake")
            else:
                self._close(move.task, move.status, at)

    def _open(self, key: str, at: datetime, *, first: bool) -> None:
        """Laid from its opening; the clock of a first part starts at acceptance (R25, R47)."""
        handling = self._handling(key)
        lay = self._lay(at)
        ends = handling.at if handling.at and handling.at > at else lay(handling.end)
        pauses = [(lay(p.since), lay(p.until), p.restart) for p in handling.pauses]
        start = self.history.accepted_at if first else at
        self.lived[key] = Lived(
            at, start, ends, [(since, until, anew) for since, until, anew in pauses if since]
        )

    def _lay(self, opened: datetime) -> Any:
        return lambda length: _laid(self.calendar, opened, length)

    def _close(self, key: str, outcome: str, at: datetime) -> None:
        """Ended at this moment; what it waited for by then is over with it."""
        self.status[key] = outcome
        lived = self.lived.get(key)
        if lived is None:
            self.never[key] = at
            return
        lived.closed = at
        lived.pauses = [
            (since, until if until and until <= at else None, anew)
            for since, until, anew in lived.pauses
            if since <= at
        ]


#: A task that the history knows nothing of; it gates nothing, or the case would not be replayed.
UNKNOWN = Handling("", None, None, None, (), 0)


def _laid(calendar: Calendar, opened: datetime, length: Span | None) -> datetime | None:
    return laid(calendar, opened, length=length) if length else None
