"""One act on a case: decided as a whole, then written as a whole, its rows, its events and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from app import journal
from app.access import Principal
from app.domain.case import Refusal, carried, rows_of
from app.services import beginning, case_access, case_effects, case_events, case_rows, intake, ranks
from app.services.opened import File, Performed
from app.services.paper_sources import Sources


class Decided(NamedTuple):
    """What commands come to: the fold after them, the events that lead there, the rows of that fold."""

    state: dict[str, Any]
    events: list[dict[str, Any]]
    rows: case_rows.Rows


def decide_and_write(
    session: Session,
    file: File,
    commands: Sequence[dict[str, Any]],
    *,
    by: Principal,
    now: datetime,
    decided: Decided | None = None,
) -> Performed | Refusal:
    """Decide the commands one after another, then write once: from the first fold to the last.

    A refusal of any of them is journaled where the case has a number, and changes nothing. ``decided``
    is what they come to, where that was asked of the very same file already.
    """
    before = file.state
    found = decided or decided_of(session, file, commands, by=by, now=now)
    if isinstance(found, Refusal):
        return found
    state, events, after = found
    if not events:
        return Performed(file.number, file.case_id, [], state)
    sources = Sources(session, file, by=by.username)
    if before is None:
        beginning.open_case(session, file, after["case"], events=events, sources=sources)
    case_events.append(
        session, file.case_id, file.number, seq=before["seq"] if before else 0, events=events
    )
    touched = {event["task"] for event in events if event.get("task")}
    fixed = _fixed(file, state, before)
    case_rows.write(
        session, file.case_id, rows_of(before) if before else None,
        after=after, fixed=fixed, touched=touched,
        beside=partial(ranks.beside, session, file, by=by.username, now=now),
    )  # fmt: skip
    file.state = state
    payload = {name: value for command in commands for name, value in command.items()}
    papers = case_effects.follow(session, file, events, payload=payload, sources=sources, now=now)
    return Performed(file.number, file.case_id, events, state, papers)


def decided_of(
    session: Session,
    file: File,
    commands: Sequence[dict[str, Any]],
    *,
    by: Principal,
    now: datetime,
) -> Decided | Refusal:
    """What all commands, one after another, come to; nothing is written but a refusal into the journal."""
    state, events = file.state, []
    for command in commands:
        signed = {**command, **case_access.signature(by)}
        done = carried(
            file.blueprint, state, signed, now=now, calendar=file.calendar, facts=file.facts
        )
        if isinstance(done, Refusal):
            note_refusal(session, file, command, refused=done)
            return done
        state = done.state
        events += done.events
        file.blueprint = command.get("blueprint", file.blueprint)
    assert state is not None  # noqa: S101 - there is at least one command
    return Decided(state, events, rows_of(state) if events else {})


def _fixed(file: File, state: dict[str, Any], before: dict[str, Any] | None) -> case_rows.Fixed:
    """Columns of rows that appear with this act; nothing to compute where none does."""
    if before is not None and before["tasks"].keys() == state["tasks"].keys():
        return case_rows.Fixed({}, {})
    there = before["tasks"] if before else {}
    tasks = intake.task_columns(
        file.blueprint,
        file.number,
        applicant=file.case.applicant,
        keys=[key for key in state["tasks"] if key not in there],
        # A number that was given once is not given again: what was dropped keeps its own.
        after=sum(task["kind"] == "work" for task in there.values()),
    )
    ticks = file.intake.ticks if file.intake else {}
    lines = intake.document_columns(
        file.blueprint,
        state["chosen"],
        answers=file.facts.answers,
        ticks=ticks,
        today=date.fromisoformat(state["received_at"][:10]),
    )
    file.lines = lines if before is None else None
    return case_rows.Fixed(tasks, lines, file.intake.appeal_columns() if file.intake else None)


def note_refusal(
    session: Session, file: File, command: dict[str, Any], *, refused: Refusal
) -> None:
    """Keep that somebody was refused an act on a case, and by which rule."""
    if file.case_id:
        journal.access(
            session,
            "case",
            file.number,
            "refused",
            verb=command["verb"],
            task=command.get("task"),
            rule=refused.rule,
        )
