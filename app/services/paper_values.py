"""The plain values that paper templates may name (the list stands at the head of seeds/templates.yaml).

Moments stay ISO text: the renderer writes them in the reader's way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.services import paper_tables
from app.services.paper_sources import Sources

if TYPE_CHECKING:
    from app.services.cases import File

#: Fields of an event that a paper may print as they are.
FROM_EVENT = (
    "reason", "remedy", "law", "points", "competent_department", "deadline", "expected", "days",
    "explanation", "guidance", "agent", "progress",
    "appointment", "moved_from", "place",
)  # fmt: skip
#: Of a hand-over, what no event carries.
FROM_PAYLOAD = ("receiver", "way", "tracking")
#: Between names, as papers write them.
_LISTED = "、"
#: Tasks that speak of one item; the others of the whole case.
OF_AN_ITEM = ("work", "check", "inquiry")


def of_event(
    file: File,
    event: dict[str, Any],
    *,
    sources: Sources,
    payload: Mapping[str, Any],
    now: datetime,
) -> dict[str, Any]:
    """Everything a paper of this event may print; it may hold names and is kept encrypted.

    ``payload`` is what the act was given beside its event: who received the results, and how.
    """
    person, names = sources.person, sources.names
    department = _department_code(file, event.get("task"))
    state = file.state or {}
    given = {name: event.get(name) or "" for name in FROM_EVENT}
    return {
        **given,
        **{name: payload.get(name) or "" for name in FROM_PAYLOAD},
        "centre": names.centre,
        "case_number": file.number,
        "case_name": _subject(file, event.get("task")),
        "applicant": person.organisation or person.name,
        "phone": person.phone or "",
        "department": names.departments.get(department, department),
        "clerk": names.clerk,
        "date": now.isoformat(timespec="seconds"),
        "received_at": state.get("received_at") or "",
        "accepted_at": state.get("accepted_at") or "",
        "promise_due": _due(state, "promise"),
        "legal_due": _due(state, "legal"),
        "result_number": "",
        "deadline": event.get("deadline") or event.get("expected") or _extended_to(state, event),
        "procedure": _procedure(file, event),
        "visitors": _visitors(file, event, sources),
        **paper_tables.of_event(file, event, sources=sources),
    }


def _subject(file: File, key: str | None) -> str:
    spec: dict[str, Any] = next(
        (task for task in file.blueprint["tasks"] if task["key"] == key), {}
    )
    return str(spec["name"] if spec.get("kind") in OF_AN_ITEM else file.blueprint["name"])


def _department_code(file: File, key: str | None) -> str:
    task = (file.state or {})["tasks"].get(key) if key else None
    return str(task["department"] if task else file.case.window)


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


def _visitors(file: File, event: dict[str, Any], sources: Sources) -> list[str]:
    """Who comes to see the place: the department with its people, then those that come along."""
    if event["type"] != "survey_arranged":
        return []
    names, people = sources.names.departments, sources.people(event["people"])
    codes = [_department_code(file, key) for key in event["along"]]
    own = _department_code(file, event["task"])
    named = _LISTED.join(people.get(one, one) for one in event["people"])
    others = dict.fromkeys(names.get(code, code) for code in codes if code != own)
    return [f"{names.get(own, own)}（{named}）", *others]
