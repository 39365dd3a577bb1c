"""Keys and names of programs are said in words where people read."""

from __future__ import annotations

import sqlalchemy as sa

from app.models import SlaClass


def test_an_accepted_warning_says_where_in_words(sign_in):
    page = sign_in("mulu").page("/admin/acknowledged/list/")
    assert "hotel/" not in page
    assert "承诺时限" in page
    assert " promise " not in page
    assert "accept_conditions" not in page and "受理条件" in page


def test_a_limit_without_a_name_shows_its_length(sign_in, rows):
    unnamed = rows(sa.select(SlaClass.key).where(sa.func.coalesce(SlaClass.name, "") == ""))
    assert unnamed
    assert " — " not in sign_in("mulu").page("/admin/sla/list/").split(unnamed[0][0])[1][:20]


def test_the_state_of_the_system_is_said_in_words(sign_in):
    page = sign_in("xitong").page("/admin/system/")
    assert "本机文件 sqlite" in page or "数据库服务器 postgresql" in page
    assert "后台没有运行" in page
