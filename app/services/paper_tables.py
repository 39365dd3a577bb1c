"""The lists that paper templates may print: papers, parts, what is exempt, results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.domain.documents import not_brought
from app.services.paper_sources import GOOD, Sources

if TYPE_CHECKING:
    from app.services.cases import File


def of_event(
    file: File, event: dict[str, Any], *, sources: Sources
) -> dict[str, list[dict[str, Any]]]:
    """Every list a paper of this event may print, by the name that templates give it."""
    state = file.state or {}
    lines = _lines(file, sources)
    asked = set(event.get("documents") or ())
    if sources.exempt is None:
        # Printed by every paper of the act.
        sources.exempt = exempt(
            file.blueprint,
            state["chosen"],
            answers=file.facts.answers,
            catalogue=file.blueprint["documents"],
        )
    return {
        "documents": [line for line in lines if line["key"] in state["documents"]],
        "missing": [
            {"name": line["name"], "demand": line["points"]}
            for line in lines
            if line["key"] in asked
        ],
        "parts": parts(file.blueprint, state, names=sources.names.departments),
        "exempt": sources.exempt,
        "results": _results(file, event, sources),
    }


def _results(file: File, event: dict[str, Any], sources: Sources) -> list[dict[str, Any]]:
    """A decision names its own result, a delivery all that stand; what was revoked is on neither."""
    tasks = (file.state or {})["tasks"]
    part = event["task"] if tasks.get(event.get("task"), {}).get("gates") else None
    return [
        {"name": row.name, "number": row.number or ""}
        for row in sources.results()
        if (part is None or row.task == part)
        and (tasks[row.task]["outcome"], tasks[row.task]["round"])
        in {(good, row.round) for good in GOOD}
    ]


def _lines(file: File, sources: Sources) -> list[dict[str, Any]]:
    catalogue = file.blueprint["documents"]
    return [
        {
            "key": line["key"],
            "name": line["name"],
            "copies": line["copies"],
            "points": list(catalogue.get(line["key"], {}).get("points", [])),
        }
        for line in sources.lines
    ]


def parts(
    blueprint: dict[str, Any], state: dict[str, Any], *, names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The chosen work tasks with department and outcome."""
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
    proof = not_brought(
        blueprint["rows"], blueprint["documents"], chosen=set(chosen), answers=answers
    )
    found = {entry["document"]: entry for entry in proof}
    return [
        {"name": catalogue[key]["name"], "rule": entry["rule"], "source": str(entry["to"])}
        for key, entry in sorted(found.items())
    ]
