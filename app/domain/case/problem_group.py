"""问题处理小组: hard cases are brought to it, it decides, somebody carries that out."""

from __future__ import annotations

from app.domain.case.appeals import appeal_of
from app.domain.case.state import Event, iso
from app.domain.case.verb import Ask
from app.domain.refusal import refuse


def bring_to_group(ask: Ask) -> list[Event]:
    """提交小组: a case that a window cannot solve alone; once while it waits."""
    items = appeal_of(ask)["group"].values()
    if any(one["decided_at"] is None for one in items):
        raise refuse("group", "It was brought to the group already; its decision is awaited.")
    return [{"type": "brought_to_group", "task": ask.key, "reason": ask.command["reason"]}]


def decide_in_group(ask: Ask) -> list[Event]:
    """小组决定: what is to be done, who carries it out and by when. By the head of the centre."""
    one = appeal_of(ask)["group"].get(str(ask.command["nth"]))
    if one is None or one["decided_at"]:
        raise refuse("group", "The group decided this already.")
    if not ask.has_role("centre_head"):
        raise refuse("group", "The head of the centre writes down what the group decided.")
    if ask.command["carried_by"] in ask.state["barred"]:
        raise refuse("R80", "A person complained of does not handle the case.")
    until = ask.day("expected", refuse("group", "The day by which it is done lies ahead."))
    decided = {"type": "group_decided", "nth": ask.command["nth"], "until": iso(until)}
    return [decided | {"carried_by": ask.command["carried_by"], "said": ask.command["said"]}]


def carry_out(ask: Ask) -> list[Event]:
    """已落实: by whoever the group named, or the head of the centre."""
    one = appeal_of(ask)["group"].get(str(ask.command["nth"]))
    if one is None or not one["decided_at"] or one["done_at"]:
        raise refuse("group", "There is nothing of the group's to be carried out here.")
    if one["carried_by"] != ask.command.get("by") and not ask.has_role("centre_head"):
        raise refuse("group", "Whoever the group named says that it is done.")
    done = {"type": "group_carried_out", "nth": ask.command["nth"]}
    return [done | {"said": ask.command["said"]}]
