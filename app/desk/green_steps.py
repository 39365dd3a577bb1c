"""What each step of the intake asks, keeps as typed, and hands on as values."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from app import clock
from app.desk.green_intake import Intake
from app.forms import one_form
from app.services import identity_checks


def forms_of(
    intake: Intake, name: str, posted: MultiDict[str, str] | None = None
) -> dict[str, Any]:
    """The forms of a step: filled from the post, else from what was typed before."""
    return FORMS[name](intake, posted if posted is not None else _typed(intake, name))


def unfinished(intake: Intake) -> str | None:
    """The first step that asks for more than it was given: answers or the version have changed since."""
    for name in ("questions", "form"):
        if not all(form.validate() for form in forms_of(intake, name).values()):
            return name
    return None


def _typed(intake: Intake, name: str) -> MultiDict[str, str]:
    typed = (intake.content.get("typed") or {}).get(name) or {}
    return MultiDict([(key, value) for key, values in typed.items() for value in values])


def _questions(intake: Intake, filled: MultiDict[str, str]) -> dict[str, Any]:
    today = clock.today()
    made = one_form.one_form(intake.questions, checks=identity_checks.CHECKS, today=today)
    return {"questions": made(filled)}


def _form(intake: Intake, filled: MultiDict[str, str]) -> dict[str, Any]:
    today = clock.today()
    return {
        "applicant": one_form.applicant_form(organisation=intake.organisation, today=today)(
            filled, prefix="applicant-"
        ),
        "form": one_form.one_form(intake.fields, checks=identity_checks.CHECKS, today=today)(
            filled
        ),
        "agent": one_form.agent_form(wanted=bool(filled.get("with_agent")), today=today)(
            filled, prefix="agent-"
        ),
    }


def _nothing(_intake: Intake, _filled: MultiDict[str, str]) -> dict[str, Any]:
    return {}


FORMS = {"questions": _questions, "notice": _nothing, "form": _form, "documents": _nothing}


def values_typed(intake: Intake, name: str, posted: MultiDict[str, str]) -> dict[str, Any]:
    """What follows at once from what is typed: answers that are right, ticks (they are never wrong)."""
    if name == "questions":
        answers = intake.answers | _answered(intake, posted)
        return {"picked": posted.getlist("pick"), "answers": answers}
    if name == "documents":
        return {"ticks": ticks_of(intake, posted), "confirmed": posted.getlist("confirmed")}
    return {}


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
        "agent": forms["agent"].data if forms["agent"].wanted else None,
    }


def _no_values(_intake: Intake, _forms: dict[str, Any]) -> dict[str, Any]:
    return {}


VALUES = {"questions": _question_values, "form": _form_values, "documents": _no_values}
