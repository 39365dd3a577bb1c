"""What is new to a person: what others brought where it stands since that person looked last.

A look is moved where somebody says so, and at signing in, to when they were last here: a reading
writes nothing (house §8).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.access import Principal
from app.models import Look, Task, UserSession

#: Only the newest of these are looked at: after a long leave "new" is what came last.
LOOKED_AT = 5000
#: Moments are whole seconds; what came within the very second of a look counts as not seen.
TICK = timedelta(seconds=1)

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_T: Any = Task.__table__


def last() -> Any:
    """When the person ``me`` looked last, as a scalar of a statement; NULL where they never did."""
    return sa.select(Look.at).where(Look.username == sa.bindparam("me")).scalar_subquery()


def is_new(table: Any) -> Any:
    """Whether a part of ``table`` came to where it stands by somebody else since then."""
    theirs = sa.func.coalesce(table.c.entered_by, "") != sa.bindparam("me")
    return sa.and_(table.c.entered_at > last(), theirs)


def fresh() -> Any:
    """Ids of the open parts that are new, by the index of when they came."""
    came: Any = _T.alias("fresh")
    query = sa.select(came.c.id).where(came.c.state == "open", is_new(came))
    return query.order_by(came.c.entered_at.desc()).limit(LOOKED_AT)


def looked(session: Session, *, by: Principal, at: datetime) -> None:
    """All that a list showed at this moment is seen; a look never moves back."""
    _move(session, by.username, at - TICK)


def arrive(session: Session, *, user_id: int, now: datetime) -> None:
    """At signing in: what came while the person was away is new, what was there before is not."""
    seen = sa.select(sa.func.max(UserSession.last_seen)).where(UserSession.user_id == User.id)
    query = sa.select(User.username, seen.scalar_subquery()).where(User.id == user_id)
    username, before = session.execute(query).one()
    # Who was never here has nothing to compare with: nothing is new to them yet.
    _move(session, username, before or now)


def ensure(session: Session, username: str, *, now: datetime) -> None:
    """The person's row is there; where it was not, nothing is new to them yet."""
    insert = _INSERT[session.get_bind().dialect.name](Look).values(username=username, at=now)
    session.execute(insert.on_conflict_do_nothing(index_elements=["username"]))


def _move(session: Session, username: str, at: datetime) -> None:
    insert = _INSERT[session.get_bind().dialect.name](Look).values(username=username, at=at)
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["username"], set_={"at": at}, where=Look.at < at
        )
    )
