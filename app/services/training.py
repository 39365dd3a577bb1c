"""Rotation training: a record a quarter for everybody who sits at a window; who has none is due (R87)."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import POLICIES, Principal, may
from app.domain.case import Refusal
from app.domain.roster import quarter_of
from app.models import TrainingRecord
from app.services.roster import places

NOT_YOURS = Refusal("training", "The head of the centre records training.", {})
NOBODY = Refusal("R87", "Choose who was trained.", {})
NO_TOPIC = Refusal("R87", "Say in what they were trained.", {})
TO_COME = Refusal("R87", "What is to come is not on record yet.", {})
SHOWN = 200


def record(
    session: Session, people: list[str], *, topic: str, done_on: date, by: Principal, now: datetime
) -> list[TrainingRecord] | Refusal:
    """People were trained on a day; it counts for the quarter of that day."""
    known = everybody(session, by=by)
    wrong = (
        (not may(by, "roster.write"), NOT_YOURS),
        (not people or not set(people) <= known.keys(), NOBODY),
        (not topic.strip(), NO_TOPIC),
        (done_on > now.date(), TO_COME),
    )
    refused = next((refusal for holds, refusal in wrong if holds), None)
    if refused:
        return refused
    quarter = quarter_of(done_on)
    found = [
        TrainingRecord(
            person=person, quarter=quarter, topic=topic.strip()[:200], done_on=done_on,
            by=by.username, at=now,
        )
        for person in sorted(set(people))
    ]  # fmt: skip
    session.add_all(found)
    session.flush()
    journal.record(
        session, "training", f"{quarter} {topic.strip()[:80]}", "training_recorded", by=by.username,
        people=sorted(set(people)), done_on=done_on.isoformat(),
    )  # fmt: skip
    return found


def everybody(session: Session, *, by: Principal) -> dict[str, str]:
    """Who sits at the windows this person sees: username → name."""
    found = {name: said for place in places(session, by=by) for name, said in place.able.items()}
    return dict(sorted(found.items()))


def due(session: Session, quarter: str, *, by: Principal) -> dict[str, str]:
    """Who has no record in a quarter, of those whose records this person reads (R87)."""
    people = everybody(session, by=by)
    if not any(may(by, grant) for grant in ("scope.centre", "task.assign")):
        people = {name: said for name, said in people.items() if name == by.username}
    trained = sa.select(TrainingRecord.person).where(TrainingRecord.quarter == quarter)
    done = set(session.scalars(trained))
    return {name: said for name, said in people.items() if name not in done}


def listed(session: Session, quarter: str, *, by: Principal) -> list[TrainingRecord]:
    """The records of a quarter that this person reads, the newest first."""
    query = sa.select(TrainingRecord).where(
        TrainingRecord.quarter == quarter, POLICIES["training"].rows(by)
    )
    order = query.order_by(TrainingRecord.done_on.desc(), TrainingRecord.id.desc())
    return list(session.scalars(order.limit(SHOWN)))
