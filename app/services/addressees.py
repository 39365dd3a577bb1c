"""Whom a message about a part reaches: its owner and who stands in today; where nobody owns it, the heads."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.services import colleagues, covers


def of(session: Session, owner: str | None, *, department: str, today: date) -> set[str]:
    """Usernames; empty where nobody owns the part and nobody is head."""
    people = {owner} if owner else set(colleagues.heads(session, department))
    return people | covers.standing_in(session, people, today=today)
