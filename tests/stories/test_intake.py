"""The window takes an intake in, over HTTP, on both databases."""

from __future__ import annotations

import sqlalchemy as sa

from app.models import Case, Paper, Task
from tests.factories import green

THEME = "catering_green_channel"


def test_a_complete_intake_is_accepted_with_number_and_papers(sign_in, rows):
    answer = green.receive(sign_in("lijing"), THEME)
    number = answer.headers["Location"].rsplit("/", 1)[1]
    case = rows(sa.select(Case).where(Case.number == number))[0][0]
    assert (case.phase, str(case.promise_at), str(case.legal_at)[:10]) == (
        "in_progress",
        "2026-09-24 23:59:59",
        "2026-11-26",
    )
    papers = [
        row.number
        for row in rows(sa.select(Paper.number).where(Paper.case_id == case.id).order_by(Paper.id))
    ]
    assert papers == [f"龙政务{kind}〔2026〕0001号" for kind in "告收受"]


def test_six_departments_find_their_part_in_their_queue(sign_in, rows):
    green.receive(sign_in("lijing"), THEME)
    tasks = dict(rows(sa.select(Task.key, Task.state)))
    assert {key for key, state in tasks.items() if state == "open"} == {
        "reg",
        "sign",
        "env",
        "fire",
    }
    assert "市场主体设立登记" in sign_in("scjg1").page("/desk/queue?scope=department")


def test_missing_papers_are_listed_once_and_whole(sign_in, rows):
    answer = green.receive(
        sign_in("lijing"), THEME, act="supplement", leave={"SIGN_DRAWING", "FIRE_FILE"}
    )
    case = rows(sa.select(Case).where(Case.number == answer.headers["Location"].rsplit("/", 1)[1]))[
        0
    ][0]
    assert case.phase == "supplementing"
    assert sorted(case.missing_first) == ["FIRE_FILE", "SIGN_DRAWING"]


def test_an_incomplete_intake_is_not_accepted(sign_in, rows):
    answer = green.receive(sign_in("lijing"), THEME, leave={"SIGN_DRAWING"})
    assert answer.status_code == 422
    assert "招牌设置位置示意图及效果图" in answer.text
    assert rows(sa.select(sa.func.count()).select_from(Case))[0][0] == 0


def test_a_wrong_id_number_is_said_at_the_field_and_kept(sign_in):
    clerk = sign_in("lijing")
    base = green.begin(clerk, THEME)
    green.answer_questions(clerk, base)
    answer = green.fill_form(clerk, base, **{"applicant-id_number": "222405199001011237"})
    assert answer.status_code == 422
    assert "身份证号最后一位对不上" in answer.text
    assert 'value="222405199001011237"' in clerk.get(f"{base}/form").text


def test_sending_the_last_step_twice_makes_one_case(sign_in, rows):
    clerk = sign_in("lijing")
    first = green.receive(clerk, THEME)
    again = clerk.post(clerk.last.request.path, act="accept")
    assert again.headers["Location"] == first.headers["Location"]
    assert rows(sa.select(sa.func.count()).select_from(Case))[0][0] == 1


def test_a_notice_of_what_is_missing_is_given_before_any_condition_is_confirmed(sign_in, rows):
    """Who did not bring a paper is told at once; accepting then asks for the conditions (R22)."""
    answer = unconfirmed(sign_in, act="accept")
    assert (answer.status_code, "请先逐条确认受理条件：有固定经营场所" in answer.text) == (
        422,
        True,
    )
    assert unconfirmed(sign_in, act="supplement", leave={"SIGN_DRAWING"}).status_code == 302
    assert rows(sa.select(Case.phase)) == [("supplementing",)]


def unconfirmed(sign_in, *, act, leave=frozenset()):
    clerk = sign_in("lijing")
    base = green.begin(clerk, THEME)
    green.answer_questions(clerk, base, {})
    clerk.get(f"{base}/notice")
    clerk.post(f"{base}/tell", print="1")
    green.fill_form(clerk, base)
    ticked = green.tick(clerk.get(f"{base}/documents").text, set(leave))
    points = [(name, value) for name, value in ticked if name != "confirmed"]
    return clerk.post(f"{base}/documents", points, act=act, key=base)
