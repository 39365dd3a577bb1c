"""Whatever a hand does twice, and whoever does it at the same moment: one case, the same number."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from app.models import Case, Delivery, Paper
from tests.factories import green
from tests.factories.hall import Hall

THEME = "catering_green_channel"


def test_a_double_click_on_accept_makes_one_case(hall):
    answers = at_once(*[ready(hall, "lijing", begun(hall))] * 2)
    assert len(locations(answers)) == 1
    assert numbers(hall) == locations(answers)


def test_two_clerks_who_accept_the_same_intake_make_one_case(hall):
    base = begun(hall)
    answers = at_once(ready(hall, "lijing", base), ready(hall, "piaoyu", base))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert numbers(hall) == locations(answers)


def test_two_tabs_of_one_clerk_make_one_case_and_the_second_is_shown_it(hall):
    base = begun(hall)
    first, second = ready(hall, "lijing", base), ready(hall, "lijing", base)
    assert first().headers["Location"] == second().headers["Location"]
    assert len(numbers(hall)) == 1


@pytest.mark.parametrize("step", ["questions", "notice", "form", "documents"])
def test_the_back_button_after_acceptance_leads_to_the_case(hall, step):
    base = begun(hall)
    number = ready(hall, "lijing", base)().headers["Location"]
    again = hall.person("lijing").get(f"{base}/{step}")
    assert (again.status_code, again.headers["Location"]) == (302, number)


def test_what_is_typed_after_the_back_button_changes_nothing_any_more(hall):
    base = begun(hall)
    number = ready(hall, "lijing", base)().headers["Location"]
    late = hall.person("lijing").post(f"{base}/form", **{"applicant-name": "别人"})
    assert late.headers["Location"] == number
    assert hall.rows(sa.text("SELECT name FROM applicant"))[0].name == "金海"


def test_a_granted_part_sent_again_under_its_key_answers_the_same_and_gives_one_paper(hall):
    hall.receive(THEME)
    hall.act("scjg1", "reg", "finish-step")
    form = {"key": "one-key", "f_result_number": "证001"}
    address = f"{hall.address('reg')}/grant"
    answers = [hall.person("scjg1").post(address, **form, version=version) for version in (2, 2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert hall.kinds().count("decision_grant") == 1


def test_a_delivery_sent_twice_is_one_delivery(hall):
    hall.receive("newborn_longjing")
    hall.grant("hukou", "medins", "ssc", "nursing", "maternity")
    hall.act("lijing", "hand_over", "issue")
    person, address = hall.person("lijing"), f"{hall.address('hand_over')}/deliver"
    answers = at_once(*[lambda: person.post(address, key="once", f_way="window")] * 2)
    assert [answer.status_code for answer in answers] == [303, 303]
    assert count(hall, Delivery) == 1
    assert hall.kinds().count("delivery") == 1


def test_receipts_stay_gapless_whatever_was_refused_between(hall):
    ready(hall, "lijing", begun(hall))()
    refused = green.receive(hall.person("lijing"), THEME, leave={"SIGN_DRAWING"})
    assert refused.status_code == 422
    ready(hall, "lijing", begun(hall))()
    receipts = sa.select(Paper.number).where(Paper.kind == "receipt").order_by(Paper.id)
    assert [row.number for row in hall.rows(receipts)] == [
        "龙政务收〔2026〕0001号",
        "龙政务收〔2026〕0002号",
    ]


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)


def begun(hall):
    """An intake filled up to the last step; gives its address."""
    clerk = hall.person("lijing")
    base = green.begin(clerk, THEME)
    green.answer_questions(clerk, base)
    assert green.fill_form(clerk, base).status_code == 302
    return base


def ready(hall, username, base):
    """Somebody with the last step open and every point ticked; calling it presses 受理."""
    person = hall.person(username)
    ticks = green.tick(person.get(f"{base}/documents").text)
    return lambda: person.post(f"{base}/documents", ticks, act="accept", key=base)


def at_once(*acts):
    """Every act in a thread of its own, begun together."""
    gate, answers = threading.Barrier(len(acts)), []

    def run(act):
        gate.wait()
        answers.append(act())

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(acts)
    return answers


def locations(answers):
    return sorted({answer.headers["Location"].rsplit("/", 1)[1] for answer in answers})


def numbers(hall):
    return [row.number for row in hall.rows(sa.select(Case.number))]


def count(hall, model):
    return hall.rows(sa.select(sa.func.count()).select_from(model))[0][0]
