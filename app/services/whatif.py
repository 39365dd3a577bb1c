"""What-if on closed cases: how they would have gone under a draft, handling times assumed unchanged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.calendar import Calendar
from app.domain.refusal import msgid
from app.domain.whatif import Figures, History, Replayed, figures, history_of, replay, what_if
from app.models import Answer, Case, JournalEntry, ServiceVersion
from app.services import blueprints, calendars, publishing

#: How many cases are looked at, the newest first: enough for a year's figures, read in a second.
MOST = 200
#: What every page and command says beside the figures.
ASSUMED = msgid("Handling times assumed unchanged.")
#: Stands for a personal value: a condition only asks whether there is one.
THERE = "there"


@dataclass(frozen=True)
class Comparison:
    """`looked_at` closed cases, how they went and how they would have gone; None: too few known."""

    looked_at: int
    since: datetime | None
    until: datetime | None
    handled: Figures | None
    drafted: Figures | None


def compare(
    session: Session, kind: str, code: str, *, at: datetime, draft: Mapping[str, Any] | None = None
) -> Comparison:
    """Closed cases of an entry under their own versions, and under `draft`.

    Without `draft` it is what the rows would publish at this instant. Raises KeyError where there is
    no such entry, PublishRefused where it cannot be compiled.
    """
    plan = draft or publishing.examine(session, kind, code, at=at).blueprint
    calendar = calendars.current(session)
    cases = _closed(session, kind, code)
    known = list(_histories(session, cases, calendar))
    own = [_own(session, sha256, history, calendar) for sha256, history in known]
    left_out = len(cases) - len(known)
    drafted = what_if((history for _sha, history in known), plan, calendar=calendar)
    return Comparison(
        looked_at=len(cases),
        since=min((case.closed_at for case in cases), default=None),
        until=max((case.closed_at for case in cases), default=None),
        handled=figures([one for one in own if one], left_out=left_out + own.count(None)),
        drafted=drafted and drafted._replace(left_out=drafted.left_out + left_out),
    )


def _closed(session: Session, kind: str, code: str) -> list[Any]:
    """The newest closed cases of every version of the entry."""
    query = (
        sa.select(Case.id, Case.blueprint, Case.closed_at)
        .join(ServiceVersion, ServiceVersion.id == Case.version_id)
        .where(
            ServiceVersion.kind == kind, ServiceVersion.code == code, Case.closed_at.is_not(None)
        )
        .order_by(Case.closed_at.desc(), Case.id.desc())
        .limit(MOST)
    )
    return list(session.execute(query))


def _histories(
    session: Session, cases: Iterable[Any], calendar: Calendar
) -> Iterator[tuple[str, History]]:
    """(blueprint, history) of each case with a single course; two statements for all of them."""
    shas = {case.id: case.blueprint for case in cases}
    answers = _answers(session, list(shas))
    for case_id, events in _logs(session, list(shas)).items():
        history = history_of(events, answers.get(case_id, {}), calendar=calendar)
        if history:
            yield shas[case_id], history


def _logs(session: Session, ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    query = sa.select(JournalEntry.case_id, JournalEntry.data).where(JournalEntry.case_id.in_(ids))
    logs: dict[int, list[dict[str, Any]]] = {}
    for case_id, text in session.execute(
        query.order_by(JournalEntry.case_id, JournalEntry.case_seq)
    ):
        logs.setdefault(case_id, []).append(json.loads(text))
    return logs


def _answers(session: Session, ids: list[int]) -> dict[int, dict[str, Any]]:
    """Answers by case; a personal value stays sealed, a condition only asks whether it is there."""
    sealed = Answer.sealed.is_not(None)
    query = sa.select(Answer.case_id, Answer.field, Answer.value, sealed.label("sealed"))
    found: dict[int, dict[str, Any]] = {}
    for row in session.execute(query.where(Answer.case_id.in_(ids))):
        found.setdefault(row.case_id, {})[row.field] = THERE if row.sealed else row.value
    return found


def _own(session: Session, sha256: str, history: History, calendar: Calendar) -> Replayed | None:
    """The case as it went: under the version it pins."""
    return replay(history, blueprints.blueprint(session, sha256), calendar=calendar)
