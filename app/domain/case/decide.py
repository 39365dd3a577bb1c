"""decide(blueprint, state, command) → events, or a refusal that changes nothing.

Guards → handler → settle → cards of what stopped late → case closed? → dues that changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from app.domain.calendar import Calendar
from app.domain.case import ticking
from app.domain.case.dues import dues_of
from app.domain.case.evolve import apply, evolve
from app.domain.case.graph import case_outcome, settle
from app.domain.case.state import (
    Blueprint,
    Event,
    State,
    is_stopped,
    iso,
    moment,
    name_of,
    plan_of,
    status_of,
)
from app.domain.case.verb import ANY, CASE, CLOSED, NEW, VERBS, Ask, Facts, Verb
from app.domain.refusal import Refusal, Refused, refuse


def decide(
    blueprint: Blueprint,
    state: State | None,
    command: Mapping[str, Any],
    *,
    now: datetime,
    calendar: Calendar,
    facts: Facts,
) -> list[Event] | Refusal:
    """What a command comes to: events to append, oldest first, or the refusal.

    ``command`` is {verb, task?, by, roles, cover_for?, …payload}; ``now`` the centre's time;
    ``facts`` what is loaded beside the fold. Pure: the same arguments give the same answer.
    """
    ask = Ask(blueprint, state or {}, command, now, calendar, facts)
    try:
        verb = _guard(ask, received=state is not None)
        return _Log(ask).run(verb)
    except Refused as refused:
        return refused.refusal


def _guard(ask: Ask, *, received: bool) -> Verb:
    """The table's own conditions, before the verb's handler is asked. Raises Refused."""
    verb = VERBS.get(ask.command.get("verb", ""))
    if verb is None:
        raise refuse("verb", "There is no such act.")
    if (verb.acts_on == (NEW,)) == received:
        raise refuse("state", RECEIVED[received])
    if received:
        _guard_object(ask, verb)
        if ask.now < moment(ask.state["last"]):
            raise refuse("time", "The clock stands before the last entry of this case.")
    for name in verb.needs:
        if not ask.command.get(name):
            raise refuse("payload", "Something is not filled in: %(field)s.", field=name)
    return verb


#: Whether a case is there → why it cannot be received, or acted on.
RECEIVED = {True: "It is received already.", False: "It is not received yet."}


def _guard_object(ask: Ask, verb: Verb) -> None:
    """Whether the verb may act on this task or case as it stands."""
    if ANY in verb.acts_on:
        return
    if CLOSED in verb.acts_on:
        if not ask.state["closed_at"]:
            raise refuse("state", "The case is still open.")
    elif CASE in verb.acts_on and not ask.command.get("task"):
        if ask.state["closed_at"]:
            raise refuse("state", "The case is closed.")
    else:
        _guard_task(ask, verb)
    if ask.command.get("by") in ask.state["barred"]:
        raise refuse("R80", "A person complained of does not handle the case.")


def _guard_task(ask: Ask, verb: Verb) -> None:
    task = ask.state["tasks"].get(ask.command.get("task"))
    if task is None:
        raise refuse("state", "This case has no such part.")
    name = name_of(ask.blueprint, ask.key)
    if task["kind"] not in verb.acts_on:
        raise refuse("state", "This cannot be done with “%(task)s”.", task=name)
    if task["state"] != "open":
        raise refuse("state", NOT_OPEN[task["state"]], task=name)
    if is_stopped(task) and not verb.on_hold:
        raise refuse("R17", "“%(task)s” is on hold until what was asked for comes.", task=name)


#: State of a task that is not open → the sentence.
NOT_OPEN = {
    "waiting": "“%(task)s” has not begun: it waits for what comes before it.",
    "closed": "“%(task)s” is closed already.",
}


class _Log:
    """The events of one command as they come about, and the state after them."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.blueprint = (
            ask.command["blueprint"]
            if ask.command["verb"] == "reclassify" and "blueprint" in ask.command
            else ask.blueprint
        )
        self.signed = {"at": iso(ask.now), "by": ask.command.get("by") or "system"}
        self.events: list[Event] = []
        self.state: State = {}

    def run(self, verb: Verb) -> list[Event]:
        """All events of the command."""
        events = verb.handler(self.ask)
        if self.ask.state:
            self._add_first(events)
        else:
            for event in events:
                self._add(event)
        self._settle()
        self._follow()
        return self.events

    def _add_first(self, events: Iterable[Event]) -> None:
        """The state is copied once a command, not once an event (1.16 → 0.24 ms measured)."""
        for event in events:
            if self.events:
                self._add(event)
            else:
                signed = {**self.signed, **event}
                self.events.append(signed)
                self.state = evolve(self.ask.state, signed)
        if not self.events:
            self.state = self.ask.state

    def _add(self, event: Event) -> None:
        signed = {**self.signed, **event}
        self.events.append(signed)
        apply(self.state, signed)

    def _settle(self) -> None:
        """Open and close what the graph says follows."""
        for key, status, because in settle(
            plan_of(self.blueprint, self.state), status_of(self.state)
        ):
            if status == "open":
                self._add(
                    {
                        "type": "task_opened",
                        "task": key,
                        "start": self._start(because),
                        "because": because,
                    }
                )
            else:
                self._add(
                    {"type": "task_closed", "task": key, "outcome": status, "because": because}
                )

    def _start(self, because: str | None) -> str:
        """First parts start at acceptance, later ones when what they waited for closed (R25, R47)."""
        accepted: str | None = self.state["accepted_at"]
        return accepted if accepted and because == "intake" else self.signed["at"]

    def _follow(self) -> None:
        if self.events and self.ask.command["verb"] == "tick":
            self._deemed()
        if self.events and self.ask.state:
            for clock in [
                key
                for key, clock in self.state["clocks"].items()
                if clock["stopped_at"] == self.signed["at"]
            ]:
                for card in ticking.cards_of(self.ask._replace(state=self.state), clock):
                    self._add(card)
        outcome = case_outcome(plan_of(self.blueprint, self.state), status_of(self.state))
        if outcome and not self.state["closed_at"]:
            self._add({"type": "case_closed", "outcome": outcome})
        self._set_dues()
        self._late_now()

    def _late_now(self) -> None:
        """A clock that began in the past may be late at once: one tick says it all."""
        if self.events and self.ask.command["verb"] == "tick":
            for card in ticking.cards(self.ask._replace(state=self.state)):
                self._add(card)

    def _deemed(self) -> None:
        """What a deemed acceptance leaves missing is asked of the parts."""
        if self.state["deemed"] and not self.ask.state["deemed"]:
            for event in ticking.deemed_gaps(self.ask, self.state):
                self._add(event)

    def _set_dues(self) -> None:
        if not self.events:
            return
        dues = dues_of(self.blueprint, self.state, self.ask.calendar, self.ask.facts)
        for clock, due in dues.items():
            if due != self.state["dues"].get(clock):
                self._add(
                    {
                        "type": "due_set",
                        "clock": clock,
                        "due": due,
                        "calendar": self.ask.calendar.revision,
                    }
                )
