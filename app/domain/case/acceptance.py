"""受理: accept, accept with papers deferred, refuse to accept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain import conditions, sla
from app.domain.case.grounds import check_ground
from app.domain.case.papers import Lines, missing_of
from app.domain.case.state import Blueprint, Event, document_names, iso, moment
from app.domain.case.ticking import is_overdue_intake
from app.domain.case.verb import Ask
from app.domain.refusal import msgid, refuse

#: Why papers do not come later (R28), said alike at the window and at the cell of a sheet.
HARD = msgid("These papers cannot be deferred: %(papers)s.")
NOTHING = msgid("Nothing is missing: accept it.")
CREDIT = msgid("The applicant's credit is not repaired, so papers cannot be deferred.")
UNSIGNED = msgid("The applicant must sign a commitment to bring the deferred papers.")
BEYOND = msgid("The deadline must lie after now and no later than the promised limit.")
CLOSED = msgid("The windows are closed on %(day)s: choose a working day.")
#: Said of those that nobody confirmed.
UNCONFIRMED = msgid("Confirm every acceptance condition first: %(conditions)s.")


def accept(ask: Ask) -> list[Event]:
    """受理: nothing is missing and every acceptance condition holds (R22, R25)."""
    # Conditions first: who cannot have it at all is not sent home for papers.
    _check_conditions(ask)
    missing = missing_of(ask)
    if missing:
        raise refuse(
            "R22",
            "Not acceptable yet, these papers are missing: %(papers)s. Ask for them all at once, "
            "or accept with papers deferred where that is allowed.",
            papers=document_names(ask.blueprint, missing),
        )
    return [_accepted(ask, "accepted") | {"notice": "acceptance"}]


def accept_deferred(ask: Ask) -> list[Event]:
    """容缺受理: only deferrable papers are missing, the applicant commits, credit is good (R28)."""
    _check_conditions(ask)
    missing = missing_of(ask)
    _check_deferrable(ask, missing)
    deadline = _deadline(ask)
    # The chase for what is owed is a task of its own; it opens because of this outcome.
    debts = {"type": "debts_opened", "documents": sorted(missing), "deadline": iso(deadline)}
    return [_accepted(ask, "deferred"), debts | {"notice": "deferred_acceptance", "copies": 2}]


def _check_deferrable(ask: Ask, missing: Lines) -> None:
    # Exact here: a conditional demand is among the lines only where its condition holds.
    hard = [key for key, line in missing.items() if line["necessity"] == "required"]
    if hard:
        raise refuse("R28", HARD, papers=document_names(ask.blueprint, hard))
    if not missing:
        raise refuse("R28", NOTHING)
    if ask.facts.bad_credit:
        raise refuse("R28", CREDIT)
    if not ask.command.get("commitment"):
        raise refuse("R28", UNSIGNED)


def _deadline(ask: Ask) -> datetime:
    """The deadline for deferred papers: ahead, and not beyond the limit promised for the case (R28)."""
    beyond = refuse("R28", BEYOND)
    deadline = ask.day("deadline", beyond)
    start = moment(_effective(ask))
    limits = ask.blueprint["limits"]
    # Without a promise the law's limit is what the applicant may count on.
    limit = sla.pick(
        limits.get("promise") or limits.get("legal"), ask.facts.answers, today=start.date()
    )
    last = sla.due(ask.calendar, start, limit=limit)
    if last and deadline > last.at:
        raise beyond
    # Papers are brought to a window: on a day on which none is open nobody could keep the promise.
    if not ask.calendar.works_on(deadline.date()):
        raise refuse("R28", CLOSED, day=iso(deadline)[:10])
    return deadline


def _check_conditions(ask: Ask) -> None:
    """Conditions on the answers, and those that only a person can judge, each confirmed by the clerk."""
    for condition in ask.blueprint["accept_conditions"]:
        check = condition.get("check")
        if check and not conditions.holds(check, ask.facts.answers, today=ask.now.date()):
            raise refuse(
                "accept_condition",
                "Acceptance condition not met: %(condition)s.",
                condition=condition["text"],
            )
    said = _confirmed(ask)
    open_ones = [one["text"] for at, one in enumerate(to_confirm(ask.blueprint)) if at not in said]
    if open_ones:
        raise refuse(
            "accept_condition",
            UNCONFIRMED,
            conditions=open_ones,
        )


def to_confirm(blueprint: Blueprint) -> list[dict[str, Any]]:
    """The acceptance conditions that a clerk confirms; a command names them by their place here."""
    return [one for one in blueprint.get("accept_conditions") or () if one.get("confirm")]


def _confirmed(ask: Ask) -> list[int]:
    """Places of the conditions that the clerk confirmed; others say nothing."""
    places = range(len(to_confirm(ask.blueprint)))
    return sorted(set(ask.command.get("confirmed") or ()) & set(places))


def _accepted(ask: Ask, outcome: str) -> Event:
    accepted = {
        "type": "task_closed",
        "task": "intake",
        "outcome": outcome,
        "effective": _effective(ask),
    }
    # On record by their places: the blueprint that the case names holds their words.
    confirmed = _confirmed(ask)
    return accepted | ({"confirmed": confirmed} if confirmed else {})


def _effective(ask: Ask) -> str:
    """From when it counts as accepted: the moment the last asked paper came (R25), else now.

    After the five days the law has accepted it already, as of the day of receipt (R24).
    """
    # Only papers move it: when the window gets round to accepting them does not (R25).
    complete: str | None = ask.state["complete_at"]
    if complete is None and is_overdue_intake(ask):
        return str(ask.state["received_at"])
    return complete or iso(ask.now)


def reject_acceptance(ask: Ask) -> list[Event]:
    """不予受理: on a ground, and with what that ground demands (R20, R21, R74)."""
    # Also while papers are awaited: what can never be accepted is not made complete first.
    check_in_time(ask)
    check_ground(ask)
    named = ("reason", "ground", "competent_department", "remedy", "law")
    told = {name: ask.command.get(name) for name in named}
    return [
        {
            "type": "task_closed",
            "task": "intake",
            "outcome": "not_accepted",
            "notice": "rejection",
            **told,
        }
    ]


def check_in_time(ask: Ask) -> None:
    """After the five days nothing may be asked or refused any more at the intake (Art. 32, R24)."""
    if ask.task["kind"] == "intake" and is_overdue_intake(ask):
        raise refuse(
            "R24",
            "The time to say so has passed: by law it counts as accepted since it was received.",
        )
