"""Whose answer a request waits for."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.access.grounds import of_own
from app.access.principal import Principal, may
from app.domain.case.verb import role_of
from app.models import Approval, Task


def approvals_answered(principal: Principal) -> Any:
    """Requests that this person answers: by the role that answers them, of their departments' parts."""
    roles = sorted({role_of(name) for name in principal.capacities})
    mine = Approval.wanted.in_(roles)
    if may(principal, "scope.centre"):
        return mine
    near = sa.exists().where(
        Task.case_id == Approval.case_id,
        Task.key == Approval.task,
        of_own(Task.department, principal),
    )
    return sa.and_(mine, near.correlate(Approval))
