"""The green channel as the clerk meets it: told once, typed once, and nothing typed is ever lost."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app.models import Agent, Applicant, Draft
from tests.factories import green
from tests.factories.browser import text_of

THEME = "catering_green_channel"


def test_each_theme_says_what_it_comes_to_before_it_is_begun(sign_in):
    page = sign_in("lijing").page("/desk/green-channel")
    assert "12 份变 6 份" in page
    assert "21 份变 8 份" in page
    assert "承诺 3 至 5 工作日" in page


def test_an_intake_left_half_done_is_found_by_theme_and_masked_name(clerk, form):
    green.fill_form(clerk, form, **{"applicant-organisation": "海兰江冷面馆"})
    page = clerk.page("/desk/green-channel")
    assert "开办餐饮店一件事 金*（海兰江冷面馆） 接着：核材料" in page
    assert "金海" not in page


def test_a_second_press_of_print_gives_one_notice_and_a_later_one_says_so(clerk, notice, rows):
    key = green.hidden(clerk.get(f"{notice}/notice").text, "key")
    for _press in range(2):
        clerk.post(f"{notice}/tell", print="1", key=key)
    assert rows(sa.select(Draft.told)) == [(1,)]
    assert "重打" not in clerk.page(f"{notice}/sheet")
    clerk.post(f"{notice}/tell", print="1", key="later")
    assert "重打" in clerk.page(f"{notice}/sheet")
    assert "第 2 次打印" in clerk.page(f"{notice}/sheet")


def test_told_only_keeps_the_intake_for_another_day(clerk, notice, rows):
    page = text_of(clerk.get(clerk.post(f"{notice}/tell").headers["Location"]).text)
    assert "已一次告知" in page
    assert "已告知 1 次" in page
    assert rows(sa.select(Draft.told_by)) == [("lijing",)]


def test_the_proof_adds_up_beside_what_was_published_before(clerk, notice):
    page = clerk.page(f"{notice}/notice")
    assert "并入 5，免提交 2，保留 5" in page
    assert "12 行要求，每行都有去处" in page
    assert "原来公布：12 份材料、15 工作日" in page


def test_everything_that_is_wrong_is_said_at_once(clerk, form):
    answer = green.fill_form(
        clerk, form, **{"applicant-phone": "1", "f_floor_area": "大", "applicant-name": ""}
    )
    assert answer.status_code == 422
    assert "有 3 处要改" in text_of(answer.text)
    linked = re.findall(r'<li><a href="#([^"]+)">', answer.text)
    assert len(linked) == 3
    assert all(f'id="{place}"' in answer.text for place in linked)


def test_a_newborn_applies_with_the_birth_certificate(clerk, form, rows):
    newborn = {"applicant-id_type": "birth_certificate", "applicant-id_number": "T220123456"}
    assert green.fill_form(clerk, form, **newborn).status_code == 302
    wrong = green.fill_form(clerk, form, **newborn | {"applicant-id_number": "12"})
    assert "出生医学证明编号" in text_of(wrong.text)


def test_an_agent_is_asked_for_only_where_somebody_came(clerk, form, rows):
    assert green.fill_form(clerk, form).status_code == 302
    refused = green.fill_form(clerk, form, with_agent="1")
    assert refused.status_code == 422
    agent = {f"agent-{name}": green.APPLICANT[f"applicant-{name}"] for name in AGENT}
    assert green.fill_form(clerk, form, with_agent="1", **agent).status_code == 302
    green.accept(clerk, form)
    assert rows(sa.select(Agent.name)) == [("金海",)]


@pytest.mark.parametrize("day", ["下周", "2026-02-30", "18/9"])
def test_a_day_that_is_none_is_said_not_stumbled_over(clerk, form, day):
    green.fill_form(clerk, form)
    page = clerk.get(f"{form}/documents").text
    answer = clerk.post(
        f"{form}/documents", green.tick(page, {"PREMISES"}), act="accept_deferred", deadline=day
    )
    assert answer.status_code == 422
    assert "请写最晚哪天补齐" in text_of(answer.text)
    assert f'name="deadline" value="{day}"' in answer.text


def test_a_paper_with_an_open_point_names_it(clerk, form):
    green.fill_form(clerk, form)
    clerk.post(f"{form}/save/documents", [("point-SIGN_DRAWING", "0")])
    page = clerk.page(f"{form}/documents")
    assert "不符合：标注尺寸和离地高度、有彩色效果图" in page
    assert "不能受理：6 份必要材料未齐" in page


def test_what_was_received_leads_to_its_papers(clerk, form):
    green.fill_form(clerk, form)
    green.accept(clerk, form)
    assert re.search(r'<a href="/desk/cases/[A-Z0-9]+\?tab=papers">打印文书</a>', clerk.last.text)


def test_the_credit_code_may_not_exist_yet(clerk, form, rows):
    green.fill_form(clerk, form, **{"applicant-credit_code": ""})
    green.accept(clerk, form)
    assert rows(sa.select(Applicant.credit_code)) == [(None,)]


AGENT = ("name", "id_type", "id_number", "phone")


@pytest.fixture
def clerk(sign_in):
    return sign_in("lijing")


@pytest.fixture
def notice(clerk):
    return green.to_notice(clerk, THEME)


@pytest.fixture
def form(clerk, notice):
    return green.to_form(clerk, notice)
