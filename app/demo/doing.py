"""What people of a demo centre do with each kind of part, from its opening to its end."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from app.access import Role
from app.demo import ending
from app.demo.acting import DAY, HOUR, ahead, handler, said
from app.demo.hall import Hall
from app.demo.life import Command, Event, Life
from app.domain.case.state import is_stopped, moment, spec_of, visit_of
from app.domain.case.surveys import SURVEY

#: Chances, of a hundred.
REFUSES, PARTLY, ASKS_PAPERS, SUSPENDS, EXTENDS = 3, 1, 6, 10, 4
WITHDRAWS, REOPENED, NEVER_COMES = 2, 12, 4


def opened(hall: Hall, life: Life, event: Event, at: datetime) -> None:
    """A part begins: whose it is looks at it after a while."""
    key = event["task"]
    kind = life.task(key)["kind"]
    if kind == "intake":
        return
    stride = STRIDES[kind](hall, life, key)
    life.strides[key] = stride
    hall.plan(hall.later(at, stride * life.rng.uniform(0.5, 1.2)), life, partial(go_on, key=key))


def _work_stride(hall: Hall, life: Life, key: str) -> int:
    """The share of its limit that it takes, in equal strides from act to act."""
    task = life.task(key)
    acts = len(task["steps"]) + 1 + (SURVEY in task["steps"])
    if life.span is not None:
        return life.span // acts
    dues = [due["at"] for due in (life.state or {})["dues"].get(key, {}).values() if due]
    start = moment((life.state or {})["clocks"][key]["start"])
    whole = hall.calendar.elapsed(start, moment(min(dues))) if dues else 3 * DAY
    return int(max(whole, HOUR) * life.pace * life.rng.uniform(0.7, 1.1) / acts)


#: Kind of part → working seconds from one of its acts to the next.
STRIDES = {
    "work": _work_stride,
    "hand_over": lambda _hall, life, _key: int(life.rng.uniform(0.1, 6) * HOUR),
    "check": lambda _hall, life, _key: int(life.rng.uniform(3, 15) * DAY),
    "inquiry": lambda _hall, life, _key: int(life.rng.uniform(2, 8) * DAY),
    "papers": lambda _hall, life, _key: int(life.rng.uniform(0.3, 1.5) * DAY),
}


def go_on(hall: Hall, life: Life, at: datetime, *, key: str) -> None:
    """The next act on a part; none where it has ended, or waits for something."""
    task = life.task(key)
    if task["state"] != "open" or is_stopped(task) or _left_to_others(life, task):
        return
    NEXT[task["kind"]](hall, life, at, key)
    if life.task(key)["state"] == "open" and not is_stopped(life.task(key)):
        step = life.strides[key] * life.rng.uniform(0.7, 1.3)
        hall.plan(hall.later(at, step), life, partial(go_on, key=key))


def _left_to_others(life: Life, task: dict[str, Any]) -> bool:
    """A case that stays open stands at its last step."""
    return life.stays_open and task["kind"] == "work" and task["step"] == len(task["steps"]) - 1


def _work(hall: Hall, life: Life, at: datetime, key: str) -> None:
    task, by = life.task(key), handler(hall, life, key)
    chance = life.rng.randrange(100)
    if task["owner"] is None and hall.do(life, {"verb": "claim", "task": key}, by=by, at=at):
        # What answers a rating is nobody's application: nobody takes it back.
        if chance < WITHDRAWS and life.span is None and life.answers is None:
            later = hall.later(at, life.strides[key] / 2)
            hall.plan(later, life, withdraw)
        return
    for likely, try_it in SOMETIMES:
        if life.rng.randrange(100) < likely and life.span is None and try_it(hall, life, at, key):
            return
    if task["steps"][task["step"]] == SURVEY:
        _survey(hall, life, at, key)
    elif task["step"] < len(task["steps"]) - 1:
        done = {"verb": "finish_step", "task": key, "opinion": said(hall, life, "opinion")}
        hall.do(life, done, by=by, at=at)
    else:
        decide(hall, life, at, key)


def _survey(hall: Hall, life: Life, at: datetime, key: str) -> None:
    """Arranged for a day or two ahead, then put on record there."""
    by, state = handler(hall, life, key), life.state or {}
    visit = visit_of(state, key)
    if visit is None and not any(key in one["parts"] for one in state["surveys"].values()):
        ahead = hall.later(at, min(life.strides[key], 2 * DAY)).replace(second=0)
        arranged = {
            "verb": "arrange_survey", "task": key, "people": [by.username], "notice": True,
            "appointment": ahead.isoformat(timespec="seconds"), "place": said(hall, life, "place"),
        }  # fmt: skip
        hall.do(life, arranged, by=by, at=at)
        return
    if visit is not None and at < moment(state["surveys"][visit]["at"]):
        return
    promise = life.plan["limits"].get("promise") or {}
    record: Command = {"verb": "record_survey", "task": key, "outcome": "met"}
    record |= {"opinion": said(hall, life, "opinion")}
    record |= (
        {"days": life.rng.randint(promise["min"], promise["value"])} if promise.get("min") else {}
    )
    hall.do(life, record, by=by, at=at)


def decide(hall: Hall, life: Life, at: datetime, key: str) -> None:
    """Granted mostly; where not, with the reason and the remedy."""
    chance = life.rng.randrange(100)
    spec, by = spec_of(life.plan, key), handler(hall, life, key)
    texts = {name: said(hall, life, name) for name in CLOSING}
    appeal = life.plan["kind"] == "appeal"
    if appeal:
        texts["way"] = life.rng.choice(("in_person", "phone"))
    granted = {"verb": "grant", "task": key, **texts}
    if spec.get("result") or life.plan["kind"] in ("single", "joint"):
        granted["result_number"] = f"样例证{at:%Y%m%d}{life.case_id:06}"
    why = {name: said(hall, life, name) for name in ("reason", "remedy")}
    partly = {"verb": "grant_partly", "task": key, **texts, **why}
    ground = {"ground": "excluded"} if appeal else {}
    refused = {**partly, "verb": "refuse", "law": said(hall, life, "law"), **ground}
    other = partly if chance < PARTLY else refused
    if life.span is None and chance < PARTLY + REFUSES:
        command = other | {"result_number": granted.get("result_number")}
        if hall.do(life, command, by=by, at=at):
            return
    hall.do(life, granted, by=by, at=at)


CLOSING = ("explanation", "guidance", "agent", "reply", "progress", "reason", "opinion")


def _ask_papers(hall: Hall, life: Life, at: datetime, key: str) -> bool:
    """A paper of this part is not right: it is brought once more."""
    state = life.state or {}
    mine = [
        line["document"] for line in life.taken.lines
        if key in line["used_by"] and line["document"] in state["documents"]
    ]  # fmt: skip
    if not mine or life.task(key)["holds"]:
        return False
    asked = {
        "verb": "supplement", "task": key, "fault": "incorrect", "documents": [life.rng.choice(mine)],
        "reason": said(hall, life, "reason"), "expected": ahead(hall, at, 5),
    }  # fmt: skip
    return hall.do(life, asked, by=handler(hall, life, key), at=at)


def _suspend(hall: Hall, life: Life, at: datetime, key: str) -> bool:
    """A procedure of the item's own stops the clock."""
    special = spec_of(life.plan, key).get("special") or []
    if not special or life.task(key)["holds"]:
        return False
    stop = {"verb": "suspend", "task": key, "kind": special[0], "expected": ahead(hall, at, 2)}
    return hall.do(life, {**stop, "notice": True}, by=handler(hall, life, key), at=at)


def _extend(hall: Hall, life: Life, at: datetime, key: str) -> bool:
    """An officer asks for more time, the head answers."""
    rule = spec_of(life.plan, key).get("extend")
    if not rule or any(one["task"] == key for one in (life.state or {})["asks"].values()):
        return False
    wish = {"verb": "ask_extend", "task": key, "days": min(3, rule["cap"])}
    by = hall.crew.one(Role.OFFICER, life.task(key)["department"], rng=life.rng)
    return hall.do(life, {**wish, "reason": said(hall, life, "reason")}, by=by, at=at)


#: Of a hundred acts on a part so many are this.
SOMETIMES = ((ASKS_PAPERS, _ask_papers), (SUSPENDS, _suspend), (EXTENDS, _extend))


#: Kind of part → the next act on it.
NEXT = {
    "work": _work, "hand_over": ending.hand_over, "check": ending.check, "inquiry": ending.inquiry, "papers": ending.papers,
}  # fmt: skip


def withdraw(hall: Hall, life: Life, at: datetime) -> None:
    """The applicant thinks better of it; what answers a bad rating has none."""
    if life.answers is None and not (life.state or {})["closed_at"]:
        by = hall.crew.one(Role.WINDOW_CLERK, life.taken.intake.window, rng=life.rng)
        hall.do(life, {"verb": "withdraw", "reason": said(hall, life, "reason")}, by=by, at=at)
