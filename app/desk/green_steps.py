"""What each step of the intake asks, keeps as typed, and hands on as values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import g
from werkzeug.datastructures import MultiDict

from app import clock
from app.desk import green_picks
from app.desk.green_intake import Intake
from app.domain import conditions
from app.forms import kinds, one_form
from app.forms.kind_rows import fields_in
from app.services import identity_checks, outline


def forms_of(
    intake: Intake, name: str, posted: MultiDict[str, str] | None = None
) -> dict[str, Any]:
    """The forms of a step: filled from the post, else from what was typed before."""
    return FORMS[name](intake, posted if posted is not None else _typed(intake, name))


def unfinished(intake: Intake) -> str | None:
    """The first step that asks for more than it was given: answers or the version have changed since."""
    for name in ("questions", "form"):
        # What is only filled in beforehand nobody has said yet.
        forms = FORMS[name](intake, MultiDict(_pairs(intake, name)))
        if not all(form.validate() for form in forms.values()):
            return name
    return None


def _typed(intake: Intake, name: str) -> MultiDict[str, str]:
    """What was typed before; where nothing was yet, what the catalogue fills in beforehand."""
    pairs = _pairs(intake, name)
    new = [spec for spec in SPECS[name](intake) if not _stands(spec, pairs)]
    return MultiDict([*pairs, *kinds.filled_beforehand(new)])


def _pairs(intake: Intake, name: str) -> list[tuple[str, str]]:
    typed = (intake.content.get("typed") or {}).get(name) or {}
    return [(key, value) for key, values in typed.items() for value in values]


def _stands(spec: dict[str, Any], typed: Iterable[tuple[str, str]]) -> bool:
    """Whether a page has shown this field already: then what it holds is what somebody left in it."""
    name = kinds.name_of(spec["key"])
    return any(one == name or one.startswith(f"{name}-") for one, _value in typed)


#: Step → the fields of the catalogue that it asks.
SPECS: dict[str, Callable[[Intake], list[dict[str, Any]]]] = {
    "questions": lambda intake: intake.questions,
    "notice": lambda _intake: [],
    "form": lambda intake: intake.form_fields,
    "documents": lambda _intake: [],
}


def _asked(intake: Intake, name: str, filled: MultiDict[str, str]) -> Any:
    """The form of a step's fields; what the answers in it hide stands on the page and is not asked."""
    specs, today = SPECS[name](intake), clock.today()
    checks = identity_checks.CHECKS._replace(stored=intake.files.__contains__)
    form = one_form.one_form(specs, checks=checks, today=today)(filled)
    form.validate()
    others = {key: value for key, value in intake.kept.items() if key not in _keys(specs)}
    said = others | {
        key: one for key, one in one_form.values_of(form, specs).items() if one is not None
    }
    hidden = outline.unasked([*intake.blueprint["fields"]], said, today=today) & _keys(specs)
    made = one_form.one_form(specs, checks=checks, today=today, unasked=hidden)(filled)
    made.specs = {kinds.name_of(spec["key"]): spec for spec in specs}
    made.unasked = {kinds.name_of(key) for key in hidden}
    # What conditions here may ask of the steps before.
    made.said = {key: intake.answers.get(key) for key in _compared(specs) - _keys(specs)}
    return made


def _keys(specs: Iterable[dict[str, Any]]) -> set[str]:
    return {spec["key"] for spec in specs}


def _compared(specs: Iterable[dict[str, Any]]) -> set[str]:
    return {key for spec in specs for key in conditions.fields_of(spec.get("when"))}


def _questions(intake: Intake, filled: MultiDict[str, str]) -> dict[str, Any]:
    return {"questions": _asked(intake, "questions", filled)}


def _form(intake: Intake, filled: MultiDict[str, str]) -> dict[str, Any]:
    today = clock.today()
    return {
        "applicant": one_form.applicant_form(organisation=intake.organisation, today=today)(
            filled, prefix="applicant-"
        ),
        "form": _asked(intake, "form", filled),
        "agent": one_form.agent_form(wanted=bool(filled.get("with_agent")), today=today)(
            filled, prefix="agent-"
        ),
    }


def _nothing(_intake: Intake, _filled: MultiDict[str, str]) -> dict[str, Any]:
    return {}


FORMS = {"questions": _questions, "notice": _nothing, "form": _form, "documents": _nothing}


def wrong_with(intake: Intake, name: str, posted: MultiDict[str, str], left: str) -> str | None:
    """What is wrong with the field of an input that was left and filled in; None where nothing is."""
    for form in FORMS[name](intake, posted).values():
        form.validate()
        for field in fields_in(form):
            if field.name == left and field.errors and any(field.raw_data or ()):
                return str(field.errors[0])
    return None


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
