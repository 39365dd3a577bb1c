"""Whoever holds the same rights: statements are kept once for all of them, and told at each run who asks.

A statement that names its person is some hundred kilobytes of tree for every person who was here; of this
kind there are as many as there are roles. What is told are parameters of the statement, never text of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.access.principal import Principal

ME: Any = sa.bindparam("me", type_=sa.String)


@dataclass(frozen=True)
class Anyone(Principal):
    """Rights without a person: only for the rows of policies, whose values are told when the statement runs."""

    own: Any = ()


@lru_cache(maxsize=1024)
def anyone_like(by: Principal) -> Anyone:
    """Whose statements are this person's too: with the same roles, grants and number of departments."""
    own = tuple(map(_own, range(len(by.departments))))
    return Anyone(user_id=None, username=ME, name="", roles=by.roles, grants=by.grants, own=own)


def told(by: Principal) -> dict[str, Any]:
    """Who asks, as a statement of theirs is told."""
    return {"me": by.username, **{f"own_{at}": code for at, code in enumerate(by.own)}}


@lru_cache(maxsize=256)
def _own(at: int) -> Any:
    # The same object each time: rights are compared by it.
    return sa.bindparam(f"own_{at}", type_=sa.String)
