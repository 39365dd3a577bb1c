"""重复原因: appeals that come again and again for one reason, and what a supervisor decided about it.

A decision is a row that stays, and an entry of the journal; what of the catalogue was published
afterwards is read beside it. What comes in later is counted from the decision on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import cipher, journal
from app.access import Principal
from app.domain.bulletin import Period
from app.domain.causes import AGAIN, CHANGED, COUNTED, DECIDED, OPEN, OUTCOMES, Cause, standing
from app.domain.refusal import Refusal
from app.models import Case, CauseDecision
from app.services import case_access, cause_catalogue, cause_counts

#: Days looked back where no others are asked for; causes and appeals shown; longest reason.
BACK, SHOWN, LONGEST = 90, 100, 2000
#: What has to be decided stands first.
ORDER = {AGAIN: 0, OPEN: 1, DECIDED: 2}
NO_OUTCOME = Refusal("cause", "Say whether something of the catalogue changes.", {})
UNNAMED = Refusal("cause", "Name what of the catalogue changes.", {})
WORDLESS = Refusal("cause", "Say what changes, or why nothing does.", {})
MEANWHILE = Refusal(
    "cause", "Somebody decided about it meanwhile: look at that decision first.", {}
)


class NoSuchCause(LookupError):
    """There is no such cause: nobody appealed so, or only once, and nothing was ever decided."""


@dataclass(frozen=True)
class Seen:
    """A cause as it stands: what is counted of it, the last decision, the version that followed."""

    cause: Cause
    line: Mapping[str, int]
    decision: CauseDecision | None
    followed: cause_catalogue.Followed | None

    @property
    def standing(self) -> str:
        """Nothing decided, decided, or come up again."""
        return standing(self.line)


def usual(today: Any) -> Period:
    """The last BACK days, this one too."""
    return Period(today - timedelta(days=BACK - 1), today)


def listed(session: Session, period: Period) -> list[Seen]:
    """The causes of a period: those come up again, those nobody decided about, the others; the largest first."""
    lines = cause_counts.lines(session, period)
    decisions = by_number(session, [line["decision"] for line in lines.values()])
    followed = cause_catalogue.followed(session, list(decisions.values()))
    found = [
        Seen(cause, line, decisions.get(line["decision"]), followed.get(line["decision"]))
        for key, line in lines.items()
        if (cause := Cause.read(key))
    ]
    found.sort(key=lambda one: (ORDER[one.standing], -one.line["received"], one.cause))
    return found[:SHOWN]


def by_number(session: Session, numbers: list[int]) -> dict[int, CauseDecision]:
    """Decisions by their number."""
    query = sa.select(CauseDecision).where(CauseDecision.id.in_(sorted({*numbers} - {0})))
    return {row.id: row for row in session.scalars(query)}


def seen(session: Session, cause: Cause, period: Period) -> Seen:
    """One cause as it stands in a period. Raises NoSuchCause."""
    line = cause_counts.lines(session, period).get(cause.key)
    last = next(iter(decisions(session, cause)), None)
    if line is None and last is None:
        raise NoSuchCause(cause.key)
    followed = cause_catalogue.followed(session, [last] if last else [])
    counted = line or dict.fromkeys(COUNTED, 0) | {"decision": last.id if last else 0}
    return Seen(cause, counted, last, followed.get(last.id) if last else None)


def decisions(session: Session, cause: Cause) -> list[CauseDecision]:
    """All that was ever decided about a cause, the last one first."""
    query = sa.select(CauseDecision).filter_by(**cause._asdict())
    return list(session.scalars(query.order_by(CauseDecision.id.desc())))


def appeals(session: Session, cause: Cause, period: Period, *, by: Principal) -> list[Any]:
    """The appeals of a cause in a period that this person may see, the latest first."""
    columns = (Case.number, Case.received_at, Case.closed_at, Case.phase, cause_counts.ABOUT)
    query = cause_counts.appealed(*columns, period=period).where(case_access.visible(by))
    mine = zip(cause_counts.OF, cause, strict=True)
    query = query.where(*(column == value for column, value in mine))
    return list(session.execute(query.order_by(Case.id.desc()).limit(SHOWN)))


def decide(
    session: Session,
    cause: Cause,
    period: Period,
    *,
    outcome: str,
    named: str,
    why: str,
    last: int,
    by: Principal,
    now: datetime,
) -> CauseDecision | Refusal:
    """Name what of the catalogue changes, or say why nothing does. Raises NoSuchCause.

    ``named`` is a part of the catalogue and a key, ``themes/shop``, of those offered; ``last`` is the
    decision that the person has seen, 0 for none.
    """
    known = seen(session, cause, period)
    entry = next(
        (one for one in cause_catalogue.offered(session, cause) if one.place == named), None
    )
    refused = _refused(known, outcome=outcome, entry=entry, why=why, last=last)
    if refused:
        return refused
    entry = entry if outcome == CHANGED else None
    row = CauseDecision(
        **cause._asdict(), since=period.since, until=period.until, appeals=known.line["received"],
        outcome=outcome, noun=entry and entry.noun, key=entry and entry.key, name=entry and entry.kept,
        why=why.strip()[:LONGEST], by=by.username, at=now.replace(microsecond=0),
    )  # fmt: skip
    session.add(row)
    session.flush()  # its id is the journal's reference
    _record(session, row)
    return row


def _refused(
    known: Seen, *, outcome: str, entry: cause_catalogue.Entry | None, why: str, last: int
) -> Refusal | None:
    if known.line["decision"] != last:
        return MEANWHILE
    if outcome not in OUTCOMES:
        return NO_OUTCOME
    if outcome == CHANGED and entry is None:
        return UNNAMED
    return None if why.strip() else WORDLESS


def _record(session: Session, row: CauseDecision) -> None:
    said = {name: getattr(row, name) for name in ("code", "department", "subject", "appeals")}
    said |= {"outcome": row.outcome, "part": row.noun, "key": row.key, "name": row.name}
    mark = cipher.seal_of_text(row.why)
    journal.record(session, "cause", str(row.id), "cause_decided", by=row.by, mark=mark, **said)
