"""A theme that is changed and published while somebody works with the version before."""

from __future__ import annotations

import sqlalchemy as sa

from app.models import FormField, Theme
from app.services import publishing
from tests.conftest import keep


def publish(session, at, theme, *, field=None, **columns):
    """Five minutes later it asks one field more, or says its columns otherwise, and is in force."""
    at.set("2026-09-18T09:45:00")
    row = session.execute(sa.select(Theme).where(Theme.key == theme)).scalar_one()
    for name, value in columns.items():
        setattr(row, name, value)
    if field:
        more = FormField(key=field, kind="text", label=field, required=True, position=99)
        row.fields.append(more)
    publishing.publish(session, "joint", theme, by="mulu", now=at.now)
    keep(session)
