"""The green channel as the clerk meets it: told once, typed once, and nothing typed is ever lost."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app.models import Agent, Applicant, Case, Draft, ServiceVersion, Theme
from app.services import publishing
from tests.conftest import keep
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
    key = hidden(clerk.get(f"{notice}/notice").text, "key")
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
    accept(clerk, form)
    assert rows(sa.select(Agent.name)) == [("金海",)]


def test_two_pages_of_one_intake_lose_nothing_of_each_other(clerk, form, sign_in, rows):
    seen = hidden(clerk.get(f"{form}/form").text, "version")
    other = sign_in("piaoyu")
    other.get(f"{form}/form")
    first = {"version": seen, "applicant-name": "金海", "applicant-phone": ""}
    assert clerk.post(f"{form}/save/form", **first).status_code == 204
    second = {"version": seen, "applicant-name": "", "applicant-phone": "13804331234"}
    assert other.post(f"{form}/save/form", **second).status_code == 204
    page = clerk.get(f"{form}/form").text
    assert 'value="金海"' in page
    assert 'value="13804331234"' in page


def test_where_two_pages_wrote_the_same_field_both_are_shown_before_one_wins(clerk, form, sign_in):
    seen = hidden(clerk.get(f"{form}/form").text, "version")
    other = sign_in("piaoyu")
    other.get(f"{form}/form")
    assert clerk.post(f"{form}/save/form", version=seen, f_shop_name="海兰江").status_code == 204
    assert other.post(f"{form}/save/form", version=seen, f_shop_name="布尔哈通").status_code == 409
    assert 'value="海兰江"' in clerk.get(f"{form}/form").text
    answer = green.fill_form(other, form, version=seen, f_shop_name="布尔哈通")
    assert answer.status_code == 422
    assert "另一个页面在这里填了“海兰江”" in text_of(answer.text)
    assert 'value="布尔哈通"' in answer.text
    again = hidden(answer.text, "version")
    assert green.fill_form(other, form, version=again, f_shop_name="布尔哈通").status_code == 302


def test_ticks_of_two_pages_add_up(clerk, form, sign_in):
    green.fill_form(clerk, form)
    seen = hidden(clerk.get(f"{form}/documents").text, "version")
    other = sign_in("piaoyu")
    other.get(f"{form}/documents")
    clerk.post(f"{form}/save/documents", [("point-PREMISES", "0")], version=seen)
    other.post(f"{form}/save/documents", [("point-PREMISES", "1")], version=seen)
    page = clerk.get(f"{form}/documents").text
    assert len(re.findall(r'name="point-PREMISES" value="[01]" checked', page)) == 2


def test_one_page_may_untick_what_it_ticked(clerk, form):
    green.fill_form(clerk, form)
    seen = hidden(clerk.get(f"{form}/documents").text, "version")
    ticked = clerk.post(f"{form}/save/documents", [("point-PREMISES", "0")], version=seen)
    clerk.post(f"{form}/save/documents", version=ticked.headers["X-Draft-Version"])
    assert "checked" not in clerk.get(f"{form}/documents").text


def test_a_version_that_came_after_the_notice_is_shown_and_keeps_what_was_typed(
    clerk, form, new_version, rows
):
    green.fill_form(clerk, form, **{"applicant-organisation": "海兰江冷面馆"})
    new_version(accept_conditions=[{"text": "有排烟管道", "confirm": "clerk"}])
    page = clerk.get(f"{form}/form").text
    assert "第 2 版已生效" in page
    assert "受理条件有变" in page
    assert 'value="海兰江冷面馆"' in page
    number = accept(clerk, form)
    query = sa.select(ServiceVersion.number).join(Case, Case.version_id == ServiceVersion.id)
    assert rows(query.where(Case.number == number)) == [(2,)]


def test_giving_the_notice_anew_settles_the_change(clerk, form, new_version):
    new_version(accept_conditions=[{"text": "有排烟管道", "confirm": "clerk"}])
    clerk.post(f"{form}/tell", print="1", key="anew")
    assert "已生效" not in clerk.page(f"{form}/form")
    assert "有排烟管道" in clerk.page(f"{form}/sheet")


def test_a_change_that_does_not_touch_the_applicant_says_so(clerk, form, new_version):
    new_version(before={"documents": 13})
    assert "对这位申请人没有变化" in clerk.page(f"{form}/form")


def test_a_theme_that_ended_is_not_received_and_keeps_what_was_typed(
    clerk, form, new_version, rows
):
    green.fill_form(clerk, form)
    new_version(green_channel=False)
    page = clerk.get(f"{form}/documents").text
    assert "本窗口不再受理这个主题" in page
    answer = clerk.post(f"{form}/documents", green.tick(page), act="accept", key=form)
    assert answer.status_code == 422
    assert rows(sa.select(Case.id)) == []
    assert "金*" in clerk.page("/desk/green-channel")


@pytest.mark.parametrize("day", ["", "下周", "2026-02-30"])
def test_a_day_that_is_none_is_said_not_stumbled_over(clerk, form, day):
    green.fill_form(clerk, form)
    page = clerk.get(f"{form}/documents").text
    answer = clerk.post(
        f"{form}/documents", green.tick(page, {"PREMISES"}), act="accept_deferred", deadline=day
    )
    assert answer.status_code == 422
    assert "请写最晚哪天补齐" in text_of(answer.text)


def test_a_paper_with_an_open_point_names_it(clerk, form):
    green.fill_form(clerk, form)
    clerk.post(f"{form}/save/documents", [("point-SIGN_DRAWING", "0")])
    page = clerk.page(f"{form}/documents")
    assert "不符合：标注尺寸和离地高度、有彩色效果图" in page
    assert "不能受理：6 份必要材料未齐" in page


def test_what_was_received_leads_to_its_papers(clerk, form):
    green.fill_form(clerk, form)
    accept(clerk, form)
    assert re.search(r'<a href="/desk/cases/[A-Z0-9]+\?tab=papers">打印文书</a>', clerk.last.text)


def test_the_credit_code_may_not_exist_yet(clerk, form, rows):
    green.fill_form(clerk, form, **{"applicant-credit_code": ""})
    accept(clerk, form)
    assert rows(sa.select(Applicant.credit_code)) == [(None,)]


AGENT = ("name", "id_type", "id_number", "phone")


def hidden(page, name):
    return re.search(rf'type="hidden" name="{name}" value="([^"]*)"', page).group(1)


def accept(clerk, base):
    page = clerk.get(f"{base}/documents").text
    answer = clerk.post(f"{base}/documents", green.tick(page), act="accept", key=base)
    assert answer.status_code == 302, text_of(answer.text)
    clerk.get(answer.headers["Location"])
    return answer.headers["Location"].rsplit("/", 1)[1]


@pytest.fixture
def clerk(sign_in):
    return sign_in("lijing")


@pytest.fixture
def notice(clerk):
    base = green.begin(clerk, THEME)
    green.answer_questions(clerk, base, green.ANSWERS[THEME])
    return base


@pytest.fixture
def form(clerk, notice):
    """An intake whose notice was given, at the one form."""
    clerk.get(f"{notice}/notice")
    clerk.post(f"{notice}/tell", print="1", key="first")
    return notice


@pytest.fixture
def new_version(session, at):
    """``new_version(column=value)``: the theme changed and published five minutes later."""

    def publish(**columns):
        at.set("2026-09-18T09:45:00")
        session.execute(sa.update(Theme).where(Theme.key == THEME).values(**columns))
        publishing.publish(session, "joint", THEME, by="mulu", now=at.now)
        keep(session)

    return publish
