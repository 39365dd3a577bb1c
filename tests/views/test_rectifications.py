"""差评整改 at the desk: a bad rating is answered; nothing is granted, issued or handed over."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import Case
from tests.conftest import keep
from tests.factories import rated
from tests.factories.hall import Hall

#: Words of permits and of papers, which nobody applied for here.
LICENSED = ("准予", "不予", "出件", "延长承诺时限", "申请材料", "申请表")


def test_its_page_speaks_of_a_reply_alone(hall):
    page = hall.page("dckp1")
    assert "答复：已整改" in page and "答复评价人" in page
    assert [word for word in LICENSED if word in page] == []


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("grant", "已整改并答复"),
        ("grant-partly", "部分整改并答复"),
        ("refuse", "未整改，已答复"),
    ],
)
def test_its_reply_is_all_that_is_asked_for_however_it_ends(hall, verb, said):
    hall.act("dckp1", "main", "finish-step", opinion="属实")
    assert hall.send("dckp1", "main", verb, reply="").status_code == 422
    hall.act("dckp1", "main", verb, reply="已向您道歉。")
    page = hall.page("dckp1")
    assert said in page and "已答复评价" in page
    assert [word for word in LICENSED if word in page] == []


@pytest.fixture
def hall(sign_in, session, rows, at):
    hall = Hall(sign_in, rows, at)
    given = rated.rated(session, 1, "等了两个小时")
    hall.number = session.scalars(
        sa.select(Case.number).where(Case.id == given.rectification_id)
    ).one()
    keep(session)
    return hall
