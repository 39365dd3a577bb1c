"""What came into a list of the queue since it was shown: the journal tells every arrival."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSON

from app.models import JournalEntry, Task
from app.models.journal import ChainHead

#: Only the newest of these are looked at: a page left open over a holiday asks for no more than that.
LOOKED_AT = 500
#: Scope of the queue → events that bring a part into it.
BRINGING: Mapping[str, tuple[str, ...]] = {
    "mine": ("task_opened", "owner_set", "transferred"),
    "department": ("task_opened", "transferred"),
    "all": ("task_opened", "transferred"),
}

_T: Any = Task.__table__
_J: Any = JournalEntry.__table__
# An event is kept as text, for its hash; PostgreSQL reads JSON out of text only when told that it is.
_PART = sa.type_coerce(sa.cast(_J.c.data, sa.Text().with_variant(JSON(), "postgresql")), sa.JSON())[
    "task"
].as_string()


def came(scope: str) -> Any:
    """The clause of the tasks that others brought into a list after the entry ``since``."""
    newest = (
        sa.select(_J.c.case_id, _PART.label("key"))
        .where(_J.c.id > sa.bindparam("since"), _J.c.type.in_(BRINGING[scope]))
        .where(_J.c.by != sa.bindparam("me"))
        .order_by(_J.c.id.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    found: Any = _T.alias("came")
    is_it = sa.and_(found.c.case_id == newest.c.case_id, found.c.key == newest.c.key)
    return _T.c.id.in_(sa.select(found.c.id).join(newest, is_it))


def last_entry() -> Any:
    """The entry up to which a list that is read now is complete, as a scalar of its statement."""
    head = sa.select(ChainHead.seq).where(ChainHead.chain == "records")
    return head.scalar_subquery()
