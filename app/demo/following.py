"""What is planned in a demo centre because something happened: papers come, pauses end, limits pass."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from app.demo import doing, voices
from app.demo.acting import DAY, handler, soon
from app.demo.hall import Hall
from app.demo.life import Event, Life
from app.domain.case.state import moment

#: Of a hundred requests so many are agreed to.
AGREED = 85


def held(hall: Hall, life: Life, event: Event, at: datetime) -> None:
    """What a part waits for comes after a while; now and then it never does."""
    key, kind = event["task"], event["kind"]
    if kind == "correction":
        return
    end = _papers_come if kind == "supplement" else _procedure_ends
    if kind == "supplement" and life.rng.randrange(100) < doing.NEVER_COMES:
        end, at = _never_came, moment(event["expected"]) if event["expected"] else at
    hall.plan(soon(hall, life, at), life, partial(end, key=key))


def _papers_come(hall: Hall, life: Life, at: datetime, *, key: str) -> None:
    waited = [hold for hold in life.task(key)["holds"] if hold["until"] is None]
    documents = sorted({name for hold in waited for name in hold["documents"]})
    if not documents:
        return
    by = handler(hall, life, key)
    commands = [{"verb": "supply", "task": key, "documents": documents}]
    if key == "intake":
        commands.append(accept(life))
    hall.do(life, *commands, by=by, at=at)


def _never_came(hall: Hall, life: Life, at: datetime, *, key: str) -> None:
    task = life.task(key)
    if task["state"] != "open":
        return
    if task["kind"] == "intake":
        doing.withdraw(hall, life, at)
        return
    back = {"verb": "return_task", "task": key, "reason": hall.activity.text("reason", life.rng)}
    hall.do(life, back, by=handler(hall, life, key), at=at)


def _procedure_ends(hall: Hall, life: Life, at: datetime, *, key: str) -> None:
    open_ones = [hold for hold in life.task(key)["holds"] if hold["until"] is None]
    for hold in open_ones:
        resume = {"verb": "resume", "task": key, "hold": hold["id"]}
        hall.do(life, resume, by=handler(hall, life, key), at=at)


def accept(life: Life) -> dict[str, object]:
    """Accepting with everything confirmed that only the clerk can judge."""
    conditions = range(len(life.plan["accept_conditions"]))
    return {"verb": "accept", "task": "intake", "confirmed": [*conditions]}


def resumed(hall: Hall, life: Life, event: Event, at: datetime) -> None:
    """A part goes on from where it stood."""
    key = event["task"]
    if key in life.strides:
        hall.plan(hall.later(at, life.strides[key]), life, partial(doing.go_on, key=key))


def due_set(hall: Hall, life: Life, event: Event, _at: datetime) -> None:
    """The worker comes by when a limit has passed, if nothing moved it meanwhile."""
    for due in event["due"].values():
        if due and event["clock"] != "papers":
            hall.tick_after(moment(due["at"]), life)


def asked(hall: Hall, life: Life, event: Event, at: datetime) -> None:
    """Whoever confirms answers within a day; mostly they agree."""
    hall.plan(
        hall.later(at, life.rng.uniform(0.1, 1) * DAY), life,
        partial(_answer, department=_department(life, event)),
    )  # fmt: skip


def _department(life: Life, event: Event) -> str:
    return str(life.task(event["task"])["department"]) if event["task"] else ""


def _answer(hall: Hall, life: Life, at: datetime, *, department: str) -> None:
    for number, one in sorted((life.state or {})["asks"].items()):
        if one["answer"] is None:
            answer = "agreed" if life.rng.randrange(100) < AGREED else "declined"
            said = {"verb": "answer", "ask": number, "answer": answer}
            reason = hall.activity.text("reason", life.rng)
            by = hall.crew.one(one["wanted"], department, rng=life.rng)
            hall.do(life, said | {"reason": reason, "texts": {"reason": reason}}, by=by, at=at)


def closed(hall: Hall, life: Life, event: Event, at: datetime) -> None:
    """Some of what was answered is taken up again within its window."""
    voices.closed(hall, life, event, at)
    again = life.plan["reopen"] and event["outcome"] in ("granted", "refused")
    if again and life.span is None and life.rng.randrange(100) < doing.REOPENED:
        later = hall.later(at, life.rng.uniform(0.5, 6) * DAY)
        hall.plan(later, life, partial(_reopen, by=life.plan["reopen"]["by"]))


def _reopen(hall: Hall, life: Life, at: datetime, *, by: str) -> None:
    parts = [key for key, task in (life.state or {})["tasks"].items() if task["gates"]]
    wish = {"verb": "reopen", "tasks": parts, "reason": hall.activity.text("reason", life.rng)}
    hall.do(life, wish, by=hall.crew.one(by, rng=life.rng), at=at)


def reopened(hall: Hall, life: Life, event: Event, at: datetime) -> None:
    """What was taken up again is gone on with."""
    for key in event["tasks"]:
        stride = life.strides.setdefault(key, DAY)
        hall.plan(hall.later(at, stride), life, partial(doing.go_on, key=key))


#: Type of event → what is planned because of it.
FOLLOWS = {
    "task_opened": doing.opened,
    "hold_opened": held,
    "hold_closed": resumed,
    "due_set": due_set,
    "asked": asked,
    "case_closed": closed,
    "reopened": reopened,
}
