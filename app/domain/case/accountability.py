"""监督问责: an upheld complaint is a finding on a department, with measures and a day; never removed (R73)."""

from __future__ import annotations

from app.domain.case.state import Event, iso
from app.domain.case.verb import Ask
from app.domain.refusal import refuse


def found(ask: Ask) -> Event:
    """The finding that an upheld inquiry leaves: on which department, what it does, by when."""
    named = (ask.state.get("appeal") or {}).get("departments") or []
    department = ask.command.get("department") or (named[0] if len(named) == 1 else None)
    if not department:
        raise refuse("R73", "Name the department that answers for it.")
    if department in ask.command.get("departments", ()):
        raise refuse("R80", "Nobody inquires into their own department.")
    if not str(ask.command.get("measures") or "").strip():
        raise refuse("R73", "Write which measures the department takes.")
    until = ask.day(
        "expected", refuse("R73", "The day by which the measures are taken lies ahead.")
    )
    event: Event = {"type": "found", "task": ask.key, "department": department}
    return event | {"until": iso(until), "measures": ask.command["measures"]}


def settle_finding(ask: Ask) -> list[Event]:
    """销号: the measures were taken; said by a supervisor, never by the department itself."""
    one = ask.state.get("findings", {}).get(str(ask.command["nth"]))
    if one is None or one["settled_at"]:
        raise refuse("R73", "This finding is settled already.")
    if not ask.has_role("supervisor"):
        raise refuse("R73", "A supervisor says that the measures were taken.")
    if one["department"] in ask.command.get("departments", ()):
        raise refuse("R80", "Nobody settles a finding on their own department.")
    settled = {"type": "finding_settled", "nth": ask.command["nth"]}
    return [settled | {"said": ask.command["said"]}]
