"""Putting right what was entered wrongly: 更正 the data of a case, 撤销 one's own last act."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.domain.case.events_anew import KEYED
from app.domain.case.evolve import fold
from app.domain.case.papers import check_known
from app.domain.case.put_right import check_same_case
from app.domain.case.state import Event, State, moment
from app.domain.case.verb import Ask
from app.domain.refusal import refuse

#: How long one's own last act can be taken back.
UNDO = timedelta(minutes=10)
#: The act that can be taken back → the event it begins with.
UNDONE = {"step_done": "finish_step", "documents_received": "supply"}
#: What an undo leaves as it is: the log goes on, and a card is never removed.
KEPT = ("seq", "last", "cards")


def correct(ask: Ask) -> list[Event]:
    """更正: which fields, or which papers were received by mistake; never after delivery.

    ``fields`` are names and ``marks`` the HMACs of old and new value by name: the values
    themselves stay in the tables (spine §9), and ``before``, what stood there, is sealed as free
    text is. ``answers`` are the new ones by field: none of them may make another case of it.
    """
    if not ask.has_role("window_clerk", "department_head", "supervisor"):
        raise refuse("correct", "The window that received the case, or a head, corrects its data.")
    fields, documents = (
        sorted(ask.command.get("fields") or ()),
        set(ask.command.get("documents") or ()),
    )
    if not fields and not documents:
        raise refuse("payload", "Choose what is corrected.")
    check_known(ask, documents)
    if not documents <= set(ask.state["documents"]):
        raise refuse("correct", "Only a paper that was received can have been received by mistake.")
    check_same_case(ask)
    corrected: Event = {"type": "corrected", "fields": fields, "documents": sorted(documents)}
    corrected |= {"marks": ask.command.get("marks"), "reason": ask.command["reason"]}
    return [corrected | ({"before": ask.command.get("before")} if fields else {})]


def undo(ask: Ask) -> list[Event]:
    """撤销 one's own last finished step or supplied paper, within ten minutes, nobody acted since.

    ``log`` is the list of the case's events, oldest first, as the journal has them.
    """
    log: list[Event] = ask.command["log"]
    start = max((at for at, event in enumerate(log) if event["type"] in UNDONE), default=None)
    if start is None:
        raise refuse("undo", "Only a finished step or a supplied paper can be taken back.")
    act, since = log[start], log[start + 1 :]
    if act["by"] != ask.command.get("by"):
        raise refuse("undo", "Only what you did yourself can be taken back.")
    if "issued" in act:
        # The results leave the house with it: what happens once is not practised (R52).
        raise refuse("R52", "What was issued is not taken back.")
    acted = not all(_follows(event, act) for event in since) or len(log) != ask.state["seq"]
    if acted or ask.now - moment(act["at"]) > UNDO:
        raise refuse(
            "undo",
            "It can be taken back for ten minutes, and only while nobody acted since.",
        )
    undone = {"type": "undone", "what": UNDONE[act["type"]], "task": act["task"]}
    return [undone | {"restored": _changed(fold(log[:start]), ask.state)}]


def _follows(event: Event, act: Event) -> bool:
    """Whether an event is a consequence of the act, not an act of its own."""
    if (event["at"], event["by"]) != (act["at"], act["by"]):
        return False
    paid = event["type"] == "task_closed" and event["outcome"] == "complete"
    return paid or event["type"] in ("hold_closed", "due_set")


def _changed(before: State, after: State) -> dict[str, Any]:
    """What was different before: whole values, by key where the fold keeps them so (None: not there)."""
    changed: dict[str, Any] = {}
    for name in (name for name in before if name not in KEPT and before[name] != after[name]):
        changed[name] = before[name]
        if name in KEYED:
            keys = sorted(before[name].keys() | after[name].keys())
            pairs = ((key, before[name].get(key), after[name].get(key)) for key in keys)
            changed[name] = {key: old for key, old, new in pairs if old != new}
    return changed
