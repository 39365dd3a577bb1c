"""Retiring at the web: what uses a row is shown first, nothing is ever deleted."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import AppealClass, Department, JournalEntry, ServiceVersion
from tests.factories import green


def test_what_uses_a_department_is_shown_before_it_is_retired(mulu, sign_in, rows):
    green.received(sign_in, "catering_green_channel")
    page = mulu.page(f"/admin/departments/show/{ident(rows, 'XFJY')}")
    assert "公众聚集场所投入使用、营业前消防安全检查（告知承诺）" in page
    assert "在办 1 件，共收过 1 件" in page
    assert "2 人在这里工作" in page


def test_a_retired_department_is_marked_found_and_chosen_no_longer(mulu, rows):
    number = ident(rows, "XFJY")
    assert "已停用：消防救援大队。" in text(mulu, f"/admin/departments/retire/{number}")
    assert "XFJY 已停用" in mulu.page("/admin/departments/list/?retired=1")
    assert "XFJY" not in mulu.page("/admin/departments/list/?retired=0")
    assert 'value="XFJY"' not in mulu.get("/admin/departments/add").text


def test_retired_twice_it_stays_retired(mulu, rows):
    number = ident(rows, "XFJY")
    for _press in range(2):
        text(mulu, f"/admin/departments/retire/{number}")
    assert rows(sa.select(Department.retired_at).where(Department.id == number))[0][0]
    entries = rows(sa.select(JournalEntry.by).where(JournalEntry.type == "department_changed"))
    assert entries == [("mulu",)]


def test_taken_back_into_use_it_is_offered_again(mulu, rows):
    number = ident(rows, "XFJY")
    text(mulu, f"/admin/departments/retire/{number}")
    text(mulu, f"/admin/departments/retire/{number}", again="1")
    assert rows(sa.select(Department.retired_at).where(Department.id == number)) == [(None,)]
    assert 'value="XFJY"' in mulu.get("/admin/departments/add").text


def test_a_row_that_is_chosen_stays_chosen_when_it_is_retired(mulu, rows):
    text(mulu, f"/admin/departments/retire/{ident(rows, 'ZWZX')}")
    page = mulu.get(f"/admin/departments/edit/{ident(rows, 'ZHCK')}").text
    assert '<option selected value="ZWZX">政务服务中心（已停用）</option>' in page


def test_a_retired_appeal_class_ends_its_versions(mulu, rows):
    mulu.get("/admin/appeals/show/1")
    mulu.post("/admin/appeals/retire/1")
    key = rows(sa.select(AppealClass.key).where(AppealClass.id == 1))[0][0]
    state = sa.select(ServiceVersion.state).where(ServiceVersion.code == key)
    assert rows(state) == [("retired",)]


@pytest.mark.parametrize(
    "noun", ["departments", "windows", "documents", "sla", "appeals", "items", "themes"]
)
def test_nothing_is_deleted_at_the_web(mulu, noun):
    mulu.get(f"/admin/{noun}/show/1")
    for address in (f"/admin/{noun}/delete/1", f"/admin/{noun}/show/1", f"/admin/{noun}/list/"):
        assert mulu.post(address).status_code in (404, 405)
        assert mulu.client.delete(address, headers={"X-CSRFToken": mulu.token}).status_code in (
            404,
            405,
        )
    assert mulu.get(f"/admin/{noun}/show/1").status_code == 200


def text(person, address, **fields):
    from tests.factories.browser import text_of

    show = address.replace("/retire/", "/show/")
    person.get(show)
    assert person.post(address, **fields).status_code == 302
    return text_of(person.get(show).text)


def ident(rows, code):
    return rows(sa.select(Department.id).where(Department.code == code))[0][0]


@pytest.fixture
def mulu(sign_in):
    return sign_in("mulu")
