"""What time alone decides, in one idempotent verb: cards, deemed acceptance, lapsed deferrals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.domain.case.papers import missing_of
from app.domain.case.state import (
    Event,
    State,
    debts_open,
    is_late,
    is_stopped,
    moment,
    open_holds,
)
from app.domain.case.verb import Ask
from app.domain.documents import THEME

#: Limit that passed → card (R61).
COLOUR = {"promise": "yellow", "legal": "red"}


def tick(ask: Ask) -> list[Event]:
    """A second tick at the same moment finds nothing to do; the cards follow in ``decide``."""
    return [*_deemed(ask), *_lapsed(ask)]


def cards_of(state: State, clock: str, *, now: datetime) -> list[Event]:
    """Cards one clock has earned by now: promise yellow, legal red, each written once (R61, R62).

    The deadline for deferred papers binds the applicant, so its passing is nobody's card.
    """
    if clock == "papers":
        return []
    written = {(card["clock"], card["limit"]) for card in state["cards"]}
    return [
        {"type": "card", "clock": clock, "limit": limit, "colour": COLOUR[limit]}
        for limit, due in state["dues"].get(clock, {}).items()
        if due and now > moment(due["at"]) and (clock, limit) not in written
    ]


def is_overdue_intake(ask: Ask) -> bool:
    """Nothing was said within the five days, so the law takes it as accepted (Art. 32, R24)."""
    intake = ask.state["tasks"]["intake"]
    return bool(
        intake["state"] == "open"
        # A request for more than the list asks is a hold that lets the five days run on.
        and not is_stopped(intake)
        and is_late(ask.state, "intake", now=ask.now)
    )


def _deemed(ask: Ask) -> list[Event]:
    """Accepted as of the day of receipt, or of the day the asked papers came (R24)."""
    if not is_overdue_intake(ask):
        return []
    effective = ask.state["complete_at"] or ask.state["received_at"]
    accepted = {"type": "task_closed", "task": "intake", "outcome": "accepted", "deemed": True}
    return [accepted | {"effective": effective, "notice": "acceptance"}]


def gaps(ask: Ask, after: State) -> Iterator[Event]:
    """Papers missing at a deemed acceptance, or by another class, are asked of the open parts (R24, R71).

    As incorrect: nobody was told of them before. A part is asked for the papers it uses, and for
    those the theme itself demands; never for what it has asked for already, or what is deferred.
    """
    lines = missing_of(ask)
    for key, task in after["tasks"].items():
        awaited = debts_open(after).union(*(hold["documents"] or () for hold in open_holds(task)))
        asked = sorted(
            document
            for document, line in lines.items()
            if {key, THEME} & set(line["used_by"]) and document not in awaited
        )
        if not asked or task["state"] != "open" or not task["gates"]:
            continue
        told = {
            "type": "told",
            "task": key,
            "fault": "incorrect",
            "documents": asked,
            "again": False,
        }
        yield told | {"notice": "supplement"}
        hold = {"type": "hold_opened", "task": key, "kind": "supplement", "effect": "stop"}
        yield hold | {"documents": asked, "expected": None, "notice": None}


def _lapsed(ask: Ask) -> list[Event]:
    """The deadline for deferred papers passed: said, not silent (R30); a late paper may still come."""
    debts, papers = ask.state["debts"], ask.state["tasks"].get("papers")
    if not debts or not papers or papers["state"] != "open" or ask.now <= moment(debts["deadline"]):
        return []
    return [{"type": "task_closed", "task": "papers", "outcome": "incomplete"}]
