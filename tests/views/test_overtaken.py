"""Two administrators at one row, a database that refuses: nothing is lost, nothing passes for done."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError

from app.models import Department, JournalEntry
from tests.factories.forms import filled
from tests.factories.office import saved


@pytest.fixture
def overtaken(mulu, at):
    """What the slower of two sees who opened the same department at the same time."""
    page = mulu.get("/admin/departments/edit/3").text
    at.set("2026-09-18T09:52:00")
    saved(mulu, "departments/edit/3", short_name="快的人")
    return mulu.post("/admin/departments/edit/3", filled(page, {"name": "慢的人填的"}))


def test_a_form_that_was_overtaken_says_who_when_and_what_beside_mine(overtaken):
    from tests.factories.browser import text_of

    page = text_of(overtaken.text)
    assert overtaken.status_code == 409
    assert "您打开以后，目录管理员在 09:52 改了这一条" in page
    assert "名称 慢的人填的" in page and "快的人" in page


def test_nothing_of_it_is_saved_and_nothing_of_it_is_lost(overtaken, rows):
    assert 'value="慢的人填的"' in overtaken.text
    assert not rows(sa.select(Department.id).where(Department.name == "慢的人填的"))


def test_saved_again_mine_stands_and_both_are_journaled(overtaken, mulu, rows):
    assert mulu.post("/admin/departments/edit/3", filled(overtaken.text, {})).status_code == 302
    kept = rows(sa.select(Department.name, Department.short_name).where(Department.id == 3))
    assert kept[0].name == "慢的人填的"
    code = rows(sa.select(Department.code).where(Department.id == 3))[0][0]
    assert len(rows(sa.select(JournalEntry.id).where(JournalEntry.ref == code))) == 3


def test_a_form_without_its_stamp_is_overtaken(mulu):
    mulu.get("/admin/departments/edit/3")
    assert mulu.post("/admin/departments/edit/3", name="没有版本").status_code == 409


def test_a_retired_row_is_another_row(mulu, rows):
    page = mulu.get("/admin/departments/edit/3").text
    mulu.post("/admin/departments/retire/3")
    answer = mulu.post("/admin/departments/edit/3", filled(page, {"name": "不知道停用了"}))
    assert answer.status_code == 409


@pytest.mark.parametrize("address", ["departments/add", "departments/edit/3"])
def test_what_the_database_refuses_is_shown_as_refused_with_everything_typed(
    mulu, monkeypatch, address
):
    changes = {"name": "存不上的局"} | ({"code": "QXJ"} if "add" in address else {})
    page = mulu.get(f"/admin/{address}").text
    refuse(monkeypatch, IntegrityError("", {}, Exception("taken just before")))
    answer = mulu.post(f"/admin/{address}", filled(page, changes))
    assert (answer.status_code, "没存上" in answer.text) == (422, True)
    assert 'value="存不上的局"' in answer.text and "已保存" not in answer.text


def test_a_database_that_is_away_never_looks_like_success(mulu, monkeypatch, rows):
    page = mulu.get("/admin/departments/edit/3").text
    refuse(monkeypatch, OperationalError("", {}, Exception("disk I/O error")))
    answer = mulu.post("/admin/departments/edit/3", filled(page, {"name": "存不上的局"}))
    assert (answer.status_code, "已保存" in answer.text) == (503, False)
    assert not rows(sa.select(Department.id).where(Department.name == "存不上的局"))


def refuse(monkeypatch, error):
    """The next flush of a department fails as the database would make it."""
    from app.transaction import UnitSession

    real = UnitSession.flush

    def flush(self, *more):
        if any(isinstance(row, Department) for row in (*self.new, *self.dirty)):
            self.rollback()
            raise error
        return real(self, *more)

    monkeypatch.setattr(UnitSession, "flush", flush)


@pytest.fixture
def mulu(sign_in):
    return sign_in("mulu")
