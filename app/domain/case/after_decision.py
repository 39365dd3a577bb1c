"""After the decision: post-checks of what was committed to, and inquiries into what was refused."""

from __future__ import annotations

from app.domain.case.accountability import found
from app.domain.case.graph import GOOD
from app.domain.case.state import Event, iso
from app.domain.case.verb import Ask
from app.domain.refusal import refuse

FINDINGS = ("upheld", "not_upheld")


def order_correction(ask: Ask) -> list[Event]:
    """The promise was not kept: a time to put it right, the clock runs on (R31)."""
    expected = ask.day("expected", refuse("R31", "The day by which it is put right lies ahead."))
    # It lets the clock run: the time given is the applicant's, the limit is the department's.
    hold = {
        "type": "hold_opened",
        "task": ask.key,
        "kind": "correction",
        "effect": "run",
        "documents": [],
    }
    return [
        hold
        | {"expected": iso(expected), "reason": ask.command.get("reason"), "notice": "correction"}
    ]


def pass_check(ask: Ask) -> list[Event]:
    """What was committed to is true."""
    _check_last_step(ask)
    passed = {"type": "task_closed", "task": ask.key, "outcome": "passed"}
    return [passed | {"opinion": ask.command.get("opinion")}]


def fail_check(ask: Ask) -> list[Event]:
    """Not put right in time: what was granted is revoked (R31)."""
    _check_last_step(ask)
    if not any(hold["kind"] == "correction" for hold in ask.task["holds"]):
        raise refuse("R31", "Order a correction first; only what was not put right is revoked.")
    reason, revokes = ask.command["reason"], ask.spec["revokes"]
    failed = {
        "type": "task_closed",
        "task": ask.key,
        "outcome": "failed",
        "reason": reason,
    }
    # A reopening may have taken the grant back meanwhile: there is nothing left to revoke.
    if ask.state["tasks"][revokes]["outcome"] not in GOOD:
        return [failed]
    return [failed, {"type": "revoked", "task": revokes, "reason": reason, "notice": "revocation"}]


def close_inquiry(ask: Ask) -> list[Event]:
    """监督问责: upheld or not; what is upheld leaves a finding on a department (R73)."""
    _check_last_step(ask)
    # Anything else would leave the register without a finding that can be published.
    if ask.command["finding"] not in FINDINGS:
        raise refuse("R73", "The finding is either upheld or not upheld.")
    closed = {"type": "task_closed", "task": ask.key, "outcome": ask.command["finding"]}
    upheld = [found(ask)] if ask.command["finding"] == "upheld" else []
    return [closed | {"reason": ask.command.get("reason")}, *upheld]


def _check_last_step(ask: Ask) -> None:
    if not ask.is_last_step:
        raise refuse("step", "Steps before the decision are still open.")
