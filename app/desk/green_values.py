"""What the steps of the intake hand on as values: answers, ticks, the applicant."""

from __future__ import annotations

from typing import Any

from flask import g
from werkzeug.datastructures import MultiDict

from app.desk import green_picks
from app.desk.green_intake import Intake
from app.desk.green_steps import FORMS, SPECS
from app.forms import kinds, one_form
from app.services import outline


def values_typed(intake: Intake, name: str, posted: MultiDict[str, str]) -> dict[str, Any]:
    """What follows at once from what is typed: answers that are right, ticks (they are never wrong)."""
    if name == "questions":
        form = FORMS[name](intake, posted)["questions"]
        form.validate()
        return {"picked": green_picks.picked(posted), **_answered(intake, name, form)}
    if name == "documents":
        return {"ticks": ticks_of(intake, posted), "confirmed": posted.getlist("confirmed")}
    return {}


def _answered(intake: Intake, name: str, form: Any) -> dict[str, Any]:
    """The answers with those of a step laid on: what is right is kept, what is hidden stays as it was."""
    specs = [spec for spec in SPECS[name](intake) if kinds.name_of(spec["key"]) not in form.unasked]
    values = one_form.values_of(form, specs)
    before = intake.kept
    changed = {key: value for key, value in values.items() if value != before.get(key)}
    judged = {
        spec["key"]: g.principal.username
        for spec in specs
        if outline.judged(spec) and spec["key"] in changed
    }
    answers = {key: value for key, value in (before | values).items() if value is not None}
    return {"answers": answers, "judged": {**(intake.content.get("judged") or {}), **judged}}


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
    return _answered(intake, "questions", forms["questions"])


def _form_values(intake: Intake, forms: dict[str, Any]) -> dict[str, Any]:
    return {
        **_answered(intake, "form", forms["form"]),
        "applicant": forms["applicant"].data,
        "agent": forms["agent"].data if forms["agent"].wanted else None,
    }


def _no_values(_intake: Intake, _forms: dict[str, Any]) -> dict[str, Any]:
    return {}


VALUES = {"questions": _question_values, "form": _form_values, "documents": _no_values}
