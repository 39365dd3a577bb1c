"""A guide of another place, put in by package: its first case through the counter and six pages of officers."""

from __future__ import annotations

import pytest

from app import transaction
from app.demo import accounts as demo
from tests.factories import desk, green
from tests.factories.browser import text_of
from tests.factories.guided import bring_in
from tests.factories.hall import Hall

THEME = "transport"


def test_one_of_six_kinds_of_business_is_opened_over_the_counter(hall, at):
    clerk = hall.person("lijing")
    base = green.begin(clerk, THEME)
    page = text_of(clerk.get(f"{base}/questions").text)
    assert "经营类别：选 1 项 道路普通货物运输经营许可" in page
    assert "要办哪些？ 押运人员资格核验" in page
    assert "按这些回答" not in page
    refused = clerk.post(f"{base}/questions", pick="escort")
    assert refused.status_code == 422
    assert "“经营类别”要选 1 项" in text_of(refused.text)
    assert clerk.get(f"{base}/notice").headers["Location"].endswith("/questions")
    picked = [("pick-business", "danger"), ("pick", "escort")]
    assert clerk.post(f"{base}/questions", picked).status_code == 302
    assert "押运人员从业资格证" in clerk.page(f"{base}/notice")
    clerk.post(f"{base}/tell", print="1")
    assert green.fill_form(clerk, base, f_vehicles="60").status_code == 302
    hall.number = green.accept(clerk, base)
    assert hall.states() == {
        "intake": "accepted", "reg": "open", "danger": "waiting", "escort": "waiting",
        "plate": "waiting", "hand_over": "waiting",
    }  # fmt: skip


def test_it_is_worked_to_its_end_with_its_own_limits_and_its_survey(hall, at):
    hall.receive(THEME, picked=[("pick-business", "danger"), ("pick", "escort")], f_vehicles="60")
    hall.grant("reg")
    assert hall.limits("case", "danger") == {
        "case": ("10-15", "11-26"),
        "danger": ("10-09", "10-22"),
    }
    hall.act("ys_jt1", "danger", "finish-step")
    hall.act("ys_jt1", "danger", "suspend", kind="yard_survey", expected="2026-09-22", notice="yes")
    assert "场地核查，预计 2026年9月22日 结束" in hall.paper("special_procedure")
    at.set("2026-09-22T10:00")
    hall.act("ys_jt1", "danger", "resume", hold=hall.holds("danger")[0])
    hall.act("ys_jt1", "danger", "set-term", days="8")
    hall.grant("danger", "escort", "plate")
    hall.hand_over()
    assert hall.case().outcome == "granted"


def test_what_is_granted_on_a_promise_is_checked_after_the_case_is_closed(hall, at):
    hall.receive(THEME, picked=[("pick-business", "goods")], f_vehicles="3")
    hall.grant("reg", "goods", "plate")
    hall.hand_over()
    at.set("2026-09-28T10:00")
    hall.act("ys_jt1", "goods.check", "pass-check")
    assert (hall.case().outcome, hall.states()["goods.check"]) == ("granted", "passed")


@pytest.fixture
def hall(app, sign_in, rows, at):
    with app.app_context(), transaction.unit() as unit:
        bring_in(unit, THEME)
        demo.ensure(unit, now=desk.NOW)
    return Hall(sign_in, rows, at)
