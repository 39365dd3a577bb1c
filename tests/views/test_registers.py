"""The registers of cases, parts and papers: who sees what of them, in words, masked, and how cheaply."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from app.models import Case, Paper, Task
from tests.conftest import keep
from tests.factories import desk, green
from tests.factories.office import numbers

THEME = "catering_green_channel"
REGISTERS = ("cases", "tasks", "papers")
READERS = ("jiancha", "ducha", "zhuren")


@pytest.mark.parametrize("noun", REGISTERS)
@pytest.mark.parametrize("who", READERS)
def test_the_centres_readers_see_every_row_and_no_name(received, sign_in, rows, who, noun):
    reader, model = sign_in(who), {"cases": Case, "tasks": Task, "papers": Paper}[noun]
    page = reader.page(f"/admin/{noun}/list/")
    assert all(row.number.partition("/")[0] in page for row in rows(sa.select(model.number)))
    shown = [page, reader.page(f"/admin/{noun}/show/1")]
    assert not [1 for text in shown if re.search("金海|222405199001011236|13804331234", text)]


def test_codes_are_words(received, sign_in):
    page = sign_in("jiancha").page("/admin/cases/list/")
    assert "金* 综合窗口 办理中 绿灯 正常" in page
    page = sign_in("jiancha").page("/admin/tasks/list/?kind=work")
    assert "市场监管局 办理中 绿灯 正常 审查" in page and "未开始" in page
    page = sign_in("jiancha").page("/admin/papers/list/")
    assert "收件凭证" in page and "李静" in page and "lijing" not in page


def test_a_part_without_a_number_is_called_by_the_cases(received, sign_in):
    page = sign_in("ducha").page("/admin/tasks/list/")
    assert not re.findall("hand-over|/intake", page)


def test_an_officer_sees_the_parts_of_their_department_only(received, sign_in):
    officer = sign_in("xfjy1")
    page = officer.page("/admin/tasks/list/")
    assert "消防安全检查" in page and "市场主体设立登记" not in page


@pytest.mark.parametrize("who", ["mulu", "anquan", "xitong", "shenji"])
@pytest.mark.parametrize("noun", REGISTERS)
def test_administrators_see_no_register(received, sign_in, who, noun):
    administrator = sign_in(who)
    assert administrator.get(f"/admin/{noun}/list/").status_code == 403
    assert administrator.get(f"/admin/{noun}/show/1").status_code == 403


def test_a_register_leads_to_the_case_at_the_desk(received, sign_in, rows):
    reader, number = sign_in("ducha"), rows(sa.select(Case.number))[0][0]
    for noun in REGISTERS:
        assert f'href="/desk/cases/{number}' in reader.get(f"/admin/{noun}/show/1").text
    assert reader.get(f"/desk/cases/{number}").status_code == 200


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("phase=in_progress", 1), ("phase=closed", 0), ("window=ZHCK", 1), ("window=SQCK", 0), ("outcome=granted", 0),
        ("light=green", 1), ("light=red", 0), ("light=held", 0), ("received_at-from=2026-09-18", 1),
        ("received_at-until=2026-09-18", 1), ("received_at-from=2026-09-19", 0), ("received_at-until=2026-09-17", 0),
        ("received_at-from=2026-09-01&received_at-until=2026-09-30&phase=in_progress&light=green", 1),
    ],
)  # fmt: skip
def test_cases_are_found_by(received, sign_in, asked, found):
    page = sign_in("jiancha").get(f"/admin/cases/list/?{asked}")
    assert (page.status_code, len(numbers(page.text))) == (200, found)


def test_a_number_is_found_however_it_was_typed(received, sign_in, rows):
    reader, number = sign_in("jiancha"), rows(sa.select(Case.number))[0][0]
    assert numbers(reader.get(f"/admin/cases/list/?number={number.lower()} ").text) == [number]
    assert len(numbers(reader.get(f"/admin/tasks/list/?number={number}").text)) == len(
        rows(sa.select(Task.id))
    )
    assert numbers(reader.get(f"/admin/tasks/list/?number={number}-03").text) == [f"{number}-03"]
    assert numbers(reader.get(f"/admin/papers/list/?case={number}").text)


def test_a_mistyped_number_is_told_from_one_that_is_not_there(received, sign_in, rows):
    reader, number = sign_in("jiancha"), rows(sa.select(Case.number))[0][0]
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    answer = reader.get(f"/admin/cases/list/?number={wrong}")
    assert (answer.status_code, "编号最后一位对不上" in answer.text) == (422, True)
    assert "这不是办件编号" in reader.get("/admin/cases/list/?number=金海").text


def test_a_day_that_does_not_exist_is_said_at_its_field(sign_in):
    answer = sign_in("jiancha").get("/admin/cases/list/?received_at-from=2026-13-01")
    assert answer.status_code == 422
    assert 'value="2026-13-01"' in answer.text and "日期写成 2026-09-18 这样" in answer.text


def test_lights_follow_the_clock(received, sign_in, at):
    at.set("2026-09-25T09:00:00")
    reader = sign_in("jiancha")
    assert len(numbers(reader.get("/admin/cases/list/?light=red").text)) == 1
    assert "红灯 超期" in reader.page("/admin/cases/list/")


@pytest.mark.parametrize("noun", REGISTERS)
def test_a_page_costs_four_statements_whatever_its_rows_and_under_25_kib(
    sign_in, app, session, noun
):
    reader = sign_in("jiancha")
    reader.get("/admin/cases/list/")
    few = statements(app, reader, f"/admin/{noun}/list/")
    for _case in range(26 if noun == "cases" else 13):
        desk.accepted_case(session)
    keep(session)
    many = statements(app, reader, f"/admin/{noun}/list/")
    assert len(many) == len(few) <= 4, many
    assert len(numbers(reader.last.text)) == 25
    assert len(reader.last.data) <= 25 * 1024


def statements(app, browser, address):
    from app.extensions import db

    with app.app_context():
        engine = db.engine
    done = []

    def note(_connection, _cursor, statement, *_more):
        done.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    assert browser.get(address).status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    return [statement for statement in done if not statement.startswith(("BEGIN", "PRAGMA"))]


@pytest.fixture
def received(sign_in):
    return green.received(sign_in, THEME)
