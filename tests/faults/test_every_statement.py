"""An error at any statement of an act: no success is answered, nothing is left half done (targets 17, 23)."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app.extensions import db
from tests.factories.doors import BESIDE, House
from tests.factories.forms import filled
from tests.factories.green import tick

#: Flow → who acts, and the steps before it that make it possible.
FLOWS = ("receive and accept", "claim", "grant", "issue", "dictionary")


@pytest.mark.parametrize("flow", FLOWS)
def test_an_error_at_any_statement_leaves_everything_as_it_was(house, flow):
    act = ready(house, flow)
    with broken_at(house, 0) as clean:
        first = act()
    assert first.status in (302, 303), first.text
    assert clean.count > 5
    after = house.fingerprint()
    for at in range(1, clean.count + 1):
        house.restore()
        with broken_at(house, at) as broken:
            answer = act()
        assert broken.count >= at, "the statement was never reached"
        assert answer.status >= 500, (at, broken.last, answer.status)
        assert house.changed() <= BESIDE, (at, broken.last)
    again = act()
    assert (again.status, again.location) == (first.status, first.location)
    assert differing(after, house.fingerprint()) <= RANDOM


def test_a_commit_that_fails_leaves_everything_as_it_was(house):
    for flow in FLOWS:
        act = ready(house, flow)
        with commit_refused(house):
            answer = act()
        assert answer.status == 503, flow
        assert house.changed() <= BESIDE, flow
        house.begin_anew()


#: Tables whose rows carry random values (tokens, encrypted texts), so two runs differ.
RANDOM = (
    frozenset({"paper", "result", "delivery", "event_text", "answer", "applicant", "draft"})
    | BESIDE
)


def differing(one, other):
    return {table for table in one if one[table] != other[table]}


def ready(house, flow):
    """The act of a flow, everything before it done."""
    before, prepare = ACTS[flow]
    before(house)
    asked = prepare(house)
    house.begin_here()
    return lambda: house.send(asked[0], "POST", *asked[1:])


def nothing(_house):
    return None


def at_the_decision(house):
    """The officer's part stands at its last step."""
    done(house, "officer", "07/finish-step")


def all_decided(house):
    """Every part of the case is granted, one opening the next: the hand-over opens."""
    for person, part, steps in PARTS:
        for _ in range(steps):
            done(house, person, f"{part}/finish-step")
        done(house, person, f"{part}/grant", f_result_number="证001")


#: Parts of the case in an order in which they open: user, number, steps before the decision.
PARTS = (
    ("scjg1", "01", 1), ("cgzf1", "03", 1), ("sthj1", "04", 1), ("officer", "07", 1), ("swj1", "05", 0),
    ("gaj1", "06", 1), ("scjg1", "02", 2),
)  # fmt: skip


def done(house, person, act, **fields):
    address = f"/desk/cases/{house.targets['case']['own']}-{act}"
    answer = house.send(person, "POST", address, fields)
    assert answer.status == 303, (person, act, answer.text[-600:])


def of_part(act, **fields):
    """An act of the officer on their part."""
    return lambda house: (
        "officer",
        f"/desk/cases/{house.targets['task']['own']}/{act}",
        {"key": "k", **fields},
    )


def accepting(house):
    base = f"/desk/green-channel/{house.targets['draft']['own']}/documents"
    page = house.send("window_clerk", "GET", base).text
    return "window_clerk", base, [*tick(page), ("act", "accept"), ("key", "k")]


def issuing(house):
    return (
        "window_clerk",
        f"/desk/cases/{house.targets['case']['own']}/hand-over/issue",
        {"key": "k"},
    )


def saving(house):
    page = house.send("catalogue_admin", "GET", "/admin/departments/edit/1").text
    return "catalogue_admin", "/admin/departments/edit/1", filled(page, {"name": "政务中心"})


#: Flow → what comes before it, and the act itself: who, where, with what.
ACTS = {
    "receive and accept": (nothing, accepting),
    "claim": (nothing, of_part("claim")),
    "grant": (at_the_decision, of_part("grant", f_result_number="证001")),
    "issue": (all_decided, issuing),
    "dictionary": (nothing, saving),
}


class Broken:
    """Counts statements and fails at one of them, once."""

    def __init__(self, at):
        self.at, self.count, self.last = at, 0, ""

    def __call__(self, _connection, _cursor, statement, *_more):
        self.count += 1
        if self.count == self.at:
            self.last = statement
            raise OperationalError(statement, {}, Exception("disk I/O error"))


@contextmanager
def broken_at(house, at):
    broken = Broken(at)
    yield from listening(house, "before_cursor_execute", broken)


@contextmanager
def commit_refused(house):
    def full(_connection):
        raise OperationalError("COMMIT", {}, Exception("database or disk is full"))

    yield from listening(house, "commit", full)


def listening(house, name, act):
    with house.app.app_context():
        engine = db.engine
    event.listen(engine, name, act)
    try:
        yield act
    finally:
        event.remove(engine, name, act)


@pytest.fixture
def house(app):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    made = House(app)
    yield made
    made.close()
