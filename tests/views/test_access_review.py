"""权限核查 as it is read and taken out: by whom, in which words."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User

from app.models import AccessEntry
from app.services import account_roles, accounts
from tests.conftest import keep
from tests.factories import desk

READERS = ("jiancha", "shenji")


@pytest.mark.parametrize("who", READERS)
def test_auditors_read_by_person_and_by_right_in_words(sign_in, who):
    reader = sign_in(who)
    page = reader.page("/trail/access")
    assert "李静 lijing" in page and "窗口人员 2026年1月5日" in page
    assert "朴玉 piaoyu 90 天以上没有用过" in page
    assert "办件 查看、收件并受理" in page
    page = reader.page("/trail/access?by=grant")
    assert "办件：收件并受理 窗口人员 4 人" in page and "case.receive" not in page
    assert "李静 、 朴玉" in page
    assert reader.get("/trail/access?by=nothing").status_code == 400


@pytest.mark.parametrize("who", ["lijing", "scjg0", "ducha", "zhuren", "xitong", "anquan", "mulu"])
def test_nobody_else_reads_it_or_takes_it_out(sign_in, who):
    person = sign_in(who)
    person.get("/password")
    assert person.get("/trail/access").status_code == 403
    assert person.post("/trail/access/export", format="csv").status_code == 403


@pytest.mark.parametrize("who", READERS)
def test_taken_out_each_line_says_person_right_and_role_and_it_is_on_record(sign_in, rows, who):
    reader = sign_in(who)
    reader.get("/trail/access")
    text = reader.post("/trail/access/export", format="csv").data.decode("utf-8-sig")
    line = next(line for line in text.splitlines() if line.startswith("lijing,") and "case.receive" in line)  # fmt: skip
    assert "李静" in line and "窗口人员" in line and "2026-01-05" in line
    kept = rows(sa.select(AccessEntry.by, AccessEntry.ref).where(AccessEntry.type == "exported"))
    assert [tuple(row) for row in kept] == [(who, "access_review")]


def test_a_right_of_two_roles_is_two_lines_and_a_closed_account_says_so(sign_in, session):
    anquan = desk.person("anquan", "security_admin")
    of = {one.username: one for one in session.scalars(sa.select(User))}
    account_roles.set_roles(session, of["lijing"], ("officer", "window_clerk"), by=anquan)
    accounts.set_active(session, of["piaoyu"], False, by=anquan)
    keep(session)
    reader = sign_in("jiancha")
    reader.get("/trail/access")
    text = reader.post("/trail/access/export", format="csv").data.decode("utf-8-sig")
    lines = [line.split(",") for line in text.splitlines() if ",task.work," in line]
    assert [one[3] for one in lines if one[0] == "piaoyu"] == ["否"]
    assert [(one[3], one[6]) for one in lines if one[0] == "lijing"] == [("是", "部门承办人"), ("是", "窗口人员")]  # fmt: skip
