"""What time alone brings about comes about the same, whoever lets it act: worker, cron's command, service.

Nobody else can: no page, no sheet and no other system has a way to say that time has passed.
"""

from __future__ import annotations

from itertools import groupby

import pytest

from app import transaction
from app.jobs import worker
from app.services import cases
from tests.factories.rule_office import Office
from tests.factories.rules import OF_TIME


@pytest.mark.parametrize("entry", ["worker", "command", "service"])
def test_time_acts_by_itself_and_the_same_through_every_entry(office, at, entry):
    pairs = [(rule, office.standing(rule.stands, anew=True)) for rule in OF_TIME]
    numbers = [case.number for _rule, case in pairs]
    for when, there in groupby(sorted(pairs, key=day), day):
        # Twice: what was done already is not done again.
        for _time in range(2):
            LET_ACT[entry](office.app, numbers, at.set(when))
        for rule, case in there:
            assert case.stands(*rule.becomes) == rule.becomes, (rule.number, rule.says)


def day(pair):
    return pair[0].when


def by_worker(app, _numbers, now):
    with app.app_context():
        worker.minute(lambda: now)


def by_command(app, _numbers, _now):
    said = app.test_cli_runner().invoke(args=["tick"])
    assert said.exit_code == 0, said.output


def by_service(app, numbers, now):
    for number in numbers:
        with app.app_context(), transaction.unit() as session:
            assert isinstance(cases.let_time_act(session, number, now=now), cases.Performed)


LET_ACT = {"worker": by_worker, "command": by_command, "service": by_service}


@pytest.fixture
def office(app):
    return Office(app)
