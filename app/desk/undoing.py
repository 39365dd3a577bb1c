"""撤销: whether one's own last act can still be taken back; the log it is judged by is never the client's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.access import may
from app.domain.case.decide import would_refuse
from app.domain.case.offers import Offer
from app.domain.case.verb import Ask
from app.services import case_events
from app.services.case_page import Page
from app.services.cases import File


def offered(page: Page, now: datetime) -> list[Offer]:
    """The offer to take back, where it can be; else nothing: nobody looks for it a day later."""
    if not may(page.by, "case.undo"):
        return []
    command = {"verb": "undo", "task": None, "log": page.events}
    signed = {**command, "by": page.by.username, "roles": list(page.by.capacities)}
    file = page.file
    ask = Ask(page.blueprint, page.state, signed, now, file.calendar, file.facts)
    return [] if would_refuse(ask) else [Offer("undo", None, may=True, refusal=None)]


def payload(session: Session, file: File) -> dict[str, Any]:
    """What the verb needs beside who and when: the case's events as the journal has them."""
    return {"log": case_events.events_of(session, file.case_id)}
