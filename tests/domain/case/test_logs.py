"""Six logs written by hand and the rows they must fold to: replay never asks blueprint or calendar."""

from __future__ import annotations

from datetime import datetime

from app.domain.case import fold, rows_of

DUE = {"at": "2026-11-27T23:59:59", "warn": "2026-11-26T00:00:00", "provisional": False}


def test_received_and_nothing_more():
    rows = rows_of(fold([received(), opened("intake")]))
    assert (rows["case"]["phase"], rows["case"]["seq"], rows["case"]["last_at"]) == (
        "received",
        2,
        at("10:00"),
    )
    assert (rows["tasks"]["intake"]["state"], rows["tasks"]["a"]["state"]) == ("open", "waiting")
    assert rows["documents"] == {"FORM": {"received_at": at("10:00")}}


def test_accepted_and_due():
    rows = rows_of(fold([*accepted(), due("case", promise=DUE), due("a", promise=DUE)]))
    case, part = rows["case"], rows["tasks"]["a"]
    assert (case["phase"], case["accepted_at"], case["promise_at"]) == (
        "in_progress",
        at("10:05"),
        datetime(2026, 11, 27, 23, 59, 59),
    )
    assert (part["due_at"], part["warn_at"], part["sort_at"]) == (
        datetime(2026, 11, 27, 23, 59, 59),
        datetime(2026, 11, 26),
        datetime(2026, 11, 27, 23, 59, 59),
    )


def test_a_hold_sends_the_part_to_the_end_of_the_queue_and_stops_the_case():
    hold = event(
        "hold_opened",
        task="a",
        hold=4,
        kind="supplement",
        effect="stop",
        documents=["PLAN"],
        expected=None,
        notice="supplement",
        when="11:00",
    )
    rows = rows_of(fold([*accepted(), due("a", promise=DUE), hold, due("a", promise=None)]))
    part = rows["tasks"]["a"]
    assert (rows["case"]["phase"], part["held"], part["due_at"], part["sort_at"].year) == (
        "suspended",
        True,
        None,
        9999,
    )
    assert rows["holds"]["a#4"] == {
        "kind": "supplement",
        "effect": "stop",
        "since": at("11:00"),
        "until": None,
        "expected": None,
        "documents": ["PLAN"],
        "got": [],
        "notice": "supplement",
    }


def test_a_paper_that_came_ends_the_hold_and_the_clock_keeps_the_pause():
    hold = event(
        "hold_opened",
        task="a",
        hold=4,
        kind="supplement",
        effect="stop",
        documents=["PLAN"],
        expected=None,
        when="11:00",
    )
    came = event("documents_received", task="a", documents=["PLAN"], when="15:00")
    rows = rows_of(
        fold([*accepted(), hold, came, event("hold_closed", task="a", hold=4, when="15:00")])
    )
    assert rows["tasks"]["a"]["clock"]["holds"] == [["2026-11-20T11:00:00", "2026-11-20T15:00:00"]]
    assert (
        rows["holds"]["a#4"]["got"],
        rows["holds"]["a#4"]["until"],
        rows["tasks"]["a"]["held"],
    ) == (["PLAN"], at("15:00"), False)
    assert rows["case"]["clock"]["holds"] == [["2026-11-20T11:00:00", "2026-11-20T15:00:00"]]


def test_deferred_papers_are_debts_until_they_come():
    debts = event("debts_opened", documents=["PLAN"], deadline="2026-11-23T17:00:00", when="10:05")
    rows = rows_of(
        fold(
            [
                received(),
                opened("intake"),
                closed("intake", "deferred", effective="2026-11-20T10:05:00", when="10:05"),
                debts,
            ]
        )
    )
    assert rows["case"]["debts"] == {"documents": ["PLAN"], "deadline": "2026-11-23T17:00:00"}
    assert rows["tasks"]["intake"]["outcome"] == "deferred"


def test_issued_delivered_and_late():
    card = event("card", clock="a", limit="promise", colour="yellow", when="16:00")
    issued = event("step_done", task="hand_over", step="issue", to=1, issued=["a"], when="16:30")
    done = [
        closed("a", "granted", when="16:00"),
        card,
        opened("hand_over", when="16:00"),
        issued,
        closed("hand_over", "delivered", when="17:00"),
        event("case_closed", outcome="granted", when="17:00"),
    ]
    rows = rows_of(fold([*accepted(), *done]))
    case = rows["case"]
    assert (case["phase"], case["outcome"], case["issued"], case["closed_at"]) == (
        "closed",
        "granted",
        ["a"],
        at("17:00"),
    )
    assert rows["cards"] == {"a/promise": {"colour": "yellow", "at": at("16:00")}}
    assert case["clock"]["stopped_at"] == "2026-11-20T16:00:00"


def at(clock):
    return datetime.fromisoformat(f"2026-11-20T{clock}:00")


def event(name, /, when="10:00", **fields):
    return {"type": name, "at": f"2026-11-20T{when}:00", "by": "lijing", **fields}


def received():
    plan = [
        planned("intake", ["receive"]),
        planned("a", ["review", "decide"], gates=True),
        planned("hand_over", ["issue", "deliver"]),
    ]
    return event(
        "received",
        blueprint="0" * 64,
        kind="single",
        chosen=["a"],
        documents=["FORM"],
        barred=[],
        links=[],
        told=1,
        missing_first=None,
        plan=plan,
    )


def planned(key, steps, *, gates=False):
    kind = "work" if gates else key
    return {"task": key, "kind": kind, "gates": gates, "department": "ZHCK", "steps": steps}


def opened(task, when="10:00"):
    return event("task_opened", task=task, start=f"2026-11-20T{when}:00", because=None, when=when)


def closed(task, outcome, when="10:05", **more):
    return event("task_closed", task=task, outcome=outcome, when=when, **more)


def accepted():
    return [
        received(),
        opened("intake"),
        closed("intake", "accepted", effective="2026-11-20T10:05:00"),
        opened("a", when="10:05"),
    ]


def due(clock, **limits):
    return event("due_set", clock=clock, due=limits, calendar=1, when="10:05")
