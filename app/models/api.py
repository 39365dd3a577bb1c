"""Keys by which other systems come in: of each the hash, whose account it acts for, what it may do."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Hash, JsonList, Key, Model, Moment, Name


class ApiKey(Model):
    """One key; the secret itself is shown once and kept nowhere."""

    __tablename__ = "api_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    # What people call it by, and how it is found: the first part of the secret, no secret itself.
    prefix: Mapped[str] = mapped_column(sa.String(16), unique=True)
    secret: Mapped[Hash]
    name: Mapped[Name]
    user_id: Mapped[int] = mapped_column(
        sa.ForeignKey("ab_user.id", ondelete="CASCADE"), index=True
    )
    # Under this name the numbers it sends with cases are its own; a renewed key keeps the old one's.
    source: Mapped[Key]
    # Less than the account may, never more: both are asked at every request.
    scopes: Mapped[JsonList]
    created_at: Mapped[Moment]
    created_by: Mapped[Key]
    expires_at: Mapped[dt.datetime | None]
    used_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]
    revoked_by: Mapped[Key | None]
