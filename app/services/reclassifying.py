"""改类: a case becomes one of another class of its kind, under the version in force now (R71).

The events carry the new plan; what no event carries follows here: the version that the case pins, its
name and lead, the answers that the new class asks for, the lines of its list of papers.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.field_parts import MISSING
from app.domain.fields import FIELD_KINDS, NOTHING
from app.domain.refusal import Refusal, Word
from app.models import Answer, Attachment, Case, CaseDocument, Task
from app.services import blueprints, intake, outline, versions
from app.services.identity_checks import CHECKS
from app.services.other_classes import ELSEWHERE, is_asked

if TYPE_CHECKING:
    from app.services.cases import File

NOT_IN_FORCE = Refusal("R71", "This class is not published now: choose one of the list.", {})
UNKNOWN = "This cannot be corrected: %(field)s."


def prepared(
    session: Session, file: File, command: dict[str, Any], *, now: datetime
) -> dict[str, Any] | Refusal:
    """The command with the blueprint of its class ``to``, its version, and the answers by their rows.

    Refused where the class is not in force, or where an answer it demands is missing or wrong.
    """
    version = versions.current(session, file.blueprint["kind"], str(command["to"]), at=now)
    if version is None:
        return NOT_IN_FORCE
    plan = blueprints.blueprint(session, version.sha256)
    given, state = dict(command.get("answers") or {}), file.state or {}
    picked = _picked(command, state)
    held = {**file.facts.answers, **given}
    chosen = outline.outline(plan, held, picked=picked, now=now, calendar=file.calendar).chosen
    problem = _problem(plan, held, given=given, chosen=chosen, today=now.date())
    if problem and version.code != file.blueprint["code"]:
        return problem
    known = {task["key"] for task in plan["tasks"] if task["kind"] == "work"}
    more = {
        "blueprint": plan,
        "version_id": version.id,
        "answers": given,
        "chosen": [key for key in picked if key in known],
        # What is found by its words is told of what changed by field.
        "values": {f"answer.{key}": value for key, value in given.items()},
    }
    return {**command, **more}


def _picked(command: dict[str, Any], state: dict[str, Any]) -> list[str]:
    """Parts that were picked, of one question or several; without any what the case has already."""
    answered = (command.get("picked") or {}).values()
    several = [key for one in answered for key in (one if isinstance(one, list) else [one])]
    return several or list(command.get("chosen", state["chosen"]))


def _problem(
    plan: dict[str, Any],
    held: dict[str, Any],
    *,
    given: dict[str, Any],
    chosen: list[str],
    today: date,
) -> Refusal | None:
    """The first thing wrong with the answers: one that is none of its field, one that is missing."""
    for field in plan["fields"]:
        value = held.get(field["key"])
        say = None
        if value in NOTHING:
            demanded = field.get("required") and field["kind"] not in ELSEWHERE
            say = (
                MISSING if demanded and is_asked(field, held, chosen=chosen, today=today) else None
            )
        elif field["kind"] not in ELSEWHERE:
            say = FIELD_KINDS[field["kind"]].parse(value, field, checks=CHECKS, today=today)[1]
        if say:
            return Refusal(
                "payload",
                "%(field)s: %(problem)s",
                {"field": field["label"], "problem": Word(say)},
            )
    strange = sorted(given.keys() - {field["key"] for field in plan["fields"]})
    return Refusal("payload", UNKNOWN, {"field": strange[0]}) if strange else None


def write(session: Session, file: File, event: dict[str, Any], *, payload: dict[str, Any]) -> None:
    """The rows beside the fold, as the new class has them; the numbers stay."""
    plan = file.blueprint
    mine = sa.update(Case).where(Case.id == file.case_id)
    named = {"name": plan["name"], "lead": plan.get("lead")}
    session.execute(mine.values(version_id=payload["version_id"], **named))
    _name_parts(session, file, [entry["task"] for entry in event["plan"]])
    answers = {**file.facts.answers, **payload["answers"]}
    _write_answers(session, file, payload["answers"], by=event["by"])
    _write_lines(session, file, event, answers=answers)


def _name_parts(session: Session, file: File, planned: list[str]) -> None:
    """Parts that go on are called as the new class calls them."""
    columns = intake.task_columns(
        file.blueprint, file.number, applicant=file.case.applicant, keys=[*planned, "intake"]
    )
    for key, row in columns.items():
        said = {name: row[name] for name in ("item", "name", "theme")}
        here = sa.update(Task).where(Task.case_id == file.case_id, Task.key == key)
        session.execute(here.values(**said))


def _write_answers(session: Session, file: File, given: dict[str, Any], *, by: str) -> None:
    specs = {field["key"]: field for field in file.blueprint["fields"]}
    rows = [
        {
            "case_id": file.case_id,
            "by": by if outline.judged(specs[key]) else None,
            **intake.answer_columns(specs[key], value),
        }
        for key, value in given.items()
        if value not in NOTHING
    ]
    there = sa.delete(Answer).where(Answer.case_id == file.case_id, Answer.field.in_(given))
    session.execute(there)
    if rows:
        session.execute(sa.insert(Answer), rows)


def _write_lines(
    session: Session, file: File, event: dict[str, Any], *, answers: dict[str, Any]
) -> None:
    """The list of papers as the new class has it; what came stays, wanted or not."""
    state = file.state or {}
    lines = intake.document_columns(
        file.blueprint, event["chosen"], answers=answers, ticks={},
        today=date.fromisoformat(state["received_at"][:10]),
    )  # fmt: skip
    mine = CaseDocument.case_id == file.case_id
    scanned = sa.select(Attachment.document).where(Attachment.case_id == file.case_id)
    unwanted = sa.delete(CaseDocument).where(
        mine,
        CaseDocument.received_at.is_(None),
        CaseDocument.document.not_in(lines),
        # A file that shows it keeps its line: nobody's scan is lost by a change of class.
        CaseDocument.document.not_in(scanned.where(Attachment.document.is_not(None))),
    )
    session.execute(unwanted)
    there = set(session.execute(sa.select(CaseDocument.document).where(mine)).scalars())
    for key in lines.keys() & there:
        said = {name: lines[key][name] for name in ("name", "necessity", "copies")}
        line = sa.update(CaseDocument).where(mine, CaseDocument.document == key)
        session.execute(line.values(**said))
    fresh = [
        {"case_id": file.case_id, "document": key, "received_at": None, **line}
        for key, line in lines.items()
        if key not in there
    ]
    if fresh:
        session.execute(sa.insert(CaseDocument), fresh)
