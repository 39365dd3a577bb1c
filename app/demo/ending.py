"""What ends a case of a demo centre: the hand-over, what is looked at afterwards, papers that were owed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.demo.acting import DAY, ahead, handler, said
from app.demo.life import Command, Life

if TYPE_CHECKING:
    from app.demo.hall import Hall

#: Of a hundred promises so many were not kept; of deliveries so many go by mail; what stays wrong.
FAILS_CHECK, BY_MAIL, STAYS_WRONG, UPHELD = 15, 15, 30, 50


def hand_over(hall: Hall, life: Life, at: datetime, key: str) -> None:
    """Issued, then given over the counter or sent."""
    by = handler(hall, life, key)
    if life.task(key)["step"] == 0:
        hall.do(life, {"verb": "finish_step", "task": key}, by=by, at=at)
        life.strides[key] = int(life.rng.uniform(0.1, 3) * DAY)
        return
    given: Command = {"verb": "deliver", "task": key, "way": "window", "collector": "applicant"}
    given["receiver"] = life.taken.intake.applicant["name"]
    if life.plan["kind"] == "appeal":
        given["way"] = life.rng.choice(("in_person", "phone"))
    elif life.rng.randrange(100) < BY_MAIL:
        given |= {"way": "mail", "tracking": f"SAMPLE{life.rng.randrange(10**9):09}"}
    hall.do(life, given, by=by, at=at)


def check(hall: Hall, life: Life, at: datetime, key: str) -> None:
    """What was promised is looked at; not kept, it is to be put right."""
    by, task = handler(hall, life, key), life.task(key)
    if not task["holds"] and life.rng.randrange(100) < FAILS_CHECK:
        order = {"verb": "order_correction", "task": key, "expected": ahead(hall, at, 4)}
        hall.do(life, {**order, "reason": said(hall, life, "reason")}, by=by, at=at)
        life.strides[key] = 3 * DAY
    elif task["holds"] and life.rng.randrange(100) < STAYS_WRONG:
        failed = {"verb": "fail_check", "task": key, "reason": said(hall, life, "reason")}
        hall.do(life, failed, by=by, at=at)
    else:
        passed = {"verb": "pass_check", "task": key, "opinion": said(hall, life, "opinion")}
        hall.do(life, passed, by=by, at=at)


def inquiry(hall: Hall, life: Life, at: datetime, key: str) -> None:
    """Somebody was complained of: upheld now and then."""
    finding = "upheld" if life.rng.randrange(100) < UPHELD else "not_upheld"
    closed = {"verb": "close_inquiry", "task": key, "finding": finding}
    if finding == "upheld":
        # What is upheld names who answers for it, and by when it is put right.
        named = (life.state or {})["appeal"]["departments"] or hall.crew.handling
        measures = {"measures": said(hall, life, "measures"), "expected": ahead(hall, at, 10)}
        closed |= {"department": life.rng.choice(named), **measures}
    hall.do(
        life, {**closed, "reason": said(hall, life, "reason")}, by=handler(hall, life, key), at=at
    )


def papers(hall: Hall, life: Life, at: datetime, key: str) -> None:
    """What was let come later comes."""
    owed = sorted((life.state or {})["debts"]["documents"])
    hall.do(
        life, {"verb": "supply", "task": key, "documents": owed}, by=handler(hall, life, key), at=at
    )
