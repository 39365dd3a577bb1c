"""How often a request really commits: the act once, what is written aside once, a reading never."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import NOW
from tests.factories.doors import EVERYBODY, PEOPLE
from tests.factories.permissions import LINES

PAGES = [line for line in LINES if line.method == "GET"]


@pytest.mark.parametrize("person", EVERYBODY)
def test_reading_changes_nothing_but_the_access_chain(house, person):
    """Every page as everybody, also what is not theirs; commits only where a refusal is journaled."""
    for line in PAGES:
        for relation in house.targets[line.kind]:
            answer = house.send(person, "GET", line.address(house.targets, relation))
            assert answer.commits == (answer.status == 403), (line.name, relation)
    assert house.changed() <= {"access_entry", "chain_head"}


@pytest.mark.parametrize("person", PEOPLE)
def test_being_seen_is_written_once_a_minute(house, person, at):
    at.now = NOW + timedelta(seconds=59)
    seen = [house.send(person, "GET", "/password").commits]
    at.now = NOW + timedelta(seconds=60)
    seen += [house.send(person, "GET", "/password").commits for _ in range(3)]
    assert seen == [0, 1, 0, 0]
    assert house.changed() == {"session"}


def test_a_refusal_is_one_commit_and_one_entry(house):
    answer = house.send("auditor", "GET", "/desk/green-channel")
    assert (answer.status, answer.commits) == (403, 1)
    assert house.since("access_entry") == ["refused"]


def test_an_act_that_fails_halfway_commits_nothing_of_it(house):
    """A stale version: the act is undone whole, and answered as what it is."""
    address = f"/desk/cases/{house.targets['task']['own']}/claim"
    answer = house.send("officer", "POST", address, {"version": "999", "key": "k"})
    assert (answer.status, answer.commits) == (409, 0)
    assert house.changed() == set()


def test_an_auditor_changes_nothing_by_any_act(house):
    """Every act there is, on every row: refused, but for their own session and the named reading.

    What an auditor takes out (R95: allowed, and logged) changes nothing here either.
    """
    own = {"/login/", "/logout/", "/password", "/desk/cases/<string:number>/unmask"}
    # Opening a file for a purpose is a reading: these have none to open.
    own |= {"/desk/cases/<string:number>/files/<int:file>"}
    # Taking a closed case out for the archive is a reading too; these are not closed.
    own |= {line.rule for line in LINES if line.needs == ("case.archive",)}
    own |= {line.rule for line in LINES if line.rule.endswith("/export")}
    own |= {line.rule for line in LINES if line.needs == ("journal.verify",)}
    for line in [line for line in LINES if line.method != "GET" and line.rule not in own]:
        for relation in house.targets[line.kind]:
            answer = house.send("auditor", line.method, line.address(house.targets, relation))
            # A proof tries what a form says, for whoever reads it.
            assert answer.status == 403 or line.rule.endswith("/proof"), (line.name, relation)
    assert house.changed() <= {"access_entry", "chain_head"}
