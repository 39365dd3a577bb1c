"""Every verb in every phase is done, or refused with a sentence that says why, in Chinese too."""

from __future__ import annotations

import pytest

from app.domain.case import VERBS, Refusal
from app.domain.case.phase import PHASES
from app.translate import catalogue
from tests.factories.machine import CATERING, theme

ZH = catalogue("zh")
PAYLOAD = {
    **dict.fromkeys(("reason", "remedy", "explanation"), "x"),
    "documents": ["FIRE_FILE"], "fault": "incorrect", "deadline": "2026-11-24T17:00:00", "commitment": True, "owner": "y", "department": "ZFJS",
    "kind": "hearing", "expected": "2026-12-01T00:00:00", "notice": True, "hold": 0, "days": 3, "finding": "upheld", "tasks": ["reg"],
    "ground": "no_permit_needed", "fields": ["name"],
}  # fmt: skip


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_verb_is_done_or_refused_with_its_sentence(phase, verb):
    base = IN[phase]()
    assert base.phase == phase
    for key in [None, *base.state["tasks"]]:
        case = IN[phase]()
        there = {"window": "ZHCK", "log": case.log, "blueprint": case.plan}
        answer = case("2026-11-25T10:00:00", verb, task=key, **there, **PAYLOAD)
        if isinstance(answer, Refusal):
            message = ZH.get(answer.say)
            assert message, answer.say
            assert message.string % answer.values
        else:
            assert all(event["at"] and event["by"] for event in answer)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_case_that_is_not_received_can_only_be_received(verb):
    answer = theme(CATERING)(
        "2026-11-20T10:00:00", verb, window="ZHCK", **PAYLOAD, blueprint={}, log=[]
    )
    assert isinstance(answer, Refusal) == (verb != "receive")


def received():
    return theme(CATERING).received("2026-11-20T10:00:00")


def supplementing():
    case = theme(CATERING)
    case.received("2026-11-20T10:00:00", case.all_papers()[1:])
    case(
        "2026-11-20T10:05:00",
        "supplement",
        task="intake",
        fault="incomplete",
        documents=case.all_papers()[:1],
    )
    return case


def in_progress():
    return theme(CATERING).accepted("2026-11-20T10:00:00")


def suspended():
    case = in_progress()
    for key in ("reg", "sign", "env", "fire"):
        case(
            "2026-11-20T10:05:00",
            "supplement",
            task=key,
            fault="incorrect",
            documents=["FIRE_FILE"],
        )
    return case


def issuing():
    case = in_progress()
    case.decided("2026-11-20T11:00:00", "reg", "refuse")
    for key in ("sign", "env", "fire"):
        case.decided("2026-11-20T11:00:00", key)
    return case


def closed():
    case = issuing()
    case("2026-11-20T12:00:00", "finish_step", task="hand_over")
    case("2026-11-20T12:00:00", "deliver", task="hand_over")
    return case


IN = {
    "received": received,
    "supplementing": supplementing,
    "in_progress": in_progress,
    "suspended": suspended,
    "issuing": issuing,
    "closed": closed,
}
