"""A pattern written at a question in the Studio: said where it is wrong, kept, held to in the preview."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import FormField
from tests.factories.studio import save

ITEM = "/studio/items/food"
NEW = {
    "fields.n1._was": "", "fields.n1.label": "邮编", "fields.n1.kind": "text",
    "fields.n1.pattern.named": "_own", "fields.n1.pattern.expression": r"[1-9]\d{5}",
    "fields.n1.pattern.sample": "133400", "fields.n1.pattern.message": "邮政编码是6位数字。",
}  # fmt: skip


def test_it_is_written_in_place_and_stands(administrator, rows):
    assert save(administrator, ITEM, NEW)["problems"] == {}
    more = rows(sa.select(FormField.more).where(FormField.label == "邮编"))[0][0]
    assert more["pattern"]["sample"] == "133400"
    assert save(administrator, ITEM)["stands"] is True
    assert "[1-9]\\d{5}" in administrator.get(ITEM).text


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("expression", "(?=1)", "这条格式规则读不懂：RE2 不支持前后查找和回引。"),
        ("expression", "", "这里还没有填。"),
        ("sample", "13340", "这个例子不合格式规则。"),
        ("message", "", "这里还没有填。"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(administrator, key, typed, said):
    told = save(administrator, ITEM, {**NEW, f"fields.n1.pattern.{key}": typed})
    assert told["stands"] is False
    assert told["problems"] == {f"fields.n1.pattern.{key}": said}


def test_chosen_and_not_written_yet_it_asks_for_all_three(administrator):
    empty = {name: "" for name in NEW if name.count(".") == 3 and not name.endswith("named")}
    told = save(administrator, ITEM, NEW | empty)
    assert set(told["problems"]) == set(empty)


@pytest.fixture
def administrator(sign_in):
    return sign_in("mulu")
