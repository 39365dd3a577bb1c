"""Due dates of a case's clocks, worked out from limits, answers, holds and extension."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from app.domain import sla
from app.domain.calendar import Calendar
from app.domain.case.state import Blueprint, State, iso, moment, spec_of
from app.domain.case.verb import Facts

Dues = dict[str, dict[str, Any] | None]


def dues_of(
    blueprint: Blueprint,
    state: State,
    *,
    clocks: Iterable[str],
    calendar: Calendar,
    facts: Facts,
) -> dict[str, Dues]:
    """Per clock and limit {at, warn, provisional}; None while a stopping hold is open.

    A clock that has stopped keeps the dues it had: what was late stays late (R62).
    """
    # Worked out anew, what was late when it ended could turn out to have been in time.
    return {
        key: state["dues"].get(key, {})
        if state["clocks"][key]["stopped_at"]
        else _of_clock(blueprint, state, key, calendar, facts)
        for key in clocks
    }


def _of_clock(
    blueprint: Blueprint, state: State, key: str, calendar: Calendar, facts: Facts
) -> Dues:
    # A day that the applicant agreed to, not a limit that is counted.
    if key == "papers":
        return {"legal": _deadline(state)}
    limits = limits_of(blueprint, state, key=key, facts=facts)
    return {
        name: _due(state["clocks"][key], limit, calendar) for name, limit in limits.items() if limit
    }


def _deadline(state: State) -> dict[str, Any]:
    """Deferred papers are due at the deadline the applicant agreed to; yellow on its day and the one before."""
    at = moment(state["debts"]["deadline"])
    warn = datetime.combine(at.date() - timedelta(days=1), time.min)
    start = moment(state["clocks"]["papers"]["start"])
    return {"at": iso(at), "warn": iso(min(at, max(warn, start))), "provisional": False}


def _due(clock: dict[str, Any], limit: dict[str, Any], calendar: Calendar) -> dict[str, Any] | None:
    found = sla.due(
        calendar, moment(clock["start"]), limit=limit, holds=pauses(clock), extra=clock["extra"]
    )
    return (
        {"at": iso(found.at), "warn": iso(found.warn), "provisional": found.provisional}
        if found
        else None
    )


def pauses(clock: dict[str, Any]) -> list[tuple[datetime, datetime | None]]:
    """A clock's holds as moments."""
    return [(moment(since), moment(until) if until else None) for since, until in clock["holds"]]


def limits_of(
    blueprint: Blueprint, state: State, *, key: str, facts: Facts
) -> dict[str, dict[str, Any] | None]:
    """The limits of one clock in this case's situation; the survey's term replaces the promise."""
    limits = blueprint["limits"] if key == "case" else spec_of(blueprint, key)["limits"]
    # By the day the clock began: a limit does not change because somebody looks at it later.
    today = moment(state["clocks"][key]["start"]).date()
    picked = {name: sla.pick(limit, facts.answers, today=today) for name, limit in limits.items()}
    if key == "case" and state["term"] and picked.get("promise"):
        fixed = {**(picked["promise"] or {}), "value": state["term"]}
        picked["promise"] = {name: value for name, value in fixed.items() if name != "min"}
    return picked
