"""Who may touch an account, and that every touch stands in the journal.

Nobody changes their own rights. Accounts that hold one of the three administrators' roles are
touched at the console only: on the web nobody can make an administrator or take one over.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from app import journal
from app.access import ALONE, SYSTEM, Principal, may
from app.domain.refusal import Refusal, Refused, refuse


def why_not(user: User, *, by: Principal) -> Refusal | None:
    """Why this person may not touch the account at all, or None."""
    try:
        touchable(user, by=by)
    except Refused as refused:
        return refused.refusal
    return None


def touchable(user: User, *, by: Principal) -> None:
    """Let only whoever may touch this account go on. Raises Refused."""
    within_power([role.name for role in user.roles], username=user.username, by=by)


def within_power(roles: Iterable[str], *, username: str, by: Principal) -> None:
    """Only the security administrator, never on their own account, never on an administrator's. Raises Refused."""
    if by is SYSTEM:
        return
    if not may(by, "account.write"):
        raise refuse(
            "account", "Only the security administrator changes accounts; please ask them."
        )
    # Compared in small letters: FAB keeps names as typed, and ANQUAN is the same person.
    if by.username.lower() == username.lower():
        raise refuse(
            "account",
            "Nobody changes their own account: another security administrator does it, or the console.",
        )
    if ALONE & set(roles):
        raise refuse(
            "account",
            "Accounts of the three administrators are made and changed on the server alone: flask account.",
        )


def record(session: Session, user: User, kind: str, *, by: Principal, **data: Any) -> None:
    """Write into the journal what was done to an account, and by whom."""
    journal.record(session, "account", user.username, kind, by=by.username, **data)
