"""What applicants of a demo centre say of closed cases, and what comes of it where they are not content."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import cipher, journal
from app.access import SYSTEM, Role
from app.demo.acting import DAY, said
from app.demo.life import Event, Life
from app.demo.taking_in import Taken
from app.domain import ratings
from app.models import Rating, Revisit
from app.services import rating_links
from app.services.intake import Intake
from app.services.rating_papers import PAPER
from app.services.ratings import RATER, UNNAMED

if TYPE_CHECKING:
    from app.demo.hall import Hall

#: Of a hundred closed cases so many are rated; of raters so many write, may be called; of bad ones so many are untrue.
RATED, WRITES, AGREES, UNTRUE = 55, 60, 70, 15
#: How often each level, where the case was in time and where it was late.
IN_TIME, LATE = {5: 58, 4: 24, 3: 11, 2: 4, 1: 3}, {5: 12, 4: 18, 3: 28, 2: 24, 1: 18}
#: How a rater is called on.
CALLED = ("phone", "phone", "phone", "visit", "message")
#: Ways that end without somebody who was served.
NOBODY_SERVED = ("void", "withdrawn")
#: What a link has once somebody used it; until then nothing.
GIVEN = (
    "level",
    "words",
    "given_at",
    "rectification_id",
    "excluded_at",
    "excluded_by",
    "excluded_why",
)


def closed(hall: Hall, life: Life, event: Event, at: datetime) -> None:
    """Some of those who were served say what they think of it, mostly within days; what answers them nobody rates."""
    kind = life.plan["kind"]
    served = kind != "rectification" and event["outcome"] not in NOBODY_SERVED
    if served and life.rng.randrange(100) < RATED:
        hall.plan(hall.later(at, life.rng.uniform(0.05, 4) * DAY), life, _rate)
    if life.answers is not None:
        hall.plan(hall.later(at, life.rng.uniform(0.5, 3) * DAY), life, _call)


def _rate(hall: Hall, life: Life, at: datetime) -> None:
    if not (life.state or {})["closed_at"]:
        return
    voices, rng = hall.book.voices, life.rng
    weights = LATE if (life.state or {})["cards"] else IN_TIME
    level = rng.choices(list(weights), list(weights.values()))[0]
    row = voices.link(life, at)
    if row.get("given_at"):
        return  # it was taken up again since, and a case is rated once by each way
    words = said(hall, life, f"rated_{level}") if rng.randrange(100) < WRITES else None
    row |= {"level": level, "words": words, "contact": rng.randrange(100) < AGREES, "given_at": at}
    sealed = cipher.seal_of_text(words) if words else None
    voices.note(row, "rated", by=RATER, at=at, level=level, words=sealed)
    if ratings.is_bad(level):
        _rectify(hall, life, row, at)
        if rng.randrange(100) < UNTRUE:
            hall.plan(hall.later(at, 2 * DAY), life, partial(_exclude, row=row))


def _rectify(hall: Hall, life: Life, row: dict[str, Any], at: datetime) -> None:
    """As the services do it: a case of nobody's name, from which all who handled the first are barred."""
    service = hall.answering
    if service is None:
        return
    plan = service.blueprint
    chosen = [task["key"] for task in plan["tasks"] if task["kind"] == "work"]
    taken = Intake(
        version_id=service.version_id, window=plan["lead"], applicant=UNNAMED, answers={},
        chosen=chosen, documents=[], barred=sorted(life.acted - {SYSTEM.username}),
        links=[{"case": life.number, "why": "rated"}],
    )  # fmt: skip
    pace = life.rng.uniform(0.2, 0.8)
    answer = Life(service, Taken(taken, [], [], []), Random(f"{life.number}/{at}"), pace)  # noqa: S311 - a play, no secret
    answer.first, answer.answers = SYSTEM.username, row
    if hall.do(answer, taken.command(), by=SYSTEM, at=at):
        row["rectification_id"] = answer.case_id


def _exclude(hall: Hall, life: Life, at: datetime, *, row: dict[str, Any]) -> None:
    """A supervisor finds it untrue."""
    by, why = hall.crew.one(Role.SUPERVISOR, rng=life.rng), said(hall, life, "untrue")
    row |= {"excluded_at": at, "excluded_by": by.username, "excluded_why": why}
    sealed = cipher.seal_of_text(why)
    hall.book.voices.note(row, "rating_excluded", by=by.username, at=at, reason=sealed)


def _call(hall: Hall, life: Life, at: datetime) -> None:
    """Whoever agreed is called on after the answer; not everybody is reached the first time."""
    row, rng = life.answers or {}, life.rng
    if not row.get("contact") or row.get("excluded_at"):
        return
    satisfied = rng.randrange(100) < AGREES
    by, reached = hall.crew.one(Role.SUPERVISOR, rng=rng), rng.randrange(100) < AGREES
    call = {
        "at": at, "by": by.username, "way": rng.choice(CALLED), "reached": reached,
        "satisfied": satisfied if reached else None,
        "said": said(hall, life, "called" if satisfied else "called_still") if reached else None,
    }  # fmt: skip
    voices = hall.book.voices
    voices.calls.append((row, call))
    kept = {name: call[name] for name in ("way", "reached", "satisfied")}
    voices.note(row, "rating_revisited", by=by.username, at=at, **kept)
    if not reached:
        hall.plan(hall.later(at, DAY), life, _call)


class Voices:
    """The ratings of a run, whole when it ends; the rows are written after all cases."""

    def __init__(self, gathered: Any, rng: Random) -> None:
        """``gathered`` keeps what the services have written of links."""
        self.gathered, self.rng = gathered, rng
        self.calls: list[tuple[dict[str, Any], dict[str, Any]]] = []
        self.numbers: dict[int, str] = {}

    def link(self, life: Life, at: datetime) -> dict[str, Any]:
        """The link on their paper, or the one at the window, made now."""
        self.numbers[life.case_id] = life.number
        there: dict[str, Any] | None = self.gathered.links.get((life.case_id, PAPER))
        if there is not None:
            return there
        salt = f"demo{self.rng.getrandbits(120):030x}"
        row = {
            "case_id": life.case_id, "channel": "window", "department": life.plan.get("lead"),
            "item": life.plan["code"], "name": life.plan["name"], "salt": salt, "contact": False,
            "token": rating_links.hashed(rating_links.token_of(salt)), "made_at": at,
            "made_by": life.first, "expires_at": ratings.expires(at, days=ratings.LINK_DAYS),
        }  # fmt: skip
        self.gathered.links[life.case_id, "window"] = row
        until = row["expires_at"].isoformat()
        self.note(row, "rating_linked", by=life.first, at=at, until=until)
        return row

    def note(
        self, row: Mapping[str, Any], kind: str, *, by: str, at: datetime, **data: Any
    ) -> None:
        """The entry that the services journal of it."""
        ref = rating_links.reference(self.numbers[row["case_id"]], row["channel"])
        entry = journal.Pending(noun="rating", ref=ref, type=kind, by=by, at=at, data=data)
        journal.pending(self.gathered).append(entry)

    def write(self, session: Session) -> None:
        """All links with what was said by them, then the calls."""
        rows = [dict.fromkeys(GIVEN) | row for row in self.gathered.links.values()]
        if rows:
            session.execute(sa.insert(Rating), rows)
        ids = dict(session.execute(sa.select(Rating.token, Rating.id)).tuples().all())
        calls = [{**call, "rating_id": ids[row["token"]]} for row, call in self.calls]
        if calls:
            session.execute(sa.insert(Revisit), calls)
