"""Between the last decision and the delivery: what was decided in time stays so while it waits.

The catering case of Friday 18 September 2026 is promised for the 24th. Delivery has a clock of its
own: ten working days from the join (R19).
"""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import Case
from app.services import ticks
from tests.factories.hall import Hall

THEME = "catering_green_channel"
PARTS = ("reg", "sign", "env", "fire", "tax", "seal", "food")


def test_a_case_decided_in_time_does_not_turn_red_while_it_waits_for_delivery(hall, at):
    decided(hall, at, "2026-09-22T10:00")
    at.set("2026-09-30T10:00")
    page = hall.page("lijing")
    assert "绿灯 统一出件 余 5 工作日" in page
    assert "9月24日 星期四 已按时办结" in page
    assert "超期" not in page


def test_the_registers_and_the_queue_say_the_same_of_it(hall, at, session):
    decided(hall, at, "2026-09-22T10:00")
    at.set("2026-09-30T10:00")
    case = hall.case()
    assert (case.phase, case.due_at, case.warn_at) == ("issuing", None, None)
    assert case.light_due == hall.task("hand_over").due_at
    reader = hall.person("jiancha")
    assert f"{hall.number} 开办餐饮店" in reader.page("/admin/cases/list/?light=green")
    assert hall.number not in reader.page("/admin/cases/list/?light=red")
    assert "余 5 工作日" in hall.person("lijing").page("/desk/queue?scope=all")
    assert ticks.due_numbers(session, now=at.now) == []


def test_what_was_decided_late_says_by_how_much_and_for_ever(hall, at):
    decided(hall, at, "2026-09-28T10:00")
    for day in ("2026-09-28", "2026-10-20"):
        at.set(f"{day}T11:00")
        assert "9月24日 星期四 已办结，超期 1 工作日" in hall.page("lijing")
    hall.hand_over()
    assert "9月24日 星期四 已办结，超期 1 工作日" in hall.page("lijing")


def test_a_delivery_that_is_late_makes_the_case_red_by_its_own_limit(hall, at):
    decided(hall, at, "2026-09-22T10:00")
    at.set("2026-10-14T10:00")
    assert "红灯 统一出件 超期 1 工作日" in hall.page("lijing")
    assert hall.number in hall.person("jiancha").page("/admin/cases/list/?light=red")


def test_a_part_that_is_yellow_makes_its_case_yellow_in_the_register_too(hall, at):
    hall.receive(THEME)
    at.set("2026-09-20T15:00")
    assert "黄灯 市场主体设立登记 今天到期" in hall.page("lijing")
    assert hall.number in hall.person("jiancha").page("/admin/cases/list/?light=yellow")


def test_nobody_is_told_to_extend_what_has_ended(hall, at):
    decided(hall, at, "2026-09-22T10:00")
    assert "延长" not in hall.page("lijing")


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)


def decided(hall, at, moment):
    """Received on the 18th, every part granted by this moment."""
    hall.receive(THEME)
    at.set(moment)
    hall.grant(*PARTS)
    assert hall.rows(sa.select(Case.phase)) == [("issuing",)]


def test_a_day_of_another_year_is_said_with_its_year(hall, at):
    at.set("2026-12-28T10:00")
    hall.receive(THEME)
    page = hall.page("lijing")
    assert "承诺时限 3 至 5 工作日 暂定日期 2027年1月" in page
    assert "2026年12月" not in page
