"""改类: a running case becomes one of another class; its registration, number and starts stay (R71)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.domain.refusal import Refusal
from app.models import Answer, Case, CaseDocument, Paper, ServiceVersion, Task
from app.services import cases, other_classes, publishing, replay, search_words
from tests.conftest import keep
from tests.factories import desk

CATERING, LODGING = "catering_green_channel", "lodging_green_channel"
LATER = desk.NOW + timedelta(days=4)


def test_name_version_parts_and_limits_are_the_new_class_s_the_number_stays(session, case):
    changed(session, case)
    row = session.execute(sa.select(Case).where(Case.number == case.number)).scalar_one()
    version = publishing.current(session, "joint", LODGING, at=LATER)
    assert (row.version_id, row.blueprint, row.name) == (version.id, version.sha256, version.name)
    assert row.received_at == desk.NOW
    assert {task.theme for task in live(session, row.id)} == {version.name}


def test_the_rows_are_what_the_events_say_and_the_case_is_found_by_its_new_words(session, case):
    changed(session, case)
    keep(session)
    assert list(replay.replay(session)) == []
    assert list(search_words.differing(session)) == []


def test_what_the_new_class_does_not_know_is_void_and_no_number_is_given_twice(session, case):
    changed(session, case)
    tasks = list(session.execute(sa.select(Task)).scalars())
    numbers = [task.number for task in tasks]
    assert len(numbers) == len(set(numbers))
    assert {task.outcome for task in tasks if task.theme not in (None, name_of(session))} == {
        "void"
    }


def test_dues_are_counted_from_registration_not_from_the_change(session, case):
    before = session.execute(sa.select(Case.clock)).scalar_one()["start"]
    changed(session, case)
    row = session.execute(sa.select(Case)).scalar_one()
    assert row.clock["start"] == before
    direct = desk.accepted_case(session, code=LODGING)
    assert row.promise_at == session.get(Case, direct.case_id).promise_at


def test_papers_the_new_class_demands_are_asked_of_its_parts_in_one_notice_each(session, case):
    changed(session, case, documents=[])
    row = session.execute(sa.select(Case)).scalar_one()
    missing = {
        line.document
        for line in session.execute(sa.select(CaseDocument)).scalars()
        if line.received_at is None
    }
    asked = session.execute(sa.select(Paper).where(Paper.kind == "supplement")).scalars().all()
    assert missing and len(asked) == sum(task.held for task in live(session, row.id)) > 0


def test_a_part_that_waits_for_a_new_paper_stands_still_and_the_others_run_on(session, case):
    """The change gives nobody time: who lacks nothing is due as if it had always been of this class."""
    direct = due(session, desk.accepted_case(session, code=LODGING).case_id)
    changed(session, case, documents=all_but("FIRE_RULES", session))
    found = due(session, case.case_id)
    assert {task.key for task in live(session, case.case_id) if task.held} == {"fire"}
    assert "fire" not in found and found == {key: direct[key] for key in found}
    assert session.get(Case, case.case_id).promise_at is not None


def test_once_the_paper_came_only_the_days_it_was_awaited_are_left_out(session, case):
    changed(session, case, documents=all_but("FIRE_RULES", session), now=desk.NOW)
    supply = {"verb": "supply", "task": "fire", "documents": ["FIRE_RULES"]}
    fire, then = desk.officer("XFJY"), desk.NOW + timedelta(days=3)
    assert isinstance(
        cases.perform(session, case.number, supply, by=fire, now=then), cases.Performed
    )
    # A working day from the registration on the 18th; the 20th and the 21st it was awaited.
    assert f"{due(session, case.case_id)['fire']:%m-%d}" == "09-22"


def all_but(paper, session):
    return [one for one in desk.intake_of(session, LODGING).documents if one != paper]


def due(session, case_id):
    """Part → its promised day, of those whose clock runs."""
    session.flush()
    query = sa.select(Task.key, Task.promise_at).where(Task.case_id == case_id, Task.kind == "work")
    rows = session.execute(query.where(Task.state == "open", Task.promise_at.is_not(None)))
    return dict(rows.tuples().all())


def test_an_answer_the_new_class_demands_and_nobody_gave_is_asked_for(session, case):
    refused = change(session, case, answers={})
    assert isinstance(refused, Refusal)
    assert refused.rule == "payload"


def test_the_answers_it_asks_for_stand_in_their_rows(session, case):
    given = changed(session, case)
    rows = dict(session.execute(sa.select(Answer.field, Answer.value)).tuples().all())
    assert given
    assert all(key in rows for key in given)


@pytest.mark.parametrize("to", ["nothing_of_the_kind", CATERING])
def test_only_another_class_in_force_can_be_chosen(session, case, to):
    assert change(session, case, to=to).rule == "R71"


def test_a_decided_case_keeps_its_class(session, case):
    part = session.execute(sa.select(Task.key).where(Task.state == "open", Task.gates)).scalars()
    withdrawn = {"verb": "withdraw", "task": None, "items": [part.first()]}
    assert not isinstance(
        cases.perform(session, case.number, withdrawn, by=desk.CLERK, now=LATER), Refusal
    )
    assert change(session, case).rule == "R71"


def change(session, case, *, to=LODGING, now=LATER, **more):
    asked = desk.intake_of(session, LODGING)
    command = {
        "verb": "reclassify", "task": None, "to": to, "reason": "登记时选错", "chosen": asked.chosen,
        "answers": answers_of(session, case), "documents": asked.documents, **more,
    }  # fmt: skip
    return cases.perform(session, case.number, command, by=desk.CLERK, now=now)


def changed(session, case, **more):
    given = answers_of(session, case)
    done = change(session, case, **more)
    assert isinstance(done, cases.Performed), done
    return given


def answers_of(session, case):
    """What the new theme asks and the old one did not, as a clerk would fill it in."""
    file = cases.take(session, case.number, lock=False)
    to = other_classes.becoming(session, file, LODGING, now=LATER)
    asked = to.fields if to else []
    return {field["key"]: FILLED.get(field["kind"], in_words)(field) for field in asked}


def in_words(_field):
    return "海兰江客栈"


FILLED = {
    "date": lambda _field: "2026-09-01",
    "number": lambda _field: 60,
    "yes_no": lambda _field: False,
    "choice": lambda field: field["options"][0]["value"],
}


def live(session, case_id):
    query = sa.select(Task).where(Task.case_id == case_id, Task.state == "open")
    return list(session.execute(query).scalars())


def name_of(session):
    query = sa.select(ServiceVersion.name).where(ServiceVersion.code == LODGING)
    return session.execute(query).scalar_one()


@pytest.fixture
def case(session):
    """A case of the wrong theme, accepted."""
    return desk.accepted_case(session)
