"""The hall of a demo centre: what everybody has still to do, in the order of time, and what follows from it."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from app.access import SYSTEM, Principal
from app.demo.activity import Activity
from app.demo.crew import Crew
from app.demo.life import Command, Event, Life
from app.domain.calendar import Calendar

if TYPE_CHECKING:
    from app.demo.taking_in import Service
    from app.demo.voices import Voices

    Step = Callable[["Hall", Life, datetime], None]
    Follow = Callable[["Hall", Life, Event, datetime], None]


class Book(Protocol):
    """Where what happened is written."""

    voices: Voices

    def receive(self, life: Life, at: datetime) -> None:
        """Give a new case its number."""

    def note(
        self, life: Life, events: Sequence[Event], *, payload: dict[str, Any], by: Principal
    ) -> None:
        """Journal the events of one act and carry out what follows."""


class Hall:
    """Acts wait here until it is their time; each may call for further ones."""

    def __init__(
        self,
        activity: Activity,
        *,
        crew: Crew,
        calendar: Calendar,
        book: Book,
        follows: dict[str, Follow],
    ) -> None:
        """``follows`` says by the type of an event what is planned because of it."""
        self.activity, self.crew, self.calendar, self.book = activity, crew, calendar, book
        self.follows = follows
        self.refused: list[str] = []
        #: what answers a bad rating, where the centre has that published
        self.answering: Service | None = None
        self._waiting: list[tuple[datetime, int, Life, Step]] = []
        self._count = 0

    def plan(self, at: datetime, life: Life, step: Step) -> None:
        """Have a step done at its time; of two at one moment the one that was planned first."""
        self._count += 1
        heapq.heappush(self._waiting, (at, self._count, life, step))

    def later(self, at: datetime, seconds: float) -> datetime:
        """So many working seconds after a moment; always within office hours."""
        return self.calendar.at_seconds(self.calendar.seconds_to(at) + max(60, int(seconds)))

    def run(self, until: datetime) -> None:
        """Do everything that is due; what lies after ``until`` has not happened."""
        while self._waiting and self._waiting[0][0] <= until:
            at, _count, life, step = heapq.heappop(self._waiting)
            step(self, life, at)

    def do(self, life: Life, *commands: Command, by: Principal, at: datetime) -> bool:
        """One act: decided, written, and what follows from it planned; False where it is refused."""
        first = life.state is None
        if not first and at < datetime.fromisoformat(life.state["last"]):  # type: ignore[index]  # not first
            at = datetime.fromisoformat(life.state["last"])  # type: ignore[index]  # not first
        before = len(life.refusals)
        events = life.act(commands, by=by, at=at, calendar=self.calendar)
        if len(life.refusals) > before:
            last = life.refusals[-1]
            self.refused.append(
                f"{life.service.code} {commands[-1]['verb']} {last.rule}: {last.say}"
            )
        if events is None:
            return False
        if first:
            self.book.receive(life, at)
        payload = {name: value for command in commands for name, value in command.items()}
        self.book.note(life, events, payload=payload, by=by)
        for event in events:
            follow = self.follows.get(event["type"])
            if follow:
                follow(self, life, event, at)
        return True

    def tick(self, life: Life, at: datetime) -> None:
        """What the worker does where a limit has passed."""
        self.do(life, {"verb": "tick"}, by=SYSTEM, at=at)

    def tick_after(self, at: datetime, life: Life) -> None:
        """The worker comes by a minute after a limit has passed."""
        self.plan(at + timedelta(minutes=1), life, Hall.tick)
