"""补正 and what comes in after it: asking once for all that is missing, taking papers in."""

from __future__ import annotations

from app.domain.case.receiving import missing_of
from app.domain.case.state import Event, document_names, open_holds
from app.domain.case.verb import Ask, verb
from app.domain.refusal import refuse

#: Fault → what it does to the clock (spine §3): at intake a missing paper starts it anew when it came.
EFFECT = {"incomplete": "restart", "incorrect": "stop", "extra": "run"}


@verb("supplement", acts_on=("intake", "work"), needs=("fault", "documents"))
def supplement(ask: Ask) -> list[Event]:
    """Ask for papers in writing: told once, all of them (R23)."""
    fault, documents = ask.command["fault"], set(ask.command["documents"])
    if fault not in EFFECT:
        raise refuse("R23", "Say what is wrong: missing, not right, or more than the list asks.")
    _check_documents(ask, fault, documents)
    again = bool(documents & set(ask.state["missing_first"] or ()))
    _check_once(ask, again=again or (fault == "incomplete" and ask.task["kind"] != "intake"))
    asked = sorted(documents)
    told = {
        "type": "told",
        "task": ask.key,
        "fault": fault,
        "documents": asked,
        "again": again,
        "reason": ask.command.get("reason"),
        "deadline": ask.command.get("expected"),
    }
    return [told | {"notice": "supplement"}, _hold(ask, fault, asked)]


def _check_documents(ask: Ask, fault: str, documents: set[str]) -> None:
    unknown = documents - set(ask.blueprint["documents"])
    if unknown:
        raise refuse(
            "R23",
            "These papers are not in the catalogue of this case: %(papers)s.",
            papers=sorted(unknown),
        )
    if fault == "incomplete" and ask.task["kind"] == "intake":
        missing = missing_of(ask)
        if documents != missing:
            raise refuse(
                "R23",
                "One notice lists everything that is missing, no more and no less: %(papers)s.",
                papers=document_names(ask.blueprint, missing),
            )


def _check_once(ask: Ask, *, again: bool) -> None:
    """A paper missing at the first notice, or missing after acceptance, is asked by a supervisor only."""
    if again and not (ask.has_role("supervisor") and ask.command.get("reason")):
        raise refuse(
            "R23",
            "Told once: to ask again for a paper that was missing the first time, a supervisor must confirm it with a reason.",
        )


def _hold(ask: Ask, fault: str, asked: list[str]) -> Event:
    """The hold of a supplement; only the intake's clock starts anew (R15–R17)."""
    effect = EFFECT[fault]
    if effect == "restart" and ask.task["kind"] != "intake":
        effect = "stop"
    return {
        "type": "hold_opened",
        "task": ask.key,
        "hold": ask.state["seq"],
        "kind": "supplement",
        "effect": effect,
        "documents": asked,
        "expected": ask.command.get("expected"),
    }


@verb("supply", acts_on=("intake", "work", "papers"), on_hold=True, needs=("documents",))
def supply(ask: Ask) -> list[Event]:
    """Papers came: a supplement's hold ends only when all it asked for is there."""
    documents = set(ask.command["documents"])
    unknown = documents - set(ask.blueprint["documents"])
    if unknown:
        raise refuse(
            "R23",
            "These papers are not in the catalogue of this case: %(papers)s.",
            papers=sorted(unknown),
        )
    events: list[Event] = [
        {"type": "documents_received", "task": ask.key, "documents": sorted(documents)}
    ]
    for hold in open_holds(ask.task):
        if hold["kind"] == "supplement" and set(hold["documents"]) <= documents | set(hold["got"]):
            events.append({"type": "hold_closed", "task": ask.key, "hold": hold["id"]})
    if _debts_paid(ask, documents):
        events.append({"type": "task_closed", "task": "papers", "outcome": "complete"})
    return events


def _debts_paid(ask: Ask, documents: set[str]) -> bool:
    debts = ask.state["debts"]
    if not debts or ask.state["tasks"].get("papers", {}).get("state") != "open":
        return False
    return set(debts["documents"]) <= documents | set(ask.state["documents"])


@verb("collect_fail", acts_on=("papers",), on_hold=True)
def collect_fail(ask: Ask) -> list[Event]:
    """The deferred papers did not come in time (R30); a paper that still comes may be supplied."""
    debts = ask.state["debts"]
    if debts and ask.now.isoformat() <= debts["deadline"]:
        raise refuse("R30", "The deadline for the deferred papers has not passed.")
    return [{"type": "task_closed", "task": "papers", "outcome": "incomplete"}]
