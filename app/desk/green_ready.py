"""The last step of an intake worked out before anything is locked: whoever writes meanwhile need not wait for it.

Only what plainly goes through: whatever is to be said, asked or kept beside is worked out under the lock,
and so is everything anew where the draft, its version or the person is not what it was (``draft_stamps``).
"""

from __future__ import annotations

from typing import NamedTuple

from flask import g, request
from werkzeug.wrappers import Response

from app import clock, transaction
from app.desk import green_receive, green_steps, green_typing, green_values
from app.desk.green_intake import Intake
from app.services import cases, draft_stamps, drafts

STEP = "documents"


class Ready(NamedTuple):
    """An intake with all its steps right, as it was read, and what receiving it comes to."""

    stamp: draft_stamps.Stamp
    intake: Intake
    act: green_receive.Act


def ready(token: str) -> Ready | None:
    """What the last step sends, laid on the draft and looked through; None where it is not to be received as it is."""
    posted = request.form
    if request.files or posted.get("act") not in green_receive.ACTS:
        return None
    found = Intake.open(token)
    if found.draft.case_id is not None or found.version is None:
        return None
    stamp = draft_stamps.read_apart(transaction.session(), found.draft, in_force=found.version.id)
    typed = green_typing.typed(found.draft, STEP, posted, mine_wins=True)
    parts = typed.parts(found.draft, STEP) | green_values.values_typed(found, STEP, typed.posted)
    drafts.keep(found.draft, parts, now=clock.now())
    if green_steps.unfinished(found):
        return None
    then = green_receive.wanted(found, posted)
    if isinstance(then, str) or green_receive.unlooked(found, posted):
        return None
    taken, now = green_receive.taken_in(found), clock.now()
    foreseen = cases.foresee(transaction.session(), taken, by=g.principal, now=now, then=then)
    return Ready(stamp, found, green_receive.Act(taken, then, now, foreseen)) if foreseen else None


def received(found: Ready | None) -> Response | None:
    """Receive what was made ready; None, and nothing changed, where it does not stand any more or is refused."""
    if found is None:
        return None
    unit, draft = transaction.session(), found.intake.draft
    if not draft_stamps.stands(unit, found.stamp, of=draft, now=clock.now()):
        return None
    return green_receive.at_once(found.intake, found.act, request.form)
