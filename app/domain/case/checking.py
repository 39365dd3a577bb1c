"""After the decision: post-checks of what was committed to, and inquiries into what was refused."""

from __future__ import annotations

from app.domain.case.state import Event
from app.domain.case.verb import Ask, verb
from app.domain.refusal import refuse


@verb("order_correction", acts_on=("check",), needs=("expected",))
def order_correction(ask: Ask) -> list[Event]:
    """The promise was not kept: a time to put it right, the clock runs on (R31)."""
    hold = {
        "type": "hold_opened",
        "task": ask.key,
        "hold": ask.state["seq"],
        "kind": "correction",
        "effect": "run",
        "documents": [],
    }
    return [
        hold
        | {
            "expected": ask.command["expected"],
            "reason": ask.command.get("reason"),
            "notice": "correction",
        }
    ]


@verb("pass_check", acts_on=("check",), on_hold=True)
def pass_check(ask: Ask) -> list[Event]:
    """What was committed to is true."""
    return [{"type": "task_closed", "task": ask.key, "outcome": "passed"}]


@verb("fail_check", acts_on=("check",), on_hold=True, needs=("reason",))
def fail_check(ask: Ask) -> list[Event]:
    """Not put right in time: what was granted is revoked (R31)."""
    if not any(hold["kind"] == "correction" for hold in ask.task["holds"]):
        raise refuse("R31", "Order a correction first; only what was not put right is revoked.")
    reason = ask.command["reason"]
    failed = {"type": "task_closed", "task": ask.key, "outcome": "failed", "reason": reason}
    return [
        failed,
        {"type": "revoked", "task": ask.spec["revokes"], "reason": reason, "notice": "revocation"},
    ]


@verb("close_inquiry", acts_on=("inquiry",), needs=("finding",))
def close_inquiry(ask: Ask) -> list[Event]:
    """监督问责: upheld or not (R73)."""
    if ask.command["finding"] not in ("upheld", "not_upheld"):
        raise refuse("R73", "The finding is either upheld or not upheld.")
    return [
        {
            "type": "task_closed",
            "task": ask.key,
            "outcome": ask.command["finding"],
            "reason": ask.command.get("reason"),
        }
    ]
