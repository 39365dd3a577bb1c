"""The trail of a case as sentences: who did what, why; what the system did by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from flask_babel import gettext as _

from app.desk import days
from app.domain.case.state import spec_of
from app.services.case_page import Page
from app.services.reference import Reference


class Line(NamedTuple):
    """One sentence of the trail."""

    at: datetime
    who: str
    text: str
    why: str


def trail(page: Page, known: Reference) -> list[tuple[str, list[Line]]]:
    """The sentences by day, the latest first."""
    lines = [line for event in page.events for line in _line(event, page, known)]
    lines.reverse()
    return [
        (f"{days.day(day)} {days.weekday(day)}", list(group))
        for day, group in groupby(lines, key=lambda line: line.at.date())
    ]


def _line(event: dict[str, Any], page: Page, known: Reference) -> Iterable[Line]:
    said = SAID.get(event["type"])
    if said is None:
        return
    text = said(_Told(event, page, known))
    if text:
        who = known.people.get(event["by"], "") if event["by"] != "system" else _("System")
        yield Line(
            datetime.fromisoformat(event["at"]),
            who or event["by"],
            text,
            str(event.get("reason") or event.get("opinion") or ""),
        )


class _Told:
    """An event with names for its keys."""

    def __init__(self, event: dict[str, Any], page: Page, known: Reference) -> None:
        self.event, self.page, self.known = event, page, known

    @property
    def task(self) -> str:
        """The part's name; tasks of the whole case by what they are."""
        key = self.event.get("task")
        spec = next((task for task in self.page.blueprint["tasks"] if task["key"] == key), None)
        if spec is None:
            return self.page.case.name
        return str(spec.get("name") or WHOLE.get(spec["kind"], lambda: "")())

    @property
    def papers(self) -> str:
        """Names of the documents the event names."""
        catalogue = self.page.blueprint["documents"]
        return _(", ").join(
            catalogue.get(key, {}).get("name", key) for key in self.event.get("documents") or ()
        )

    def step(self) -> str:
        """The step's own name."""
        steps = spec_of(self.page.blueprint, self.event["task"])["steps"]
        names = {
            (step if isinstance(step, str) else step["step"]): (
                step if isinstance(step, str) else step.get("name") or step["step"]
            )
            for step in steps
        }
        return days.step_name("", names.get(self.event["step"], self.event["step"]))


WHOLE: dict[str, Callable[[], str]] = {
    "intake": lambda: _("Acceptance"),
    "hand_over": lambda: _("Hand-over"),
    "papers": lambda: _("Deferred papers"),
}
#: Outcome → the sentence of a task that closed.
CLOSED: dict[str, Callable[[_Told], str]] = {
    "accepted": lambda told: (
        _("accepted the case; nothing was said in time, so it counts as accepted.")
        if told.event.get("deemed")
        else _("accepted the case.")
    ),
    "deferred": lambda _told: _("accepted the case with papers deferred."),
    "not_accepted": lambda _told: _("refused to accept the case."),
    "granted": lambda told: _("granted “%(task)s”.", task=told.task),
    "partly": lambda told: _("granted “%(task)s” in part.", task=told.task),
    "refused": lambda told: _("refused “%(task)s”.", task=told.task),
    "returned": lambda told: _("returned “%(task)s”.", task=told.task),
    "delivered": lambda _told: _("delivered the results."),
    "withdrawn": lambda told: _("withdrew “%(task)s”.", task=told.task),
    "void": lambda told: _("declared “%(task)s” void.", task=told.task),
    "cannot_continue": lambda told: _("“%(task)s” cannot go on.", task=told.task),
    "complete": lambda _told: _("all deferred papers are here."),
    "incomplete": lambda _told: _("the deferred papers did not come in time."),
    "passed": lambda told: _("“%(task)s”: the post-check passed.", task=told.task),
    "failed": lambda told: _("“%(task)s”: the post-check failed.", task=told.task),
}


def _step_done(told: _Told) -> str:
    if "issued" in told.event:
        return _("issued everything together.")
    return _("“%(task)s”: %(step)s done.", task=told.task, step=told.step())


def _owner(told: _Told) -> str:
    owner = told.event["owner"]
    if not owner:
        return _("released “%(task)s”.", task=told.task)
    if owner == told.event["by"]:
        return _("claimed “%(task)s”.", task=told.task)
    return _(
        "assigned “%(task)s” to %(owner)s.",
        task=told.task,
        owner=told.known.people.get(owner, owner),
    )


#: Event → its sentence; what is not here is bookkeeping.
SAID: dict[str, Callable[[_Told], str]] = {
    "received": lambda _told: _("received the application."),
    "task_opened": lambda told: (
        _("“%(task)s” began.", task=told.task)
        if told.event.get("because") not in (None, "intake")
        else ""
    ),
    "task_closed": lambda told: CLOSED.get(told.event["outcome"], lambda _t: "")(told),
    "told": lambda told: _("asked in writing for: %(papers)s.", papers=told.papers),
    "documents_received": lambda told: _("took in: %(papers)s.", papers=told.papers),
    "hold_opened": lambda told: (
        "" if told.event["kind"] == "supplement" else _("suspended “%(task)s”.", task=told.task)
    ),
    "hold_closed": lambda told: _("“%(task)s” goes on.", task=told.task),
    "owner_set": _owner,
    "transferred": lambda told: _(
        "transferred “%(task)s” to %(department)s.",
        task=told.task,
        department=told.known.departments.get(told.event["department"], told.event["department"]),
    ),
    "step_done": _step_done,
    "extended": lambda told: _(
        "extended the limit by %(days)s working days.", days=told.event["days"]
    ),
    "term_set": lambda told: _(
        "fixed the promise at %(days)s working days.", days=told.event["days"]
    ),
    "revoked": lambda told: _("revoked “%(task)s”.", task=told.task),
    "card": lambda told: (
        _("a yellow card: the promised limit passed.")
        if told.event["colour"] == "yellow"
        else _("a red card: the legal limit passed.")
    ),
    "case_closed": lambda _told: _("the case is closed."),
    "reopened": lambda _told: _("reopened the case."),
    "undone": lambda _told: _("took the last act back."),
    "corrected": lambda _told: _("corrected the case's data."),
    "recalculated": lambda _told: _(
        "worked the due dates out anew after a change of the calendar."
    ),
}
