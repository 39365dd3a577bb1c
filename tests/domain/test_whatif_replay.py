"""A closed case replayed under its own blueprint gives every closing, due and late mark to the second."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.domain.case import VERBS
from app.domain.case.selections import group_of
from app.domain.case.state import is_stopped, moment, open_holds
from app.domain.whatif import history_of, replay
from tests.domain.case.ending import BRING_ON
from tests.domain.case.life import PLANS
from tests.factories.machine import CALENDAR, Moved, first_answers

ACTS = ("accept", "accept_deferred", "finish_step", "step_back", "grant", "grant_partly", "refuse", "deliver", "supplement", "supply", "resume", "suspend",
        "extend", "order_correction", "pass_check", "fail_check", "collect_fail", "set_term", "return_task", "close_inquiry", "transfer")  # fmt: skip
#: Minutes from one act to the next: within an hour, over night, over a week.
LATER = (1, 7, 60, 240, 600, 1440, 4320, 12000)
SEEN = {"compared": 0, "late": 0, "held": 0, "dues": 0}


def test_the_same_blueprint_gives_the_same_case():
    """Three hundred lives; most of them were accepted, many held and late, or nothing is proved."""
    replayed_to_the_second()
    assert SEEN["compared"] > 150
    assert min(SEEN["late"], SEEN["held"], SEEN["dues"]) > 50, SEEN


@settings(max_examples=300, deadline=None, phases=[Phase.generate])
@given(seed=st.integers(0, 2**40))
def replayed_to_the_second(seed):
    case = lived(random.Random(seed))
    history = history_of(json.loads(json.dumps(case.log)), case.facts.answers, calendar=CALENDAR)
    if history is None:
        assert case.state["accepted_at"] is None or case.state["outcome"] in ("withdrawn", "void")
        return
    again = replay(history, case.plan, calendar=CALENDAR)
    assert again is not None
    state = case.state
    ended = {key for key, clock in state["clocks"].items() if clock["stopped_at"]} - {"papers"}
    assert again.closings == closings(state)
    assert {key for key, _limit in again.marks} <= ended
    assert dues(again) == was_due(state, ended)
    assert {where for where, mark in again.marks.items() if mark.late} == cards(state, ended)
    count(again, state)


def lived(chance):
    """A case from receipt to its end, with whatever happens in between."""
    plan = chance.choice(PLANS)
    case = Moved(plan, first_answers(plan))
    now = datetime(2026, 3, 2, 9)
    papers = case.all_papers()
    came = chance.choice([papers, papers, papers[1:]])
    case.received(now.isoformat(), came, chosen=picked(chance, plan))
    for _ in range(chance.randint(4, 40)):
        now += timedelta(minutes=chance.choice(LATER), seconds=chance.randint(0, 59))
        something_happens(chance, case, now)
    return brought_to_an_end(case, now)


def picked(chance, plan):
    """Every part there is, of each group one."""
    work = [task for task in plan["tasks"] if task["kind"] == "work"]
    groups = [
        [task["key"] for task in work if group_of(task) == group] for group in plan["choices"]
    ]
    return [task["key"] for task in work if not group_of(task)] + [*map(chance.choice, groups)]


def something_happens(chance, case, now):
    fitting = [
        (verb, key)
        for verb in ACTS
        for key, task in case.state["tasks"].items()
        if task["state"] == "open"
        and task["kind"] in VERBS[verb].acts_on
        and (VERBS[verb].on_hold or not is_stopped(task))
    ]
    parts = [key for key, task in case.state["tasks"].items() if task["gates"]]
    whole = [("tick", None, {}), ("withdraw", None, {"items": [chance.choice(parts)]})]
    verb = chance.choice(sorted({verb for verb, _key in fitting} or {"tick"}))
    key = chance.choice([key for act, key in fitting if act == verb] or [None])
    more = {}
    if chance.random() < 0.1:
        verb, key, more = chance.choice(whole)
    case(now.isoformat(), verb, task=key, **payload(chance, case, now, key), **more)


def payload(chance, case, now, key):
    """What a form would carry, right or wrong."""
    holds = (case.state["tasks"].get(key) or {"holds": []})["holds"]
    papers = sorted(case.plan["documents"]) or ["-"]
    asked = chance.sample(papers, chance.randint(1, len(papers)))
    owed = [document for hold in holds for document in hold["documents"]]
    texts = ("reason", "remedy", "explanation", "agent", "reply", "progress", "guidance", "law")
    return {
        **dict.fromkeys(texts, "x"),
        "days": chance.randint(1, 5),
        "kind": chance.choice(["hearing", "site_survey"]),
        "hold": chance.choice([hold["id"] for hold in holds] or [0]),
        "fault": chance.choice(["incomplete", "incorrect", "extra"]),
        "documents": owed if owed and chance.random() < 0.7 else asked,
        "deadline": (now + timedelta(days=chance.randint(0, 4))).isoformat(),
        "expected": (now + timedelta(days=3)).isoformat(),
        "notice": True,
        "commitment": True,
        "department": "ZFJS",
        "finding": "upheld",
        "ground": "no_permit_needed",
    }


def brought_to_an_end(case, now):
    for _ in range(60):
        if case.state["closed_at"]:
            return case
        for key, task in list(case.state["tasks"].items()):
            if case.state["tasks"][key]["state"] == "open":
                now += timedelta(minutes=11)
                for hold in open_holds(case.state["tasks"][key]):
                    ended = hold["kind"] == "supplement"
                    verb = {"documents": hold["documents"]} if ended else {"hold": hold["id"]}
                    case(now.isoformat(), "supply" if ended else "resume", task=key, **verb)
                    now += timedelta(minutes=3)
                BRING_ON[task["kind"]](case, now.isoformat(), key)
    raise AssertionError(case.state)


def closings(state):
    tasks = state["tasks"].items()
    return {key: moment(task["closed_at"]) for key, task in tasks if task["closed_at"]}


def dues(again):
    return {where: mark.due for where, mark in again.marks.items()}


def was_due(state, ended):
    return {
        (clock, limit): due and moment(due["at"])
        for clock, limits in state["dues"].items()
        for limit, due in limits.items()
        if clock in ended
    }


def cards(state, ended):
    return {(card["clock"], card["limit"]) for card in state["cards"] if card["clock"] in ended}


def count(again, state):
    SEEN["compared"] += 1
    SEEN["late"] += any(mark.late for mark in again.marks.values())
    SEEN["held"] += any(task["holds"] for task in state["tasks"].values())
    SEEN["dues"] += bool(again.marks)
