"""Whose task it is: claim, release, assign, transfer to another department."""

from __future__ import annotations

from app.domain.case.state import Event
from app.domain.case.verb import EVERY_TASK, Ask, verb
from app.domain.refusal import refuse

HEADS = ("department_head", "centre_head", "supervisor")


@verb("claim", acts_on=EVERY_TASK, on_hold=True)
def claim(ask: Ask) -> list[Event]:
    """Take a task nobody has: exactly one wins."""
    if ask.task["owner"]:
        raise refuse(
            "taken",
            "Already handled by %(owner)s; it need not be claimed.",
            owner=ask.task["owner"],
        )
    return [{"type": "owner_set", "task": ask.key, "owner": ask.command["by"]}]


@verb("release", acts_on=EVERY_TASK, on_hold=True)
def release(ask: Ask) -> list[Event]:
    """Give a task back; one's own, or as a head."""
    if not ask.task["owner"]:
        raise refuse("owner", "Nobody has claimed this task.")
    if ask.task["owner"] != ask.command.get("by") and not ask.has_role(*HEADS):
        raise refuse(
            "owner",
            "It is handled by %(owner)s; only they or a head may release it.",
            owner=ask.task["owner"],
        )
    return [{"type": "owner_set", "task": ask.key, "owner": None}]


@verb("assign", acts_on=EVERY_TASK, on_hold=True, needs=("owner",))
def assign(ask: Ask) -> list[Event]:
    """A head gives a task to a person of the department (the service checks that they are)."""
    if not ask.has_role(*HEADS):
        raise refuse("assign", "A head of the department assigns tasks.")
    if ask.command["owner"] in ask.state["barred"]:
        raise refuse("R80", "A person complained of does not handle the case.")
    return [{"type": "owner_set", "task": ask.key, "owner": ask.command["owner"]}]


@verb(
    "transfer", acts_on=("work", "check", "inquiry"), on_hold=True, needs=("department", "reason")
)
def transfer(ask: Ask) -> list[Event]:
    """转办: the clock runs on, the reason stays."""
    if ask.command["department"] == ask.task["department"]:
        raise refuse("transfer", "It is with this department already.")
    return [
        {
            "type": "transferred",
            "task": ask.key,
            "department": ask.command["department"],
            "reason": ask.command["reason"],
        }
    ]
