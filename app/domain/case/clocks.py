"""Verbs that move a clock: suspend, resume, extend, set the term by survey, recalculate."""

from __future__ import annotations

from app.domain.case.state import Event, is_late, open_holds
from app.domain.case.verb import ANY, CASE, Ask, role_of, verb
from app.domain.refusal import refuse

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


@verb("suspend", acts_on=("work",), on_hold=True, needs=("kind", "expected"))
def suspend(ask: Ask) -> list[Event]:
    """挂起: a listed procedure, its expected time told in writing (R13, R14, R15)."""
    kind = ask.command["kind"]
    if kind not in (*LISTED, *ask.spec["special"]):
        raise refuse(
            "R13", "Only a procedure listed in Art. 45 or by the item itself stops the clock."
        )
    if not ask.command.get("notice"):
        raise refuse("R13", "The applicant must be told the expected time in writing first.")
    if any(hold["kind"] == kind for hold in open_holds(ask.task)):
        raise refuse("R15", "It is suspended for this already.")
    if is_late(ask.state, ask.key, ask.now):
        raise refuse("R13", "The limit has passed: what is late is not suspended.")
    hold = {
        "type": "hold_opened",
        "task": ask.key,
        "hold": ask.state["seq"],
        "kind": kind,
        "effect": "stop",
        "documents": [],
    }
    return [hold | {"expected": ask.command["expected"], "notice": "special_procedure"}]


@verb("resume", acts_on=("work",), on_hold=True, needs=("hold",))
def resume(ask: Ask) -> list[Event]:
    """The procedure ended: only the real time is left out (R16)."""
    found = next(
        (
            hold
            for hold in open_holds(ask.task)
            if hold["id"] == ask.command["hold"] and hold["kind"] != "supplement"
        ),
        None,
    )
    if found is None:
        raise refuse("R16", "It is not suspended; a supplement ends when its papers come.")
    return [{"type": "hold_closed", "task": ask.key, "hold": found["id"]}]


@verb("extend", acts_on=("work", CASE), on_hold=True, needs=("days", "reason"))
def extend(ask: Ask) -> list[Event]:
    """延期: once, within its cap, by the right approver, before the limit (R18)."""
    clock = ask.command.get("task") or "case"
    running = ask.state["clocks"].get(clock)
    rule = ask.blueprint["extend"] if clock == "case" else ask.spec["extend"]
    if not running or running["stopped_at"]:
        raise refuse("R18", "This limit does not run now.")
    if not rule:
        raise refuse("R18", "There is no statutory limit here to extend.")
    if running["extra"]:
        raise refuse("R18", "It was extended once already; a limit is extended only once.")
    if not 0 < ask.command["days"] <= rule["cap"]:
        raise refuse("R18", "At most %(cap)s working days.", cap=rule["cap"])
    if not ask.has_role(role_of(rule["by"])):
        raise refuse("R18", BY[role_of(rule["by"])])
    if is_late(ask.state, clock, ask.now):
        raise refuse("R18", "The limit has passed; an extension is asked for before it.")
    return [
        {
            "type": "extended",
            "clock": clock,
            "task": ask.command.get("task"),
            "days": ask.command["days"],
            "reason": ask.command["reason"],
            "notice": "extension",
        }
    ]


#: Who approves → the sentence that says so.
BY = {
    "department_head": "A head of the department must approve it before the limit; only once.",
    "centre_head": "The head of the centre must approve it before the limit; only once.",
    "supervisor": "A supervisor must approve it before the limit; only once.",
}


@verb("set_term", acts_on=("work",), needs=("days",))
def set_term(ask: Ask) -> list[Event]:
    """The survey fixes the promised days of the case, within the theme's range (spine §4)."""
    promise = ask.blueprint["limits"].get("promise") or {}
    step = ask.spec["steps"][ask.task["step"]]
    if not (isinstance(step, dict) and step.get("sets_term")):
        raise refuse("term", "Only the survey step fixes the promised days.")
    least, most = promise.get("min"), promise.get("value")
    if not least or not least <= ask.command["days"] <= most:
        raise refuse(
            "term",
            "The promise allows %(least)s to %(most)s days.",
            least=least or most or 0,
            most=most or 0,
        )
    return [{"type": "term_set", "task": ask.key, "days": ask.command["days"]}]


@verb("recalculate", acts_on=(ANY,), on_hold=True)
def recalculate(ask: Ask) -> list[Event]:
    """Work the due dates out anew after a calendar change (R06)."""
    return [
        {
            "type": "recalculated",
            "calendar": ask.calendar.revision,
            "reason": ask.command.get("reason"),
        }
    ]
