"""The flat dictionaries: the catalogue administrator adds, edits and retires; each is journaled."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from app.models import Department, DocumentType, JournalEntry, SlaClass
from tests.factories.office import DICTIONARIES, problems, save, saved


@pytest.mark.parametrize("noun", DICTIONARIES)
def test_a_new_row_is_there_at_once_and_says_so(mulu, noun):
    page = saved(mulu, f"{noun}/add", **DICTIONARIES[noun])
    key, *_rest = DICTIONARIES[noun].values()
    assert "已保存" in page and key in page
    assert key in mulu.page(f"/admin/{noun}/list/?q={key}")


def test_a_new_department_can_be_chosen_as_a_parent_without_a_restart(mulu):
    saved(mulu, "departments/add", code="QXJ", name="气象局")
    saved(mulu, "departments/add", code="QXT", name="气象台", parent="QXJ")
    assert "气象台 QXT" not in mulu.page("/admin/departments/list/?parent=ZHCK")
    assert "QXT 气象台" in mulu.page("/admin/departments/list/?parent=QXJ")


def test_every_change_is_journaled_with_who_and_what(mulu, rows):
    saved(mulu, "departments/add", code="QXJ", name="气象局")
    saved(mulu, f"departments/edit/{newest(rows, Department)}", name="气象服务局")
    added, changed = journal(rows, "QXJ")
    assert (added.type, added.by) == ("department_added", "mulu")
    assert json.loads(changed.data)["changes"] == {"name": ["气象局", "气象服务局"]}


def test_the_page_of_a_row_says_who_changed_it_last(mulu, rows, at):
    saved(mulu, "departments/add", code="QXJ", name="气象局")
    at.set("2026-09-18T10:05:00")
    page = saved(mulu, f"departments/edit/{newest(rows, Department)}", name="气象服务局")
    assert "2026-09-18 10:05 由目录管理员改过" in page


def test_saving_what_nobody_changed_journals_nothing(mulu, rows):
    for address in ("departments/edit/3", "documents/edit/1", "sla/edit/15", "sla/edit/1"):
        before = len(rows(sa.select(JournalEntry.id)))
        saved(mulu, address)
        assert len(rows(sa.select(JournalEntry.id))) == before, address


def test_a_code_that_is_there_already_is_said_at_the_code_whatever_its_case(mulu, rows):
    answer = save(mulu, "departments/add", code="gaj", name="别的局")
    assert answer.status_code == 422
    assert problems(answer) == {"code": "GAJ 已经有了：公安局。"}
    assert 'value="gaj"' in answer.text and 'value="别的局"' in answer.text
    assert not rows(sa.select(Department.id).where(Department.name == "别的局"))


def test_pressed_twice_a_new_row_is_there_once_and_nothing_is_wrong(mulu, rows):
    for _press in range(2):
        assert save(mulu, "sla/add", **DICTIONARIES["sla"], warn="1").status_code == 302
    assert len(rows(sa.select(SlaClass.id).where(SlaClass.key == "day_6"))) == 1
    assert len(journal(rows, "day_6")) == 1


def test_the_letters_of_a_code_stay_as_they_were_typed(mulu, rows):
    saved(mulu, "departments/add", code="qxJ", name="气象局")
    assert rows(sa.select(Department.code).where(Department.name == "气象局")) == [("qxJ",)]


def test_departments_that_would_belong_to_each_other_are_refused_at_the_field(mulu, rows):
    window = ident(rows, Department, "ZHCK", "code")
    centre = ident(rows, Department, "ZWZX", "code")
    answer = save(mulu, f"departments/edit/{centre}", parent="ZHCK")
    assert answer.status_code == 422
    assert problems(answer)["parent"].endswith("政务服务中心 → 综合窗口 → 政务服务中心。")
    assert "没有上级" in mulu.get(f"/admin/departments/edit/{window}").text


def test_papers_that_would_fold_in_a_circle_are_refused_at_the_field(mulu, rows):
    form = ident(rows, DocumentType, "ONE_FORM")
    answer = save(mulu, f"documents/edit/{form}", folds_into="F_REG")
    assert "绕成圈" in problems(answer)["folds_into"]


@pytest.mark.parametrize(
    ("address", "field", "value"),
    [
        ("departments/edit/3", "parent", "NOWHERE"),
        ("documents/edit/1", "folds_into", "NOWHERE"),
        ("documents/edit/1", "kind", "poem"),
        ("appeals/edit/1", "department", "NOWHERE"),
        ("appeals/edit/1", "promise", "NOWHERE"),
    ],
)
def test_what_is_not_there_cannot_be_chosen(mulu, address, field, value):
    answer = save(mulu, address, **{field: value})
    assert (answer.status_code, list(problems(answer))) == (422, [field])


def test_nothing_is_its_own_parent(mulu, rows):
    number = ident(rows, Department, "GAJ", "code")
    page = mulu.get(f"/admin/departments/edit/{number}").text
    assert 'value="SCJG"' in page and 'value="GAJ"' not in page


def test_review_points_are_one_a_line_and_read_as_a_list(mulu, rows):
    page = saved(
        mulu,
        "documents/add",
        key="WIND_REPORT",
        name="防雷检测报告",
        points=" 一年内\n\n盖章\n盖章 ",
    )
    assert "一年内 盖章" in page
    points = rows(sa.select(DocumentType.points).where(DocumentType.key == "WIND_REPORT"))
    assert points == [(["一年内", "盖章"],)]


def test_a_paper_gets_its_code_from_its_name_and_none_twice(mulu, rows):
    for _pressed in range(2):
        saved(mulu, "documents/add", name="防雷检测报告")
    keys = sa.select(DocumentType.key).where(DocumentType.name == "防雷检测报告")
    assert rows(keys) == [("fljcbg",)]


def test_a_character_that_nobody_reads_is_refused_at_its_field(mulu):
    answer = save(mulu, "departments/add", code="QXJ", name="气象\x01局")
    assert list(problems(answer)) == ["name"]


def test_an_appeal_class_gets_another_limit_and_keeps_what_came_by_package(mulu, rows):
    from app.models import AppealClass

    before = rows(sa.select(AppealClass.closing, AppealClass.more).where(AppealClass.id == 1))
    page = saved(mulu, "appeals/edit/1", promise="day_3")
    assert "3 个工作日" in page
    assert (
        rows(sa.select(AppealClass.closing, AppealClass.more).where(AppealClass.id == 1)) == before
    )


def test_a_limit_written_in_place_by_a_package_may_stay(mulu, rows, app):
    from app import transaction
    from app.models import AppealClass

    written = {"value": 4, "unit": "working_day"}
    with app.app_context(), transaction.unit() as session:
        session.get(AppealClass, 1).promise = written
    assert "4 个工作日" in saved(mulu, "appeals/edit/1", name="换个名字")
    assert rows(sa.select(AppealClass.promise).where(AppealClass.id == 1)) == [(written,)]


def test_a_warning_is_accepted_with_a_reason(mulu):
    answer = save(mulu, "acknowledged/add", of="newborn_longjing", code="no_promise", reason=" ")
    assert list(problems(answer)) == ["reason"]
    page = saved(
        mulu, "acknowledged/add", of="newborn_longjing", code="no_promise", reason="照公告"
    )
    assert "没有承诺时限" in page and "照公告" in page


def test_the_centre_changes_its_name_and_never_its_prefix(mulu, rows):
    from app.models import ServiceCentre

    saved(mulu, "centre/edit/1", name="市民之家", prefix="XX")
    assert rows(sa.select(ServiceCentre.name, ServiceCentre.prefix)) == [("市民之家", "LJ")]


def newest(rows, model):
    return rows(sa.select(sa.func.max(model.id)))[0][0]


def ident(rows, model, key, column="key"):
    return rows(sa.select(model.id).where(getattr(model, column) == key))[0][0]


def journal(rows, ref):
    columns = JournalEntry.type, JournalEntry.by, JournalEntry.data
    return rows(sa.select(*columns).where(JournalEntry.ref == ref).order_by(JournalEntry.id))


@pytest.fixture
def mulu(sign_in):
    return sign_in("mulu")
