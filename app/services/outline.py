"""What a set of answers comes to before anything is received: parts, papers, dates; all derived."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import conditions, sla
from app.domain.calendar import Calendar
from app.domain.documents import in_order, merge
from app.domain.due import Due


@dataclass(frozen=True)
class Outline:
    """The notice sheet in values: which tasks, which papers, which dates.

    ``lines`` are the merged papers in the order of the catalogue, ``merged`` the whole merge with
    its proof, ``due`` the promised day were it accepted now (None without a promise).
    """

    parts: list[dict[str, Any]]
    chosen: list[str]
    merged: dict[str, Any]
    lines: list[dict[str, Any]]
    promise: dict[str, Any] | None
    due: Due | None

    @property
    def departments(self) -> list[str]:
        """Department codes that take part, in the order of the tasks."""
        return list(dict.fromkeys(part["department"] for part in self.parts))


def outline(
    blueprint: dict[str, Any],
    answers: dict[str, Any],
    *,
    picked: list[str],
    now: datetime,
    calendar: Calendar,
) -> Outline:
    """Derive everything the notice sheet says from the answers; the same functions decide later."""
    today = now.date()
    parts = [
        task
        for task in blueprint["tasks"]
        if task["kind"] == "work" and _taken(task, answers, picked, now)
    ]
    chosen = [task["key"] for task in parts]
    merged = merge(
        blueprint["rows"], blueprint["documents"], chosen=set(chosen), answers=answers, today=today
    )
    ordered = in_order(merged["lines"], blueprint["documents"], parts=chosen)
    lines = [_line(blueprint, line, parts) for line in ordered]
    promise = sla.pick(blueprint["limits"].get("promise"), answers, today=today)
    due = sla.due(calendar, now, limit=promise) if promise else None
    return Outline(parts, chosen, merged, lines, promise, due)


def _taken(task: dict[str, Any], answers: dict[str, Any], picked: list[str], now: datetime) -> bool:
    """Whether a work task is part of the case: its condition holds and it is always or picked."""
    if task.get("when") and not conditions.holds(task["when"], answers, today=now.date()):
        return False
    return task["pick"] == "always" or "always" in task["pick"] or task["key"] in picked


def _line(
    blueprint: dict[str, Any], line: dict[str, Any], parts: list[dict[str, Any]]
) -> dict[str, Any]:
    document = blueprint["documents"][line["document"]]
    users = [part["name"] for part in parts if part["key"] in line["used_by"]]
    return {
        **line,
        **{
            name: document.get(name)
            for name in ("name", "kind", "points", "sample", "blank_form", "made_by")
        },
        "users": users,
    }


#: Beginning of the key of a question that only a person can judge (blueprint_rows).
JUDGED = "ask."


def judged(field: dict[str, Any]) -> bool:
    """Whether a field is a condition that only a person can judge: who answers it signs for it."""
    return str(field["key"]).startswith(JUDGED)


def questions(blueprint: dict[str, Any]) -> list[dict[str, Any]]:
    """The situational questions: fields that the clerk asks before the form.

    What a person judges says of which paper it is: a guide's "as the case may be" names none.
    """
    return [
        _of_its_paper(blueprint, field) if judged(field) else field
        for field in blueprint["fields"]
        if field.get("asked") == "clerk"
    ]


def _of_its_paper(blueprint: dict[str, Any], field: dict[str, Any]) -> dict[str, Any]:
    document = field["key"].split(".")[1]
    return {**field, "of": blueprint["documents"][document]["name"]}


def bears(blueprint: dict[str, Any], field: dict[str, Any], *, without: Collection[str]) -> bool:
    """Whether a judged question decides on a paper of the case, were these parts no part of it."""
    return any(
        (row["when"] or {}).get("field") == field["key"] and row["item"] not in without
        for row in blueprint["rows"]
    )


def of_parts(blueprint: dict[str, Any], chosen: list[str]) -> list[dict[str, Any]]:
    """The fields of the form for these tasks, whatever their conditions say."""
    return [
        field
        for field in blueprint["fields"]
        if field.get("asked") != "clerk"
        and (not field.get("items") or set(field["items"]) & set(chosen))
    ]


def form_fields(
    blueprint: dict[str, Any], chosen: list[str], *, answers: dict[str, Any], now: datetime
) -> list[dict[str, Any]]:
    """The fields of the one form for these tasks: those of a task that is not chosen are not asked."""
    hidden = unasked(blueprint["fields"], answers, today=now.date())
    return [field for field in of_parts(blueprint, chosen) if field["key"] not in hidden]


def unasked(
    fields: Iterable[dict[str, Any]], answers: Mapping[str, Any], *, today: date
) -> set[str]:
    """Keys of fields that their conditions hide; what a hidden field holds is no answer to another."""
    conditional = [field for field in fields if field.get("when")]
    hidden: set[str] = set()
    # Each pass can hide what hung on a field that was hidden before; a circle ends where it began.
    for _pass in range(len(conditional) + 1):
        said = {key: value for key, value in answers.items() if key not in hidden}
        found = {
            field["key"]
            for field in conditional
            if not conditions.holds(field["when"], said, today=today)
        }
        if found == hidden:
            break
        hidden = found
    return hidden


def in_force(
    blueprint: dict[str, Any], answers: Mapping[str, Any], *, now: datetime
) -> dict[str, Any]:
    """The answers to what is asked: one whose question a condition hides is kept, and says nothing."""
    hidden = unasked(blueprint["fields"], answers, today=now.date())
    return {key: value for key, value in answers.items() if key not in hidden}


def missing(outlined: Outline, received: set[str]) -> list[dict[str, Any]]:
    """Lines that have not come, in order."""
    return [line for line in outlined.lines if line["document"] not in received]


def received(outlined: Outline, ticks: dict[str, list[bool]]) -> list[str]:
    """Papers whose every review point is ticked; one without points counts by a single tick."""
    found = []
    for line in outlined.lines:
        ticked = ticks.get(line["document"], [])
        if len(ticked) >= max(1, len(line["points"] or [])) and all(ticked):
            found.append(line["document"])
    return found
