"""The calendar as its administrator works with it: each error at its field, nothing typed is lost."""

from __future__ import annotations

import re
from datetime import date

import pytest
import sqlalchemy as sa

from app.models import CalendarRevision
from app.services import calendars

DAYS = "/admin/calendars/days/2027"
NOTICE = {"source": "国办发明电〔2026〕7号", "confirmed": "y"}
CLOSE = {"since_day": "2026-09-22", "since_time": "12:00", "until_day": "9月22日", "until_time": "25:00", "reason": ""}  # fmt: skip


def test_a_year_is_confirmed_from_its_notice_and_no_longer_provisional(mulu, session):
    assert "2027 年 暂定" in mulu.page("/admin/calendars/year/2027")
    done = confirmed(mulu, mulu.post(DAYS, **NOTICE, **row(0, "1-1", "1-3", name="元旦"), **row(1, "2-14", works="work", hours="8:30-12:00", name="春节调休上班")))  # fmt: skip
    page = mulu.page("/admin/calendars/year/2027")
    assert "暂定" not in page.partition("缩短办公")[0]
    assert "已确认：国办发明电〔2026〕7号" in page
    assert "元旦 1月1日（周五） – 1月3日（周日） 3 日" in page
    calendar = calendars.at(session, done)
    assert calendar.confirmed == {2025, 2026, 2027}
    assert [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in calendar.windows_on(date(2027, 2, 14))] == ["08:30-12:00"]  # fmt: skip


def test_what_is_wrong_stands_at_its_row_and_what_was_typed_stays(mulu):
    page = mulu.post(DAYS, confirmed="y", **row(0, "1-1", "13-3"), **row(1, "2-14", works="work", hours="八点半")).text  # fmt: skip
    assert mulu.last.status_code == 422
    assert error(page, "rows-0-last") == "日期请写成 2026-10-01 或 10-1。"
    assert error(page, "rows-1-hours") == "时间请写成 08:30-11:30 13:30-17:00，按先后排。"
    assert error(page, "source") == "确认一年要凭通知，请填文号。"
    assert 'value="八点半"' in page
    assert 'aria-label="第 2 行首日"' in page


def test_what_does_not_fit_together_stands_at_its_row_too(mulu):
    page = mulu.post(DAYS, **row(0, "2-5", "2-11"), **row(1, "2-11", works="work", hours="9:00-12:00")).text  # fmt: skip
    assert error(page, "rows-1-first") == "2027-02-11 在另一行也有。"


def test_more_rows_keep_what_is_typed(mulu):
    page = mulu.post(DAYS, more="1", **row(0, "2-5", "2-11", name="春节")).text
    assert mulu.last.status_code == 200
    assert 'value="春节"' in page
    assert 'name="rows-3-first"' in page


def test_a_year_without_notice_begins_with_its_fixed_holidays(mulu):
    page = mulu.get(DAYS).text
    assert [f'value="2027-{day}"' in page for day in ("01-01", "05-02", "10-01", "10-03")] == [
        True
    ] * 4
    assert 'value="2027-10-02"' not in page


def test_a_proposal_is_gone_back_to_with_all_that_was_typed(mulu):
    answer = mulu.post(DAYS, **NOTICE, **row(0, "2-5", "2-11", name="春节"))
    page = mulu.get(answer.headers["Location"]).text
    back = re.search(r'href="(/admin/calendars/days/[^"]+again=[^"]+)"', page).group(1)
    again = mulu.get(back).text
    assert 'value="2027-02-05"' in again
    assert 'value="春节"' in again
    assert 'value="国办发明电〔2026〕7号"' in again


def test_who_was_overtaken_is_told_and_changes_nothing(mulu, rows):
    mine = mulu.post(DAYS, **row(0, "2-5", "2-11", name="春节"))
    confirmed(mulu, mulu.post(DAYS, **row(0, "2-6", "2-12", name="春节")))
    assert "有人先改了日历的这一部分，请再看一看。" in mulu.page(mine.headers["Location"])
    mulu.post(mine.headers["Location"], reason="晚了一步")
    assert mulu.last.status_code == 422
    assert len(rows(sa.select(CalendarRevision.id))) == 2


def test_hours_of_a_season_and_of_fridays_are_seen_in_the_year(mulu, session):
    mulu.get("/admin/calendars/hours/")
    done = confirmed(mulu, mulu.post(
        "/admin/calendars/hours/", hours="08:30-11:30、13:30-17:00",
        **{"rows-0-since": "2027-06-01", "rows-0-weekday": "", "rows-0-hours": "8:00-12:00 14:00-17:30",
           "rows-1-since": "", "rows-1-weekday": "5", "rows-1-hours": "8:30-11:30"},
    ))  # fmt: skip
    page = mulu.page("/admin/calendars/year/2027")
    assert "2027年6月1日 每个工作日 08:00-12:00 14:00-17:30" in page
    assert "周五 08:30-11:30" in page
    calendar = calendars.at(session, done)
    assert len(calendar.windows_on(date(2027, 5, 28))) == 1
    assert f"{calendar.close_of(date(2027, 6, 4)):%H:%M}" == "17:30"


def test_a_closure_without_reason_or_with_no_such_time_is_refused_at_its_fields(mulu):
    mulu.get("/admin/calendars/close/")
    page = mulu.post("/admin/calendars/close/", **CLOSE).text
    assert mulu.last.status_code == 422
    assert error(page, "until_day") == "日期请写成 2026-10-01。"
    assert error(page, "until_time") == "时间请写成 12:00。"
    assert error(page, "reason") == "请填写。"
    assert 'value="9月22日"' in page


def test_an_old_revision_is_shown_as_it_was_and_offers_nothing(mulu):
    confirmed(mulu, mulu.post(DAYS, **row(0, "2-5", "2-11", name="春节")))
    page = mulu.get("/admin/calendars/year/2027?revision=1").text
    assert "这是第 1 版当时的样子；现行的是第 2 版。" in page
    assert "春节" not in page.partition("<main")[2].partition("版次")[0]
    assert "改这一年" not in page
    assert mulu.get("/admin/calendars/year/2027?revision=9").status_code == 404
    assert mulu.get("/admin/calendars/year/1999").status_code == 404


def test_an_auditor_reads_the_year_and_is_offered_no_act(sign_in):
    page = sign_in("jiancha").page("/admin/calendars/")
    assert "2026 年" in page
    assert "关闭中心" not in page


def row(number, first, last="", *, works="off", name="", hours=""):
    said = {"first": first, "last": last, "works": works, "name": name, "hours": hours}
    return {f"rows-{number}-{field}": value for field, value in said.items()}


def confirmed(mulu, answer):
    """The number of the revision that a proposal made."""
    assert answer.status_code == 302, answer.text
    mulu.get(answer.headers["Location"])
    done = mulu.post(answer.headers["Location"], reason="演练")
    assert done.status_code == 302, done.text
    return int(done.headers["Location"].rsplit("/", 1)[1])


def error(page, field):
    found = re.search(rf'id="{field}-bad"[^>]*>([^<]+)<', page)
    return found and found.group(1)


@pytest.fixture
def mulu(sign_in):
    found = sign_in("mulu")
    found.get(DAYS)
    return found
