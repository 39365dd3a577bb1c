"""Verbs that move a clock: suspend, resume, extend, set the term by survey, recalculate."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain import sla
from app.domain.case.state import Event, is_late, iso, open_holds
from app.domain.case.verb import Ask, role_of
from app.domain.refusal import msgid, refuse

#: Special procedures of the Administrative Licensing Law Art. 45, and force majeure (R13).
LISTED = (
    "hearing",
    "tender",
    "auction",
    "inspection",
    "test",
    "quarantine",
    "appraisal",
    "expert_review",
    "force_majeure",
)


def suspend(ask: Ask) -> list[Event]:
    """挂起: a listed procedure, its expected time told in writing (R13, R14, R15)."""
    kind = ask.command["kind"]
    if kind not in (*LISTED, *ask.spec["special"]):
        raise refuse(
            "R13", "Only a procedure listed in Art. 45 or by the item itself stops the clock."
        )
    if not ask.command.get("notice"):
        raise refuse("R13", "The applicant must be told the expected time in writing first.")
    # Twice the same would only ever end once.
    if any(hold["kind"] == kind for hold in open_holds(ask.task)):
        raise refuse("R15", "It is suspended for this already.")
    if is_late(ask.state, ask.key, now=ask.now):
        raise refuse("R13", "The limit has passed: what is late is not suspended.")
    expected = ask.day("expected", refuse("R13", "The day by which the procedure ends lies ahead."))
    _within(ask, kind, expected)
    hold = {"type": "hold_opened", "task": ask.key, "kind": kind, "effect": "stop", "documents": []}
    return [hold | {"expected": iso(expected), "notice": "special_procedure"}]


def _within(ask: Ask, kind: str, expected: datetime) -> None:
    """A procedure of the item's own lasts no longer than the item says; the law's own have no such limit."""
    procedure = (ask.spec.get("procedures") or {}).get(kind) or {}
    last = sla.due(ask.calendar, ask.now, limit=procedure.get("max"))
    if last and expected > last.at:
        raise refuse(
            "R13",
            "“%(procedure)s” takes until %(day)s at the latest: choose an earlier day.",
            procedure=procedure["name"],
            day=iso(last.at)[:10],
        )


def resume(ask: Ask) -> list[Event]:
    """The procedure ended: only the real time is left out (R16)."""
    procedures = (hold for hold in open_holds(ask.task) if hold["kind"] != "supplement")
    found = next((hold for hold in procedures if hold["id"] == ask.command["hold"]), None)
    if found is None:
        raise refuse("R16", "It is not suspended; a supplement ends when its papers come.")
    return [{"type": "hold_closed", "task": ask.key, "hold": found["id"]}]


def extend(ask: Ask) -> list[Event]:
    """延期: once, within its cap, by the right approver, before the limit (R18, R75)."""
    clock = ask.command.get("task") or "case"
    running = ask.state["clocks"].get(clock)
    if not running or running["stopped_at"]:
        raise refuse("R18", "This limit does not run now.")
    rule = ask.spec["extend"] if ask.command.get("task") else ask.blueprint["extend"]
    if not rule:
        raise refuse("R18", "There is no statutory limit here to extend.")
    # Art. 42 knows one extension; a second is a limit nobody can rely on.
    if running["extra"]:
        raise refuse("R18", "It was extended once already; a limit is extended only once.")
    if is_late(ask.state, clock, now=ask.now):
        raise refuse("R18", "The limit has passed; an extension is asked for before it.")
    _check_extension(ask, rule)
    extended = {
        "type": "extended",
        "clock": clock,
        "task": ask.command.get("task"),
        "notice": "extension",
    }
    extended |= {"days": ask.command["days"], "reason": ask.command["reason"]}
    # An appeal has one limit, whichever clock shows it: the person is told one day (R75).
    if ask.state.get("appeal") and ask.command.get("task"):
        plain = {name: extended[name] for name in ("type", "days", "reason")}
        return [extended, plain | {"clock": "case", "task": None}]
    return [extended]


def _check_extension(ask: Ask, rule: dict[str, Any]) -> None:
    if not ask.has_role(rule["by"]):
        raise refuse(
            "R18", APPROVES.get(role_of(rule["by"]), "Somebody else approves this extension.")
        )
    days = ask.command["days"]
    if not isinstance(days, int) or not 0 < days <= rule["cap"]:
        raise refuse("R18", "At most %(cap)s working days.", cap=rule["cap"])


#: Who approves → the sentence that says so.
APPROVES = {
    "department_head": msgid(
        "A head of the department must approve it before the limit; only once."
    ),
    "centre_head": msgid("The head of the centre must approve it before the limit; only once."),
    "supervisor": msgid("A supervisor must approve it before the limit; only once."),
}


def set_term(ask: Ask) -> list[Event]:
    """The survey fixes the promised days of the case, within the theme's range (spine §4)."""
    if not ask.step.get("sets_term"):
        raise refuse("term", "Only the survey step fixes the promised days.")
    promise = ask.blueprint["limits"].get("promise") or {}
    least, days = promise.get("min"), ask.command.get("days")
    if not least:
        raise refuse("term", "The promise of this case is fixed, there are no days to choose.")
    if not isinstance(days, int) or not least <= days <= promise["value"]:
        raise refuse(
            "term",
            "The promise allows %(least)s to %(most)s days.",
            least=least,
            most=promise["value"],
        )
    return [{"type": "term_set", "task": ask.key, "days": days}]


def recalculate(ask: Ask) -> list[Event]:
    """Work the due dates out anew after a calendar change (R06).

    ``provisional`` limits it to the clocks whose year was not confirmed when they were worked out.
    """
    recalculated = {"type": "recalculated", "calendar": ask.calendar.revision}
    closure = ask.command.get("closure")
    why = {"reason": ask.command.get("reason")}
    return [recalculated | why | ({"closure": closure} if closure else {})]
