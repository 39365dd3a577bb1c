"""Who may give which act at all: every verb × role × whose part it is, against one table (house §8)."""

from __future__ import annotations

import pytest

from app.access import BUILTIN, Role
from app.domain.case import VERBS
from app.services import case_access, cases
from tests.factories import desk

WORK = {"window_clerk", "officer", "department_head"}
#: Verb → who gives it on a part of their own department; nobody on another's.
ON_A_PART = dict.fromkeys(
    (
        "supplement", "accept", "accept_deferred", "reject_acceptance", "finish_step", "step_back", "suspend", "resume",
        "set_term", "grant", "grant_partly", "refuse", "return_task", "collect_fail", "deliver", "order_correction",
        "pass_check", "fail_check", "close_inquiry", "claim", "release", "transfer", "tick", "recalculate",
        "ask_extend", "ask_supplement", "arrange_survey", "record_survey", "feedback", "ask_department", "bring_to_group",
    ),
    WORK,
) | {"assign": {"department_head"}, "extend": {"department_head"}}  # fmt: skip
#: The window takes in papers of every part of its cases; the others of their own.
SUPPLY = WORK
#: Verb → who gives it on a case as a whole.
ON_THE_CASE = {
    "receive": {"window_clerk"},
    "withdraw": {"window_clerk"},
    "ask_void": {"window_clerk"},
    "correct": {"window_clerk"},
    "reclassify": {"window_clerk"},
    "undo": WORK,
    "void": {"supervisor"},
    "reopen": {"supervisor"},
    "extend": {"centre_head"},
    "call_back": {"window_clerk"},
    # Of a case that was asked about, or brought before the group (test_accountability).
    "answer_department": set(),
    "carry_out": {"centre_head"},
    "decide_in_group": {"centre_head"},
    "settle_finding": {"supervisor"},
}
#: What is asked for, and of which part → who answers it.
ANSWERED = {
    ("void", None): {"supervisor"},
    ("extend", None): {"centre_head"},
    ("extend", "fire"): {"department_head"},
    ("supplement", "fire"): {"supervisor"},
}


@pytest.mark.parametrize("verb", sorted(ON_A_PART))
def test_an_act_on_a_part_is_its_departments(session, case, verb):
    assert givers(session, case, verb, "fire", department="XFJY") == ON_A_PART[verb]
    for elsewhere in ("WSJK", "ZHCK"):
        assert givers(session, case, verb, "fire", department=elsewhere) == set()


def test_the_window_takes_papers_in_for_every_part(session, case):
    assert givers(session, case, "supply", "fire", department="XFJY") == SUPPLY
    assert givers(session, case, "supply", "fire", department="ZHCK") == {"window_clerk"}


@pytest.mark.parametrize("verb", sorted(ON_THE_CASE))
def test_an_act_on_the_case_is_who_the_table_says(session, case, verb):
    assert givers(session, case, verb, None, department="XFJY") == ON_THE_CASE[verb]


def test_every_verb_of_the_machine_is_in_the_table():
    assert set(ON_A_PART) | set(ON_THE_CASE) | {"supply", "answer"} == set(VERBS)


@pytest.mark.parametrize(("verb", "task"), ANSWERED)
def test_a_request_is_answered_by_who_confirms_what_it_asks_for(session, case, verb, task):
    case.state["asks"]["9"] = {"verb": verb, "task": task}
    people = givers(session, case, "answer", task, department="XFJY", ask="9")
    assert people == ANSWERED[verb, task]


def givers(session, case, verb, task, *, department, **more):
    """The roles whose holder in this department may give the act."""
    command = {"verb": verb, "task": task, **more}
    people = {role: desk.person("x", role, department) for role in BUILTIN}
    return {
        str(Role(role))
        for role, person in people.items()
        if case_access.may_act(session, person, case, command=command) is None
    }


@pytest.fixture
def case(session):
    done = desk.accepted_case(session)
    return cases.take(session, done.number)
