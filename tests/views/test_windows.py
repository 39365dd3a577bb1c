"""Windows of the hall: added, retired, taken out; who sits there is the security administrator's to say."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User

from app.models import Case, Window
from app.models.account import Staff
from app.services import catalogue
from tests.conftest import NOW
from tests.factories import green
from tests.factories.browser import text_of
from tests.factories.office import problems, save, saved


def test_a_new_window_is_chosen_for_a_person_at_once(sign_in, rows):
    saved(sign_in("mulu"), "windows/add", code="12", name="综合窗口 12 号", department="ZHCK")
    security = sign_in("anquan")
    found = security.get("/admin/users/choose?q=12").json
    assert found == [["12", "综合窗口 12 号　12"]]
    address = f"users/place/{person(rows, 'piaoyu')}"
    assert save(security, address, window="12").status_code == 302
    assert rows(sa.select(Staff.window).where(Staff.window == "12")) == [("12",)]


def test_a_window_is_found_by_the_initials_of_its_sign(sign_in):
    found = sign_in("anquan").get("/admin/users/choose?q=swzc").json
    assert [code for code, _words in found] == ["SW01"]


def test_its_page_says_who_sits_there_and_leads_to_them(mulu, rows):
    page = mulu.get(f"/admin/windows/show/{ident(rows, 'ZH01')}").text
    assert "谁在这里 李静" in text_of(page) and "1 人在这里工作" in text_of(page)
    assert "/admin/workplaces/list/?window=ZH01" in page
    assert "综合窗口 1 号" in mulu.page("/admin/workplaces/list/?window=ZH01")


def test_a_retired_window_is_offered_no_more_and_keeps_whoever_sits_there(mulu, sign_in, rows):
    mulu.get("/admin/windows/list/")
    mulu.post(f"/admin/windows/retire/{ident(rows, 'ZH01')}")
    security = sign_in("anquan")
    assert security.get("/admin/users/choose?q=ZH01").json == []
    assert 'value="ZH01"' not in security.get("/admin/users/add").text
    assert rows(sa.select(Staff.user_id).where(Staff.window == "ZH01"))


def test_a_department_says_which_windows_are_its_own(mulu, rows):
    number = rows(sa.text("SELECT id FROM department WHERE code = 'SWJ'"))[0][0]
    assert "税务专窗" in mulu.page(f"/admin/departments/show/{number}")


def test_a_number_alone_is_a_sign_and_a_sentence_is_none(mulu):
    answer = save(mulu, "windows/add", code="十二 号", name="窗口", department="ZHCK")
    assert problems(answer) == {"code": "用字母、数字、_ 和 -。"}


def test_a_case_knows_the_department_that_received_it_and_no_window(sign_in, rows):
    green.received(sign_in, "catering_green_channel")
    assert rows(sa.select(Case.window)) == [("ZHCK",)]


def test_windows_go_out_and_come_in_as_a_package_alike(session):
    said = catalogue.export_package(session)["windows"]
    assert said["GA01"]["hours"] == "工作日 08:30–16:30"
    session.execute(sa.delete(Window))
    report = catalogue.import_package(session, {"package": 1, "windows": said}, by="mulu", now=NOW)
    assert len(report.added) == len(said)
    assert catalogue.export_package(session)["windows"] == said


def ident(rows, code):
    return rows(sa.select(Window.id).where(Window.code == code))[0][0]


def person(rows, username):
    return rows(sa.select(User.id).where(User.username == username))[0][0]


@pytest.fixture
def mulu(sign_in):
    return sign_in("mulu")
