"""What time alone decides, in one idempotent verb: cards, deemed acceptance, lapsed deferrals."""

from __future__ import annotations

from app.domain.case.receiving import lines_of
from app.domain.case.state import Event, State, is_late, moment, open_holds
from app.domain.case.verb import ANY, Ask, verb

#: Limit that passed → card (R61).
COLOUR = {"promise": "yellow", "legal": "red"}


@verb("tick", acts_on=(ANY,), on_hold=True)
def tick(ask: Ask) -> list[Event]:
    """A second tick at the same moment finds nothing to do."""
    return [*cards(ask), *_deemed(ask), *_lapsed(ask)]


def cards(ask: Ask) -> list[Event]:
    """A card for each running limit that has passed and has none."""
    return [
        event
        for clock in ask.state["dues"]
        if not ask.state["clocks"][clock]["stopped_at"]
        for event in cards_of(ask, clock)
    ]


def cards_of(ask: Ask, clock: str) -> list[Event]:
    """Cards one clock has earned by now: promise yellow, legal red, each written once (R61, R62)."""
    written = {(card["clock"], card["limit"]) for card in ask.state["cards"]}
    return [
        {"type": "card", "clock": clock, "limit": limit, "colour": COLOUR[limit]}
        for limit, due in ask.state["dues"].get(clock, {}).items()
        if due and ask.now > moment(due["at"]) and (clock, limit) not in written
    ]


def _deemed(ask: Ask) -> list[Event]:
    """Nothing was said within the five days: accepted as of the day of receipt (Art. 32, R24)."""
    intake = ask.state["tasks"]["intake"]
    if intake["state"] != "open" or open_holds(intake) or not is_late(ask.state, "intake", ask.now):
        return []
    effective = ask.state["complete_at"] or ask.state["received_at"]
    return [
        {
            "type": "task_closed",
            "task": "intake",
            "outcome": "accepted",
            "deemed": True,
            "effective": effective,
            "notice": "acceptance",
        }
    ]


def deemed_gaps(ask: Ask, after: State) -> list[Event]:
    """Papers missing at a deemed acceptance are asked of the parts that use them, as incorrect (R24)."""
    lines = lines_of(ask)
    missing = set(lines) - set(after["documents"])
    events: list[Event] = []
    for key, task in after["tasks"].items():
        asked = sorted(document for document in missing if key in lines[document]["used_by"])
        if asked and task["state"] == "open" and task["gates"]:
            told = {
                "type": "told",
                "task": key,
                "fault": "incorrect",
                "documents": asked,
                "again": False,
                "notice": "supplement",
            }
            hold = {
                "type": "hold_opened",
                "task": key,
                "hold": after["seq"] + len(events),
                "kind": "supplement",
                "effect": "stop",
                "documents": asked,
                "expected": None,
            }
            events += [told, hold]
    return events


def _lapsed(ask: Ask) -> list[Event]:
    """The deadline for deferred papers passed: said, not silent (R30); a late paper may still come."""
    debts, papers = ask.state["debts"], ask.state["tasks"].get("papers")
    if not debts or not papers or papers["state"] != "open" or ask.now <= moment(debts["deadline"]):
        return []
    return [{"type": "task_closed", "task": "papers", "outcome": "incomplete"}]
