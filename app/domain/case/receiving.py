"""收件 and 受理: receive, accept, accept with papers deferred, refuse to accept."""

from __future__ import annotations

from typing import Any

from app.domain import conditions, sla
from app.domain.blueprint import digest
from app.domain.case.graph import chosen_plan, group_of, is_always
from app.domain.case.state import Blueprint, Event, document_names, iso, moment, spec_of
from app.domain.case.verb import NEW, Ask, verb
from app.domain.documents import merge
from app.domain.refusal import refuse


@verb("receive", acts_on=(NEW,), needs=("window",))
def receive(ask: Ask) -> list[Event]:
    """Open the case: fix its blueprint, what was chosen and the plan (R44, R31)."""
    chosen = chosen_of(ask)
    events = [_received(ask, chosen)]
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
    chosen = {
        task["key"]
        for task in work
        if (is_always(task) or task["key"] in picked) and _applies(ask, task)
    }
    if not chosen:
        raise refuse("R44", "Nothing is chosen: at least one item must be applied for.")
    _check_groups(ask.blueprint, work, chosen)
    promised = [task["name"] for task in work if task["key"] in chosen and task["commit"]]
    if promised and ask.facts.bad_credit:
        raise refuse(
            "R31",
            "An earlier promise of this applicant was false, so inform-and-commit is not offered: %(items)s.",
            items=promised,
        )
    return chosen


def _applies(ask: Ask, task: dict[str, Any]) -> bool:
    return not task.get("when") or conditions.holds(
        task["when"], ask.facts.answers, today=ask.now.date()
    )


def _check_groups(blueprint: Blueprint, work: list[dict[str, Any]], chosen: set[str]) -> None:
    for key, group in blueprint["choices"].items():
        count = sum(1 for task in work if group_of(task) == key and task["key"] in chosen)
        if not group["min"] <= count <= group["max"]:
            raise refuse(
                "R44",
                "Choose %(least)s to %(most)s of “%(group)s”.",
                least=group["min"],
                most=group["max"],
                group=group["name"],
            )


def _received(ask: Ask, chosen: set[str]) -> Event:
    command = ask.command
    return {
        "type": "received",
        "blueprint": digest(ask.blueprint),
        "kind": ask.blueprint["kind"],
        "chosen": sorted(chosen),
        "documents": sorted(command.get("documents") or ()),
        "barred": sorted(command.get("barred") or ()),
        "links": list(command.get("links") or ()),
        "told": command.get("told") or 0,
        "missing_first": command.get("missing_first"),
        "plan": plan(ask.blueprint, chosen, command["window"]),
        "notice": "receipt",
    }


def plan(blueprint: Blueprint, chosen: set[str], window: str) -> list[dict[str, Any]]:
    """What the fold must know of each task; the window's own tasks belong to the receiving window."""
    return [
        {
            "task": task["key"],
            "kind": task["kind"],
            "gates": task["gates"],
            "department": window if task["department"] in ("window", None) else task["department"],
            "steps": [step if isinstance(step, str) else step["step"] for step in task["steps"]],
        }
        for task in chosen_plan(blueprint, chosen)
    ]


def lines_of(ask: Ask) -> dict[str, dict[str, Any]]:
    """The merged papers of this case by document."""
    merged = merge(
        ask.blueprint["rows"],
        ask.blueprint["documents"],
        chosen=set(ask.state["chosen"]),
        answers=ask.facts.answers,
        today=moment(ask.state["received_at"]).date(),
    )
    return {line["document"]: line for line in merged["lines"]}


def missing_of(ask: Ask) -> set[str]:
    """Papers of the merged list that have not come."""
    return set(lines_of(ask)) - set(ask.state["documents"])


@verb("accept", acts_on=("intake",))
def accept(ask: Ask) -> list[Event]:
    """受理: nothing is missing and every acceptance condition holds (R22, R25)."""
    _check_conditions(ask)
    missing = missing_of(ask)
    if missing:
        raise refuse(
            "R22",
            "Not acceptable yet, these papers are missing: %(papers)s. Ask for them all at once, or accept with papers deferred where that is allowed.",
            papers=document_names(ask.blueprint, missing),
        )
    return [_accepted(ask, "accepted", "acceptance")]


@verb("accept_deferred", acts_on=("intake",), needs=("deadline",))
def accept_deferred(ask: Ask) -> list[Event]:
    """容缺受理: only deferrable papers are missing, the applicant commits, credit is good (R28)."""
    _check_conditions(ask)
    lines = lines_of(ask)
    missing = missing_of(ask)
    hard = {key for key in missing if lines[key]["necessity"] == "required"}
    if hard:
        raise refuse(
            "R28",
            "These papers cannot be deferred: %(papers)s.",
            papers=document_names(ask.blueprint, hard),
        )
    if not missing:
        raise refuse("R28", "Nothing is missing: accept it.")
    if ask.facts.bad_credit:
        raise refuse("R28", "The applicant's credit is not repaired, so papers cannot be deferred.")
    if not ask.command.get("commitment"):
        raise refuse("R28", "The applicant must sign a commitment to bring the deferred papers.")
    deadline = _deadline(ask)
    debts = {"type": "debts_opened", "documents": sorted(missing), "deadline": deadline}
    return [
        _accepted(ask, "deferred", None),
        debts | {"notice": "deferred_acceptance", "copies": 2},
    ]


def _deadline(ask: Ask) -> str:
    """The deadline for deferred papers: after now and not beyond the promised limit (R28)."""
    try:
        deadline = moment(ask.command["deadline"])
    except (TypeError, ValueError):
        raise refuse("R28", "The deadline is not a day.") from None
    limit = sla.pick(
        ask.blueprint["limits"].get("promise") or ask.blueprint["limits"].get("legal"),
        ask.facts.answers,
        today=ask.now.date(),
    )
    last = sla.due(ask.calendar, ask.now, limit) if limit else None
    if deadline <= ask.now or (last and deadline > last.at):
        raise refuse("R28", "The deadline must lie after now and no later than the promised limit.")
    return iso(deadline)


def _check_conditions(ask: Ask) -> None:
    for condition in ask.blueprint["accept_conditions"]:
        check = condition.get("check")
        if check and not conditions.holds(check, ask.facts.answers, today=ask.now.date()):
            raise refuse(
                "accept_condition",
                "Acceptance condition not met: %(condition)s.",
                condition=condition["text"],
            )


def _accepted(ask: Ask, outcome: str, notice: str | None) -> Event:
    """Accepted as of the moment the last paper came, else now (R25)."""
    event = {
        "type": "task_closed",
        "task": "intake",
        "outcome": outcome,
        "effective": ask.state["complete_at"] or iso(ask.now),
    }
    return event | ({"notice": notice} if notice else {})


@verb("reject_acceptance", acts_on=("intake",), on_hold=True, needs=("ground", "reason"))
def reject_acceptance(ask: Ask) -> list[Event]:
    """不予受理: with a reason, and the competent department where this is the wrong one (R20, R21)."""
    if ask.command.get("ground") == "wrong_department" and not ask.command.get(
        "competent_department"
    ):
        raise refuse("R20", "Name the department that is competent.")
    named = {
        name: ask.command.get(name)
        for name in ("reason", "ground", "competent_department", "remedy", "law")
    }
    return [
        {
            "type": "task_closed",
            "task": "intake",
            "outcome": "not_accepted",
            "notice": "rejection",
            **named,
        }
    ]
