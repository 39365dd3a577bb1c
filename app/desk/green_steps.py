"""What each step of the intake shows, keeps as typed, and hands on as values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import abort, g
from werkzeug.datastructures import MultiDict

from app import clock, transaction
from app.desk import notice
from app.forms import one_form
from app.models import Draft
from app.services import (
    blueprints,
    calendars,
    drafts,
    identity_checks,
    outline,
    publishing,
    reference,
)
from app.services.outline import Outline

#: Typed values that are never kept: tokens of the page itself.
NOT_TYPED = frozenset({"csrf_token", "key", "act"})


@dataclass
class Intake:
    """A draft taken out with everything its pages derive; each part is computed once a request."""

    draft: Draft
    blueprint: dict[str, Any]

    @classmethod
    def open(cls, token: str) -> Intake:
        """The draft behind an address, or 404."""
        session = transaction.session()
        try:
            draft = drafts.get(session, token, by=g.principal)
        except drafts.NoSuchDraft:
            abort(404)
        return cls(draft, blueprints.of_version(session, draft.version_id))

    @property
    def content(self) -> dict[str, Any]:
        """What the draft holds."""
        return self.draft.content or {}

    @property
    def answers(self) -> dict[str, Any]:
        """Answers so far, of the questions and of the form."""
        return dict(self.content.get("answers") or {})

    @cached_property
    def reference(self) -> reference.Reference:
        """Names for codes."""
        return reference.reference(transaction.session())

    @cached_property
    def outline(self) -> Outline:
        """What the answers come to."""
        calendar = calendars.current(transaction.session())
        return outline.outline(
            self.blueprint,
            self.answers,
            self.content.get("picked") or [],
            now=clock.now(),
            calendar=calendar,
        )

    @cached_property
    def questions(self) -> list[dict[str, Any]]:
        """The situational questions."""
        return outline.questions(self.blueprint)

    @cached_property
    def optional(self) -> list[dict[str, Any]]:
        """Tasks the applicant may have or leave: optional ones and members of choice groups."""
        return [
            task
            for task in self.blueprint["tasks"]
            if task["kind"] == "work" and "always" not in task["pick"]
        ]

    @cached_property
    def fields(self) -> list[dict[str, Any]]:
        """The fields of the one form in this situation."""
        return outline.form_fields(
            self.blueprint, self.outline.chosen, self.answers, now=clock.now()
        )

    @cached_property
    def received(self) -> list[str]:
        """Papers that are complete by their review points."""
        return outline.received(self.outline, self.content.get("ticks") or {})

    @cached_property
    def missing(self) -> list[dict[str, Any]]:
        """Lines that have not come."""
        return outline.missing(self.outline, set(self.received))

    @property
    def conditions(self) -> list[dict[str, Any]]:
        """Acceptance conditions that a person confirms."""
        return [
            condition
            for condition in self.blueprint.get("accept_conditions", [])
            if condition.get("confirm")
        ]

    @property
    def reached(self) -> str:
        """The step to go on with."""
        if self.content.get("applicant"):
            return "documents"
        if self.draft.told:
            return "form"
        return "notice" if self.content.get("answers") else "questions"

    @property
    def organisation(self) -> bool:
        """Whether the theme is for businesses (they have a name and a credit code)."""
        return set(self.blueprint.get("for") or ()) != {"natural_person"}

    @cached_property
    def proof(self) -> list[notice.Group]:
        """The proof table, grouped by where the rows went."""
        return notice.proof(self.blueprint, self.outline)

    @property
    def proof_sum(self) -> str:
        """并入 5，免提交 2，保留 5."""
        return notice.proof_sum(self.proof)

    @cached_property
    def exempt(self) -> list[str]:
        """What need not be brought, with its source."""
        return [
            f"{group.rows[0]['name']}（{group.to}）"
            for group in self.proof
            if not group.kept and group.rule in notice.EXEMPT
        ]

    @cached_property
    def said(self) -> list[str]:
        """The answers to the situational questions, in words."""
        return notice.answers_said(self.questions, self.answers)

    @cached_property
    def version_number(self) -> int:
        """The published version it is derived from."""
        return publishing.number_of(transaction.session(), self.draft.version_id)

    @property
    def title(self) -> str:
        """Who it is for, masked, once known."""
        applicant = self.content.get("applicant") or {}
        return str(applicant.get("organisation") or "")


def forms_of(
    intake: Intake, name: str, posted: MultiDict[str, str] | None = None
) -> dict[str, Any]:
    """The forms of a step: filled from the post, else from what was typed before."""
    return FORMS[name](intake, posted if posted is not None else _typed(intake, name))


def _typed(intake: Intake, name: str) -> MultiDict[str, str]:
    typed = (intake.content.get("typed") or {}).get(name) or {}
    return MultiDict([(key, value) for key, values in typed.items() for value in values])


def _questions(intake: Intake, filled: MultiDict[str, str]) -> dict[str, Any]:
    today = clock.today()
    made = one_form.one_form(intake.questions, checks=identity_checks.CHECKS, today=today)
    return {"questions": made(filled)}


def _form(intake: Intake, filled: MultiDict[str, str]) -> dict[str, Any]:
    today = clock.today()
    forms = {
        "applicant": one_form.applicant_form(organisation=intake.organisation, today=today)(
            filled, prefix="applicant-"
        ),
        "form": one_form.one_form(intake.fields, checks=identity_checks.CHECKS, today=today)(
            filled
        ),
    }
    if filled.get("with_agent"):
        forms["agent"] = one_form.agent_form(today=today)(filled, prefix="agent-")
    return forms


def _nothing(_intake: Intake, _filled: MultiDict[str, str]) -> dict[str, Any]:
    return {}


FORMS = {"questions": _questions, "notice": _nothing, "form": _form, "documents": _nothing}


def typed_parts(intake: Intake, name: str, posted: MultiDict[str, str]) -> dict[str, Any]:
    """What was typed in a step, as it was typed; ticks are kept as they are (they are never wrong)."""
    typed = {key: posted.getlist(key) for key in posted if key not in NOT_TYPED}
    parts: dict[str, Any] = {"typed": {**(intake.content.get("typed") or {}), name: typed}}
    if name == "questions":
        parts["picked"] = posted.getlist("pick")
        parts["answers"] = intake.answers | _answered(intake, posted)
    if name == "documents":
        parts |= {"ticks": ticks_of(intake, posted), "confirmed": posted.getlist("confirmed")}
    return parts


def _answered(intake: Intake, posted: MultiDict[str, str]) -> dict[str, Any]:
    """Answers that are right already, so the page beside can say what they come to."""
    form = FORMS["questions"](intake, posted)["questions"]
    form.validate()
    values = one_form.values_of(form, intake.questions)
    return {key: value for key, value in values.items() if value is not None}


def ticks_of(intake: Intake, posted: MultiDict[str, str]) -> dict[str, list[bool]]:
    """Which review point of which paper is ticked."""
    return {
        line["document"]: [
            f"{n}" in posted.getlist("point-" + line["document"])
            for n in range(max(1, len(line["points"] or [])))
        ]
        for line in intake.outline.lines
    }


def values_parts(intake: Intake, name: str, forms: dict[str, Any]) -> dict[str, Any]:
    """The values of a step whose forms are right."""
    return VALUES[name](intake, forms)


def _question_values(intake: Intake, forms: dict[str, Any]) -> dict[str, Any]:
    return {"answers": intake.answers | one_form.values_of(forms["questions"], intake.questions)}


def _form_values(intake: Intake, forms: dict[str, Any]) -> dict[str, Any]:
    return {
        "answers": intake.answers | one_form.values_of(forms["form"], intake.fields),
        "applicant": forms["applicant"].data,
        "agent": forms["agent"].data if "agent" in forms else None,
    }


def _no_values(_intake: Intake, _forms: dict[str, Any]) -> dict[str, Any]:
    return {}


VALUES = {"questions": _question_values, "form": _form_values, "documents": _no_values}
