"""How each kind of task is brought to its end from wherever it stands; and some lives begin further on."""

from __future__ import annotations

from app.domain.case import Refusal


def _accept(case, at, key):
    case(at, "tick")
    missing = sorted(set(case.all_papers()) - set(case.state["documents"]))
    if missing:
        case(at, "supplement", task=key, fault="incomplete", documents=missing, reason="x")
        case(at, "supply", task=key, documents=missing)
    if isinstance(case(at, "accept", task=key, confirmed=list(range(20))), Refusal):
        # A condition of acceptance is not met: then it is refused, not left lying.
        case(at, "reject_acceptance", task=key, ground="condition", reason="x")


TEXTS = dict.fromkeys(("explanation", "agent", "reply", "progress", "guidance"), "x")
TEXTS["way"] = "phone"


def _decide(case, at, key):
    answer = case.decided(at, key, **TEXTS)
    if isinstance(answer, Refusal) and answer.rule == "R29":
        case(at, "supply", task=key, documents=case.state["debts"]["documents"])
        case.decided(at, key, **TEXTS)


def _hand_over(case, at, key):
    case(at, "finish_step", task=key)
    case(at, "deliver", task=key)


#: Kind of an open task → how it is brought on, whatever state it is in.
BRING_ON = {
    "intake": _accept,
    "work": _decide,
    "hand_over": _hand_over,
    "papers": lambda case, at, key: case(
        at, "supply", task=key, documents=case.state["debts"]["documents"]
    ),
    "check": lambda *_: None,
    "inquiry": lambda *_: None,
}


def head_start(case, at, chance):
    """Not every life begins at the window: accepted, decided in part or whole, handed over."""
    far = chance.of([0, 0, 1, 1, 1, 2, 2, 2, 3, 4])
    if far:
        _accept(case, at, "intake")
    for key, task in list(case.state["tasks"].items()):
        if far > 1 and task["kind"] == "work":
            verb = chance.of(["grant", "grant", "refuse", *["tick"] * (far < 3)])
            case.decided(at, key, verb, **TEXTS)
    if far > 3:
        _hand_over(case, at, "hand_over")
