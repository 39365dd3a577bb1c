"""Acts on the calendar as a proposal keeps them: plain values, read back and handed to the domain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from app.domain import calendar_changes, calendar_days


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _close(said: Mapping[str, Any], payload: Mapping[str, Any]) -> dict[str, Any]:
    since, until = map(datetime.fromisoformat, (payload["since"], payload["until"]))
    return calendar_changes.close(said, since=since, until=until, reason=payload["reason"])


def _reclose(said: Mapping[str, Any], payload: Mapping[str, Any]) -> dict[str, Any]:
    since, until = datetime.fromisoformat(payload["since"]), _moment(payload.get("until"))
    return calendar_changes.reclose(said, since=since, until=until)


def _year(said: Mapping[str, Any], payload: Mapping[str, Any]) -> dict[str, Any]:
    rules = [
        calendar_days.DayRule(
            date.fromisoformat(row["first"]), date.fromisoformat(row["last"]),
            row["works"], row["name"], row["hours"],
        )
        for row in payload["rows"]
    ]  # fmt: skip
    return calendar_days.with_year(
        said, payload["year"], rules=rules, source=payload["source"], confirmed=payload["confirmed"]
    )


def _hours(said: Mapping[str, Any], payload: Mapping[str, Any]) -> dict[str, Any]:
    return calendar_changes.with_hours(said, payload["hours"], seasons=payload["seasons"])


#: Act → what it makes of a calendar.
ACTS: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], dict[str, Any]]] = {
    "close": _close,
    "reclose": _reclose,
    "year": _year,
    "hours": _hours,
}
