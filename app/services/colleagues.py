"""Who works in a department: the people a head may give a task to."""

from __future__ import annotations

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

from app.models import Staff


def of(session: Session, department: str) -> dict[str, str]:
    """Active people of one department: username → name."""
    query = sa.select(User.username, User.last_name.concat(User.first_name)).join(
        Staff, Staff.user_id == User.id
    )
    rows = session.execute(
        query.where(Staff.department == department, User.active.is_(True)).order_by(User.username)
    )
    return dict(rows.tuples().all())
