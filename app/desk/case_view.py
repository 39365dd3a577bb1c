"""What the case page says: limits, parts by wave, what to do next. Words from one place each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.desk import days, lights
from app.desk.act_words import AT_ONCE, AT_STEP, BUTTON, FIRST, ICONS, TOLD
from app.desk.refusals import sentence
from app.domain import sla
from app.domain.case.dues import limits_of, pauses
from app.domain.case.state import moment
from app.domain.fields import FIELD_KINDS
from app.services.case_page import Page
from app.services.reference import Reference

#: Lights from the worst to the calmest.
WORST = ("red", "yellow", "green", "pause", "none")
OUTCOMES = {
    "granted": lambda: _("granted"), "partly": lambda: _("granted in part"), "refused": lambda: _("refused"), "returned": lambda: _("returned"),
    "withdrawn": lambda: _("withdrawn"), "void": lambda: _("void"), "cannot_continue": lambda: _("cannot go on"), "accepted": lambda: _("accepted"),
    "deferred": lambda: _("accepted, papers deferred"), "not_accepted": lambda: _("not accepted"), "delivered": lambda: _("delivered"),
    "revoked": lambda: _("revoked"), "skipped": lambda: _("not needed"), "passed": lambda: _("passed"), "failed": lambda: _("failed"),
    "complete": lambda: _("all came"), "incomplete": lambda: _("did not come"), "partial": lambda: _("granted in part"),
    "upheld": lambda: _("upheld"), "not_upheld": lambda: _("not upheld"),
}  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One act as the panel shows it."""

    words: str
    icon: str
    href: str
    at_once: bool
    version: int
    hint: str = ""


@dataclass
class CaseView:
    """The case page in words."""

    page: Page
    known: Reference
    now: datetime
    full: dict[str, Any] | None = None

    @property
    def number(self) -> str:
        """The case's number."""
        return str(self.page.case.number)

    def light(self, row: Any) -> tuple[str, str]:
        """Kind and words of a row's light."""
        if row.closed_at is not None:
            return "done", str(OUTCOMES.get(row.outcome, lambda: "")())
        kind = lights.kind_of(row, self.now)
        return kind, lights.words(kind, row, calendar=self.known.calendar, now=self.now)

    @cached_property
    def pill(self) -> tuple[str, str] | None:
        """The light of the case: the worst of its own and its running parts', naming the part (R51)."""
        running = [
            task
            for task in self.page.tasks
            if task.state == "open" and task.kind in ("work", "intake", "hand_over", "papers")
        ]
        if self.page.case.closed_at is not None or not running:
            return None
        worst = min(
            running, key=lambda task: (WORST.index(lights.kind_of(task, self.now)), task.sort_at)
        )
        kind = lights.kind_of(worst, self.now)
        said = lights.words(kind, worst, calendar=self.known.calendar, now=self.now)
        return (
            kind,
            f"{worst.name if worst.kind == 'work' else days.step_name(worst.kind, worst.step_name)} {said}",
        )

    def limits(self) -> list[dict[str, Any]]:
        """Both limits of the case with their remainders; a limit that is not set says so (R12)."""
        return [self._limit("promise", _("Promised limit")), self._limit("legal", _("Legal limit"))]

    def _limit(self, name: str, label: str) -> dict[str, Any]:
        at = getattr(self.page.case, f"{name}_at")
        limit = (
            limits_of(self.page.blueprint, self.page.state, "case", self.page.file.facts).get(name)
            if "case" in self.page.state["clocks"]
            else self.page.blueprint["limits"].get(name)
        )
        row = _Row(at, getattr(self.page.case, f"{name}_warn"))
        left = (
            ""
            if at is None
            else lights.words(
                lights.kind_of(row, self.now), row, calendar=self.known.calendar, now=self.now
            )
        )
        why = (
            url_for("cases.why", number=self.number, clock_name="case", limit=name)
            if at is not None
            else ""
        )
        return {
            "name": name,
            "label": label,
            "limit": limit,
            "at": at,
            "left": "" if self.page.case.closed_at else left,
            "why": why,
            "provisional": self._provisional(name),
        }

    def _provisional(self, name: str) -> bool:
        """Whether this limit reaches into a year that is not confirmed (R06)."""
        due = (self.page.state["dues"].get("case") or {}).get(name)
        return bool(due and due["provisional"])

    def why(self, clock_name: str, limit: str) -> list[Any]:
        """The days of a limit, from the function that decided."""
        clock = self.page.state["clocks"][clock_name]
        rule = limits_of(
            self.page.blueprint, self.page.state, clock_name, self.page.file.facts
        ).get(limit)
        if not rule:
            return []
        return sla.why(
            self.known.calendar,
            moment(clock["start"]),
            rule,
            holds=pauses(clock),
            extra=clock["extra"],
            now=self.now,
        )

    @cached_property
    def waves(self) -> list[list[dict[str, Any]]]:
        """The tasks in the order in which they can begin: columns of parts."""
        levels: dict[str, int] = {}
        specs = [
            task
            for task in self.page.blueprint["tasks"]
            if task["key"] in self.page.state["tasks"]
            and task["kind"] in ("intake", "work", "hand_over", "papers")
        ]
        for task in specs:
            needs = (
                []
                if task["opens"] == "join"
                else [need["task"] for need in task["opens"] if need["task"] in levels]
            )
            levels[task["key"]] = max((levels[key] + 1 for key in needs), default=0)
        last = max(levels.values(), default=0)
        columns: list[list[dict[str, Any]]] = [[] for _level in range(last + 2)]
        for task in specs:
            columns[last + 1 if task["kind"] == "hand_over" else levels[task["key"]]].append(
                self._part(task)
            )
        return [column for column in columns if column]

    def _part(self, spec: dict[str, Any]) -> dict[str, Any]:
        row = self.page.task(spec["key"])
        kind, words = ("wait", _("not begun")) if row.state == "waiting" else self.light(row)
        return {
            "name": row.name
            if row.kind == "work"
            else days.step_name(row.kind, row.step_name)
            if row.kind == "intake"
            else _("Issue together")
            if row.kind == "hand_over"
            else _("Deferred papers"),
            "department": self.known.departments.get(row.department, row.department),
            "kind": kind,
            "words": words,
            "state": "held" if row.held else row.state,
            "step": "" if row.state != "open" else days.step_name(row.kind, self.step_name(row)),
            "when": days.day(row.closed_at.date()) if row.closed_at else "",
            "owner": self.known.people.get(row.owner, row.owner) if row.owner else "",
        }

    def step_name(self, row: Any) -> str:
        """The catalogue's name of the step a task is at."""
        spec = next(
            (task for task in self.page.blueprint["tasks"] if task["key"] == row.key), {"steps": []}
        )
        steps = spec["steps"]
        step = steps[row.step] if row.step < len(steps) else row.step_name
        return str(step if isinstance(step, str) else step.get("name") or step["step"])

    @cached_property
    def progress(self) -> str:
        """7 项已办结 5 项 · 等 2 项办结后统一出件."""
        parts = [task for task in self.page.tasks if task.gates]
        done = [task for task in parts if task.state == "closed"]
        return _("%(done)s of %(all)s parts closed", done=len(done), all=len(parts))

    @cached_property
    def acts(self) -> tuple[Act | None, list[Act], list[tuple[str, str]]]:
        """The first act, the others, and what may not be done with the reason."""
        offers = [offer for offer in self.page.offers(self.now) if self._makes_sense(offer)]
        may = sorted(
            (offer for offer in offers if offer.may),
            key=lambda offer: FIRST.index(offer.verb) if offer.verb in FIRST else len(FIRST),
        )
        shown = [self._act(offer.verb, offer.task) for offer in may if offer.verb in BUTTON]
        first = shown[0] if shown and may[0].verb in FIRST else None
        refused: dict[str, str] = {}
        for offer in offers:
            if (
                not offer.may
                and offer.verb in TOLD
                and offer.refusal
                and not any(other.verb == offer.verb for other in may)
            ):
                refused.setdefault(self._words(offer.verb, offer.task), sentence(offer.refusal))
        if not self.page.case.closed_at and self.waits:
            refused.setdefault(
                _("Issue everything together"),
                _(
                    "%(count)s parts are still open: %(parts)s.",
                    count=len(self.waits),
                    parts=_(", ").join(self.waits),
                ),
            )
        return first, shown[1:] if first else shown, list(refused.items())

    def _makes_sense(self, offer: Any) -> bool:
        """Papers are taken in where some were asked for; a hand-over that waits says so once."""
        task = self.page.state["tasks"].get(offer.task) if offer.task else None
        if task is not None and task["state"] == "waiting":
            return False
        if offer.verb == "supply" and task is not None:
            asked = any(
                hold["kind"] == "supplement" and hold["until"] is None for hold in task["holds"]
            )
            return asked or task["kind"] in ("intake", "papers")
        return True

    @property
    def waits(self) -> list[str]:
        """Parts the hand-over waits for."""
        return [task.name for task in self.page.tasks if task.gates and task.state != "closed"]

    def _words(self, verb: str, task: str | None) -> str:
        row = self.page.task(task) if task else None
        if row is not None and verb == "finish_step" and row.step_name in AT_STEP:
            return str(AT_STEP[row.step_name])
        several = (
            sum(
                1
                for part in self.page.tasks
                if part.state == "open" and part.department in self.page.by.departments
            )
            > 1
        )
        return (
            f"{BUTTON[verb]}：{row.name if row.kind == 'work' else days.step_name(row.kind, row.step_name)}"
            if row is not None and several
            else str(BUTTON[verb])
        )

    def _act(self, verb: str, task: str | None) -> Act:
        row = self.page.task(task) if task else None
        return Act(
            self._words(verb, task),
            ICONS.get(verb, "check"),
            self.address(verb, row),
            verb in AT_ONCE,
            int(row.version if row is not None else self.page.state["seq"]),
        )

    def address(self, verb: str, row: Any) -> str:
        """Where an act is done: under the work task's number, else under the case's with the task's key."""
        act = verb.replace("_", "-")
        if row is None:
            return url_for("cases.ask", number=self.number, act=act)
        if row.kind == "work":
            return url_for("cases.ask", number=row.number, act=act)
        return url_for(
            "cases.ask_part", number=self.number, part=row.key.replace("_", "-"), act=act
        )

    @property
    def person(self) -> dict[str, Any]:
        """The applicant, masked unless a purpose was stated."""
        return self.full["applicant"] if self.full else self.page.applicant

    def answers(self) -> list[tuple[str, str]]:
        """The answers of the one form, in words."""
        full = (self.full or {}).get("answers", {})
        rows = []
        for answer in self.page.answers:
            spec, sealed = answer["spec"], answer["sealed"]
            value = (
                full.get(spec["key"], sealed)
                if sealed is not None
                else FIELD_KINDS[spec["kind"]].display(answer["value"], spec)
            )
            rows.append((spec["label"], str(value)))
        return rows


@dataclass(frozen=True)
class _Row:
    """A limit as the lights read it."""

    due_at: datetime | None
    warn_at: datetime | None
    held: bool = False
