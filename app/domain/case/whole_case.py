"""Verbs on the whole case: withdraw, void, reopen, change its class."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain import sla
from app.domain.blueprint import digest
from app.domain.case.graph import DECIDED, LIVE, owner_of, settle
from app.domain.case.papers import check_known, lines_of
from app.domain.case.put_right import facts_after
from app.domain.case.receiving import chosen_of, plan
from app.domain.case.state import (
    Event,
    State,
    Task,
    moment,
    name_of,
    open_holds,
    plan_of,
    status_of,
)
from app.domain.case.verb import Ask, role_of
from app.domain.refusal import msgid, refuse


def withdraw(ask: Ask) -> list[Event]:
    """撤回: all undecided parts, or those named; what was granted is still handed over."""
    undecided = [key for key in ask.state["tasks"] if _is_undecided(ask.state, key)]
    named = list(ask.command.get("items") or undecided)
    if not named or not set(named) <= set(undecided):
        raise refuse("withdraw", "It is decided already and can no longer be withdrawn.")
    parts = [key for key in undecided if key != "intake"]
    # With every part gone there is nothing left to accept.
    if "intake" in undecided and ("intake" in named or set(parts) <= set(named)):
        named = undecided
    reason = ask.command.get("reason")
    closed = [
        {"type": "task_closed", "task": key, "outcome": "withdrawn", "reason": reason}
        for key in named
    ]
    return closed if "intake" in named else [*closed, *_pointless_holds(ask, named)]


def _pointless_holds(ask: Ask, withdrawn: list[str]) -> Iterator[Event]:
    """A supplement at the intake ends where the withdrawal leaves nothing of it to be brought."""
    holds = open_holds(ask.state["tasks"]["intake"])
    # Merged anew only where something is awaited: every page of a case asks whether it may be withdrawn.
    wanted = lines_of(ask, without=withdrawn) if holds else {}
    for hold in holds:
        if not wanted.keys() & set(hold["documents"]) - set(hold["got"]):
            yield {"type": "hold_closed", "task": "intake", "hold": hold["id"]}


def _is_undecided(state: State, key: str) -> bool:
    task = state["tasks"][key]
    return task["state"] in LIVE and (task["gates"] or key == "intake")


def void(ask: Ask) -> list[Event]:
    """作废: a supervisor, before any decision; the number is kept."""
    if not ask.has_role("supervisor"):
        raise refuse("void", "A supervisor must confirm that it is void.")
    tasks, reason = ask.state["tasks"], ask.command["reason"]
    if any(task["gates"] and task["outcome"] in DECIDED for task in tasks.values()):
        raise refuse("void", "A decision was made: it can only be revoked.")
    live = [key for key, task in tasks.items() if task["state"] in LIVE]
    return [
        {"type": "task_closed", "task": key, "outcome": "void", "reason": reason} for key in live
    ]


def reopen(ask: Ask) -> list[Event]:
    """Open decided parts again where the kind of case allows it; late marks stay."""
    rule = ask.blueprint.get("reopen")
    if not rule:
        raise refuse(
            "R49", "A decided case of this kind is not reopened: apply anew to that department."
        )
    if not ask.has_role(rule["by"]):
        raise refuse("reopen", REOPENS.get(role_of(rule["by"]), "Somebody else reopens it."))
    # Counted from the close: after it an appeal is a new one.
    within = sla.due(ask.calendar, moment(ask.state["closed_at"]), limit=rule["within"])
    if within and ask.now > within.at:
        raise refuse("reopen", "The time in which it could be reopened has passed.")
    tasks, keys = ask.state["tasks"], sorted(set(ask.command["tasks"]))
    if any(
        key not in tasks or not tasks[key]["gates"] or tasks[key]["outcome"] not in REOPENED
        for key in keys
    ):
        raise refuse("reopen", "Only decided parts are reopened.")
    waiting = [
        spec["key"] for spec in plan_of(ask.blueprint, ask.state) if _waits_again(ask, spec, keys)
    ]
    stopper = _stops_again(ask, keys, waiting)
    if stopper:
        raise refuse(
            "R48",
            "“%(task)s” was refused and stops all the others: reopen it with them.",
            task=name_of(ask.blueprint, stopper),
        )
    return [
        {"type": "reopened", "tasks": keys, "waiting": waiting, "reason": ask.command["reason"]}
    ]


#: What was revoked stays revoked.
REOPENED = tuple(outcome for outcome in DECIDED if outcome != "revoked")
#: Who reopens → the sentence that says so.
REOPENS = {
    "supervisor": msgid("A supervisor reopens it."),
    "department_head": msgid("A head of the department reopens it."),
    "centre_head": msgid("The head of the centre reopens it."),
}


def _stops_again(ask: Ask, keys: list[str], waiting: list[str]) -> str | None:
    """A refused part that would end the reopened ones at once, and take what was granted with them."""
    status = status_of(ask.state) | dict.fromkeys(keys, "open") | dict.fromkeys(waiting, "waiting")
    moves = settle(plan_of(ask.blueprint, ask.state), status)
    return next(
        (move.because for move in moves if move.task in keys and move.status != "open"), None
    )


def _waits_again(ask: Ask, spec: Task, reopened: list[str]) -> bool:
    """The hand-over, what could not go on, and the post-check that a new decision may call for."""
    outcome = ask.state["tasks"][spec["key"]]["outcome"]
    if spec["kind"] == "hand_over" or outcome == "cannot_continue":
        return True
    return bool(outcome == "skipped" and owner_of(spec) in reopened)


def reclassify(ask: Ask) -> Iterator[Event]:
    """Another class of the same kind; the starts stay, dues are counted from registration (R71)."""
    to = ask.command["blueprint"]
    if to["kind"] != ask.blueprint["kind"] or ask.state["accepted_at"] is None:
        raise refuse("R71", "Only an accepted case changes its class, and only to one of its kind.")
    # A newer version of the same class is no other class: a case keeps what it was received under (R99).
    if to["code"] == ask.blueprint["code"]:
        raise refuse("R71", "It is of this class already.")
    if any(task["gates"] and task["state"] == "closed" for task in ask.state["tasks"].values()):
        raise refuse("R71", "A part is decided already.")
    window = ask.state["tasks"]["intake"]["department"]
    anew = ask._replace(
        blueprint=to,
        command={"window": window, "chosen": ask.command.get("chosen")},
        facts=facts_after(ask),
    )
    came = set(ask.command.get("documents") or ())
    check_known(anew, came)
    return _changed(ask, anew, chosen=chosen_of(anew), came=came)


def _changed(ask: Ask, anew: Ask, *, chosen: set[str], came: set[str]) -> Iterator[Event]:
    """Worked out when it is done: whoever only asks whether it may be done plans nothing, hashes no blueprint."""
    yield from _unknown_holds(ask, set(anew.blueprint["documents"]))
    yield {
        "type": "reclassified",
        "blueprint": digest(anew.blueprint),
        "chosen": sorted(chosen),
        # It was registered once: the intake and all starts stay (R71).
        "plan": [entry for entry in plan(anew, chosen) if entry["kind"] != "intake"],
        "documents": sorted(came),
        "reason": ask.command["reason"],
    }


def _unknown_holds(ask: Ask, known: set[str]) -> Iterator[Event]:
    """A supplement for papers that the new class does not know can never come: it ends."""
    for key, task in ask.state["tasks"].items():
        for hold in open_holds(task):
            if not set(hold["documents"]) - set(hold["got"]) <= known:
                yield {"type": "hold_closed", "task": key, "hold": hold["id"]}
