"""What the queue can be narrowed to: the themes and steps that open tasks have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Task

#: A theme that appears is offered as a filter this much later at most; the page asks nothing for it.
FRESH = timedelta(minutes=5)


@dataclass(frozen=True)
class Choices:
    """Names of themes, and names of steps with the kind of task that has them."""

    themes: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]


_kept: dict[str, tuple[datetime, Choices]] = {}


def choices(session: Session, *, now: datetime) -> Choices:
    """The themes and steps of open tasks, read at most every five minutes a process."""
    key = str(session.get_bind().engine.url)
    read_at, found = _kept.get(key, (None, None))
    if read_at is None or found is None or not read_at <= now < read_at + FRESH:
        found = _read(session)
        _kept[key] = (now, found)
    return found


def _read(session: Session) -> Choices:
    themes = sa.select(Task.theme).where(Task.state == "open", Task.theme.is_not(None))
    steps = sa.select(Task.step_name, sa.func.min(Task.kind)).where(Task.state == "open")
    return Choices(
        tuple(theme for theme in session.scalars(themes.distinct().order_by(Task.theme)) if theme),
        tuple(session.execute(steps.group_by(Task.step_name).order_by(Task.step_name)).tuples()),
    )
