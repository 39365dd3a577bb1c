"""What a paper may print, explained to whoever writes its template, with a sample of each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from app.domain.due import END_OF_DAY

#: Placeholder → what it stands for.
PLACES: dict[str, Any] = {
    "centre": _l("name of the centre"), "number": _l("number of this paper"), "case_number": _l("number of the case"),
    "case_name": _l("what was applied for"), "applicant": _l("applicant"), "phone": _l("phone of the applicant"),
    "department": _l("department that handles it"), "clerk": _l("who gives the paper"), "date": _l("day of the paper"),
    "copies": _l("how many copies it is made in"), "printed": _l("how often it was printed"), "received_at": _l("when it was received"),
    "accepted_at": _l("when it was accepted"), "promise_due": _l("last day of the promise"), "legal_due": _l("last day by law"),
    "promise_days": _l("the promised limit"), "days": _l("number of days"), "reason": _l("reason"), "remedy": _l("remedies: review, lawsuit"),
    "law": _l("legal basis"), "points": _l("what is wrong, point by point"), "procedure": _l("special procedure"),
    "deadline": _l("until when papers may come"), "expected": _l("when the special procedure is expected to end"),
    "result_number": _l("number of the certificate"), "competent_department": _l("department that is competent"),
    "receiver": _l("who received it"), "way": _l("how it is handed over"), "tracking": _l("tracking number"),
    "proof": _l("how many papers were saved, and why"), "told": _l("what else the applicant is told"),
    "requirements": _l("conditions of acceptance, in one line"), "situation": _l("questions and answers, in one line"),
    "fetched": _l("papers that need not be brought, in one line"),
    "explanation": _l("answer to an appeal, with its basis in policy"), "guidance": _l("guidance given to an appeal"),
    "agent": _l("who helps the person through"), "progress": _l("how far an appeal is"),
    "appointment": _l("when the place is seen"),
    "moved_from": _l("the appointment that was moved"), "place": _l("where the place is"), "visitors": _l("who comes to see the place"),
    "rating_until": _l("until when one can rate"),
}  # fmt: skip
#: List → what a table of it lists.
TABLES: dict[str, Any] = {
    "documents": _l("papers"), "exempt": _l("papers that need not be brought"), "missing": _l("papers that are missing"),
    "parts": _l("items and who handles them"), "questions": _l("situation: questions and answers"),
    "conditions": _l("conditions of acceptance"), "results": _l("results that are handed over"),
}  # fmt: skip
#: What a row of a list can say.
OF_A_ROW: dict[str, Any] = {
    "no": _l("running number"), "name": _l("designation"), "copies": _l("how many, in which form"), "points": _l("what it must show"),
    "source": _l("where it comes from instead"), "demand": _l("what is missing of it"), "department": _l("department"),
    "outcome": _l("how it ended"), "label": _l("question"), "answer": _l("answer"), "text": _l("condition"), "number": _l("number of the certificate"),
}  # fmt: skip

_SAMPLES: dict[str, Any] = {
    "centre": _l("Government service centre (sample)"), "number": _l("Sample〔2026〕No. 1"), "case_number": "LJ-20260918-0001-L-5",
    "case_name": _l("Name of the service (sample)"), "applicant": _l("Zhang San (sample)"), "phone": "139****0001",
    "department": _l("Department (sample)"), "clerk": _l("Li Si (sample)"), "copies": 2, "printed": 1,
    "promise_days": _l("5 working days"), "days": 5, "reason": _l("The drawing shows no way out."),
    "remedy": _l("You may ask for a review within 60 days, or go to court within six months."),
    "law": _l("Administrative Licensing Law, article 38"), "points": [_l("drawing: the way out is missing")],
    "procedure": _l("site survey"), "result_number": "JY12224050000001", "competent_department": _l("Department (sample)"),
    "receiver": _l("Zhang San (sample)"), "way": _l("at the window"), "tracking": "EX000000001CN",
    "proof": _l("12 papers became 6."), "told": [_l("Bring the originals")],
    "requirements": _l("has fixed premises"), "situation": _l("Signboard outside: yes"), "fetched": _l("Business licence (data sharing)"),
    "explanation": _l("By the measures of 2025 it is handled at the window."), "guidance": _l("Bring the plan to the joint window first."),
    "agent": _l("Li Si (sample)"), "progress": _l("The departments meet tomorrow."),
    "place": _l("1 Sample Street"), "visitors": [_l("Department (sample)"), _l("City management")],
}  # fmt: skip
#: Values that are moments → days from today; last days end with the day.
_MOMENTS = {"date": 0, "received_at": -1, "accepted_at": 0, "appointment": 3, "moved_from": 2}
_LAST_DAYS = {"promise_due": 7, "legal_due": 30, "deadline": 5, "expected": 10, "rating_until": 30}
_LISTS: dict[str, list[dict[str, Any]]] = {
    "documents": [
        {"name": _l("Application form"), "copies": {"original": 1}, "points": [_l("signed")]},
        {"name": _l("Site plan"), "copies": {"copy": 2}, "points": [_l("marks the way out"), _l("to scale")]},
    ],
    "exempt": [{"name": _l("Business licence"), "source": _l("data sharing")}],
    "missing": [{"name": _l("Site plan"), "demand": [_l("marks the way out")]}],
    "parts": [
        {"name": _l("Food licence"), "department": _l("Department (sample)"), "outcome": _l("granted")},
        {"name": _l("Sign outside"), "department": _l("City management"), "outcome": _l("granted")},
    ],
    "questions": [{"label": _l("Is there a sign outside?"), "answer": _l("yes")}],
    "conditions": [{"text": _l("There are fixed premises.")}],
    "results": [{"name": _l("Food licence"), "number": "JY12224050000001"}],
}  # fmt: skip


def samples(now: datetime) -> dict[str, Any]:
    """A value for everything that a paper may print; no real person's."""
    moments = {name: now + timedelta(days=days) for name, days in _MOMENTS.items()}
    moments |= {
        name: datetime.combine(now.date() + timedelta(days=days), END_OF_DAY)
        for name, days in _LAST_DAYS.items()
    }
    said = {name: _plain(value) for name, value in {**_SAMPLES, **_LISTS}.items()}
    return {**said, **{name: at.isoformat() for name, at in moments.items()}}


def _plain(value: Any) -> Any:
    """Words of this reader's language in place of words to be said."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, int) else str(value)
