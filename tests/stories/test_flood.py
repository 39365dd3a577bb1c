"""At noon the water comes in: the centre closes, the running cases move, and the clerk sees why."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import CalendarRevision, Case, JournalEntry
from app.services import verification
from tests.factories import green

FLOOD = {
    "since_day": "2026-09-18", "since_time": "12:00", "until_day": "2026-09-21", "until_time": "17:00",
    "reason": "暴雨内涝，大厅进水",
}  # fmt: skip


def test_the_administrator_sees_which_cases_move_before_anything_does(flooded, rows):
    mulu, number, token = flooded
    page = mulu.page(token)
    assert "1 件在办件的期限会变" in page
    assert "2026年9月18日 周五 08:30–11:30、13:30–17:00 08:30–11:30" in page
    assert f"{number} 开办餐饮店一件事" in page
    assert "2026年9月24日 2026年9月29日" in page
    assert rows(sa.select(Case.due_at))[0].due_at.isoformat() == "2026-09-24T23:59:59"


def test_two_presses_close_the_centre_once_and_the_clerk_sees_why(flooded, sign_in, rows, session):
    mulu, number, token = flooded
    mulu.get(token)
    first, second = (mulu.post(token, reason="暴雨内涝，大厅进水") for _press in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert "第 2 版已启用。 1 件在办件的期限已调整。" in mulu.page(first.headers["Location"])
    assert len(rows(sa.select(CalendarRevision.id))) == 2
    assert len(rows(sa.select(JournalEntry.id).filter_by(type="recalculated"))) == 1
    clerk = sign_in("lijing")
    why = clerk.page(f"/desk/cases/{number}/why/case/promise")
    assert "承诺时限为什么是9月29日" in why.replace(" ", "")
    assert "13:30 至 17:00 中心关闭：暴雨内涝，大厅进水" in why
    assert "9月21日 星期一 停办 — 全天关闭：暴雨内涝，大厅进水" in why
    told = clerk.page(f"/desk/cases/{number}?tab=trail")
    assert "因中心 9月18日 12:00 至 9月21日 17:00 关闭，重新排了期限。" in told
    assert list(verification.replay(session)) == []


def test_the_water_goes_down_sooner_and_the_dates_come_back(flooded, rows):
    mulu, _number, token = flooded
    mulu.get(token)
    mulu.post(token, reason="暴雨内涝，大厅进水")
    assert "暴雨内涝，大厅进水" in mulu.page("/admin/calendars/")
    mulu.get("/admin/calendars/reclose/2026-09-18T12:00")
    sooner = mulu.post(mulu.last.request.path, until_day="2026-09-18", until_time="17:00")
    mulu.get(sooner.headers["Location"])
    mulu.post(sooner.headers["Location"], reason="积水已排")
    assert rows(sa.select(Case.due_at))[0].due_at.isoformat() == "2026-09-24T23:59:59"
    assert "没有要调的" in mulu.page("/admin/calendars/behind/")


@pytest.fixture
def flooded(sign_in, rows):
    """A case of this morning, and a closure that is proposed and not confirmed."""
    green.receive(sign_in("lijing"), "catering_green_channel")
    number = rows(sa.select(Case.number))[0].number
    mulu = sign_in("mulu")
    mulu.get("/admin/calendars/close/")
    answer = mulu.post("/admin/calendars/close/", **FLOOD)
    assert answer.status_code == 302, answer.text
    return mulu, number, answer.headers["Location"]
