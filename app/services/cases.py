"""The one door for every act on a case: load, ask the domain, write events and the rows they imply.

Nothing here commits. Form, bulk action, import, API and job all come through ``receive`` and
``perform``; so a rule that holds in the domain holds through every entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import SYSTEM, Principal
from app.domain.case import Facts, Refusal
from app.models import Task
from app.services import (
    appeal_closing,
    approvals,
    case_access,
    colleagues,
    correcting,
    counter,
    covers,
    external,
    intake,
    reclassifying,
)
from app.services.deciding import Decided, decide_and_write, decided_of, note_refusal
from app.services.opened import File, NoSuchCase, Performed, Stale, take

__all__ = [
    "File",
    "Foreseen",
    "NoSuchCase",
    "Performed",
    "Stale",
    "act_on",
    "foresee",
    "let_time_act",
    "perform",
    "recalculate",
    "receive",
    "take",
]

#: Verb → what its command needs to know of the rows beside the fold, or a refusal.
PREPARED = {
    "assign": colleagues.assignable,
    "correct": correcting.prepared,
    "answer": approvals.prepared,
    "reclassify": reclassifying.prepared,
}


class Foreseen(NamedTuple):
    """What receiving an intake would come to, and under which blueprint, calendar and names."""

    standing: counter.Counter
    decided: Decided


def foresee(
    session: Session,
    taken: intake.Intake,
    *,
    by: Principal,
    now: datetime,
    then: Iterable[dict[str, Any]] = (),
) -> Foreseen | None:
    """Decide a receipt before anything is locked or written; None where it would be refused."""
    file = _unreceived(session, taken, by=by)
    assert file.standing is not None  # noqa: S101 - it was just asked for
    commands = [taken.command(file.standing.sha256), *then]
    decided = decided_of(session, file, commands, by=by, now=now)
    return None if isinstance(decided, Refusal) else Foreseen(file.standing, decided)


def receive(
    session: Session,
    taken: intake.Intake,
    *,
    by: Principal,
    now: datetime,
    then: Iterable[dict[str, Any]] = (),
    foreseen: Foreseen | None = None,
) -> Performed | Refusal:
    """Open a case from an intake and go on with the commands in ``then`` as one act.

    A refusal of any of them changes nothing. The version is the one in force now (R99). What came
    under the same number of another system before is that case: nothing happens again, no event.
    ``foreseen`` is what this very act came to before; it holds where all it was decided under still stands.
    """
    file = _unreceived(session, taken, by=by)
    standing = file.standing
    assert standing is not None  # noqa: S101 - it was just asked for
    commands = [taken.command(standing.sha256), *then]
    decided = foreseen.decided if foreseen and foreseen.standing == standing else None
    refused = case_access.may_receive(by, taken.window)
    return (
        refused
        or _received_before(session, taken, by=by, now=now)
        or decide_and_write(session, file, commands, by=by, now=now, decided=decided)
    )


def _unreceived(session: Session, taken: intake.Intake, *, by: Principal) -> File:
    """What a case is received from: no number yet, and what stands at the counter."""
    standing = counter.standing(session, taken.version_id, by=by.username)
    facts = Facts(answers=taken.answers, bad_credit=taken.bad_credit)
    return File(0, "", None, standing.blueprint, standing.calendar, facts, None, taken, standing)


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
        note_refusal(session, file, command, refused=refused)
        return refused
    _be_current(session, file, command.get("task"), expected)
    prepare = PREPARED.get(command["verb"])
    ready = prepare(session, file, command, now=now) if prepare else command
    if isinstance(ready, Refusal):
        note_refusal(session, file, command, refused=ready)
        return ready
    ready = covers.signed(session, file, ready, by=by, today=now.date())
    then = appeal_closing.then(file, ready, by=by)
    return decide_and_write(session, file, [ready, *then], by=by, now=now)


def let_time_act(
    session: Session, number: str, *, now: datetime, recount: bool = False
) -> Performed | Refusal:
    """What time alone decides in a case: deemed acceptance, cards, lapsed deferrals. Idempotent.

    ``recount`` works provisional dues out anew first: the year they lie in was confirmed (R06).
    """
    first = [{"verb": "recalculate", "provisional": True}] if recount else []
    return decide_and_write(
        session, take(session, number), [*first, {"verb": "tick"}], by=SYSTEM, now=now
    )


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
    return decide_and_write(session, take(session, number), [command], by=by, now=now)


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
