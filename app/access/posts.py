"""Rows of AB posts: shifts of one's own windows, leave of one's own, what is asked of one another."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.access.colleagues import among_mine
from app.access.grounds import of_own
from app.access.principal import Principal, may
from app.models import Leave, Shift, Swap, TrainingRecord, Window


def _windows_of_mine(principal: Principal) -> Any:
    return sa.select(Window.code).where(of_own(Window.department, principal))


def shifts_seen(principal: Principal) -> Any:
    """A roster hangs on the wall of its windows: their people read it, and whoever sits there."""
    if may(principal, "scope.centre"):
        return sa.true()
    me = principal.username
    return sa.or_(Shift.window.in_(_windows_of_mine(principal)), Shift.a == me, Shift.b == me)


def leave_seen(principal: Principal) -> Any:
    """One's own, what one takes over; a head's people; whoever answers for the roster all of it."""
    if may(principal, "scope.centre"):
        return sa.true()
    mine = sa.or_(Leave.person == principal.username, Leave.stands_in == principal.username)
    return sa.or_(mine, among_mine(principal, Leave.person)) if may(principal, "task.assign") else mine  # fmt: skip


def swaps_seen(principal: Principal) -> Any:
    """Between the two; whoever answers for the roster sees all."""
    if may(principal, "scope.centre"):
        return sa.true()
    return sa.or_(Swap.person == principal.username, Swap.other == principal.username)


def training_seen(principal: Principal) -> Any:
    """One's own; a head's people; whoever answers for the roster all of it."""
    if may(principal, "scope.centre"):
        return sa.true()
    mine = TrainingRecord.person == principal.username
    return sa.or_(mine, among_mine(principal, TrainingRecord.person)) if may(principal, "task.assign") else mine  # fmt: skip
