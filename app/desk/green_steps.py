"""What each step of the intake asks, keeps as typed, and hands on as values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.datastructures import MultiDict

from app import clock
from app.desk.green_intake import Intake
from app.forms import asking, one_form
from app.forms.kind_rows import fields_in
from app.services import identity_checks


def forms_of(
    intake: Intake, name: str, posted: MultiDict[str, str] | None = None
) -> dict[str, Any]:
    """The forms of a step: filled from the post, else from what was typed before."""
    return FORMS[name](intake, posted if posted is not None else _typed(intake, name))


def unfinished(intake: Intake) -> str | None:
    """The first step that asks for more than it was given: answers or the version have changed since."""
    for name in ("questions", "form"):
        # What is only filled in beforehand nobody has said yet.
        filled = MultiDict(_pairs(intake, name))
        people = _people(intake, filled) if name == "form" else {}
        right = asking.is_right(
            intake.blueprint, SPECS[name](intake), filled=filled, **_known(intake)
        )
        if not right or not all(form.validate() for form in people.values()):
            return name
    return None


def _typed(intake: Intake, name: str) -> MultiDict[str, str]:
    """What was typed before; where nothing was yet, what the catalogue fills in beforehand."""
    return asking.filled_anew(SPECS[name](intake), _pairs(intake, name))


def _pairs(intake: Intake, name: str) -> list[tuple[str, str]]:
    typed = (intake.content.get("typed") or {}).get(name) or {}
    return [(key, value) for key, values in typed.items() for value in values]


#: Step → the fields of the catalogue that it asks.
SPECS: dict[str, Callable[[Intake], list[dict[str, Any]]]] = {
    "questions": lambda intake: intake.questions,
    "notice": lambda _intake: [],
    "form": lambda intake: intake.form_fields,
    "documents": lambda _intake: [],
}


def _asked(intake: Intake, name: str, filled: MultiDict[str, str]) -> Any:
    """The form of a step's fields; what the answers in it hide stands on the page and is not asked."""
    return asking.asked(intake.blueprint, SPECS[name](intake), filled=filled, **_known(intake))


def _known(intake: Intake) -> dict[str, Any]:
    """What is known when a step is looked through: the answers so far, which files there are, the moment."""
    checks = identity_checks.CHECKS._replace(stored=intake.files.__contains__)
    return {"kept": intake.kept, "checks": checks, "now": clock.now()}


def _questions(intake: Intake, filled: MultiDict[str, str]) -> dict[str, Any]:
    return {"questions": _asked(intake, "questions", filled)}


def _form(intake: Intake, filled: MultiDict[str, str]) -> dict[str, Any]:
    people = _people(intake, filled)
    return {
        "applicant": people["applicant"],
        "form": _asked(intake, "form", filled),
        "agent": people["agent"],
    }


def _people(intake: Intake, filled: MultiDict[str, str]) -> dict[str, Any]:
    today, organisation = clock.today(), intake.organisation
    applicant = one_form.applicant_form(organisation=organisation, today=today)
    agent = one_form.agent_form(wanted=bool(filled.get("with_agent")), today=today)
    return {
        "applicant": applicant(filled, prefix="applicant-"),
        "agent": agent(filled, prefix="agent-"),
    }


def _nothing(_intake: Intake, _filled: MultiDict[str, str]) -> dict[str, Any]:
    return {}


FORMS = {"questions": _questions, "notice": _nothing, "form": _form, "documents": _nothing}


def wrong_with(
    intake: Intake, name: str, posted: MultiDict[str, str], left: frozenset[str]
) -> dict[str, str]:
    """What is wrong with inputs that were left and filled in, by their names."""
    found: dict[str, str] = {}
    for form in FORMS[name](intake, posted).values():
        form.validate()
        for field in fields_in(form):
            if field.name in left and field.errors and any(field.raw_data or ()):
                found[field.name] = str(field.errors[0])
    return found
