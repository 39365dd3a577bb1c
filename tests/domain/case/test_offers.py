"""What a person is offered, and the sentence where something cannot be done."""

from __future__ import annotations

from datetime import datetime

from app.domain.case import VERBS, Refusal, offers
from app.domain.case.offers import PROBES, SILENT
from tests.domain.case.blueprints import small
from tests.factories.machine import CATERING, Moved, one_item, theme


def test_an_officer_is_offered_the_acts_of_the_step_and_not_those_of_the_head():
    case = Moved(small("stops_all")).accepted("2026-11-20T10:00:00")
    may = offered(case, "2026-11-20T11:00:00", ["officer"], ["ONE"])
    assert {"claim", "finish_step", "transfer", "supplement", "suspend"} <= may["a"]
    assert not {"grant", "extend", "assign", "step_back"} & may["a"]


def test_a_head_may_decide_the_last_step_and_extend():
    case = Moved(small("stops_all")).accepted("2026-11-20T10:00:00")
    case("2026-11-20T10:30:00", "finish_step", task="a")
    assert {"grant", "refuse", "extend", "assign"} <= offered(
        case, "2026-11-20T11:00:00", ["department_head"], ["ONE"]
    )["a"]


def test_papers_may_be_deferred_on_a_saturday_too():
    case = Moved(one_item()).received("2026-10-30T10:00:00", ["A"])
    assert (
        "accept_deferred"
        in offered(case, "2026-10-31T10:00:00", ["window_clerk"], ["ZHCK"])["intake"]
    )


def test_another_department_is_offered_nothing_of_the_part():
    case = theme(CATERING).accepted("2026-11-20T10:00:00")
    assert "reg" not in offered(case, "2026-11-20T11:00:00", ["officer"], ["XFJY"])


def test_issuing_says_how_many_parts_are_missing_and_which():
    case = theme(CATERING).accepted("2026-11-20T10:00:00")
    for key in ("reg", "sign", "env", "fire", "food"):
        case.decided("2026-11-20T11:00:00", key)
    refusal = refusals(case, "2026-11-20T12:00:00", ["window_clerk"], ["ZHCK"])[
        "finish_step", "hand_over"
    ]
    assert (refusal.rule, refusal.values["count"], len(refusal.values["parts"])) == ("R52", 2, 2)
    assert not set(refusal.values["parts"]) & set(case.state["tasks"])


def test_a_part_that_waits_says_for_whom():
    case = theme(CATERING).accepted("2026-11-20T10:00:00")
    refusal = case("2026-11-20T11:00:00", "finish_step", task="food")
    assert refusal.rule == "R47"
    assert refusal.values["parts"] == [
        next(task["name"] for task in case.plan["tasks"] if task["key"] == "reg")
    ]


def test_a_closed_case_is_offered_to_be_reopened_where_its_kind_allows():
    case = Moved(small("promised")).accepted("2026-11-20T10:00:00")
    case.decided("2026-11-20T11:00:00", "main")
    case("2026-11-20T11:10:00", "finish_step", task="hand_over")
    case("2026-11-20T11:20:00", "deliver", task="hand_over")
    assert "reopen" in offered(case, "2026-11-23T09:00:00", ["supervisor"], ["ONE"])[None]
    assert (
        refusals(case, "2026-11-23T09:00:00", ["officer"], ["ONE"])["reopen", None].rule == "reopen"
    )


def test_looking_changes_nothing_and_every_verb_is_silent_plain_or_probed():
    case = theme(CATERING).accepted("2026-11-20T10:00:00")
    before = repr(case.state)
    ask(case, "2026-11-20T11:00:00", ["officer"], ["SCJG"])
    assert repr(case.state) == before
    assert set(PROBES) | SILENT <= set(VERBS)


def ask(case, at, roles, departments):
    return offers(
        case.plan,
        case.state,
        now=datetime.fromisoformat(at),
        calendar=case.calendar,
        facts=case.facts,
        by="lijing",
        roles=roles,
        departments=departments,
    )


def offered(case, *whose):
    may = {}
    for offer in ask(case, *whose):
        if offer.may:
            may.setdefault(offer.task, set()).add(offer.verb)
    return may


def refusals(case, *whose):
    return {
        (offer.verb, offer.task): offer.refusal
        for offer in ask(case, *whose)
        if isinstance(offer.refusal, Refusal)
    }
