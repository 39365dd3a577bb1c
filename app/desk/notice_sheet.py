"""What the numbered notice sheet of an intake says: everything derived, in the centre's words (R53)."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_babel import gettext as _

from app import clock, landing
from app.desk import notice
from app.desk.green_intake import Intake
from app.domain.fields import FIELD_KINDS
from app.paper_words import centres_language


def values(intake: Intake) -> dict[str, Any]:
    """The values of the sheet, as they are frozen with its number."""
    person = intake.content.get("applicant") or {}
    outlined, now = intake.outline, clock.now()
    with centres_language():
        return {
            "centre": landing.centre_name(),
            "case_name": intake.blueprint["name"],
            "applicant": _called(person),
            "phone": person.get("phone") or "",
            "department": intake.reference.departments.get(intake.draft.window, ""),
            "clerk": g.principal.name,
            "date": now.isoformat(timespec="seconds"),
            "promise_days": notice.promise_words(outlined.promise) if outlined.promise else "",
            "promise_due": outlined.due.at.isoformat() if outlined.due else "",
            "proof": _proof(intake),
            "told": "；".join(line.rstrip("。") for line in intake.blueprint.get("told") or []),
            **_tables(intake),
            **_in_a_line(intake),
        }


def _called(person: dict[str, Any]) -> str:
    name, organisation = person.get("name") or "", person.get("organisation")
    return f"{name}（{organisation}）" if organisation else name


def _proof(intake: Intake) -> str:
    return str(
        _(
            "%(before)s papers were asked for; %(sum)s.",
            before=intake.outline.merged["before"],
            sum=intake.proof_sum,
        )
    )


def _tables(intake: Intake) -> dict[str, list[dict[str, Any]]]:
    outlined, names = intake.outline, intake.reference.departments
    conditions = intake.blueprint.get("accept_conditions") or []
    return {
        "conditions": [{"text": one["text"]} for one in conditions],
        "questions": list(_questions(intake)),
        "documents": [_document(line) for line in outlined.lines],
        "exempt": [
            {"name": row["name"], "source": group.to}
            for group in intake.proof
            if not group.kept and group.rule in notice.EXEMPT
            for row in group.rows[:1]
        ],
        "parts": [
            {
                "name": "；".join(
                    one["name"] for one in outlined.parts if one["department"] == code
                ),
                "department": names.get(code, code),
            }
            for code in outlined.departments
        ],
    }


def _in_a_line(intake: Intake) -> dict[str, str]:
    """The shorter lists as texts, for a sheet that is to be one page."""
    tables = _tables(intake)
    return {
        "requirements": "；".join(one["text"].rstrip("。；") for one in tables["conditions"]),
        "situation": "；".join(f"{one['label']}{one['answer']}" for one in tables["questions"]),
        "fetched": "；".join(f"{one['name']}（{one['source']}）" for one in tables["exempt"]),
    }


def _questions(intake: Intake) -> Any:
    for field in intake.questions:
        value = intake.answers.get(field["key"])
        if value not in (None, "", []):
            label = f"{field['of']}（{field['label']}）" if field.get("of") else field["label"]
            said = FIELD_KINDS[field["kind"]].display(value, field, translate=_)
            yield {"label": label, "answer": said}


def _document(line: dict[str, Any]) -> dict[str, Any]:
    later = _("may come later")
    return {
        "name": f"{line['name']}（{later}）" if line["necessity"] == "deferrable" else line["name"],
        "copies": notice.copies_words(line),
        "points": line.get("points") or [],
    }
