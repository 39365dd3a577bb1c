"""告知承诺: granted on a promise, checked afterwards, put right in time or revoked."""

from __future__ import annotations

import pytest

from tests.factories import desk
from tests.factories.hall import Hall

THEME = "catering_green_channel"


def test_the_check_opens_with_the_decision_and_does_not_hold_the_case_up(hall):
    hall.receive(THEME)
    hall.grant("reg", "sign", "env", "fire", "tax", "seal", "food")
    hall.hand_over()
    assert hall.case().phase == "closed"
    assert hall.states()["fire.check"] == "open"
    assert hall.limits("fire.check") == {"fire.check": (None, "10-22")}
    assert "事后核查" in hall.sign_in("xfjy1").page("/desk/queue?scope=department")


def test_what_is_true_passes_with_one_press_after_the_case_is_closed(hall, at):
    hall.receive(THEME)
    hall.grant("reg", "sign", "env", "fire", "tax", "seal", "food")
    hall.hand_over()
    at.set("2026-10-12T09:00")
    hall.act("xfjy1", "fire.check", "pass-check")
    assert (hall.states()["fire.check"], hall.states()["fire"]) == ("passed", "granted")
    assert hall.case().outcome == "granted"


def test_nothing_is_revoked_before_an_order_to_put_it_right(hall):
    hall.receive(THEME)
    hall.grant("fire")
    said = hall.refusal("xfjy1", "fire.check", "fail-check", reason="疏散通道堆物")
    assert "先责令改正，没有改正的才撤销" in said


def test_an_order_to_correct_is_a_paper_with_its_day_and_stops_no_clock(hall):
    ordered(hall)
    order = hall.paper("correction")
    assert "经核查与承诺不符：疏散通道堆物。 请最晚 2026年9月25日 改正" in order
    assert hall.limits("fire.check") == {"fire.check": (None, "10-22")}
    assert "责令改正“事后核查：公众聚集场所" in hall.page("lijing", "trail")


def test_what_was_put_right_passes(hall, at):
    ordered(hall)
    at.set("2026-09-24T10:00")
    hall.act("xfjy1", "fire.check", "pass-check")
    assert hall.states()["fire"] == "granted"


def test_what_was_not_put_right_is_revoked_with_a_paper_and_not_handed_over(hall, at):
    ordered(hall)
    hall.grant("reg")
    at.set("2026-09-28T10:00")
    hall.act("xfjy1", "fire.check", "fail-check", reason="到期没有改正")
    assert (hall.states()["fire"], hall.states()["fire.check"]) == ("revoked", "failed")
    assert "到期没有改正，决定撤销已经作出的准予决定" in hall.paper("revocation")
    hall.grant("sign", "env", "tax", "seal", "food")
    hall.hand_over()
    assert "fire" not in hall.case().issued
    assert "消防安全检查意见书" not in hall.paper("delivery")


def test_whoever_promised_falsely_before_is_not_offered_it_again(session):
    from app.domain.case import Refusal
    from app.services import cases

    false = desk.intake_of(session, applicant=person(bad_credit=True))
    answer = cases.receive(session, false, by=desk.CLERK, now=desk.NOW)
    assert isinstance(answer, Refusal)
    assert answer.rule == "R31"


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)


def ordered(hall):
    hall.receive(THEME)
    hall.grant("fire")
    hall.act(
        "xfjy1", "fire.check", "order-correction", expected="2026-09-25", reason="疏散通道堆物"
    )


def person(**more):
    return {"name": "金海", "id_type": "id_card", "id_number": "222405199001011236", **more}
