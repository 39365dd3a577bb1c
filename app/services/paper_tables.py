"""The lists that paper templates may print: papers, parts, what is exempt, results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.documents import merge
from app.models import CaseDocument, Department, Result

if TYPE_CHECKING:
    from app.services.cases import File

GOOD = ("granted", "partly")


def of_event(
    session: Session, file: File, event: dict[str, Any]
) -> dict[str, list[dict[str, Any]]]:
    """Every list a paper of this event may print, by the name that templates give it."""
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
        "exempt": exempt(
            file.blueprint, state["chosen"], answers=file.facts.answers, catalogue=catalogue
        ),
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
    *,
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
