"""The Studio says in sentences what a condition does, why a row is there, and where a finding leads."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User

from tests.conftest import keep
from tests.factories.browser import text_of
from tests.factories.studio import save

ITEM, THEME = "/studio/items/food", "/studio/themes/catering_green_channel"
COLD = {"fields.n1._was": "", "fields.n1.label": "冷库面积", "fields.n1.kind": "number"}
WHEN = {
    "documents.r1.when.rows.c0.field": "leng_ku_mian_ji",
    "documents.r1.when.rows.c0.op": "ge",
    "documents.r1.when.rows.c0.value": "20",
}


def test_beside_the_rows_of_a_condition_stands_what_it_does(administrator):
    page = text_of(administrator.get(THEME).text)
    assert "要不要挂户外招牌？为要时才办这一项。" in page


def test_what_is_typed_is_explained_in_the_answer(administrator):
    save(administrator, ITEM, COLD)
    told = save(administrator, ITEM, WHEN)
    assert told["explained"]["documents.r1.when"] == "冷库面积不小于20时才要这份材料。"
    assert told["explained"]["documents.r0.when"] == ""
    assert "冷库面积不小于20时才要这份材料。" in text_of(administrator.get(ITEM).text)


def test_a_condition_that_cannot_stand_is_not_explained(administrator):
    save(administrator, ITEM, COLD)
    told = save(administrator, ITEM, {**WHEN, "documents.r1.when.rows.c0.value": "很大"})
    assert told["explained"]["documents.r1.when"] == ""


def test_a_question_to_the_clerk_is_told_as_one(administrator):
    told = save(administrator, ITEM, {"documents.r1.when.ask": "场所已装修完毕吗？"})
    said = "在窗口问工作人员：场所已装修完毕吗？"
    assert told["explained"]["documents.r1.when"] == said


def test_the_preview_says_why_something_is_not_done_and_a_paper_not_asked_for(administrator):
    page = text_of(administrator.get(f"{THEME}/proof?a.licence=held&a.signboard=none").text)
    why = "要不要挂户外招牌？为要时才办这一项。"
    assert f"户外招牌设施设置规范管理 {why}" in page.split("这样回答时不办")[1]
    # Beside the item, and beside both papers that only it asks for.
    assert page.count(why) == 3


def test_the_preview_says_why_a_paper_is_there(administrator):
    save(administrator, ITEM, COLD)
    save(administrator, ITEM, WHEN)
    page = text_of(administrator.get(f"{ITEM}/proof?a.leng_ku_mian_ji=30").text)
    assert "冷库面积不小于20时才要这份材料。" in page


def test_a_field_takes_as_many_characters_as_are_kept(administrator):
    page = administrator.get(ITEM).text
    assert re.search(r'name="name" value="食品经营许可新办" maxlength="200"', page)
    told = save(administrator, ITEM, {"name": "长" * 201})
    assert told["problems"] == {"name": "这里太长，最多 200 个字。"}


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (["sthj0", "sthj1"], "“生态环境局”没有能办理建设项目环境影响登记"),
        (["sthj0"], "“生态环境局”只有一人能办理"),
    ],
)
def test_who_is_missing_is_warned_of_with_a_link_to_the_row(administrator, session, gone, said):
    people = sa.update(User).where(User.username.in_(gone))
    session.execute(people.values(active=False))
    keep(session)
    page = administrator.get(f"{THEME}/proof").text
    assert said in text_of(page)
    assert 'data-goto="STHJ env" data-goto-tab="basic"' in page


@pytest.fixture
def administrator(sign_in):
    return sign_in("mulu")
