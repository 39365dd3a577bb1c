"""A draft read before anything is locked: worked on apart, and known again under the lock by its stamp."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Draft
from app.services import versions


class Stamp(NamedTuple):
    """A draft that is no case yet as it was read, and the version of its theme that was in force then."""

    id: int
    token: str
    version: int
    told: int
    in_force: int | None
    case_id: int | None = None


def read_apart(session: Session, draft: Draft, *, in_force: int | None) -> Stamp:
    """Part a draft from its session: what is laid on it is written nowhere. Its stamp tells whether it still stands.

    ``in_force`` is the published version its pages were made under.
    """
    session.expunge(draft)
    return Stamp(draft.id, draft.token, draft.version, draft.told, in_force, draft.case_id)


def stands(session: Session, stamp: Stamp, *, of: Draft, now: datetime) -> bool:
    """Lock the draft that was read apart, and say whether it is as it was, its version in force as before."""
    given = {"of": stamp.id, "kind": of.kind, "code": of.code, "at": now}
    row = session.connection().execute(_STANDS, given).one_or_none()
    return row is not None and tuple(row) == stamp


_D: Any = Draft.__table__
#: In the order of a stamp. Telling a notice changes no version of the draft: how often it was told stands beside it.
_STANDS = (
    sa.select(
        _D.c.id, _D.c.token, _D.c.version, _D.c.told,
        versions.CURRENT_ID.scalar_subquery(), _D.c.case_id,
    )
    .where(_D.c.id == sa.bindparam("of"))
    .with_for_update(of=_D)
)  # fmt: skip
