"""What a person keeps: intakes in progress, views of the queue, bulletins that are not published."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.access.grounds import of_own
from app.access.principal import Principal, may
from app.models import Bulletin, Draft, SavedView


def drafts_of(principal: Principal) -> Any:
    """An intake in progress belongs to the clerk who began it, and to their window."""
    return sa.or_(Draft.owner == principal.username, of_own(Draft.window, principal))


def views_of(principal: Principal) -> Any:
    """One's own views of the queue, and those shared with one's departments."""
    return sa.or_(
        SavedView.owner == principal.username,
        of_own(SavedView.department, principal),
    )


def views_kept(principal: Principal) -> Any:
    """One's own; of those shared with a department also its head's, whoever made them."""
    own = SavedView.owner == principal.username
    return views_of(principal) if may(principal, "saved_view.share") else own


def bulletins_seen(principal: Principal) -> Any:
    """Published ones; drafts are seen by who keeps them."""
    return sa.true() if may(principal, "bulletin.write") else Bulletin.published_at.is_not(None)
