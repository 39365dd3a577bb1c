"""The Studio over HTTP: who may work in it, what a save answers, what its pages say."""

from __future__ import annotations

import json
import re

import pytest
import sqlalchemy as sa

from app.models import ServiceItem, ServiceVersion, Theme
from tests.factories.browser import text_of
from tests.factories.studio import fields_of, save

ITEM, THEME = "/studio/items/food", "/studio/themes/catering_green_channel"


def test_the_administrator_sees_what_the_clerk_and_the_applicant_will_see(administrator):
    page = administrator.page(THEME)
    assert "12 份 → 6 份，7 项，6 个部门" in page
    assert "有没有营业执照？" in page
    assert "0 个错误 · 1 个提醒" in page
    assert "第 1 版在用，0 件在办的按它办理" in page


def test_other_answers_come_to_other_papers(administrator):
    page = text_of(administrator.get(f"{THEME}/proof?a.licence=held&a.signboard=none").text)
    assert "12 份 → 6 份" not in page
    assert "5 项" in page
    assert "按目录：12 → 6" in page


def test_due_dates_are_shown_for_the_day_that_is_picked(administrator):
    page = text_of(administrator.get(f"{THEME}/proof?day=2026-09-24").text)
    assert "全件 2026-10-09 23:59 市场主体设立登记 2026-09-28 23:59" in page
    assert "暂定日期" not in page


def test_in_a_year_without_its_notice_they_are_provisional(administrator):
    page = text_of(administrator.get(f"{THEME}/proof?day=2027-03-01").text)
    assert "全件 2027-03-08 23:59 暂定日期" in page


def test_the_longest_way_is_drawn_heavy(administrator):
    page = administrator.get(f"{THEME}/proof").text
    heavy = [piece.split("<title>")[1].split("<")[0] for piece in page.split("node node-long")[1:]]
    assert heavy == ["市场主体设立登记", "食品经营许可新办"]


def test_saving_a_page_as_it_is_changes_nothing(administrator, rows):
    before = rows(sa.select(ServiceItem.promise, ServiceItem.special, ServiceItem.more))
    told = save(administrator, ITEM)
    assert told["stands"] is True
    assert rows(sa.select(ServiceItem.promise, ServiceItem.special, ServiceItem.more)) == before


def test_a_limit_that_is_typed_stands_and_the_check_knows(administrator, rows):
    told = save(administrator, ITEM, {"promise.named": "day_13"})
    assert told["stands"] is True
    promised = rows(sa.select(ServiceItem.promise).where(ServiceItem.key == "food"))
    assert promised[0][0] == "day_13"
    assert "长于法定" in administrator.page(ITEM)


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(administrator):
    told = save(administrator, ITEM, {"name": "", "documents.r2.copies.original": "两份"})
    assert told["problems"] == {
        "name": "这里还没有填。",
        "documents.r2.copies": "份数要填整数。",
    }
    assert "两份" in administrator.get(ITEM).text
    assert "左边还有 2 处要改" in administrator.page(ITEM)


def test_a_paper_that_is_not_in_the_catalogue_is_told(administrator):
    told = save(administrator, ITEM, {"documents.r0.document": "没有这份材料"})
    assert told["problems"] == {"documents.r0.document": "没有这个名称，请从列表里选。"}


def test_a_new_question_gets_its_key_without_anybody_typing_one(administrator, rows):
    told = save(
        administrator,
        ITEM,
        {"fields.n1._was": "", "fields.n1.label": "冷库面积", "fields.n1.kind": "number"},
    )
    assert told["stands"] is True
    assert told["filled"]["fields.n1._was"] == "4"
    assert (
        rows(sa.text("SELECT key FROM form_field WHERE label = '冷库面积'"))[0][0]
        == "leng_ku_mian_ji"
    )


def test_two_administrators_see_each_others_work(sign_in, administrator, rows):
    first, second = fields_of(administrator.get(ITEM).text), sign_in("mulu")
    assert save(second, ITEM, {"name": "食品经营许可"})["stands"]
    told = json.loads(
        administrator.post(
            f"{ITEM}/save", [*without(first, "promise.named"), ("promise.named", "day_3")]
        ).text
    )
    assert told["form"].count("食品经营许可") >= 1
    assert told["conflicts"] == []
    # Both stand: the name the second typed, and the promise the first did.
    both = sa.select(ServiceItem.name, ServiceItem.promise).where(ServiceItem.key == "food")
    assert rows(both) == [("食品经营许可", "day_3")]


def test_publishing_is_one_act_and_the_next_case_is_received_under_it(administrator, rows):
    save(administrator, ITEM, {"promise.named": "day_3"})
    administrator.get(THEME)
    answer = administrator.post(f"{THEME}/publish")
    assert answer.status_code == 302
    page = administrator.page(THEME)
    assert "已发布“开办餐饮店一件事”第 2 版、“食品经营许可新办”第 2 版。" in page
    numbers = rows(
        sa.select(ServiceVersion.number).where(
            ServiceVersion.code == "catering_green_channel", ServiceVersion.valid_until.is_(None)
        )
    )
    assert numbers == [(2,)]


def test_with_an_error_there_is_no_publish_button_and_no_way_around_it(administrator, rows):
    save(administrator, ITEM, {"promise.named": "day_13"})
    assert "还不能发布" in administrator.page(ITEM)
    assert administrator.post(f"{ITEM}/publish").status_code == 409
    assert rows(sa.select(sa.func.max(ServiceVersion.number)))[0][0] == 1


def test_a_new_item_is_begun_with_two_words(administrator, rows):
    administrator.get("/studio/items/")
    answer = administrator.post("/studio/items/new", name="药品经营许可", department="SCJG")
    assert answer.headers["Location"].endswith("/studio/items/ypjyxk")
    assert rows(sa.select(ServiceItem.name).where(ServiceItem.key == "ypjyxk"))
    assert "药品经营许可" in administrator.page("/studio/items/ypjyxk")


def test_a_new_one_without_a_name_is_asked_for_it(administrator, rows):
    administrator.get("/studio/themes/")
    administrator.post("/studio/themes/new", name=" ", department="SCJG")
    assert "请填名称" in administrator.page("/studio/themes/")
    assert len(rows(sa.select(Theme.id))) == 6


@pytest.mark.parametrize("asked", ["平面", "csp", "pmbzt"])
def test_papers_are_found_by_words_or_by_the_initials_of_their_sound(administrator, asked):
    found = json.loads(administrator.get(f"/studio/pick/documents?q={asked}").text)
    assert any("平面布置图" in name for _key, name in found)
    assert len(found) <= 20


@pytest.mark.parametrize(
    "username", ["lijing", "scjg1", "scjg0", "zhuren", "ducha", "anquan", "xitong", "shenji"]
)
@pytest.mark.parametrize(
    "address", ["/studio/themes/", ITEM, THEME, f"{THEME}/proof", "/studio/pick/items"]
)
def test_the_studio_is_nobody_elses(sign_in, username, address):
    assert sign_in(username).get(address).status_code == 403


def test_an_auditor_reads_it_and_changes_nothing(sign_in, rows):
    auditor = sign_in("jiancha")
    page = auditor.get(ITEM)
    assert page.status_code == 200
    assert f"{ITEM}/save" not in re.findall(r'data-studio="([^"]*)"', page.text)
    assert auditor.post(f"{ITEM}/save", name="改了").status_code == 403
    assert auditor.post(f"{THEME}/publish").status_code == 403
    assert rows(sa.select(ServiceItem.name).where(ServiceItem.key == "food"))[0][0] != "改了"


def test_an_entry_that_is_not_there_is_not_found(administrator):
    assert administrator.get("/studio/items/nowhere").status_code == 404
    assert administrator.post("/studio/items/nowhere/save").status_code == 404


def test_two_versions_are_told_apart_in_sentences(administrator):
    save(administrator, ITEM, {"promise.named": "day_3"})
    page = administrator.page(f"{ITEM}/versions?before=1&after=rows")
    assert "从第 1 版到草稿" in page
    assert "4 工作日 → 3 工作日" in page
    assert administrator.get(f"{ITEM}/versions?before=9").status_code == 404


def test_a_version_goes_back_into_the_draft_and_nothing_is_published(administrator, rows):
    save(administrator, ITEM, {"promise.named": "day_3"})
    administrator.get(f"{ITEM}/versions")
    administrator.post(f"{ITEM}/revert", number="1")
    assert "第 1 版已放回草稿" in administrator.page(ITEM)
    assert "没有不同" in administrator.page(f"{ITEM}/versions?before=1&after=rows")
    assert rows(sa.select(sa.func.max(ServiceVersion.number)))[0][0] == 1


def test_what_is_offered_no_longer_takes_no_new_case(administrator, sign_in):
    administrator.get(f"{THEME}/versions")
    administrator.post(f"{THEME}/retire")
    assert "已停办" in administrator.page(f"{THEME}/versions")
    assert "开办餐饮店一件事" not in sign_in("lijing").page("/desk/green-channel")


def without(pairs, name):
    return [pair for pair in pairs if pair[0] != name]


@pytest.fixture
def administrator(sign_in):
    return sign_in("mulu")
