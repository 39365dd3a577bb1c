"""Whose a case is to take out whole, for the archive."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.access.grounds import either, exists, of_cases, of_own, received_at_the_windows
from app.access.principal import Principal, may
from app.models import Case, Task

#: Kinds of parts that serve the whole case, whoever decides it.
AROUND = ("intake", "papers", "hand_over")


def cases_archived(principal: Principal) -> Any:
    """Cases of which nothing is hidden from this person: a file for the archive holds all, in full.

    The centre's and the windows' readers; the head of the window that received it, and of the one
    department that decides all of it. Never those who read names masked.
    """
    if not may(principal, "applicant.unmask"):
        return sa.false()
    if may(principal, "scope.centre"):
        return sa.true()
    grounds = [of_own(Case.window, principal), _decides_all(principal)]
    if may(principal, "scope.window"):
        grounds.append(received_at_the_windows(principal))
    return sa.and_(either(of_cases)(principal), sa.or_(*grounds))


def _decides_all(principal: Principal) -> Any:
    deciding = (Task.case_id == Case.id, *(Task.kind != kind for kind in AROUND))
    mine = of_own(Task.department, principal)
    return sa.and_(exists(Case, *deciding, mine), sa.not_(exists(Case, *deciding, sa.not_(mine))))
