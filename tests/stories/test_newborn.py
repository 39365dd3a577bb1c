"""A child is born: five parts in two hours of working time, counted by the minute.

Received on Friday at 09:40; the centre works 08:30 to 11:30 and 13:30 to 17:00.
"""

from __future__ import annotations

import pytest

from tests.factories.hall import Hall

THEME = "newborn_longjing"
AFTER_THE_REGISTER = ("medins", "ssc", "nursing")


def test_two_hours_pass_over_the_noon_break(hall):
    hall.receive(THEME)
    assert hall.limits("case", "hukou", "maternity") == {
        "case": ("09-18 13:40", None),
        "hukou": ("09-18", "09-18"),
        "maternity": ("09-18 10:40", "10-22"),
    }


def test_each_part_has_its_own_hour_from_the_minute_it_could_begin(hall, at):
    hall.receive(THEME)
    at.set("2026-09-18T10:00")
    hall.grant("hukou")
    assert set(hall.limits(*AFTER_THE_REGISTER).values()) == {("09-18 11:00", None)}


@pytest.mark.parametrize(
    ("moment", "light"),
    [
        # The hour warns a quarter of an hour before its end.
        ("2026-09-18T10:24", "绿灯 生育津贴支付 余 16 分"),
        ("2026-09-18T10:25", "黄灯 生育津贴支付 余 15 分"),
        ("2026-09-18T10:40", "黄灯 生育津贴支付 余 0 分"),
        ("2026-09-18T10:41", "红灯 生育津贴支付 超期 0 时 1 分"),
        ("2026-09-18T13:40", "红灯 生育津贴支付 超期 1 时 0 分"),
    ],
)
def test_the_light_turns_by_the_minute(hall, at, moment, light):
    hall.receive(THEME)
    at.set(moment)
    assert light in hall.page("lijing")


def test_the_limit_of_the_case_names_its_hour_and_why(hall, at):
    hall.receive(THEME)
    assert "2 个工作小时 9月18日 星期五 13:40 余 2 时 0 分" in hall.page("lijing")
    why = hall.person("lijing").page(f"{hall.address(None)}/why/case/promise")
    assert "09:40 起算，按工作时间的分钟数" in why
    assert "120" in why
    assert "到期，13:40 前（含）办结不算超期" in why
    assert "24 时前" not in why


def test_taken_in_just_before_closing_it_is_due_the_next_morning(hall, at):
    at.set("2026-09-18T16:40")
    hall.receive(THEME)
    assert hall.limits("case") == {"case": ("09-20 10:10", None)}
    why = hall.person("lijing").page(f"{hall.address(None)}/why/case/promise")
    assert "9月20日 星期日 调休上班 120" in why


def test_what_is_asked_on_the_spot_is_due_the_same_day(hall):
    hall.receive(THEME)
    why = hall.person("lijing").page(f"{hall.address(None)}/why/hukou/promise")
    assert "当场办" in why
    assert "从次日起算" not in why


def test_the_queue_says_the_minutes_left_and_the_hour(hall, at):
    hall.receive(THEME)
    at.set("2026-09-18T10:30")
    row = hall.person("ylbz1").page("/desk/queue?scope=department")
    assert "余 10 分" in row
    assert "今天 10:40" in row


def test_a_child_is_registered_within_two_hours_without_a_card(hall, at):
    hall.receive(THEME)
    at.set("2026-09-18T10:00")
    hall.grant("hukou", "maternity")
    at.set("2026-09-18T11:00")
    hall.grant(*AFTER_THE_REGISTER)
    hall.hand_over()
    trail = hall.page("lijing", "trail")
    assert (hall.case().outcome, hall.case().closed_at) == ("granted", at.now)
    assert "黄牌" not in trail
    assert "承诺最晚 2026年9月18日 13:40 办结。" in hall.paper("acceptance")
    assert "法定最晚" not in hall.paper("acceptance")


def test_a_minute_late_is_late_and_marked_once(hall, at):
    hall.receive(THEME)
    hall.grant("hukou")
    at.set("2026-09-18T10:41")
    hall.grant("medins", "ssc", "nursing", "maternity")
    assert hall.page("lijing", "trail").count("黄牌") == 4


def test_a_child_from_elsewhere_is_sent_where_it_belongs(hall):
    refused = hall.refused_at_the_counter(THEME, answers={"local_parent": "no"})
    assert "父母一方为本地户籍" in refused


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)
