"""Steps and decisions: finish a step, go back one, grant, refuse, return, issue, deliver."""

from __future__ import annotations

from app.domain.case.graph import GOOD
from app.domain.case.state import Event, debts_open, document_names, moment, name_of, open_holds
from app.domain.case.verb import Ask, Handler, role_of, verb
from app.domain.refusal import refuse


@verb("finish_step", acts_on=("work", "hand_over", "check", "inquiry"))
def finish_step(ask: Ask) -> list[Event]:
    """Go on to the next step; 出件 is the hand-over's first step and happens once."""
    steps, at = ask.task["steps"], ask.task["step"]
    if at >= len(steps) - 1:
        raise refuse("step", "This is the last step: it ends with a decision.")
    _check_role(ask, at)
    done = {
        "type": "step_done",
        "task": ask.key,
        "step": steps[at],
        "to": at + 1,
        "opinion": ask.command.get("opinion"),
    }
    if steps[at] == "issue":
        done["issued"] = sorted(
            key
            for key, task in ask.state["tasks"].items()
            if task["gates"] and task["outcome"] in GOOD
        )
    return [done | _cover(ask)]


def _check_role(ask: Ask, at: int) -> None:
    """A step that says who finishes it is finished by them."""
    step = ask.spec["steps"][at]
    wanted = role_of(step["by"]) if isinstance(step, dict) and step.get("by") else None
    if wanted and not ask.has_role(wanted):
        raise refuse("role", DECIDES.get(wanted, "Somebody else finishes this step."))


#: Role of a step → the sentence that says who decides.
DECIDES = {
    "department_head": "A head of the department decides this step.",
    "centre_head": "The head of the centre decides this step.",
    "supervisor": "A supervisor decides this step.",
}


def _cover(ask: Ask) -> Event:
    """Who acted for whom, where somebody covered (R85)."""
    return {"acted_by": ask.command["by"]} if ask.command.get("cover_for") else {}


@verb("step_back", acts_on=("work", "hand_over", "check", "inquiry"), needs=("reason",))
def step_back(ask: Ask) -> list[Event]:
    """One step back; the clock runs on."""
    steps, at = ask.task["steps"], ask.task["step"]
    if at == 0:
        raise refuse("step", "This is the first step.")
    if steps[at - 1] == "issue":
        raise refuse("R52", "What was issued is not taken back.")
    return [
        {
            "type": "step_done",
            "task": ask.key,
            "step": steps[at],
            "to": at - 1,
            "reason": ask.command["reason"],
        }
        | _cover(ask)
    ]


def _decision(outcome: str, notice: str) -> Handler:
    def decide_part(ask: Ask) -> list[Event]:
        at = ask.task["step"]
        if at != len(ask.task["steps"]) - 1:
            raise refuse("step", "Steps before the decision are still open.")
        _check_role(ask, at)
        if outcome in GOOD:
            _check_debts(ask)
        if outcome in ("refused", "partly"):
            _check_reasons(ask)
        _check_closing(ask, outcome)
        event = {"type": "task_closed", "task": ask.key, "outcome": outcome, "notice": notice}
        texts = {
            name: ask.command[name] for name in (*REASONS, *CLOSING_TEXTS) if ask.command.get(name)
        }
        return [event | texts | _cover(ask)]

    decide_part.__doc__ = f"The part ends: {outcome}."
    return decide_part


REASONS = ("reason", "remedy", "law", "points")
CLOSING_TEXTS = ("explanation", "guidance", "agent", "reply", "progress")


def _check_debts(ask: Ask) -> None:
    """Deferred papers that this part uses must have come (R29)."""
    used = {row["document"] for row in ask.blueprint["rows"] if row["item"] == ask.key}
    owed = debts_open(ask.state) & used
    if owed:
        raise refuse(
            "R29",
            "Deferred papers are still owed: %(papers)s.",
            papers=document_names(ask.blueprint, owed),
        )


def _check_reasons(ask: Ask) -> None:
    """A refusal names the failed point or the law, and the remedy (R27)."""
    if not (ask.command.get("reason") and ask.command.get("remedy")):
        raise refuse(
            "R27",
            "Give the reason (the review point that failed, or the law) and the remedy that is open.",
        )


def _check_closing(ask: Ask, outcome: str) -> None:
    """The texts that closing demands, any one of the lists (R73)."""
    wanted = (ask.spec.get("closing") or {}).get(outcome)
    if wanted and not any(all(ask.command.get(name) for name in names) for names in wanted):
        raise refuse(
            "R73", "To close it, fill in: %(texts)s.", texts=[" + ".join(names) for names in wanted]
        )


for _verb, _outcome, _notice in (
    ("grant", "granted", "decision_grant"),
    ("grant_partly", "partly", "decision_grant"),
    ("refuse", "refused", "decision_refuse"),
):
    verb(_verb, acts_on=("work",))(_decision(_outcome, _notice))


@verb("return_task", acts_on=("work",), on_hold=True, needs=("reason",))
def return_task(ask: Ask) -> list[Event]:
    """退件: only where papers that were asked for did not come (R30)."""
    waiting = any(hold["kind"] == "supplement" for hold in open_holds(ask.task))
    debts = ask.state["debts"]
    lapsed = bool(debts) and ask.now > moment(debts["deadline"]) and bool(debts_open(ask.state))
    if not waiting and not lapsed:
        raise refuse("R30", "Returned is only what waits for papers that did not come.")
    return [
        {
            "type": "task_closed",
            "task": ask.key,
            "outcome": "returned",
            "reason": ask.command["reason"],
            "notice": "return",
        }
    ]


@verb("deliver", acts_on=("hand_over",))
def deliver(ask: Ask) -> list[Event]:
    """送达: after everything was issued once."""
    if ask.task["step"] != len(ask.task["steps"]) - 1:
        raise refuse("R52", "Issue first, then deliver.")
    return [
        {"type": "task_closed", "task": "hand_over", "outcome": "delivered", "notice": "delivery"}
        | _cover(ask)
    ]


def waits_for(ask: Ask) -> list[str]:
    """Names of the gating parts that are not closed: what the hand-over waits for."""
    return [
        name_of(ask.blueprint, key)
        for key, task in ask.state["tasks"].items()
        if task["gates"] and task["state"] != "closed"
    ]
