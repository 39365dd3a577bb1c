"""The tab of a case on which colleagues meet: who helps the applicant, notes for each other."""

from __future__ import annotations

from typing import Any

from flask import g

from app import clock, transaction
from app.access import may
from app.services import assistance, first_contact, notes
from app.services.case_page import Page
from app.services.reference import Reference
from app.telling import messages


def around(page: Page, known: Reference) -> dict[str, Any]:
    """What the tab shows: appointments, notes, and what this person may do about them."""
    session, by, now = transaction.session(), g.principal, clock.now()
    writes = may(by, "assistance.write")
    return {
        "helps": assistance.of_case(session, page.file.case_id, by=by),
        "notes": notes.of_case(session, page.file.case_id, by=by),
        "takers": first_contact.takers(session, page.case) if writes else {},
        "hands_over": writes and first_contact.hands_over(session, page.case, by=by, now=now),
        "known": known,
        "kinds": messages.HELPS,
        "outcomes": messages.OUTCOMES,
        "now": now,
    }
