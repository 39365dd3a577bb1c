"""现场核查: an appointment of one part or of several together, and each part's own record of it."""

from __future__ import annotations

from typing import Any

from app.domain.case import clocks
from app.domain.case.state import Event, iso, moment, name_of, visit_of
from app.domain.case.verb import DAY_ONLY, Ask
from app.domain.refusal import refuse

#: The step at which a department goes to see the place.
SURVEY = "survey"
#: What a visit came to → whether the part goes on to its next step.
FOUND = {"met": True, "not_met": True, "again": False}


def is_ahead(task: dict[str, Any]) -> bool:
    """Whether a part is open and still has its survey before it, or stands at it."""
    return task["state"] == "open" and SURVEY in task["steps"][task["step"] :]


def arrange_survey(ask: Ask) -> list[Event]:
    """约定现场核查: when, where, who comes, which parts come along; told to the applicant.

    Arranged once more before it took place, the visit is moved, for all who come, and the applicant
    is told from when. ``visit`` joins one that another part has arranged.
    """
    if not is_ahead(ask.task):
        raise refuse("survey", "This part has no site survey before it.")
    own, joined = visit_of(ask.state, ask.key), str(ask.command.get("visit") or "")
    if joined and joined not in ask.state["surveys"]:
        raise refuse("survey", "There is no such visit.")
    at = ask.state["surveys"][joined]["at"] if joined else _appointment(ask)
    along = sorted({*(ask.command.get("along") or ())} - {ask.key})
    _check_along(ask, along)
    if not joined and not ask.command.get("notice"):
        raise refuse("survey", "Tell the applicant the appointment first.")
    before = ask.state["surveys"][own]["at"] if own and not joined else at
    return [
        {
            "type": "survey_arranged",
            "task": ask.key,
            "visit": joined or own or str(ask.state["seq"] + 1),
            "appointment": at,
            "people": sorted(set(ask.command["people"])),
            "along": along,
            "place": ask.command.get("place"),
            "notice": None if joined else "survey",
        }
        | ({"moved_from": before} if before != at else {})
    ]


def _appointment(ask: Ask) -> str:
    wrong = refuse("survey", "The appointment lies ahead: give its day and time.")
    # A day alone is none: somebody stands at the door and waits.
    if len(str(ask.command.get("appointment") or "")) <= DAY_ONLY:
        raise wrong
    return iso(ask.day("appointment", wrong))


def _check_along(ask: Ask, along: list[str]) -> None:
    tasks = ask.state["tasks"]
    wrong = [key for key in along if key not in tasks or not is_ahead(tasks[key])]
    if wrong:
        names = [name_of(ask.blueprint, key) for key in wrong]
        raise refuse(
            "survey", "These parts have no site survey before them: %(parts)s.", parts=names
        )


def record_survey(ask: Ask) -> list[Event]:
    """核查记录: what this department found; where it fixes the promised days, with them.

    The part goes on to its next step, unless the place must be seen again.
    """
    if ask.task["steps"][ask.task["step"]] != SURVEY:
        raise refuse("survey", "This part does not stand at its site survey.")
    found = ask.command["outcome"]
    if found not in FOUND:
        raise refuse("survey", "Say what the survey found: met, not met, or to be seen again.")
    visit = visit_of(ask.state, ask.key)
    _check_took_place(ask, visit)
    events: list[Event] = [*_term(ask, found)]
    # Before the record: what is on record is no longer taken back by a press.
    if FOUND[found] and not ask.is_last_step:
        at = ask.task["step"]
        done = {"type": "step_done", "task": ask.key, "step": SURVEY, "to": at + 1, "opinion": None}
        events.append(done)
    record = {"type": "survey_recorded", "task": ask.key, "outcome": found}
    number = visit or str(ask.state["seq"] + 1)
    return [*events, record | {"visit": number, "opinion": ask.command["opinion"]}]


def _check_took_place(ask: Ask, visit: str | None) -> None:
    if visit is None:
        return
    at = moment(ask.state["surveys"][visit]["at"])
    if ask.now.date() < at.date():
        raise refuse(
            "survey",
            "The appointment is on %(day)s: record it when you were there, or move it first.",
            day=iso(at)[:10],
        )


def _term(ask: Ask, found: str) -> list[Event]:
    """The days that the survey fixes, where it does and the place was found as it must be."""
    least = (ask.blueprint["limits"].get("promise") or {}).get("min")
    if not ask.step.get("sets_term") or not least or found == "again":
        return []
    if not ask.command.get("days") and ask.state["term"]:
        return []
    return clocks.set_term(ask)


def check_recorded(ask: Ask) -> None:
    """Raises a refusal where an arranged survey has no record: its step does not end without one."""
    if ask.task["steps"][ask.task["step"]] == SURVEY and visit_of(ask.state, ask.key):
        raise refuse("survey", "A survey was arranged: write its record, then the part goes on.")
