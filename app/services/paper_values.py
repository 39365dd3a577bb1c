"""The plain values that paper templates may name (the list stands at the head of seeds/templates.yaml).

Moments stay ISO text: the renderer writes them in the reader's way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from app.domain.documents import merge
from app.models import Applicant, CaseDocument, Department, Result, ServiceCentre

if TYPE_CHECKING:
    from app.services.cases import File

#: Fields of an event that a paper may print as they are.
FROM_EVENT = (
    "reason", "remedy", "law", "points", "competent_department", "deadline", "expected", "days",
)  # fmt: skip
#: Tasks that speak of one item; the others of the whole case.
OF_AN_ITEM = ("work", "check", "inquiry")
GOOD = ("granted", "partly")


def of_event(
    session: Session, file: File, event: dict[str, Any], *, by: str, now: datetime
) -> dict[str, Any]:
    """Everything a paper of this event may print; it may hold names and is kept encrypted."""
    person = session.execute(
        sa.select(Applicant).where(Applicant.case_id == file.case_id)
    ).scalar_one()
    state = file.state or {}
    given = {name: event.get(name) or "" for name in FROM_EVENT}
    return {
        **given,
        "centre": session.execute(sa.select(ServiceCentre.name)).scalar() or "",
        "case_number": file.number,
        "case_name": _subject(file, event.get("task")),
        "applicant": person.organisation or person.name,
        "phone": person.phone or "",
        "department": _department(session, _department_code(file, event.get("task"))),
        "clerk": _name(session, by),
        "date": now.isoformat(timespec="seconds"),
        "received_at": state.get("received_at") or "",
        "accepted_at": state.get("accepted_at") or "",
        "promise_due": _due(state, "promise"),
        "legal_due": _due(state, "legal"),
        "result_number": "",
        "deadline": event.get("deadline") or event.get("expected") or _extended_to(state, event),
        "procedure": _procedure(file, event),
        **_tables(session, file, event),
    }


def _tables(session: Session, file: File, event: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    state = file.state or {}
    lines = _lines(session, file)
    asked = set(event.get("documents") or ())
    catalogue = file.blueprint["documents"]
    return {
        "documents": [line for line in lines if line["key"] in state["documents"]],
        "missing": [
            {"name": line["name"], "demand": line["points"]}
            for line in lines
            if line["key"] in asked
        ],
        "parts": parts(session, file.blueprint, state),
        "exempt": exempt(file.blueprint, state["chosen"], file.facts.answers, catalogue),
        "results": _results(session, file, event),
    }


def _results(session: Session, file: File, event: dict[str, Any]) -> list[dict[str, Any]]:
    """A decision names its own result, a delivery all that stand; what was revoked is on neither."""
    tasks = (file.state or {})["tasks"]
    part = event["task"] if tasks.get(event.get("task"), {}).get("gates") else None
    rows = session.execute(
        sa.select(Result).where(Result.case_id == file.case_id).order_by(Result.id)
    ).scalars()
    return [
        {"name": row.name, "number": row.number or ""}
        for row in rows
        if (part is None or row.task == part)
        and (tasks[row.task]["outcome"], tasks[row.task]["round"])
        in {(good, row.round) for good in GOOD}
    ]


def _lines(session: Session, file: File) -> list[dict[str, Any]]:
    catalogue = file.blueprint["documents"]
    rows = session.execute(
        sa.select(CaseDocument)
        .where(CaseDocument.case_id == file.case_id)
        .order_by(CaseDocument.id)
    ).scalars()
    return [
        {
            "key": row.document,
            "name": row.name,
            "copies": row.copies,
            "points": list(catalogue.get(row.document, {}).get("points", [])),
        }
        for row in rows
    ]


def parts(
    session: Session, blueprint: dict[str, Any], state: dict[str, Any]
) -> list[dict[str, Any]]:
    """The chosen work tasks with department and outcome."""
    names = dict(session.execute(sa.select(Department.code, Department.name)).tuples().all())
    return [
        {
            "name": task["name"],
            "department": names.get(state["tasks"][task["key"]]["department"], ""),
            "outcome": state["tasks"][task["key"]]["outcome"] or "",
        }
        for task in blueprint["tasks"]
        if task["kind"] == "work" and task["key"] in state["tasks"]
    ]


def exempt(
    blueprint: dict[str, Any],
    chosen: list[str],
    answers: Mapping[str, Any],
    catalogue: dict[str, Any],
) -> list[dict[str, Any]]:
    """What the applicant need not bring, and where it comes from instead."""
    merged = merge(blueprint["rows"], blueprint["documents"], chosen=set(chosen), answers=answers)
    kept = {line["document"] for line in merged["lines"]}
    found = {
        proof["document"]: proof
        for proof in merged["proof"]
        if proof["rule"] in ("exempt", "sibling_output") and proof["document"] not in kept
    }
    return [
        {"name": catalogue[key]["name"], "rule": proof["rule"], "source": str(proof["to"])}
        for key, proof in sorted(found.items())
    ]


def _subject(file: File, key: str | None) -> str:
    spec: dict[str, Any] = next(
        (task for task in file.blueprint["tasks"] if task["key"] == key), {}
    )
    return str(spec["name"] if spec.get("kind") in OF_AN_ITEM else file.blueprint["name"])


def _department_code(file: File, key: str | None) -> str:
    task = (file.state or {})["tasks"].get(key) if key else None
    return str(task["department"] if task else file.case.window)


def _department(session: Session, code: str) -> str:
    return str(
        session.execute(sa.select(Department.name).where(Department.code == code)).scalar() or code
    )


def _due(state: dict[str, Any], limit: str, clock: str = "case") -> str:
    due = (state.get("dues", {}).get(clock) or {}).get(limit)
    return due["at"] if due else ""


def _extended_to(state: dict[str, Any], event: dict[str, Any]) -> str:
    """The new day of a limit that was extended."""
    if event["type"] != "extended":
        return ""
    return _due(state, "promise", event["clock"]) or _due(state, "legal", event["clock"])


def _procedure(file: File, event: dict[str, Any]) -> str:
    """What stops the clock: the item's own name for it, else the law's code, which the reader's words name."""
    if event["type"] != "hold_opened":
        return ""
    spec: dict[str, Any] = next(
        (task for task in file.blueprint["tasks"] if task["key"] == event["task"]), {}
    )
    own = (spec.get("procedures") or {}).get(event["kind"]) or {}
    return str(own.get("name") or event["kind"])


def _name(session: Session, username: str) -> str:
    """A person's name as it stands on paper."""
    name = User.last_name.concat(User.first_name)
    return str(
        session.execute(sa.select(name).where(User.username == username)).scalar() or username
    )
