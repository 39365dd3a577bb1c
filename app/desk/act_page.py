"""The form of one act on one case: built from the fold, sent, refused, or come too late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, g, render_template, request
from sqlalchemy.orm import Session

from app import clock, transaction
from app.desk import act_hints, case_view, undoing
from app.desk import acts as panel
from app.desk.act_around import Around
from app.desk.act_compared import compared
from app.desk.act_words import AT_STEP, at_once, done, verb_of
from app.domain.case import VERBS, fold
from app.domain.case.state import name_of
from app.forms import act_forms, acts
from app.forms.setting import Setting
from app.refusals import sentence
from app.services import (
    approvals,
    case_access,
    case_numbers,
    case_read,
    cases,
    identity_checks,
    other_classes,
)
from app.services import timeline as told
from app.services.case_page import Page
from app.services.cases import File
from app.telling import days
from app.telling import events as timeline
from app.telling.verbs import BUTTON, button
from app.translations import gettext as _

State = dict[str, Any]
#: Verb → what its command needs that no form asks for.
BESIDE: dict[str, Callable[[Session, File], dict[str, Any]]] = {"undo": undoing.payload}


class ActPage:
    """One act on one case: which verb, on which task, what it asks."""

    def __init__(self, file: File, act: str, task: str | None, *, page: Page | None = None) -> None:
        """Nothing is read again that ``page`` has. Aborts with 404 where there is no such act or the case has no such part."""
        self.verb, self.task, self.file = verb_of(act), task, file
        self.state: State = file.state or {}
        if self.verb not in VERBS or self.verb not in BUTTON:
            abort(404)
        if task is not None and task not in self.state["tasks"]:
            abort(404)
        self.around = Around(transaction.session(), file, task, page)
        at = Setting(self.state, file.blueprint, task, self.around)
        self.specs = acts.specs_of(self.verb, at)

    @classmethod
    def locked(cls, number: str, part: str | None, act: str) -> ActPage:
        """The act on a case taken out for writing, by the case's number or a work task's."""
        session, task = transaction.session(), part
        try:
            if "-" in number and part is None:
                number, task = case_numbers.locate(session, number, by=g.principal)
            return cls(cases.take(session, number, by=g.principal), act, task)
        except cases.NoSuchCase:
            abort(404)

    @property
    def becomes(self) -> other_classes.Becoming | None:
        """The class a case is to become one of, once it is chosen."""
        return self.around.becoming if self.verb == "reclassify" else None

    @property
    def at_once(self) -> bool:
        """Whether one press does it."""
        return at_once(self.verb, self.file.blueprint)

    @property
    def title(self) -> str:
        """The words of the button, by the step where that says more."""
        return str(AT_STEP.get(self._step) or button(self.verb, self.file.blueprint["kind"]))

    @property
    def address(self) -> str:
        """The number under which the case is shown after the act."""
        return self.file.number

    def said(self, made: cases.Performed) -> str:
        """The fact that the act made, with the papers it gave out."""
        part = name_of(self.file.blueprint, self.task) if self.task else self.file.number
        issued = "issue" if self._step == "issue" else self.verb
        fact = _(done(issued, self.file.blueprint["kind"]), part=part, number=self.file.number)
        if not made.papers:
            return str(fact)
        papers = _("Paper: %(papers)s.", papers=_(", ").join(made.papers))
        return f"{fact} {papers}"

    def payload(self, form: Any) -> dict[str, Any]:
        """What the form says, as the command carries it."""
        if self.verb in BESIDE:
            return BESIDE[self.verb](transaction.session(), self.file)
        if self.at_once:
            return {}
        return act_forms.payload_of(form, self.specs)

    @property
    def _step(self) -> str:
        """The step the part stood at when the form was built."""
        part = self.state["tasks"].get(self.task) if self.task else None
        return str(part["steps"][part["step"]]) if part and self.verb == "finish_step" else ""

    def form(self, posted: Any = None) -> Any:
        """The form, as it begins or as posted."""
        made = act_forms.form_class(self.specs, checks=identity_checks.CHECKS, today=clock.today())
        if posted is not None:
            return made(posted)
        begun = {
            act_forms.name_of(spec): spec["default"] for spec in self.specs if spec.get("default")
        }
        return made(data=begun)

    def render(self, form: Any, *, page: Page | None = None, why: str = "") -> str:
        """The page of the act; what was typed stays."""
        page = page or self._page()
        return render_template("desk/act.html", why=why, **self._shown(page, form))

    def render_stale(self, form: Any) -> str:
        """Somebody was faster: as it was opened, as it is now, and what was typed; nothing is lost."""
        page = self._page()
        seen = request.form.get("seen", type=int) or 0
        before = fold(page.events[:seen]) if seen else page.state
        since = told.lines(page.events[seen:]) if seen else []
        return render_template(
            "desk/stale.html",
            mine=all(event["by"] == page.by.username for event in page.events[seen:]),
            changes=timeline.sentences(page, page.known, since),
            facts=compared(before, page, page.known, self.task),
            **self._shown(page, form),
        )

    def _page(self) -> Page:
        return case_read.open_page(transaction.session(), self.file.number, by=g.principal)

    def _shown(self, page: Page, form: Any) -> dict[str, Any]:
        row = page.task(self.task)
        view = case_view.CaseView(page, now=clock.now())
        return {
            "act": self,
            "form": form,
            "page": page,
            "view": view,
            "row": row,
            "part": panel.part_name(row) if row else page.case.name,
            "version": page.state["seq"] if row is None else row.version,
            "hint": act_hints.hint_of(page, self.verb, row),
            "not_now": self._not_now(page, row, view.now),
            "requests": self._requests(page),
            "words": days,
        }

    def _not_now(self, page: Page, row: Any, now: datetime) -> str:
        """Why the act cannot be done; empty where it can. Of a part that has ended nothing is offered."""
        if not page.may_try(self.verb, self.task):
            return sentence(case_access.NOT_YOURS)
        for offer in page.offers(now, verb=self.verb):
            if offer.task == self.task:
                return sentence(offer.refusal) if offer.refusal else ""
        over = row is not None and row.state == "closed"
        return _("“%(task)s” is closed already.", task=panel.part_name(row)) if over else ""

    def _requests(self, page: Page) -> list[timeline.Said]:
        """What is asked for, by whom and why, above the form that answers it."""
        if self.verb != "answer":
            return []
        mine = approvals.answered_by(page.by, page.state)
        asked = [page.events[int(number) - 1] for number in mine]
        return timeline.sentences(page, page.known, told.lines(asked))
