"""Verbs on the whole case: withdraw, void, reopen, reclassify, correct, undo."""

from __future__ import annotations

from datetime import timedelta

from app.domain import sla
from app.domain.blueprint import digest
from app.domain.case.graph import DECIDED, GOOD, LIVE, is_always
from app.domain.case.receiving import plan
from app.domain.case.state import Event, State, moment
from app.domain.case.verb import CASE, CLOSED, Ask, role_of, verb
from app.domain.refusal import refuse

#: How long one's own last act can be taken back.
UNDO = timedelta(minutes=10)


def _undecided(state: State, key: str) -> bool:
    task = state["tasks"].get(key)
    return bool(task) and task["state"] in LIVE and (task["gates"] or key == "intake")


@verb("withdraw", acts_on=(CASE,), on_hold=True)
def withdraw(ask: Ask) -> list[Event]:
    """撤回: all undecided parts, or those named; what was granted is still handed over."""
    tasks = ask.state["tasks"]
    keys = list(ask.command.get("items") or [key for key in tasks if _undecided(ask.state, key)])
    if not keys or not all(_undecided(ask.state, key) for key in keys):
        raise refuse("withdraw", "It is decided already and can no longer be withdrawn.")
    if tasks["intake"]["state"] == "open":
        keys = ["intake", *(key for key in tasks if tasks[key]["gates"])]
    return [
        {
            "type": "task_closed",
            "task": key,
            "outcome": "withdrawn",
            "reason": ask.command.get("reason"),
        }
        for key in keys
    ]


@verb("void", acts_on=(CASE,), on_hold=True, needs=("reason",))
def void(ask: Ask) -> list[Event]:
    """作废: a supervisor, before any decision; the number is kept."""
    if not ask.has_role("supervisor"):
        raise refuse("void", "A supervisor must confirm that it is void.")
    if any(
        task["gates"] and task["outcome"] in (*GOOD, "refused")
        for task in ask.state["tasks"].values()
    ):
        raise refuse("void", "A decision was made: it can only be revoked.")
    reason = ask.command["reason"]
    return [
        {"type": "task_closed", "task": key, "outcome": "void", "reason": reason}
        for key, task in ask.state["tasks"].items()
        if task["state"] in LIVE
    ]


@verb("reopen", acts_on=(CLOSED,), needs=("tasks", "reason"))
def reopen(ask: Ask) -> list[Event]:
    """Open decided parts again where the kind of case allows it; late marks stay."""
    rule = ask.blueprint.get("reopen")
    if not rule:
        raise refuse(
            "R49", "A decided case of this kind is not reopened: apply anew to that department."
        )
    if not ask.has_role(role_of(rule["by"])):
        raise refuse("reopen", "A supervisor reopens it.")
    within = sla.due(ask.calendar, moment(ask.state["closed_at"]), rule["within"])
    if within and ask.now > within.at:
        raise refuse("reopen", "The time in which it could be reopened has passed.")
    tasks, keys = ask.state["tasks"], sorted(ask.command["tasks"])
    if any(
        key not in tasks or not tasks[key]["gates"] or tasks[key]["outcome"] not in DECIDED
        for key in keys
    ):
        raise refuse("reopen", "Only decided parts are reopened.")
    waiting = sorted(key for key, task in tasks.items() if task["outcome"] == "cannot_continue")
    return [
        {
            "type": "reopened",
            "tasks": keys,
            "waiting": [*waiting, "hand_over"],
            "reason": ask.command["reason"],
        }
    ]


@verb("reclassify", acts_on=(CASE,), on_hold=True, needs=("blueprint", "reason"))
def reclassify(ask: Ask) -> list[Event]:
    """Another class of the same kind; the starts stay, dues are counted from registration (R71)."""
    to = ask.command["blueprint"]
    if to["kind"] != ask.blueprint["kind"] or ask.state["tasks"]["intake"]["state"] != "closed":
        raise refuse("R71", "Only an accepted case changes its class, and only to one of its kind.")
    if any(task["gates"] and task["state"] == "closed" for task in ask.state["tasks"].values()):
        raise refuse("R71", "A part is decided already.")
    chosen = {task["key"] for task in to["tasks"] if task["kind"] == "work" and is_always(task)}
    window = ask.state["tasks"]["intake"]["department"]
    planned = [entry for entry in plan(to, chosen, window) if entry["kind"] != "intake"]
    start = ask.state["clocks"]["case"]["start"]
    return [
        {
            "type": "reclassified",
            "blueprint": digest(to),
            "reason": ask.command["reason"],
            "chosen": sorted(chosen),
            "start": start,
            "plan": planned,
        }
    ]


@verb("correct", acts_on=(CASE,), on_hold=True, needs=("fields", "reason"))
def correct(ask: Ask) -> list[Event]:
    """更正 of the case's data: which fields, why; the values stay in the tables."""
    if not ask.has_role("window_clerk", "department_head", "supervisor"):
        raise refuse("correct", "The window that received the case, or a head, corrects its data.")
    named = {name: ask.command.get(name) for name in ("fields", "marks", "reason")}
    return [{"type": "corrected", **named}]


@verb("undo", acts_on=(CASE,), on_hold=True, needs=("event",))
def undo(ask: Ask) -> list[Event]:
    """撤销 one's own last finished step or supplied paper, within ten minutes, nobody acted since.

    ``event`` is that last act as the journal has it, ``before`` the fold before it: the service
    reads both, the rule is here.
    """
    event, before = ask.command["event"], ask.command["before"]
    if event["type"] not in ("step_done", "documents_received"):
        raise refuse("undo", "Only a finished step or a supplied paper can be taken back.")
    if event["by"] != ask.command.get("by"):
        raise refuse("undo", "Only what you did yourself can be taken back.")
    if ask.now - moment(event["at"]) > UNDO or ask.state["last"] != event["at"]:
        raise refuse(
            "undo", "It can be taken back for ten minutes, and only while nobody acted since."
        )
    return [UNDONE[event["type"]](event, before)]


def _step_undone(event: Event, before: State) -> Event:
    return {
        "type": "undone",
        "what": "step",
        "task": event["task"],
        "to": before["tasks"][event["task"]]["step"],
        "forget_issue": "issued" in event,
    }


def _supply_undone(event: Event, before: State) -> Event:
    """Everything a paper's coming touched goes back to what it was."""
    came = sorted(key for key in event["documents"] if key not in before["documents"])
    return {
        "type": "undone",
        "what": "supply",
        "documents": came,
        "holds": {key: task["holds"] for key, task in before["tasks"].items()},
        "clocks": before["clocks"],
        "complete_at": before["complete_at"],
    }


UNDONE = {"step_done": _step_undone, "documents_received": _supply_undone}
