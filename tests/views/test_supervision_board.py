"""The supervisor's board: what goes wrong today before any chart, and for each figure how it was counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from app.extensions import db
from app.jobs import running, scans
from app.models import Job, Task
from tests.conftest import keep
from tests.factories import desk, lives
from tests.factories.browser import text_of

PAGE = "/supervision/board"


def test_what_is_late_now_stands_first_with_its_part_and_how_late(board, at, sign_in):
    at.now += timedelta(days=12)
    page = sign_in("ducha").page(PAGE)
    assert page.index("超期") < page.index("快要超期的")
    assert "工作日" in page
    assert "督办" in page


def test_before_the_worker_has_counted_it_says_so_and_shows_what_is_wrong_now(board):
    page = board.page(PAGE)
    assert "还没有统计" in page
    assert "今天和明天到期" in page


def test_each_chart_has_its_table_and_how_it_was_counted(board, app, at):
    at_work(app, at)
    page = board.get(PAGE).text
    assert page.count("data-chart=") <= page.count("data-table")
    assert page.count("怎么算的") >= 3
    assert "不到 20 项，不参加比较" in text_of(page)
    assert "办结不到 5 件，不算" in text_of(page)


def test_the_worker_counts_once_an_hour_and_whoever_asks_now(board, app, at):
    at_work(app, at)
    first = board.page(PAGE)
    assert f"统计截至 9月18日 {at.now:%H:%M}" in first
    at.now += timedelta(minutes=20)
    board.post(f"{PAGE}/count")
    at_work(app, at)
    assert f"统计截至 9月18日 {at.now:%H:%M}" in board.page(PAGE)


def test_pressed_twice_it_is_counted_once(board, rows):
    board.page(PAGE)
    assert [board.post(f"{PAGE}/count").status_code for _press in range(2)] == [303, 303]
    assert len(rows(sa.select(Job.id).filter_by(kind="supervision"))) == 1


def test_ten_statements_are_enough_however_much_there_is(board, app, at):
    at_work(app, at)
    board.page(PAGE)
    statements = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    board.page(PAGE)
    assert len([one for one in statements if not one.startswith(("BEGIN", "PRAGMA"))]) <= 10, (
        statements
    )


def test_an_order_goes_from_the_board_to_the_officer_and_back(board, sign_in, rows):
    number = rows(sa.select(Task.number).filter_by(state="open", department="SCJG"))[0][0]
    board.page(f"/supervision/orders?part={number}")
    board.post("/supervision/orders", part=number, text="请说明。", days="1")
    officer = sign_in("scjg1")
    page = officer.page("/supervision/orders")
    assert number in page
    officer.post("/supervision/orders/1/answer", text="下午办结。")
    assert "下午办结。" in board.page("/supervision/orders/1")
    assert officer.post("/supervision/orders/1/answer", text="又来").status_code == 422


def test_an_order_without_words_keeps_what_was_typed(board, rows):
    number = rows(sa.select(Task.number).filter_by(state="open"))[0][0]
    board.page("/supervision/orders")
    answer = board.post("/supervision/orders", part=number, text=" ", days="3")
    assert answer.status_code == 422
    assert "请写要办什么、说明什么" in text_of(answer.text)
    assert f'value="{number}"' in answer.text
    assert board.post("/supervision/orders", part="X", text="办", days="1").status_code == 422


def at_work(app, at):
    with app.app_context():
        scans.due(now=at.now)
        while running.run_next(now=lambda: at.now):
            pass


@pytest.fixture
def board(sign_in, session):
    for life in ("restaurant", "supplement", "reopened"):
        lives.LIVES[life](session)
    desk.accepted_case(session)
    keep(session)
    session.close()
    return sign_in("ducha")
