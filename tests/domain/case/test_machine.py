"""Any order of any acts: whatever people do, a case stays one of the states of its table (spine §3).

YOUSHI_MACHINE_RUNS says how many lives of fifty acts are lived (make soak: 2,000).
"""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.domain import sla
from app.domain.case import OUTCOMES, VERBS, Refusal, fold, offers, settle
from app.domain.case.dues import limits_of, pauses
from app.domain.case.events import EVENTS
from app.domain.case.state import is_stopped, moment, open_holds, plan_of, status_of
from tests.domain.case.ending import BRING_ON, head_start
from tests.domain.case.life import PLANS, REGISTERED, WHOLE, YES_NO, Chance, all_picked, payload
from tests.domain.case.phases import POSSIBLE
from tests.factories.machine import CALENDAR, HEADS, Moved, first_answers

RUNS = int(os.environ.get("YOUSHI_MACHINE_RUNS", "200"))
BY_CLOSING = ("cannot_continue", "skipped", "withdrawn", "void", "revoked")
STEPS = ("accept", "accept_deferred", "finish_step", "step_back", "grant", "grant_partly", "refuse", "deliver", "supplement", "supply", "resume",
         "suspend", "extend", "order_correction", "pass_check", "fail_check", "collect_fail", "set_term", "return_task", "close_inquiry", "claim",
         "release", "assign", "transfer", "feedback", "ask_department", "bring_to_group")  # fmt: skip
#: Minutes from one act to the next, and what would end most lives too soon.
LATER = (*[0, 1, 5, 20, 60, 240] * 4, 600, 1440, 4320, 20000)
ENDING = ("withdraw", "void", "reject_acceptance")
REACHED = set()


class Life(RuleBasedStateMachine):
    """One case from receipt to wherever it gets."""

    @initialize(plan=st.sampled_from(PLANS), drawn=st.binary(min_size=24, max_size=24))
    def begin(self, plan, drawn):
        self.now, chance = datetime(2026, 3, 2, 9), Chance(drawn)
        asked = [field["key"] for field in plan["fields"] if field["kind"] == "yes_no"]
        answers = {**first_answers(plan), **{key: chance.of(YES_NO) for key in asked}}
        self.case = Moved(plan, answers)
        papers = self.case.all_papers()
        lines = plan["merge"]["lines"]
        hard = {line["document"] for line in lines if line["necessity"] == "required"}
        required = [paper for paper in papers if paper in hard]
        came = chance.of([papers, required, required, papers[1:], []])
        chosen = all_picked(chance, plan)
        more = {"appeal": REGISTERED} if plan["kind"] == "appeal" else {}
        self.case.received(self.now.isoformat(), came, chosen=chosen, **more)
        head_start(self.case, self.now.isoformat(), chance)

    @rule(drawn=st.binary(min_size=24, max_size=24))
    def somebody_acts(self, drawn):
        chance = Chance(drawn)
        state = self.case.state
        self.now += timedelta(minutes=chance.of(LATER))
        fitting = [
            (verb, key)
            for verb in STEPS
            for key, task in state["tasks"].items()
            if task["kind"] in VERBS[verb].acts_on
            and task["state"] == "open"
            and (VERBS[verb].on_hold or not is_stopped(task))
        ]
        likely = [
            (verb, key)
            for verb in sorted(POSSIBLE[self.case.phase])
            for key in ([None] if verb in WHOLE else state["tasks"])
            if key is None or state["tasks"][key]["kind"] in VERBS[verb].acts_on
        ]
        anything = [(verb, key) for verb in VERBS if verb != "receive" for key in state["tasks"]]
        whole = [(verb, None) for verb in WHOLE]
        pool = chance.of([fitting or whole] * 4 + [likely] * 3 + [whole, anything])
        verb = chance.of(sorted({verb for verb, _key in pool}))
        key = chance.of([key for act, key in pool if act == verb])
        if verb in ENDING and chance.of(range(4)):
            verb = "tick"
        if not chance.of(range(10)):
            self.somebody_looks_what_may_be_done(chance.of([(), HEADS]))
        before = json.dumps(state)
        phase = self.case.phase
        answer = self.case(
            self.now.isoformat(), verb, **payload(chance, self.case, self.now, verb, key)
        )
        if isinstance(answer, Refusal):
            assert json.dumps(self.case.state) == before
            assert answer.say % answer.values
        else:
            REACHED.add((phase, verb))
        for key, task in state["tasks"].items():
            _moved_as_the_table_says(task, self.case.state["tasks"][key], verb)

    @invariant()
    @precondition(lambda self: hasattr(self, "case"))
    def the_log_is_the_truth(self):
        assert json.loads(json.dumps(self.case.log)) == self.case.log
        assert fold(self.case.log) == self.case.state
        assert all(event["type"] in EVENTS for event in self.case.log)

    @invariant()
    @precondition(lambda self: hasattr(self, "case"))
    def every_task_is_in_a_state_of_the_table(self):
        state = self.case.state
        assert settle(plan_of(self.case.plan, state), status_of(state)) == []
        for key, task in state["tasks"].items():
            assert (task["state"] == "closed") == (task["outcome"] is not None)
            assert 0 <= task["step"] < len(task["steps"])
            TABLE[task["state"]](state, key, task)

    @invariant()
    @precondition(lambda self: hasattr(self, "case"))
    def some_part_is_open_until_the_case_is_closed(self):
        state = self.case.state
        ended = all(
            task["state"] == "closed"
            for task in state["tasks"].values()
            if task["gates"] or task["kind"] == "hand_over"
        )
        assert bool(state["closed_at"]) == bool(state["outcome"]) == ended
        if not ended:
            assert any(
                task["state"] == "open"
                for task in state["tasks"].values()
                if task["kind"] in ("intake", "work", "hand_over")
            )

    @invariant()
    @precondition(lambda self: hasattr(self, "case"))
    def a_due_date_is_missing_exactly_while_the_clock_stands(self):
        state = self.case.state
        assert set(state["dues"]) == set(state["clocks"])
        for key, clock in state["clocks"].items():
            standing = any(until is None for _since, until in clock["holds"])
            assert not (standing and clock["stopped_at"])
            if clock["stopped_at"] or key == "papers":
                continue
            for name, limit in limits_of(
                self.case.plan, state, key=key, facts=self.case.facts
            ).items():
                if limit:
                    self._due_is_right(key, name, limit, clock, standing)

    def _due_is_right(self, key, name, limit, clock, standing):
        due = self.case.state["dues"][key][name]
        assert (due is None) == standing
        if due and limit["unit"] == "working_day" and limit["value"] + clock["extra"] > 0:
            assert due["warn"] <= due["at"]
            counted = sla.elapsed_days(
                CALENDAR, moment(clock["start"]), end=moment(due["at"]), holds=pauses(clock)
            )
            assert counted == limit["value"] + clock["extra"]

    def somebody_looks_what_may_be_done(self, who):
        """Whoever looks is told of each act that it may be done, or why not."""
        state = self.case.state
        everywhere = {task["department"] for task in state["tasks"].values()}
        found = offers(
            self.case.plan,
            state,
            now=self.now,
            calendar=CALENDAR,
            facts=self.case.facts,
            by="lijing",
            roles=who,
            departments=everywhere,
        )
        for offer in found:
            assert offer.may == (offer.refusal is None)
            assert offer.refusal is None or offer.refusal.say % offer.refusal.values

    def teardown(self):
        """From anywhere a case can be brought to its end."""
        if hasattr(self, "case"):
            for _ in range(60):
                if self.case.state["closed_at"]:
                    return
                self.now += timedelta(minutes=1)
                for key, task in list(self.case.state["tasks"].items()):
                    if self.case.state["tasks"][key]["state"] == "open":
                        self.bring_on(key, task)
            assert self.case.state["closed_at"], status_of(self.case.state)

    def bring_on(self, key, task):
        at = self.now.isoformat()
        for hold in open_holds(self.case.state["tasks"][key]):
            if hold["kind"] == "supplement":
                self.case(at, "supply", task=key, documents=hold["documents"])
            else:
                self.case(at, "resume", task=key, hold=hold["id"])
        BRING_ON[task["kind"]](self.case, at, key)


def _moved_as_the_table_says(before, after, verb):
    """Nothing else exists: no way back but reopening and undoing, no other end once it has ended."""
    if before["state"] != after["state"]:
        way = (before["state"], after["state"])
        assert way in FORWARD or (before["state"] == "closed" and verb in ("reopen", "undo"))
        if way == ("waiting", "closed"):
            # Where nothing lies ready at a window, the hand-over opens and ends with the decision.
            at_once = (after["kind"], after["outcome"]) == ("hand_over", "delivered")
            assert after["outcome"] in BY_CLOSING or at_once
    elif before["outcome"] != after["outcome"]:
        assert before["outcome"] in ("granted", "partly")
        assert (after["outcome"], verb) == ("revoked", "fail_check")


FORWARD = {("waiting", "open"), ("waiting", "closed"), ("open", "closed")}


def _waits(state, key, task):
    assert not task["holds"]
    assert key not in state["clocks"]


def _is_open(state, _key, task):
    if task["gates"]:
        assert state["accepted_at"]


def _is_closed(_state, _key, task):
    assert task["outcome"] in OUTCOMES[task["kind"]] + BY_CLOSING
    assert not open_holds(task)
    assert task["owner"] is None


TABLE = {"waiting": _waits, "open": _is_open, "closed": _is_closed}


Life.TestCase.settings = settings(
    max_examples=RUNS,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


class TestLife(Life.TestCase):
    def runTest(self):
        """Nothing was done that the table does not know; that all of it can be done, see test_every_verb."""
        super().runTest()
        possible = {(phase, verb) for phase, verbs in POSSIBLE.items() for verb in verbs}
        assert possible >= REACHED
