"""Every verb in every phase is done, or refused with a sentence that says why, in Chinese too."""

from __future__ import annotations

import pytest

from app.domain.case import VERBS, Refusal
from app.domain.case.phase import PHASES
from app.domain.case.state import open_holds
from app.translate import catalogue
from tests.domain.case.phases import POSSIBLE, again, cases_in
from tests.factories.machine import CATERING, theme

ZH = catalogue("zh")
NOW = "2026-11-25T10:00:00"
PAYLOAD = {
    **dict.fromkeys(("reason", "remedy", "law", "explanation", "owner"), "x"),
    **dict.fromkeys(("said", "measures", "carried_by"), "x"), "way": "phone", "result": "satisfied",
    "fault": "incorrect", "deadline": "2026-11-26", "commitment": True, "department": "ZFJS", "kind": "site_survey", "expected": "2026-12-20",
    "people": ["lijing"], "appointment": "2026-12-01T09:00", "outcome": "met", "opinion": "x", "answer": "declined",
    "notice": True, "days": 3, "finding": "upheld", "tasks": ["main"], "ground": "no_permit_needed", "fields": ["name"], "window": "ZHCK",
}  # fmt: skip


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_verb_is_done_in_the_phases_of_the_table_and_refused_in_the_others(phase, verb):
    answers = [answer for case in cases_in(phase) for answer in tried(case, verb)]
    for answer in answers:
        if isinstance(answer, Refusal):
            message = ZH.get(answer.say)
            assert message, answer.say
            assert message.string % answer.values
        else:
            assert all(event["at"] and event["by"] for event in answer)
    done = [answer for answer in answers if not isinstance(answer, Refusal)]
    assert bool(done) == (verb in POSSIBLE[phase]), answers


@pytest.mark.parametrize("phase", PHASES)
def test_the_cases_stand_in_their_phase(phase):
    assert {case.phase for case in cases_in(phase)} == {phase}


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_case_that_is_not_received_can_only_be_received(verb):
    answer = theme(CATERING)(NOW, verb, **PAYLOAD, documents=["FIRE_FILE"], blueprint={}, log=[])
    assert isinstance(answer, Refusal) == (verb != "receive")


def tried(case, verb):
    """What the verb comes to on the case as a whole and on each of its tasks, every time anew."""
    for key in [None, *case.state["tasks"]]:
        # Who may confirm a thing does not ask for it, and asks for no more than must be asked.
        asks = {"roles": ["window_clerk"], "fault": "incomplete"} if verb.startswith("ask_") else {}
        yield again(case)(NOW, verb, task=key, **{**PAYLOAD, **fitting(case, key), **asks})


def fitting(case, key):
    """What of a form depends on the case."""
    papers = sorted(case.state["documents"]) or sorted(case.plan["documents"]) or ["-"]
    holds = open_holds(case.state["tasks"][key]) if key else []
    hold = holds[-1]["id"] if holds else 0
    known = {"documents": papers[:1], "log": case.log, "blueprint": {**case.plan, "code": "-"}}
    waiting = [number for number, one in case.state["asks"].items() if one["answer"] is None]
    day = {"expected": "2026-11-27"} if key == "main" and case.state.get("appeal") else {}
    return known | day | {"hold": hold, "ask": next(iter(waiting), "-"), "nth": of_appeal(case), **asked_of(case)}  # fmt: skip


def asked_of(case):
    """Whose answer it is where a department was asked."""
    asked = (case.state.get("appeal") or {}).get("asked")
    return {"departments": ["ZFJS"]} if asked else {}


def of_appeal(case):
    """The newest of what an appeal waits for: an answer of a department, the group, a finding's end."""
    appeal = case.state.get("appeal") or {"asked": {}, "group": {}}
    return max(
        [0, *map(int, [*appeal["asked"], *appeal["group"], *case.state.get("findings", {})])]
    )
