"""What the rows and lists of the Studio tell before they are opened, and where they lead."""

from __future__ import annotations

import re

import pytest

from app.domain.package_keys import KEYS
from app.studio import words
from app.studio.nouns import shapes_of
from tests.factories.browser import text_of
from tests.factories.studio import save

ITEM, THEME = "/studio/items/food", "/studio/themes/catering_green_channel"
SIGN = "材料 2 · 出户外招牌设施备案意见"
#: Nouns that the Studio draws, without those whose keys are drawn by widgets of their own.
DRAWN = (
    "item theme result extend reopen special step field row_field option need entry entry_need"
    " choice channels accept_condition limit limit_case"
).split()


def test_a_row_of_a_theme_tells_department_limit_and_papers(administrator):
    told = rows_of(administrator.get(THEME).text)
    assert told["市场主体设立登记"] == "市场监管局 · 1 工作日 · 有条件 材料 3 · 出营业执照"
    assert told["食品经营许可新办"] == "市场监管局 · 4 工作日 材料 4 · 等：市场主体设立登记"


def test_what_a_row_tells_follows_what_is_typed(administrator):
    told = save(administrator, THEME, {"items.r2.optional": "yes"})
    assert told["rows"]["items.r2"] == ["城管执法局 · 1 工作日 · 有条件 · 按需", SIGN]


def test_a_row_of_an_item_tells_its_kind_as_it_is_now(administrator):
    typed = {"fields.n1._was": "", "fields.n1.label": "冷库面积", "fields.n1.kind": "number"}
    assert save(administrator, ITEM, typed)["rows"]["fields.n1"][0] == "数字"


def test_a_row_of_a_theme_leads_to_its_item(administrator):
    assert f'href="{ITEM}"' in administrator.get(THEME).text


def test_a_result_without_a_number_is_said_by_a_tick_and_stays(administrator):
    save(administrator, ITEM, {"result.numbered": "yes"})
    assert re.search(r'name="result.numbered" value="yes" checked', administrator.get(ITEM).text)
    save(administrator, ITEM, {"result.numbered": ""})
    assert 'name="result.numbered" value="yes">' in administrator.get(ITEM).text


def test_the_list_of_items_tells_whose_they_are(administrator):
    page = text_of(administrator.get("/studio/items/").text)
    assert "食品经营许可新办 市场监督管理局 第 1 版" in page


def test_a_question_just_written_can_be_asked_about_at_once(administrator):
    typed = {"fields.n1._was": "", "fields.n1.label": "冷库面积", "fields.n1.kind": "number"}
    asked = save(administrator, ITEM, typed)["questions"]
    assert ("leng_ku_mian_ji", "number") in [(one["key"], one["kind"]) for one in asked]


def test_limits_of_one_length_are_told_apart_by_their_basis(administrator):
    page = administrator.get(ITEM).text
    assert "20 工作日（行政许可法第四十二条第一款）" in page
    assert "20 工作日（告知承诺，决定后 20 个工作日内核查）" in page


@pytest.mark.parametrize("noun", DRAWN)
def test_every_key_that_is_drawn_has_its_words(noun):
    assert noun in KEYS
    assert [key for key in shapes_of(noun) if words.label(noun, key) == key] == []


def rows_of(page):
    """Title → what stands beside it, of the rows that can be opened."""
    found = re.findall(r"<b data-title>(.*?)</b>(.*?)</button>", page, re.DOTALL)
    return {title: text_of(said).strip() for title, said in found}


@pytest.fixture
def administrator(sign_in):
    return sign_in("mulu")
