"""补正 and what comes in after it: asking once for all that is missing, taking papers in."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.case.acceptance import check_in_time
from app.domain.case.papers import check_known, missing_of
from app.domain.case.state import Event, document_names, iso, moment, open_holds
from app.domain.case.verb import Ask
from app.domain.refusal import refuse

#: Fault → what it does to the clock (spine §3): at intake a missing paper starts it anew when it came.
EFFECT = {"incomplete": "restart", "incorrect": "stop", "extra": "run"}


def supplement(ask: Ask) -> list[Event]:
    """Ask for papers in writing: told once, all of them (R23)."""
    check_in_time(ask)
    fault, documents = ask.command["fault"], set(ask.command["documents"])
    if fault not in EFFECT:
        raise refuse("R23", "Say what is wrong: missing, not right, or more than the list asks.")
    check_known(ask, documents)
    _check_all_at_once(ask, documents)
    _check_came(ask, documents)
    again = bool(documents & set(ask.state["missing_first"] or ()))
    _check_once(ask, again=is_again(ask))
    asked = sorted(documents)
    told = {
        "type": "told",
        "task": ask.key,
        "fault": fault,
        "documents": asked,
        "again": again,
        "notice": "supplement",
    }
    expected = _expected(ask)
    return [
        told | {"reason": ask.command.get("reason"), "deadline": expected},
        {
            "type": "hold_opened",
            "task": ask.key,
            "kind": "supplement",
            "effect": _effect(ask, fault),
            "documents": asked,
            "expected": expected,
            "notice": None,
        },
    ]


def _check_all_at_once(ask: Ask, documents: set[str]) -> None:
    """What is missing at the intake is asked in one notice, line by line, and nothing else with it."""
    if ask.command["fault"] != "incomplete" or ask.task["kind"] != "intake":
        return
    missing = missing_of(ask)
    if not missing:
        raise refuse("R23", "Nothing is missing.")
    if documents != set(missing):
        raise refuse(
            "R23",
            "One notice lists everything that is missing, no more and no less: %(papers)s.",
            papers=document_names(ask.blueprint, missing),
        )


def _check_came(ask: Ask, documents: set[str]) -> None:
    """At the intake only the form, or a paper that has come, can be wrong.

    Called wrong, a missing paper would slip past "all at once" and would not start the clock anew.
    """
    if ask.command["fault"] != "incorrect" or ask.task["kind"] != "intake":
        return
    known = ask.blueprint["documents"]
    absent = [
        key for key in documents - set(ask.state["documents"]) if known[key]["kind"] != "form"
    ]
    if absent:
        raise refuse(
            "R23",
            "These papers have not come: they are missing, not wrong: %(papers)s.",
            papers=document_names(ask.blueprint, absent),
        )


def is_again(ask: Ask) -> bool:
    """Whether papers are asked for that were missing at the first notice, or are missing after acceptance."""
    if set(ask.command["documents"]) & set(ask.state["missing_first"] or ()):
        return True
    # Once accepted, everything was said to be there: a missing paper is the centre's own slip.
    return bool(ask.command["fault"] == "incomplete" and ask.task["kind"] != "intake")


def _check_once(ask: Ask, *, again: bool) -> None:
    """A paper missing at the first notice, or missing after acceptance, is asked by a supervisor only."""
    if again and not (ask.has_role("supervisor") and ask.command.get("reason")):
        raise refuse(
            "R23",
            "Told once: to ask again for a paper that was missing the first time, "
            "a supervisor must confirm it with a reason.",
        )


def _expected(ask: Ask) -> str | None:
    """Until when the papers are to come, where a day is set."""
    if not ask.command.get("expected"):
        return None
    return iso(
        ask.day("expected", refuse("R23", "The day by which the papers are to come lies ahead."))
    )


def _effect(ask: Ask, fault: str) -> str:
    """Only the intake's clock starts anew: after acceptance no authority resets its own limit."""
    effect = EFFECT[fault]
    return "stop" if effect == "restart" and ask.task["kind"] != "intake" else effect


def supply(ask: Ask) -> list[Event]:
    """Papers came: a supplement's hold ends only when all it asked for is there.

    A paper that two parts wait for is brought once and serves both.
    """
    documents = set(ask.command["documents"])
    check_known(ask, documents)
    came: Event = {"type": "documents_received", "task": ask.key, "documents": sorted(documents)}
    events = [came, *_answered(ask, documents)]
    # Paid whoever took the papers in: the part that needed them or the window that chased them.
    if _debts_paid(ask, documents):
        events.append({"type": "task_closed", "task": "papers", "outcome": "complete"})
    return events


def _answered(ask: Ask, documents: set[str]) -> Iterator[Event]:
    for key, task in ask.state["tasks"].items():
        for hold in open_holds(task):
            if hold["kind"] == "supplement" and set(hold["documents"]) <= documents | set(
                hold["got"]
            ):
                yield {"type": "hold_closed", "task": key, "hold": hold["id"]}


def _debts_paid(ask: Ask, documents: set[str]) -> bool:
    debts = ask.state["debts"]
    if not debts or ask.state["tasks"]["papers"]["state"] != "open":
        return False
    return set(debts["documents"]) <= documents | set(ask.state["documents"])


def collect_fail(ask: Ask) -> list[Event]:
    """The deferred papers did not come in time (R30); a paper that still comes may be supplied."""
    if ask.now <= moment(ask.state["debts"]["deadline"]):
        raise refuse("R30", "The deadline for the deferred papers has not passed.")
    return [{"type": "task_closed", "task": "papers", "outcome": "incomplete"}]
