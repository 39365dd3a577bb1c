"""What the head of a case page says: limits, the light that names its part, who asked first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from app.desk import act_told, acts, answers, applying_again, case_lanes, why_words
from app.desk.case_scans import Scans
from app.domain import sla
from app.domain.case.dues import limits_of, pauses
from app.domain.case.rows import CLOCKED
from app.domain.case.state import moment
from app.forms.correcting import label_of, said_of
from app.services.case_page import Page
from app.services.paper_tables import exempt
from app.telling import days, lights
from app.telling.outcomes import outcome
from app.telling.verbs import ANSWERED
from app.translations import gettext as _

#: Lights from the worst to the calmest.
WORST = ("red", "yellow", "green", "pause", "none")


@dataclass(frozen=True)
class Clocked:
    """A limit as the lights read it."""

    due_at: datetime | None
    warn_at: datetime | None
    held: bool = False


@dataclass
class CaseView(Scans):
    """The case page in words."""

    page: Page
    now: datetime
    full: dict[str, Any] | None = None

    @property
    def number(self) -> str:
        """The case's number."""
        return str(self.page.case.number)

    @property
    def address(self) -> str:
        """Where the case's page is."""
        return acts.address_of(self.page)

    def _said(self, row: Any) -> tuple[str, str]:
        kind = lights.kind_of(row, self.now)
        if kind == "pause" and getattr(row, "key", None):
            return kind, case_lanes.held_words(self.page, row.key)
        return kind, lights.words(kind, row, calendar=self.known.calendar, now=self.now)

    @cached_property
    def pill(self) -> tuple[str, str] | None:
        """The light of the case: the worst of its own and its running parts', naming the part (R51)."""
        if self.page.case.closed_at is not None:
            return None
        case = Clocked(self.page.case.due_at, self.page.case.warn_at)
        running = [
            (acts.part_name(task), task)
            for task in self.page.tasks
            if task.state == "open" and task.kind in CLOCKED
        ]
        whole = [(_("The whole case"), case)] if case.due_at else []
        if not running + whole:
            return None
        name, worst = min([*running, *whole], key=self._worse)
        kind, said = self._said(worst)
        return kind, f"{name} {said}"

    def light_of(self, row: Any) -> tuple[str, str] | None:
        """The light of one open part."""
        return self._said(row) if row is not None and row.state == "open" else None

    def _worse(self, named: tuple[str, Any]) -> tuple[int, datetime]:
        row = named[1]
        return WORST.index(lights.kind_of(row, self.now)), row.due_at or datetime.max

    @property
    def ended(self) -> str:
        """How the case ended and when: 已办结 9月15日，准予; empty while it runs."""
        case = self.page.case
        if case.closed_at is None:
            return ""
        how = outcome(case.outcome, case.kind)
        day = _("closed on %(day)s", day=days.day(case.closed_at))
        return str(_(", ")).join([day, how]) if how else day

    def limits(self) -> list[dict[str, Any]]:
        """Both limits of the case with their remainders; a limit that is not set says so (R12)."""
        return [self._limit("promise", _("Promised limit")), self._limit("legal", _("Legal limit"))]

    def _limit(self, name: str, label: str) -> dict[str, Any]:
        case = self.page.case
        at = getattr(case, f"{name}_at")
        due = (self.page.state["dues"].get("case") or {}).get(name)
        clock = self.page.state["clocks"].get("case", {})
        stopped = clock.get("stopped_at")
        shown = {"name": name, "label": label, "at": at, "limit": self._rule("case", name)}
        shown |= {
            "left": "",
            "why": "",
            "provisional": bool(due and due["provisional"] and not stopped),
        }
        shown["extra"] = clock.get("extra")
        if at is not None:
            row = Clocked(at, getattr(case, f"{name}_warn"))
            shown["left"] = self._kept(at, stopped) if stopped else self._said(row)[1]
            shown["why"] = f"{self.address}/why/case/{name}"
        return shown

    def _kept(self, at: datetime, stopped: str) -> str:
        """How the limit was kept; what was withdrawn or void was not finished in time or late."""
        if self.page.case.outcome in ("withdrawn", "void"):
            return ""
        return lights.ended(at, calendar=self.known.calendar, at=moment(stopped))

    def _rule(self, clock: str, name: str) -> dict[str, Any] | None:
        page = self.page
        if clock not in page.state["clocks"]:
            planned: dict[str, Any] | None = page.blueprint["limits"].get(name)
            return planned
        return limits_of(page.blueprint, page.state, key=clock, facts=page.file.facts).get(name)

    def why_words(self, clock_name: str, limit: str) -> why_words.Said:
        """What stands beside those days, by the limit's unit."""
        start = moment(self.page.state["clocks"][clock_name]["start"])
        due = (self.page.state["dues"].get(clock_name) or {}).get(limit)
        rule = self._rule(clock_name, limit)
        at = moment(due["at"]) if due else None
        return why_words.said(rule, start, at, confirmed=self.known.calendar.confirmed)

    def why(self, clock_name: str, limit: str) -> list[Any]:
        """The days of a limit, from the function that decided."""
        clock = self.page.state["clocks"][clock_name]
        rule = self._rule(clock_name, limit)
        if not rule:
            return []
        start, holds = moment(clock["start"]), pauses(clock)
        return sla.why(
            self.known.calendar, start, limit=rule, holds=holds, extra=clock["extra"], now=self.now
        )

    @cached_property
    def lanes(self) -> case_lanes.Lanes:
        """The parts by department and wave."""
        return case_lanes.lanes(self.page, self.known, self.now)

    @cached_property
    def own(self) -> dict[str, Any] | None:
        """The part of the reader's own that is open: where it stands in its steps."""
        return case_lanes.own(self.page, self.known)

    @cached_property
    def panel(self) -> acts.Panel:
        """What can be done now, and what not."""
        shown = acts.panel(self.page, self.now)
        shown.others += applying_again.offered(self.page)
        return shown

    @property
    def follows(self) -> list[str]:
        """Numbers of the cases that this one follows (R49)."""
        links = self.page.state["links"]
        return [link["case"] for link in links if link.get("case") and link["why"] != "rated"]

    @property
    def progress(self) -> str:
        """7 项已办结 5 项 · 还差 2 项办结后统一出件."""
        parts = [task for task in self.page.tasks if task.gates]
        open_ones = act_told.waits_for(self.page)
        done = _(
            "%(done)s of %(all)s parts closed", done=len(parts) - len(open_ones), all=len(parts)
        )
        # What is answered has one part, and nothing of it is issued.
        if self.page.case.kind in ANSWERED:
            return ""
        if not open_ones or not self.page.case.accepted_at:
            return str(done)
        more = _("%(count)s more until everything is issued together", count=len(open_ones))
        return f"{done} · {more}"

    @property
    def person(self) -> dict[str, Any]:
        """The applicant: masked unless a purpose was stated; only the masked name where no more is theirs."""
        if self.full:
            full: dict[str, Any] = self.full["applicant"]
            return full
        return {**self.page.applicant, "name": self.page.case.applicant}

    @property
    def received_by(self) -> str:
        """Who was asked first (首问)."""
        by = self.page.case.first_contact or self.page.events[0]["by"]
        return str(self.known.people.get(by, by))

    def users(self, document: str) -> str:
        """Which parts use a paper: by name, or how many."""
        names = [self.page.task(key).name for key in self.page.users_of(document)]
        few = 2
        return _(", ").join(names) if len(names) <= few else _("%(count)s parts", count=len(names))

    def exempt(self) -> list[str]:
        """What the applicant need not bring, with where it comes from."""
        page = self.page
        found = exempt(
            page.blueprint,
            page.state["chosen"],
            answers=page.file.facts.answers,
            catalogue=page.blueprint["documents"],
        )
        sources = {
            "exempt": lambda: _("fetched by the window"),
            "sibling_output": lambda: _("passed on inside"),
        }
        return [
            _("%(paper)s (%(source)s)", paper=row["name"], source=sources[row["rule"]]())
            for row in found
        ]

    def answers(self) -> list[tuple[str, str]]:
        """The answers of the one form, in words."""
        full = (self.full or {}).get("answers", {})
        return [(one["spec"]["label"], self._answer(one, full)) for one in self.page.answers]

    def _answer(self, one: dict[str, Any], full: dict[str, Any]) -> str:
        files = answers.links(self.number, one, full=full, files=self.files)
        return answers.said(one, full=full, files=files, people=self.known.people)

    def earlier(self) -> list[tuple[datetime, str, str, str]]:
        """What stood there before corrections, where a purpose was stated: when, who, what, value."""
        plan, people = self.page.blueprint, self.known.people
        return [
            (at, people.get(by, by), label_of(field, plan), said_of(field, old, plan))
            for at, by, before in (self.full or {}).get("earlier", [])
            for field, old in before.items()
        ]
