"""The main story: a restaurant opens, from the counter through six departments to one issuance."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app.models import Case, Delivery, Paper, Result, Task
from tests.factories import green
from tests.factories.browser import text_of

THEME = "catering_green_channel"
#: Work task → the officer's account.
OFFICERS = {
    "reg": "scjg1",
    "sign": "cgzf1",
    "env": "sthj1",
    "fire": "xfjy1",
    "food": "scjg1",
    "tax": "swj1",
    "seal": "gaj1",
}


def test_a_restaurant_opens(sign_in, rows, at):
    window = sign_in("lijing")
    number = received(window)
    at.set("2026-09-18T15:00:00")
    for key in ("reg", "sign", "env", "fire", "tax", "seal", "food"):
        grant(sign_in(OFFICERS[key]), rows, key)
    window = sign_in("lijing")
    assert "7 项已办结 7 项" in window.page(f"/desk/cases/{number}")
    hand_over(window, number)
    case = rows(sa.select(Case))[0][0]
    assert (case.phase, case.outcome, len(case.issued)) == ("closed", "granted", 7)
    assert rows(sa.select(sa.func.count()).select_from(Result))[0][0] == 7
    assert rows(sa.select(Delivery.way))[0][0] == "window"
    kinds = [row.kind for row in rows(sa.select(Paper.kind).order_by(Paper.id))]
    assert kinds == ["receipt", "acceptance", *["decision_grant"] * 7, "delivery"]


def test_one_department_asks_for_a_supplement_and_the_others_go_on(sign_in, rows):
    window = sign_in("lijing")
    number = received(window)
    officer = sign_in("cgzf1")
    act(
        officer,
        task_number(rows, "sign"),
        "supplement",
        fault="incorrect",
        documents="SIGN_DRAWING",
        reason="没有离地高度",
    )
    tasks = dict(rows(sa.select(Task.key, Task.held)))
    assert (tasks["sign"], tasks["reg"]) == (True, False)
    grant(sign_in("scjg1"), rows, "reg")
    assert "挂起中" in sign_in("cgzf1").page("/desk/queue?scope=department")
    part_of_it = officer.post(
        f"/desk/cases/{task_number(rows, 'sign')}/supply", f_points="SIGN_DRAWING:0"
    )
    assert "审查要点没有全部符合" in text_of(part_of_it.text)
    points = [f"SIGN_DRAWING:{at}" for at in range(3)]
    act(officer, task_number(rows, "sign"), "supply", points=points)
    assert dict(rows(sa.select(Task.key, Task.held)))["sign"] is False
    assert "户外招牌设施设置规范管理" in window.page(f"/desk/cases/{number}")


def test_a_refusal_names_the_failed_point_and_the_others_are_still_issued(sign_in, rows):
    window = sign_in("lijing")
    number = received(window)
    officer = sign_in("scjg1")
    act(officer, task_number(rows, "reg"), "finish-step")
    bad = officer.post(f"/desk/cases/{task_number(rows, 'reg')}/refuse", f_reason="", f_remedy="")
    assert bad.status_code == 422
    act(
        officer,
        task_number(rows, "reg"),
        "refuse",
        points="PREMISES:2",
        reason="住所证明租期已满",
        remedy="60 日内可以申请复议",
    )
    for key in ("sign", "env", "fire"):
        grant(sign_in(OFFICERS[key]), rows, key)
    hand_over(window, number)
    case = rows(sa.select(Case))[0][0]
    assert (case.outcome, sorted(case.issued)) == ("partial", ["env", "fire", "sign"])
    assert "住所证明租期已满" in window.page(f"/desk/cases/{number}?tab=trail")


def test_what_cannot_be_done_now_says_what_is_missing(sign_in, rows):
    window = sign_in("lijing")
    number = received(window)
    page = window.page(f"/desk/cases/{number}")
    assert "统一出件" in page
    assert "市场主体设立登记" in page.split("现在不能做")[1]


def test_a_stale_form_loses_nothing(sign_in, rows):
    received(sign_in("lijing"))
    number = task_number(rows, "sign")
    first, second = sign_in("cgzf1"), sign_in("cgzf0")
    opened = second.get(f"/desk/cases/{number}/transfer").text
    version = re.search(r'name="version" value="(\d+)"', opened).group(1)
    act(first, number, "claim")
    answer = second.post(
        f"/desk/cases/{number}/transfer",
        version=version,
        f_department="ZFJS",
        f_reason="职责划转到住建",
    )
    assert answer.status_code == 409
    assert "职责划转到住建" in answer.text


@pytest.mark.parametrize("theme", ["lodging_green_channel", "newborn_longjing"])
def test_the_other_themes_run_on_the_same_machine(sign_in, rows, theme):
    window = sign_in("lijing")
    answer = green.receive(window, theme)
    assert answer.status_code == 302, text_of(answer.text)[-900:]
    number = answer.headers["Location"].rsplit("/", 1)[1]
    for _ in range(3):
        for key, department in rows(
            sa.select(Task.key, Task.department)
            .where(Task.kind == "work", Task.state == "open")
            .order_by(Task.id)
        ):
            grant(sign_in(f"{department.lower()}1"), rows, key)
    hand_over(window, number)
    assert rows(sa.select(Case.outcome))[0][0] == "granted"


def test_the_personal_numbers_are_masked_until_a_purpose_is_stated(sign_in, rows):
    window = sign_in("lijing")
    number = received(window)
    page = window.page(f"/desk/cases/{number}?tab=form")
    assert "222405********1236" in page
    assert "222405199001011236" not in page
    full = window.post(f"/desk/cases/{number}/unmask", purpose="核对来人身份")
    assert "222405199001011236" in full.text
    entry = rows(sa.text("SELECT type, data FROM access_entry WHERE type = 'unmasked'"))
    assert len(entry) == 1
    assert "核对来人身份" not in entry[0].data


def test_a_typing_mistake_in_a_number_is_told(sign_in):
    window = sign_in("lijing")
    number = received(window)
    wrong = number[:-1] + ("A" if number[-1] != "A" else "B")
    assert "最后一位对不上" in text_of(window.get(f"/desk/cases?number={wrong}").text)
    assert window.get(f"/desk/cases?number={number.lower()}").status_code == 302


def received(window):
    answer = green.receive(window, THEME)
    assert answer.status_code == 302, text_of(answer.text)[-600:]
    return answer.headers["Location"].rsplit("/", 1)[1]


def task_number(rows, key):
    return rows(sa.select(Task.number).where(Task.key == key))[0][0]


def act(browser, number, verb, **fields):
    page = browser.get(f"/desk/cases/{number}/{verb}")
    assert page.status_code == 200, page.status_code
    version = re.search(r'name="version" value="(\d+)"', page.text).group(1)
    answer = browser.post(f"/desk/cases/{number}/{verb}", pairs(fields), version=version)
    assert answer.status_code == 303, text_of(answer.text)[-500:]
    return answer


def pairs(fields):
    """A form's fields; a list is sent value by value, as boxes are."""
    return [
        (f"f_{name}", one)
        for name, value in fields.items()
        for one in (value if isinstance(value, list) else [value])
    ]


def grant(officer, rows, key):
    number = task_number(rows, key)
    while True:
        state, step, steps = rows(
            sa.select(Task.state, Task.step, Task.steps).where(Task.key == key)
        )[0]
        assert state == "open", (key, state)
        if step == len(steps) - 1:
            return act(officer, number, "grant", result_number="证001")
        act(officer, number, "finish-step")


def hand_over(window, number):
    act(window, f"{number}/hand-over", "issue")
    act(window, f"{number}/hand-over", "deliver", way="window", receiver="金海")
