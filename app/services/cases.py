"""The one door for every act on a case: load, ask the domain, write events and the rows they imply.

Nothing here commits. Form, bulk action, import, API and job all come through ``receive`` and
``perform``; so a rule that holds in the domain holds through every entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import SYSTEM, Principal
from app.domain.calendar import Calendar
from app.domain.case import Facts, Refusal, decide, evolve, fold
from app.models import Case, ServiceVersion, Task
from app.services import (
    approvals,
    blueprints,
    calendars,
    case_access,
    case_effects,
    case_events,
    case_rows,
    correcting,
    covers,
    external,
    intake,
    numbers,
    ranks,
    reclassifying,
)

#: Verb → what its command needs to know of the rows beside the fold, or a refusal.
PREPARED = {
    "correct": correcting.prepared,
    "answer": approvals.prepared,
    "reclassify": reclassifying.prepared,
}


class NoSuchCase(LookupError):
    """No case has this number, or it does not concern the one who asks: the two look the same."""


class Stale(Exception):
    """Somebody changed the row after the form was opened; carries what is there now."""

    def __init__(self, current: int) -> None:
        """``current`` is the version the row has now."""
        super().__init__(f"the row is at version {current}")
        self.current = current


@dataclass
class File:
    """One case taken out to be worked on: its fold, its blueprint, what is known beside them."""

    case_id: int
    number: str
    state: dict[str, Any] | None
    blueprint: dict[str, Any]
    calendar: Calendar
    facts: Facts
    case: Any = None
    intake: intake.Intake | None = None
    #: the lines of the merged list while the case is being received, by document
    lines: dict[str, dict[str, Any]] | None = None


@dataclass(frozen=True)
class Performed:
    """What an act did: the events it wrote, the case after it, the papers it gave out."""

    number: str
    case_id: int
    events: Sequence[dict[str, Any]]
    state: dict[str, Any]
    papers: Sequence[str] = field(default_factory=list)


def receive(
    session: Session,
    taken: intake.Intake,
    *,
    by: Principal,
    now: datetime,
    then: Iterable[dict[str, Any]] = (),
) -> Performed | Refusal:
    """Open a case from an intake and go on with the commands in ``then`` as one act.

    A refusal of any of them changes nothing. The version is the one in force now (R99). What came
    under the same number of another system before is that case: nothing happens again, no event.
    """
    calendars.hold(session)
    version = session.get_one(ServiceVersion, taken.version_id)
    blueprint = blueprints.blueprint(session, version.sha256)
    facts = Facts(answers=taken.answers, bad_credit=taken.bad_credit)
    file = File(0, "", None, blueprint, calendars.current(session), facts, intake=taken)
    refused = case_access.may_receive(by, taken.window)
    return (
        refused
        or _received_before(session, taken, by=by, now=now)
        or _act(session, file, [taken.command(), *then], by=by, now=now)
    )


def _received_before(
    session: Session, taken: intake.Intake, *, by: Principal, now: datetime
) -> Performed | Refusal | None:
    number = external.taken_up(session, taken.external_source, taken.external_ref, now=now)
    if number is None:
        return None
    try:
        file = take(session, number, by=by, lock=False)
    except NoSuchCase:
        return external.ELSEWHERE
    assert file.state is not None  # noqa: S101 - a case that has a number was received
    return Performed(number, file.case_id, [], file.state)


def perform(
    session: Session,
    number: str,
    command: dict[str, Any],
    *,
    by: Principal,
    now: datetime,
    expected: int | None = None,
) -> Performed | Refusal:
    """Do one command on a case, or refuse it and change nothing.

    ``expected`` is the version of the row the form showed (the task's, else the case's ``seq``).
    Raises NoSuchCase, Stale.
    """
    return act_on(session, take(session, number, by=by), command, by=by, now=now, expected=expected)


def act_on(
    session: Session,
    file: File,
    command: dict[str, Any],
    *,
    by: Principal,
    now: datetime,
    expected: int | None = None,
) -> Performed | Refusal:
    """``perform`` on a case that ``take`` has locked already: a form was built from it. Raises Stale."""
    refused = case_access.may_act(session, by, file, command=command)
    if refused:
        journal.access(
            session,
            "case",
            file.number,
            "refused",
            verb=command["verb"],
            task=command.get("task"),
            rule=refused.rule,
        )
        return refused
    _be_current(session, file, command.get("task"), expected)
    prepare = PREPARED.get(command["verb"])
    ready = prepare(session, file, command, now=now) if prepare else command
    if isinstance(ready, Refusal):
        _note_refusal(session, file, command, ready)
        return ready
    ready = covers.signed(session, file, ready, by=by, today=now.date())
    return _act(session, file, [ready], by=by, now=now)


def let_time_act(
    session: Session, number: str, *, now: datetime, recount: bool = False
) -> Performed | Refusal:
    """What time alone decides in a case: deemed acceptance, cards, lapsed deferrals. Idempotent.

    ``recount`` works provisional dues out anew first: the year they lie in was confirmed (R06).
    """
    first = [{"verb": "recalculate", "provisional": True}] if recount else []
    return _act(session, take(session, number), [*first, {"verb": "tick"}], by=SYSTEM, now=now)


def recalculate(
    session: Session,
    number: str,
    *,
    reason: str,
    now: datetime,
    by: Principal = SYSTEM,
    closure: dict[str, str] | None = None,
) -> Performed | Refusal:
    """Work every running due of a case out anew: a confirmed day or the office hours changed (R06).

    ``closure`` is what closed the centre, where that is why: {from, until}.
    """
    command = {"verb": "recalculate", "reason": reason, "closure": closure}
    return _act(session, take(session, number), [command], by=by, now=now)


def take(session: Session, number: str, *, by: Principal | None = None, lock: bool = True) -> File:
    """A case with its fold, locked for writing; ``by`` limits it to cases the person may see.

    Raises NoSuchCase.
    """
    if lock:
        calendars.hold(session)  # before the case's own row, as whoever changes the calendar does
    query = sa.select(Case).where(Case.number == number)
    if by is not None:
        query = query.where(case_access.visible(by))
    row = session.execute(query.with_for_update() if lock else query).scalar_one_or_none()
    if row is None:
        raise NoSuchCase(number)
    state = fold(case_events.events_of(session, row.id))
    blueprint = blueprints.blueprint(session, state["blueprint"])
    return File(
        row.id,
        row.number,
        state,
        blueprint,
        calendars.current(session),
        intake.facts_of(session, row.id),
        case=row,
    )


def _be_current(session: Session, file: File, task: str | None, expected: int | None) -> None:
    if expected is None:
        return
    current = file.state["seq"] if file.state else 0
    if task is not None:
        found = session.execute(
            sa.select(Task.version).where(Task.case_id == file.case_id, Task.key == task)
        ).scalar_one_or_none()
        current = current if found is None else found
    if current != expected:
        raise Stale(current)


def _act(
    session: Session,
    file: File,
    commands: Sequence[dict[str, Any]],
    *,
    by: Principal,
    now: datetime,
) -> Performed | Refusal:
    """Decide the commands one after another, then write once: from the first fold to the last."""
    before, state, events = file.state, file.state, []
    for command in commands:
        signed = {**command, "by": by.username, "roles": by.capacities}
        decided = decide(
            file.blueprint, state, signed, now=now, calendar=file.calendar, facts=file.facts
        )
        if isinstance(decided, Refusal):
            _note_refusal(session, file, command, decided)
            return decided
        for event in decided:
            state = evolve(state, event)
        events += decided
        file.blueprint = command.get("blueprint", file.blueprint)
    assert state is not None  # noqa: S101 - decide gives at least one event, evolve a state
    if not events:
        return Performed(file.number, file.case_id, [], state)
    if before is None:
        _open(session, file, state, by=by.username, now=now)
    case_events.append(
        session, file.case_id, file.number, seq=before["seq"] if before else 0, events=events
    )
    touched = {event["task"] for event in events if event.get("task")}
    fixed = _fixed(file, state, before)
    case_rows.write(
        session, file.case_id, before, after=state, fixed=fixed, touched=touched,
        beside=partial(ranks.beside, session, file, by=by.username, now=now),
    )  # fmt: skip
    file.state = state
    payload = {name: value for command in commands for name, value in command.items()}
    papers = case_effects.follow(session, file, events, payload=payload, by=by.username, now=now)
    return Performed(file.number, file.case_id, events, state, papers)


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
    return case_rows.Fixed(tasks, lines)


def _note_refusal(session: Session, file: File, command: dict[str, Any], refused: Refusal) -> None:
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


def _open(session: Session, file: File, state: dict[str, Any], *, by: str, now: datetime) -> None:
    """The row of a new case with its number; applicant, agent and answers beside it."""
    taken = file.intake
    assert taken is not None  # noqa: S101 - a case without rows comes from an intake only
    file.number = numbers.case_number(session, state["kind"], now=now)
    row = Case(
        **case_rows.case_columns(state),
        **intake.case_columns(file.blueprint, file.number, taken=taken),
        first_contact=taken.first_contact or by,
    )
    session.add(row)
    session.flush()  # the other rows need the case's id
    file.case_id, file.case = row.id, row
    intake.write_people(session, row.id, taken, blueprint=file.blueprint)
