"""收件: what is chosen, the plan of tasks, the case's beginning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain import conditions
from app.domain.blueprint import digest
from app.domain.case.appeals import registered
from app.domain.case.graph import chosen_plan
from app.domain.case.papers import check_known
from app.domain.case.selections import group_of, is_always
from app.domain.case.state import Event, Task, iso, spec_of, step_name
from app.domain.case.verb import Ask
from app.domain.refusal import refuse


def receive(ask: Ask) -> list[Event]:
    """Open the case: fix its blueprint, what was chosen and the plan (R44, R31)."""
    check_known(ask, set(ask.command.get("documents") or ()))
    chosen = chosen_of(ask)
    told: list[Event] = []
    received = _received(ask, chosen)
    if ask.command.get("appeal"):
        work = [task for task in ask.blueprint["tasks"] if task["key"] in chosen]
        received["appeal"], told = registered(ask, work)
        received["notice"] = "appeal_receipt"
    events = [received, *told]
    # Registering an appeal or a bad rating is accepting it: nobody waits five days to be told.
    if spec_of(ask.blueprint, "intake").get("mode") == "at_once":
        at = iso(ask.now)
        events.append({"type": "task_opened", "task": "intake", "start": at, "because": None})
        events.append(
            {"type": "task_closed", "task": "intake", "outcome": "accepted", "effective": at}
        )
    return events


def chosen_of(ask: Ask) -> set[str]:
    """The work tasks of this case by picks and conditions; raises R44, R31 refusals."""
    work = [task for task in ask.blueprint["tasks"] if task["kind"] == "work"]
    picked = set(ask.command.get("chosen") or ())
    unknown = picked - {task["key"] for task in work}
    if unknown:
        raise refuse("R44", "These items are not part of it: %(items)s.", items=sorted(unknown))
    # A condition can drop what is always there; it never brings in what was not picked.
    chosen = {
        task["key"]
        for task in work
        if (is_always(task) or task["key"] in picked) and applies(ask, task)
    }
    if not chosen:
        raise refuse("R44", "Nothing is chosen: at least one item must be applied for.")
    _check_groups(ask, work, chosen)
    promised = [task["name"] for task in work if task["key"] in chosen and task["commit"]]
    # The form does not offer it then; whoever asks all the same is told why.
    if promised and ask.facts.bad_credit:
        raise refuse(
            "R31",
            "An earlier promise of this applicant was false, so inform-and-commit is not offered: %(items)s.",
            items=promised,
        )
    return chosen


def applies(ask: Ask, entry: Mapping[str, Any]) -> bool:
    """Whether a task's or a step's condition is true of the answers; without one it is."""
    when = entry.get("when")
    return not when or conditions.holds(when, ask.facts.answers, today=ask.now.date())


def _check_groups(ask: Ask, work: list[Task], chosen: set[str]) -> None:
    for key, group in ask.blueprint["choices"].items():
        count = sum(1 for task in work if group_of(task) == key and task["key"] in chosen)
        if group["min"] == group["max"] != count:
            raise refuse(
                "R44",
                "Choose %(count)s of “%(group)s”.",
                count=group["min"],
                group=group["name"],
            )
        if not group["min"] <= count <= group["max"]:
            raise refuse(
                "R44",
                "Choose %(least)s to %(most)s of “%(group)s”.",
                least=group["min"],
                most=group["max"],
                group=group["name"],
            )


def _received(ask: Ask, chosen: set[str]) -> Event:
    """No answer and no name; the first notice given on the draft is the base of R23."""
    command = ask.command
    noticed = command.get("notice_documents")
    return {
        "type": "received",
        # Known where it was read by its hash, and worked out where it was not.
        "blueprint": command.get("sha256") or digest(ask.blueprint),
        "kind": ask.blueprint["kind"],
        "chosen": sorted(chosen),
        "documents": sorted(set(command.get("documents") or ())),
        "barred": sorted(command.get("barred") or ()),
        "links": list(command.get("links") or ()),
        "told": command.get("told") or 0,
        "missing_first": None if noticed is None else sorted(noticed),
        "plan": plan(ask, chosen),
        "notice": "receipt",
    }


def plan(ask: Ask, chosen: set[str]) -> list[dict[str, Any]]:
    """What the fold must know of each task; the window's own belong to the window that received."""
    # What a window does itself belongs to the one that received the case.
    window = ask.command["window"]
    return [
        {
            "task": task["key"],
            "kind": task["kind"],
            "gates": task["gates"],
            "department": window if task["department"] in ("window", None) else task["department"],
            # A step that does not apply is no step of this case: the pointer counts what is left.
            "steps": [
                step_name(step)
                for step in task["steps"]
                if isinstance(step, str) or applies(ask, step)
            ],
        }
        for task in chosen_plan(ask.blueprint, chosen)
    ]
