"""What a case would be under another class of its kind: what that asks for and the case lacks (R71)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.domain import conditions
from app.domain.due import Due
from app.domain.fields import FIELD_KINDS, NOTHING
from app.services import blueprints, outline, versions
from app.services.identity_checks import CHECKS

if TYPE_CHECKING:
    from app.services.cases import File

#: Kinds that have a door of their own: a file is added on the case page, not typed.
ELSEWHERE = ("attachment",)


@dataclass(frozen=True)
class Becoming:
    """Another class as the case would have it: what it asks for and what of that is not there yet."""

    code: str
    plan: dict[str, Any]
    parts: list[str]
    fields: list[dict[str, Any]]
    papers: list[str]
    due: Due | None


def classes(session: Session, file: File, *, now: datetime) -> dict[str, str]:
    """Code and name of the other classes of the case's kind that are in force, by name."""
    kind = file.blueprint["kind"]
    return {
        one.code: one.name
        for one in versions.all_in_force(session, kind, at=now)
        # What the counter does not receive is none to change to either.
        if (one.offered or kind != "joint") and one.code != file.blueprint["code"]
    }


def becoming(session: Session, file: File, code: str, *, now: datetime) -> Becoming | None:
    """What the case would be under a class, before anything is changed; None where it is not in force."""
    version = versions.current(session, file.blueprint["kind"], code, at=now)
    state = file.state or {}
    if version is None or not state["accepted_at"]:
        return None
    plan = blueprints.blueprint(session, version.sha256)
    answers = dict(file.facts.answers)
    # As of the registration, as the limits will be counted.
    accepted = datetime.fromisoformat(state["accepted_at"])
    found = outline.outline(
        plan, answers, picked=state["chosen"], now=accepted, calendar=file.calendar
    )
    wanted = [
        line["document"] for line in found.lines if line["document"] not in state["documents"]
    ]
    asked = _asked_for(plan, answers, chosen=found.chosen, today=now.date())
    return Becoming(code, plan, [part["name"] for part in found.parts], asked, wanted, found.due)


def _asked_for(
    plan: dict[str, Any], answers: dict[str, Any], *, chosen: list[str], today: date
) -> list[dict[str, Any]]:
    """Fields that the new class asks and the case has no answer to, as far as is known already.

    A condition on what is not answered yet may still turn out true: such a field stands there and is
    demanded only once it is.
    """
    empty = [
        field
        for field in plan["fields"]
        if field["kind"] not in ELSEWHERE and not _is_answered(field, answers, today=today)
    ]
    unknown = {field["key"] for field in empty}
    return [
        {
            **field,
            "required": field.get("required")
            and is_asked(field, answers, chosen=chosen, today=today),
        }
        for field in empty
        if _holds(field, answers, today=today) or unknown & conditions.fields_of(field["when"])
    ]


def is_asked(
    field: dict[str, Any], answers: dict[str, Any], *, chosen: list[str], today: date
) -> bool:
    """Whether a part of the case asks it, in this situation."""
    concerned = not field.get("items") or set(field["items"]) & set(chosen)
    return bool(concerned and _holds(field, answers, today=today))


def _is_answered(field: dict[str, Any], answers: dict[str, Any], *, today: date) -> bool:
    """Whether an answer is there that this field takes: two classes may mean another thing by a key."""
    value = answers.get(field["key"])
    if value in NOTHING:
        return False
    return FIELD_KINDS[field["kind"]].parse(value, field, checks=CHECKS, today=today)[1] is None


def _holds(field: dict[str, Any], answers: dict[str, Any], *, today: date) -> bool:
    return not field.get("when") or conditions.holds(field["when"], answers, today=today)
