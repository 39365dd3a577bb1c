"""References found by typing, patterns and series, what uses a row: the rest of the dictionaries' pages."""

from __future__ import annotations

import json
import re

import pytest
import sqlalchemy as sa

from app.models import Department, DocumentType, NamedPattern, NumberSeries, PaperTemplate, Staff
from tests.factories.office import numbers, problems, save, saved


@pytest.mark.parametrize("asked", ["消防", "xfjy", "XFJY", "jyd"])
def test_a_department_is_found_while_it_is_typed(mulu, asked):
    assert chosen(mulu, "departments/choose/parent", q=asked)[0] == ["XFJY", "消防救援大队　XFJY"]


def test_at_most_twenty_are_offered_of_eight_hundred(mulu, app):
    from app import transaction

    with app.app_context(), transaction.unit() as session:
        made = {"kind": "form", "source": "applicant", "more": {}}
        session.add_all(DocumentType(key=f"M{at}", name=f"证明{at}", **made) for at in range(800))
    assert len(chosen(mulu, "documents/choose/folds_into", q="zm")) == 20
    assert chosen(mulu, "documents/choose/folds_into", q="证明799")[0][0] == "M799"


def test_what_is_retired_or_the_row_itself_is_not_offered(mulu, rows):
    mulu.get(f"/admin/departments/show/{ident(rows, Department.code, 'GAJ')}")
    mulu.post(f"/admin/departments/retire/{ident(rows, Department.code, 'GAJ')}")
    offered = chosen(mulu, "departments/choose/parent", q="局", but="SCJG")
    assert offered and not {"GAJ", "SCJG"} & {key for key, _words in offered}


def test_a_limit_is_found_by_its_name_and_said_with_its_number(mulu):
    assert ["day_3", "3 个工作日　day_3"] in chosen(mulu, "appeals/choose/promise", q="day_3")


@pytest.mark.parametrize(("person", "status"), [("jiancha", 403), ("lijing", 403), ("mulu", 200)])
def test_only_who_fills_the_form_is_told_what_it_may_name(sign_in, person, status):
    answer = sign_in(person).get("/admin/departments/choose/parent?q=a")
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("address", "status"),
    [("departments/choose/name", 404), ("departments/choose/more", 404), ("departments/choose/parent?q=%00", 400)],
)  # fmt: skip
def test_what_is_no_reference_offers_nothing(mulu, address, status):
    assert mulu.get(f"/admin/{address}").status_code == status


def test_without_a_script_a_reference_is_a_choice_of_all_rows(mulu):
    page = mulu.get("/admin/departments/add").text
    assert 'data-choose="/admin/departments/choose/parent"' in page
    assert re.search(r'<select [^>]*name="parent"', page) and page.count("<option") > 10


def test_a_pattern_that_cannot_be_read_is_refused_at_its_field(mulu, rows):
    answer = save(mulu, "patterns/add", key="plate", message="车牌号", expression="[A-Z")
    assert "读不懂" in problems(answer)["expression"]
    saved(mulu, "patterns/add", key="plate", message="车牌号", expression="[A-Z]{2}")
    found = rows(sa.select(NamedPattern.more).where(NamedPattern.key == "plate"))
    assert found == [({"message": "车牌号", "expression": "[A-Z]{2}"},)]


def test_a_retired_pattern_is_offered_to_no_field_any_more(mulu, app):
    from app import transaction
    from app.services import studio_options

    mulu.get("/admin/patterns/show/1")
    mulu.post("/admin/patterns/retire/1")
    with app.app_context(), transaction.reading() as session:
        key = session.get(NamedPattern, 1).key
        listed = studio_options.options(session, "items", key="food", content={}).lists["patterns"]
    assert key not in dict(listed)


def test_two_templates_never_print_one_series(mulu, rows):
    receipt = ident(rows, PaperTemplate.key, "receipt")
    answer = save(mulu, f"templates/edit/{receipt}", series="龙政务告")
    assert "两份文书会编成同一个号" in problems(answer)["series"]
    assert rows(sa.select(PaperTemplate.series).where(PaperTemplate.id == receipt)) == [
        ("龙政务收",)
    ]


def test_a_long_designation_does_not_number_papers(mulu, rows):
    receipt = ident(rows, PaperTemplate.key, "receipt")
    answer = save(mulu, f"templates/edit/{receipt}", name="长" * 61, series="")
    assert list(problems(answer)) == ["series"]


def test_the_series_are_read_in_words_and_no_counter_is_set(mulu, app):
    from app import transaction

    with app.app_context(), transaction.unit() as session:
        for key in ("paper notice_sheet 2026", "case LJ20260918 joint"):
            session.add(NumberSeries(key=key, last=7))
    page = mulu.page("/admin/series/list/")
    assert "文书编号 一次性告知" in page and "2026 7" in page
    assert "办件编号 联办件 2026-09-18 7" in page
    assert mulu.post("/admin/series/edit/1").status_code == 404


def test_who_sits_where_is_read_without_login_names(sign_in, mulu, rows):
    page = mulu.get("/admin/workplaces/list/?department=XFJY").text
    names = rows(sa.select(Staff.user_id).where(Staff.department == "XFJY"))
    assert page.count("<tr data-row") == len(names) == 2
    assert "消防承办" in page and "xfjy0" not in page
    assert mulu.get("/admin/workplaces/list/?q=xfjy0").text.count("<tr data-row") == 0
    assert "消防承办" in mulu.get("/admin/workplaces/list/?q=xfcb").text


@pytest.mark.parametrize("address", ["workplaces/show/1", "workplaces/edit/1", "workplaces/add"])
def test_places_are_nobodys_to_change_here(mulu, address):
    assert mulu.get(f"/admin/{address}").status_code == 404


def test_an_account_out_of_use_sits_nowhere(mulu, app):
    from flask_appbuilder.security.sqla.models import User

    from app import transaction

    with app.app_context(), transaction.unit() as session:
        session.execute(
            sa.update(User).where(User.username.startswith("xfjy")).values(active=False)
        )
    assert "消防承办" not in mulu.page("/admin/workplaces/list/?department=XFJY")


def test_what_uses_a_row_leads_to_its_own_page(mulu, rows):
    page = mulu.get(f"/admin/departments/show/{ident(rows, Department.code, 'XFJY')}").text
    uses = page.partition("谁在用")[2] or page
    links = re.findall(r'href="(/admin/(?:items|workplaces)/[^"]+)"', uses)
    assert "/admin/workplaces/list/?department=XFJY" in links
    assert [one for one in links if one.startswith("/admin/items/show/")]
    assert all(mulu.get(one).status_code == 200 for one in links)


def test_a_limit_and_a_paper_say_what_uses_them(mulu):
    for noun in ("sla", "documents", "patterns"):
        found = []
        for name in numbers(mulu.get(f"/admin/{noun}/list/").text)[:8]:
            page = mulu.get(f"/admin/{noun}/list/?q={name}").text
            found.append(mulu.page(re.search(rf"/admin/{noun}/show/\d+", page)[0]))
        assert any("事项" in page.partition("谁在用")[2] for page in found), noun


def chosen(person, address, **asked):
    answer = person.client.get(f"/admin/{address}", query_string=asked)
    assert answer.status_code == 200
    return json.loads(answer.text)


def ident(rows, column, key):
    return rows(sa.select(column.class_.id).where(column == key))[0][0]


@pytest.fixture
def mulu(sign_in):
    return sign_in("mulu")
