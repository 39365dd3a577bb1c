"""Any order of any acts through the one door: the rows are the fold after each, on both databases.

YOUSHI_ROW_RUNS says how many lives of thirty acts are lived in one database (make soak: 100).
"""

from __future__ import annotations

import os
from datetime import timedelta

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from app import journal
from app.domain.case import VERBS, Refusal, fold, offers, rows_of
from app.models import Case, Task
from app.services import case_events, cases, verification
from tests.conftest import keep
from tests.domain.case.life import ALL, WHOLE, YES_NO, Chance, payload
from tests.factories import desk
from tests.factories.machine import CALENDAR, CATERING, LODGING, NEWBORN, Moved

RUNS = int(os.environ.get("YOUSHI_ROW_RUNS", "16"))
STEPS = 30
DRAWN = st.binary(min_size=24, max_size=24)
#: Minutes from one act to the next.
LATER = (*[0, 1, 5, 20, 60, 240] * 4, 600, 1440, 4320, 20000)
#: What only an administrator's page, a job or a page with the log in hand can ask.
ELSEWHERE = {"receive", "tick", "recalculate", "reclassify", "undo"}
ENDING = {"withdraw", "void", "reject_acceptance"}


class RowLife(RuleBasedStateMachine):
    """One case from its intake to wherever it gets, each act in a transaction of its own."""

    def __init__(self, session, done):
        super().__init__()
        self.session, self.done = session, done

    @initialize(code=st.sampled_from([CATERING, LODGING, NEWBORN]), drawn=DRAWN)
    def begin(self, code, drawn):
        self.now, chance = desk.NOW, Chance(drawn)
        taken = desk.intake_of(self.session, code)
        done = cases.receive(self.session, taken, by=desk.CLERK, now=self.now)
        assert isinstance(done, cases.Performed), done
        self.number, self.id = done.number, done.case_id
        self.written = self.versions = {}
        self.the_rows_are_the_fold(done)
        if chance.of((False, True, True)):
            accept = {"verb": "accept", "task": "intake", "confirmed": ALL}
            self.the_rows_are_the_fold(
                cases.perform(self.session, self.number, accept, by=desk.CLERK, now=self.now)
            )

    @rule(drawn=DRAWN)
    def somebody_acts(self, drawn):
        chance = Chance(drawn)
        self.now += timedelta(minutes=chance.of(LATER))
        file = cases.take(self.session, self.number)
        by = chance.of(people(file.state))
        verb, key = self.chosen(chance, file, by)
        filled = payload(chance, self.moved(file), self.now, verb, key)
        # Given to a person of the part's own department, as no other may have it.
        filled["owner"] = (
            desk.officer(file.state["tasks"][key]["department"]).username if key else "y"
        )
        answer = cases.perform(
            self.session, self.number, {**filled, "verb": verb}, by=by, now=self.now
        )
        self.the_rows_are_the_fold(answer)
        self.done.add(f"refused {verb}" if isinstance(answer, Refusal) else verb)

    @rule()
    def time_acts(self):
        self.the_rows_are_the_fold(cases.let_time_act(self.session, self.number, now=self.now))

    def chosen(self, chance, file, by):
        """Mostly what the page offers to this person, now and then anything at all."""
        found = offers(
            file.blueprint, file.state, now=self.now, calendar=CALENDAR, facts=file.facts,
            by=by.username, roles=by.capacities, departments=by.departments,
        )  # fmt: skip
        may = sorted({offer.verb for offer in found if offer.may} - ELSEWHERE)
        if not may or not chance.of(range(6)):
            verb = chance.of(sorted(VERBS.keys() - ELSEWHERE))
            return verb, None if verb in WHOLE else chance.of(sorted(file.state["tasks"]))
        verb = chance.of(may)
        if verb in ENDING and chance.of(YES_NO):
            verb = chance.of(may)
        return verb, chance.of([offer.task for offer in found if offer.may and offer.verb == verb])

    def moved(self, file):
        case = Moved(file.blueprint, file.facts.answers)
        case.state, case.log = file.state, case_events.events_of(self.session, self.id)
        return case

    def the_rows_are_the_fold(self, answer):
        """Refused: nothing was written. Done: the rows say what the events say, and versions grew."""
        keep(self.session)
        self.session.expire_all()
        case = self.session.get_one(Case, self.id)
        assert list(verification.replay_case(self.session, case)) == []
        state = fold(case_events.events_of(self.session, self.id))
        written = {"seq": state["seq"], **rows_of(state)["tasks"]}
        versions = self.versions_of(case)
        if isinstance(answer, Refusal):
            assert (written, versions) == (self.written, self.versions)
        for key, before in self.versions.items():
            assert versions[key] > before or written[key] == self.written[key], key
            assert versions[key] >= before
        self.written, self.versions = written, versions

    def versions_of(self, case):
        query = sa.select(Task.key, Task.version).where(Task.case_id == case.id)
        return {"seq": case.seq, **dict(self.session.execute(query).tuples().all())}


def people(state):
    """Who might come by: the window, whoever handles a part and their head, the centre's head, supervision."""
    departments = sorted({task["department"] for task in state["tasks"].values()})
    officers = [desk.officer(code) for code in departments]
    heads = [desk.officer(code, f"head-{code}", "department_head") for code in departments]
    return [*[desk.CLERK] * 4, *officers * 2, *heads, CENTRE_HEAD, desk.SUPERVISOR]


CENTRE_HEAD = desk.person("zhuren", "centre_head")


def test_whatever_people_do_the_rows_are_the_fold_and_every_number_is_given_once(session):
    done = set()
    run_state_machine_as_test(
        lambda: RowLife(session, done),
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
    numbers = session.scalars(sa.select(Case.number)).all()
    assert len(numbers) == len(set(numbers)) >= RUNS
    assert verification.verify(session, journal.RECORDS).holds
    # What chance reaches differs from run to run; each verb has tests of its own (test_every_verb).
    assert "claim" in done
