"""更正 what was entered wrongly: rows, marks and old values, on both databases."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from app.domain.case import Refusal
from app.models import Agent, Answer, Applicant, Case, EventText, JournalEntry, Task
from app.services import case_read, cases, verification
from tests.conftest import keep
from tests.factories import desk, tampering

OLD_NUMBER, OLD_PHONE = "222405199001011236", "13804331234"
NUMBER, PHONE, ADDRESS = "222405199102020035", "13904335678", "河南街金丝雀巷9号"
AREA, SITE = "answer.floor_area", "answer.premises_address"
WHY = "抄错了一位"
LATER = desk.NOW.replace(hour=10)


def test_the_number_is_put_right_and_found_by_the_right_one_only(session, case):
    old = person(session).id_number_index
    correct(session, case, {"applicant.id_number": f" {NUMBER} "})
    now = person(session)
    assert (now.id_number, now.phone) == (NUMBER, OLD_PHONE)
    correct(session, case, {"applicant.id_number": OLD_NUMBER})
    assert person(session).id_number_index == old != now.id_number_index


def test_a_name_put_right_is_shown_masked_wherever_the_old_one_was(session, case):
    correct(session, case, {"applicant.name": "朴海"})
    shown = {
        *session.execute(sa.select(Case.applicant)).scalars(),
        *session.execute(sa.select(Task.applicant)).scalars(),
    }
    assert shown == {"朴*"}


def test_whoever_decides_on_a_page_that_stood_open_is_told_first(session, case):
    opened = session.execute(sa.select(Task.version).where(Task.key == "fire")).scalar_one()
    correct(session, case, {"applicant.phone": PHONE})
    with pytest.raises(cases.Stale):
        cases.perform(
            session, case, {"verb": "claim", "task": "fire"}, by=desk.officer("XFJY"), now=LATER,
            expected=opened,
        )  # fmt: skip


def test_the_head_of_the_window_puts_right_what_was_received_there_and_no_other_head(session, case):
    elsewhere, here = (desk.officer(code, role="department_head") for code in ("XFJY", "ZHCK"))
    told = send(session, case, {"applicant.phone": PHONE}, by=elsewhere)
    assert isinstance(told, Refusal)
    offered = {who: offers(session, case, by=who) for who in (elsewhere, here, desk.CLERK)}
    assert ["correct" in verbs for verbs in offered.values()] == [False, True, True]
    correct(session, case, {"applicant.phone": PHONE}, by=here)


def test_an_answer_put_right_is_searched_by_its_new_value(session, case):
    correct(session, case, {AREA: 88})
    found = session.execute(sa.select(Answer).where(Answer.index_number == 88)).scalar_one()
    assert (found.value, f"answer.{found.field}") == (88, AREA)


def test_the_journal_has_names_and_marks_and_the_old_value_is_kept_sealed(session, case):
    correct(session, case, {"applicant.phone": PHONE})
    keep(session)
    entry = session.execute(sa.select(JournalEntry).filter_by(type="corrected")).scalar_one()
    event = json.loads(entry.data)
    assert (event["fields"], event["documents"]) == (["applicant.phone"], [])
    old, new = event["marks"]["applicant.phone"]
    assert len({old, new, event["before"], event["reason"]}) == 4
    kept = session.execute(sa.select(EventText.field, EventText.text).filter_by(entry_id=entry.id))
    assert dict(kept.tuples().all()) == {
        "reason": WHY,
        "before": json.dumps({"applicant.phone": OLD_PHONE}, separators=(",", ":")),
    }


def test_neither_value_is_in_a_chain_a_column_or_a_log(session, case, caplog):
    caplog.set_level("DEBUG")
    values = {"applicant.phone": PHONE, "applicant.id_number": NUMBER, SITE: ADDRESS}
    correct(session, case, values)
    correct(session, case, {SITE: f"{ADDRESS}之1"})
    keep(session)
    secret = {OLD_NUMBER, OLD_PHONE, NUMBER, PHONE, ADDRESS, WHY}
    logged = caplog.text
    for table in sa.inspect(session.get_bind()).get_table_names():
        rows = session.execute(sa.text(f'SELECT * FROM "{table}"')).all()  # noqa: S608 - names of our own tables
        logged += "".join(str(bytes(value) if isinstance(value, memoryview) else value) for row in rows for value in row)  # fmt: skip
    assert {
        word for word in secret if word in logged or str(word.encode())[2:-1] in logged
    } == set()


def test_both_chains_hold_and_the_rows_are_the_fold_after_it(session, case):
    correct(session, case, {"applicant.phone": PHONE, "applicant.name": "朴海"})
    correct(session, case, {"applicant.phone": OLD_PHONE})
    keep(session)
    assert all(verification.verify(session, chain).holds for chain in ("records", "access"))
    assert list(verification.replay(session)) == []


#: What a hand in the tables does after it → the field that replay names.
CHANGED = {
    "UPDATE applicant SET name = '崔海'": "applicant.name",
    "UPDATE applicant SET phone = id_number": "values",
    "UPDATE applicant SET phone = NULL": "applicant.phone",
    "UPDATE answer SET value = '99' WHERE index_number = 88": AREA,
}


@pytest.mark.parametrize("statement", CHANGED)
def test_a_corrected_value_changed_by_hand_is_named_without_being_said(session, case, statement):
    correct(session, case, {"applicant.phone": PHONE, "applicant.name": "朴海", AREA: 88})
    keep(session)
    tampering.run(session, statement)
    (found,) = verification.replay(session)
    assert (found.number, found.where) == (case, "corrected")
    assert found.column == CHANGED[statement]
    assert not {"崔海", "朴海", PHONE, OLD_NUMBER, "99", "88"} & {str(found.row), str(found.fold)}


def test_an_old_value_changed_by_hand_breaks_the_chain(session, case):
    correct(session, case, {"applicant.phone": PHONE})
    keep(session)
    tampering.run(session, "UPDATE event_text SET text = x'00' WHERE field = 'before'")
    assert "before" in verification.verify(session, "records").why


def test_what_stands_there_already_is_no_correction(session, case):
    told = refused(
        session, case, {"applicant.phone": OLD_PHONE, "applicant.organisation": " 海兰江冷面馆 "}
    )
    assert "nothing was corrected" in told.say
    assert session.execute(sa.select(Case.seq)).scalar_one() == 13
    assert refused(session, case, {}).rule == "payload"


#: Values that no door lets through → the field named, or the sentence.
WRONG = {
    "a check digit": ({"applicant.id_number": NUMBER[:-1] + "1"}, "does not fit"),
    "another paper": ({"applicant.id_type": "passport"}, "passport number"),
    "no phone": ({"applicant.phone": ""}, "fill this in"),
    "a letter": ({AREA: "abc"}, "not a number"),
    "no area": ({AREA: None}, "fill this in"),
    "no such row": ({"agent.name": "李"}, "agent.name"),
    "credit": ({"applicant.bad_credit": "1"}, "bad_credit"),
}


@pytest.mark.parametrize("what", WRONG)
def test_every_value_meets_the_checks_of_the_counter(session, case, what):
    values, said = WRONG[what]
    told = refused(session, case, values)
    assert said in f"{told.say} {' '.join(map(str, told.values.values()))}"


def test_an_answer_that_chose_a_part_waits_until_the_part_is_withdrawn(session, case):
    assert refused(session, case, {"answer.fire_way": "inspect"}).values["parts"]
    withdraw = {"verb": "withdraw", "items": ["fire"], "reason": "先检查后发证"}
    assert cases.perform(session, case, withdraw, by=desk.CLERK, now=LATER).events
    correct(session, case, {"answer.fire_way": "inspect"})


def test_only_the_window_that_received_it_corrects_and_always_with_a_reason(session, case):
    for who in (
        desk.officer("XFJY"),
        desk.SUPERVISOR,
        desk.officer("XFJY", role="department_head"),
    ):
        assert refused(session, case, {"applicant.phone": PHONE}, by=who).rule == "access"
    assert refused(session, case, {"applicant.phone": PHONE}, reason="").rule == "payload"


def test_who_came_for_the_applicant_is_put_right_too(session):
    agent = {"name": "李晶", "id_type": "id_card", "id_number": OLD_NUMBER, "phone": OLD_PHONE}
    taken = desk.intake_of(session, agent=agent)
    case = cases.receive(session, taken, by=desk.CLERK, now=desk.NOW).number
    correct(session, case, {"agent.phone": PHONE})
    row = session.execute(sa.select(Agent)).scalar_one()
    assert (row.phone, row.name, person(session).phone) == (PHONE, "李晶", OLD_PHONE)


@pytest.fixture
def case(session):
    return desk.accepted_case(session).number


def correct(session, case, values, *, by=desk.CLERK, now=LATER, **more):
    """It must be done."""
    done = send(session, case, values, by=by, now=now, **more)
    assert isinstance(done, cases.Performed), done
    return done


def send(session, case, values, *, by=desk.CLERK, now=LATER, **more):
    command = {"verb": "correct", "values": values, "reason": WHY, **more}
    return cases.perform(session, case, command, by=by, now=now)


def offers(session, case, *, by):
    """What may be done with the case now, as this person's page offers it."""
    keep(session)
    page = case_read.open_page(session, case, by=by)
    return [offer.verb for offer in page.offers(LATER)]


def refused(session, case, values, **more):
    told = send(session, case, values, **more)
    assert isinstance(told, Refusal), told
    return told


def person(session):
    session.expire_all()
    row = session.execute(sa.select(Applicant)).scalar_one()
    session.expunge(row)
    return row
