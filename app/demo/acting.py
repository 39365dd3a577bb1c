"""What every act in a demo centre needs: who does it, in which words, by which day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.access import Principal, Role
from app.demo.life import Life
from app.domain.case.state import spec_of

if TYPE_CHECKING:
    from app.demo.hall import Hall

HOUR = 3600
#: A working day of the centre, about.
DAY = 6 * HOUR
WHO = {
    "work": Role.OFFICER,
    "check": Role.OFFICER,
    "inquiry": Role.OFFICER,
    "hand_over": Role.WINDOW_CLERK,
    "papers": Role.WINDOW_CLERK,
    "intake": Role.WINDOW_CLERK,
}


def handler(hall: Hall, life: Life, key: str) -> Principal:
    """Whoever works on it, or the head where the step is theirs."""
    task, spec = life.task(key), spec_of(life.plan, key)
    name = task["steps"][task["step"]]
    step = next((one for one in spec["steps"] if isinstance(one, dict) and one["step"] == name), {})
    role = step.get("by") or WHO[task["kind"]]
    return hall.crew.one(role, task["department"], rng=life.rng)


def ahead(hall: Hall, at: datetime, days: int) -> str:
    """The end of a working day ahead."""
    return hall.calendar.close_of(hall.calendar.add_workdays(at.date(), days)).isoformat()


def said(hall: Hall, life: Life, name: str) -> str:
    """One of the texts of this name."""
    return hall.activity.text(name, life.rng)


def soon(hall: Hall, life: Life, at: datetime) -> datetime:
    """When somebody comes back with papers."""
    return hall.later(at, life.rng.uniform(0.3, 3) * DAY) + timedelta(
        seconds=life.rng.randrange(60)
    )
