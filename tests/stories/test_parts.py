"""Officers at their parts: what they ask for, what they are told, what another did meanwhile."""

from __future__ import annotations

import pytest

from tests.factories.browser import text_of
from tests.factories.hall import Hall

THEME = "catering_green_channel"


def test_a_paper_with_an_open_point_is_not_received(hall):
    asked(hall)
    part_of_it = hall.refusal("cgzf1", "sign", "supply", points="SIGN_DRAWING:0")
    assert "审查要点没有全部符合" in part_of_it
    assert hall.task("sign").held


def test_a_paper_asked_for_by_a_department_is_taken_in_at_the_window(hall):
    asked(hall)
    assert "接收材料" in hall.page("lijing")
    hall.act("lijing", "sign", "supply", points=all_of("SIGN_DRAWING"))
    assert not hall.task("sign").held
    assert "招牌设置位置示意图及效果图" in hall.page("cgzf1", "trail")


def test_a_paper_two_parts_ask_for_is_brought_once_and_serves_both(hall):
    hall.receive(THEME)
    for officer, key in (("cgzf1", "sign"), ("sthj1", "env")):
        hall.act(
            officer, key, "supplement", fault="incorrect", documents="ONE_FORM", reason="没有签字"
        )
    hall.act("lijing", "sign", "supply", points=all_of("ONE_FORM"))
    assert [hall.task(key).held for key in ("sign", "env")] == [False, False]


def test_a_department_does_not_ask_twice_for_what_the_list_said_once(hall):
    hall.receive(THEME, act="supplement", leave={"SIGN_DRAWING"})
    hall.act("lijing", "intake", "supply", points=all_of("SIGN_DRAWING"))
    hall.act("lijing", "intake", "accept", confirmed=["0", "1"])
    again = hall.refusal(
        "cgzf1", "sign", "supplement", fault="incorrect", documents="SIGN_DRAWING", reason="再补"
    )
    assert "一次性告知" in again or "督查" in again


def test_an_officer_reads_of_other_parts_only_whose_they_are_and_how_they_stand(hall):
    hall.receive(THEME)
    page = hall.page("cgzf1")
    assert "市场主体设立登记" in page
    assert "招牌设置位置示意图及效果图" in page
    assert "食品安全自查" not in page


def test_a_part_is_offered_to_every_department_but_the_one_that_has_it(hall):
    hall.receive(THEME)
    page = hall.page_of_act("cgzf1", "sign", "transfer")
    assert "公安局" in page and "城管执法局" not in page


def test_a_stale_form_loses_nothing(hall):
    hall.receive(THEME)
    opened = hall.open("cgzf0", "sign", "transfer")
    hall.act("cgzf1", "sign", "claim")
    answer = opened(department="ZFJS", reason="职责划转到住建")
    assert answer.status_code == 409
    told = text_of(answer.text)
    assert "职责划转到住建" in answer.text
    assert "有人先改了" in told and "您在别的标签页里" not in told
    assert "承办人 还没有人 城市承办" in told
    assert hall.task("sign").department == "CGZF"


def test_a_stale_form_says_who_did_what_and_may_be_sent_all_the_same(hall):
    hall.receive(THEME)
    opened = hall.open("cgzf0", "sign", "transfer")
    hall.act("cgzf1", "sign", "claim")
    answer = opened(department="ZFJS", reason="职责划转到住建")
    assert "城市承办 认领“户外招牌设施设置规范管理”" in text_of(answer.text)
    again = hall.sends("cgzf0", "sign", "transfer", answer)
    assert again(department="ZFJS", reason="职责划转到住建").status_code == 303
    assert hall.task("sign").department == "ZFJS"


def test_a_form_left_open_in_another_tab_is_told_that_its_part_has_ended(hall):
    hall.receive(THEME)
    left_open = hall.open("cgzf1", "sign", "supplement")
    hall.grant("sign")
    answer = left_open(fault="incorrect", documents="SIGN_DRAWING", reason="图纸不清")
    told = text_of(answer.text)
    assert (answer.status_code, "图纸不清" in answer.text) == (409, True)
    assert "您在别的标签页里已经往下办了" in told
    assert "“户外招牌设施设置规范管理”已办结" in told
    assert "仍然办理" not in told


def test_what_is_transferred_is_in_the_other_departments_queue(hall):
    hall.receive(THEME)
    hall.act("cgzf1", "sign", "transfer", department="STHJ", reason="职责划转")
    assert "户外招牌设施设置" in hall.sign_in("sthj1").page("/desk/queue?scope=department")
    assert "户外招牌设施设置" not in hall.sign_in("cgzf1").page("/desk/queue?scope=department")


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)


def asked(hall):
    hall.receive(THEME)
    hall.act(
        "cgzf1", "sign", "supplement", fault="incorrect", documents="SIGN_DRAWING", reason="没有离地高度"
    )  # fmt: skip


def all_of(paper, points=3):
    return [f"{paper}:{point}" for point in range(points)]
