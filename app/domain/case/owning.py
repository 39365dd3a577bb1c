"""Whose task it is: claim, release, assign, transfer to another department."""

from __future__ import annotations

from app.domain.case.state import Event
from app.domain.case.verb import Ask
from app.domain.refusal import refuse

HEADS = ("department_head", "centre_head", "supervisor")


def claim(ask: Ask) -> list[Event]:
    """Take a task nobody has: exactly one wins."""
    if ask.task["owner"]:
        raise refuse(
            "taken",
            "Already handled by %(owner)s; it need not be claimed.",
            owner=ask.task["owner"],
        )
    return [{"type": "owner_set", "task": ask.key, "owner": ask.command["by"]}]


def release(ask: Ask) -> list[Event]:
    """Give a task back; one's own, or as a head."""
    owner = ask.task["owner"]
    if not owner:
        raise refuse("owner", "Nobody has claimed this task.")
    if owner != ask.command.get("by") and not ask.has_role(*HEADS):
        raise refuse(
            "owner", "It is handled by %(owner)s; only they or a head may release it.", owner=owner
        )
    return [{"type": "owner_set", "task": ask.key, "owner": None}]


def assign(ask: Ask) -> list[Event]:
    """A head gives a task to a person of the department (the service checks that they are)."""
    if not ask.has_role(*HEADS):
        raise refuse("assign", "A head of the department assigns tasks.")
    # The guard asks it of whoever acts; here it is asked of whoever shall.
    if ask.command["owner"] in ask.state["barred"]:
        raise refuse("R80", "A person complained of does not handle the case.")
    return [{"type": "owner_set", "task": ask.key, "owner": ask.command["owner"]}]


def transfer(ask: Ask) -> list[Event]:
    """转办: the clock runs on, the reason stays."""
    # Nothing would change but that its owner lost it.
    if ask.command["department"] == ask.task["department"]:
        raise refuse("transfer", "It is with this department already.")
    if ask.command["department"] in (ask.state.get("appeal") or {}).get("departments", ()):
        raise refuse("R73", "The department complained of does not handle it: ask it to explain.")
    transferred = {"type": "transferred", "task": ask.key, "department": ask.command["department"]}
    return [transferred | {"reason": ask.command["reason"]}]
