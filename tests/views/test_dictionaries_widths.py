"""Texts longer than their table: refused at their field in one sentence, whatever the door."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa

from app.models import ServiceItem
from app.services import workbooks
from tests.factories.office import problems, save
from tests.factories.studio import save as studio_save

LONG = "长" * 201


@pytest.mark.parametrize(
    ("address", "field", "text", "most"),
    [
        ("departments/edit/3", "name", LONG, 200),
        ("documents/edit/1", "standard_code", "9" * 65, 64),
        ("sla/edit/1", "basis", "据" * 401, 400),
        ("templates/edit/1", "series", "字" * 61, 60),
    ],
)
def test_a_form_says_so_beside_the_field(mulu, address, field, text, most):
    answer = save(mulu, address, **{field: text})
    assert answer.status_code == 422
    assert problems(answer) == {field: f"这里太长，最多 {most} 个字。"}


def test_a_workbook_is_told_the_cell():
    package = {"package": 1, "departments": {"QXJ": {"name": LONG}}}
    read = workbooks.read(workbooks.write(package))
    assert [(one.sheet, one.row, one.column, one.expected) for one in read.wrong] == [
        ("部门", 3, "B", "at most 200 characters")
    ]


def test_a_file_is_told_the_place_in_plain_words(mulu):
    mulu.get("/studio/exchange/")
    text = f"package: 1\ndepartments:\n  QXJ: {{name: {LONG}}}\n"
    data = {"file": (io.BytesIO(text.encode()), "catalogue.yaml"), "csrf_token": mulu.token}
    page = mulu.client.post("/studio/exchange/try", data=data, follow_redirects=True).text
    assert "这里太长，最多 200 个字。" in page


def test_the_studio_says_so_beside_the_name_and_keeps_what_was_typed(mulu, rows):
    told = studio_save(mulu, "/studio/items/food", {"name": LONG})
    assert told["problems"] == {"name": "这里太长，最多 200 个字。"}
    assert rows(sa.select(ServiceItem.name).where(ServiceItem.key == "food")) != [(LONG,)]


@pytest.fixture
def mulu(sign_in):
    return sign_in("mulu")
