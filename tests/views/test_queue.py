"""The work queue: who sees what, how few statements, how few bytes."""

from __future__ import annotations

import re

import sqlalchemy as sa
from sqlalchemy import event

from app.models import Task
from tests.factories import green

THEME = "catering_green_channel"


def test_a_page_takes_three_statements_whatever_its_rows(sign_in, app):
    clerk = sign_in("lijing")
    clerk.get("/desk/queue?scope=all")
    few = statements(app, clerk, "/desk/queue?scope=all")
    for _ in range(3):
        green.receive(clerk, THEME)
    many = statements(app, clerk, "/desk/queue?scope=all")
    assert len(many) == len(few) <= 3, many


def test_a_page_of_rows_stays_under_25_kib(sign_in):
    clerk = sign_in("lijing")
    for _ in range(7):
        green.receive(clerk, THEME)
    page = clerk.get("/desk/queue?scope=all")
    assert page.text.count("data-row") >= 25
    assert len(page.data) <= 25 * 1024


def test_reading_writes_nothing(sign_in, app):
    clerk = sign_in("lijing")
    clerk.get("/desk/queue")
    done = statements(app, clerk, "/desk/queue?scope=all")
    assert all(statement.lstrip().upper().startswith("SELECT") for statement in done), done


def test_pages_follow_each_other_without_gap_or_repeat(sign_in, rows):
    clerk = sign_in("lijing")
    for _ in range(8):
        green.receive(clerk, THEME)
    seen, address = [], "/desk/queue?scope=all"
    while address:
        page = clerk.get(address).text
        seen += re.findall(r'<a href="cases/([^"]+)"', page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        address = following and following.group(1).replace("&amp;", "&")
    open_tasks = [
        row.number.partition("/")[0]
        for row in rows(
            sa.select(Task.number).where(Task.state == "open").order_by(Task.rank_at, Task.id)
        )
    ]
    assert seen == open_tasks


def test_a_department_sees_its_own_parts_only(sign_in):
    green.received(sign_in, THEME)
    page = sign_in("xfjy1").page("/desk/queue?scope=all")
    assert "消防安全检查" in page
    assert "市场主体设立登记" not in page


def test_claiming_several_gives_a_result_for_each(sign_in, rows):
    green.received(sign_in, THEME)
    officer = sign_in("scjg1")
    officer.get("/desk/queue?scope=department")
    number = rows(sa.select(Task.number).where(Task.key == "reg"))[0][0]
    foreign = rows(sa.select(Task.number).where(Task.key == "fire"))[0][0]
    page = officer.post("/desk/queue/claim", [("task", number), ("task", foreign)]).text
    assert "2 件里办成 1 件" in page
    again = officer.post("/desk/queue/claim", [("task", number)]).text
    assert "已由 scjg1 承办" in again


def test_a_box_stands_where_something_may_be_done_and_says_what(sign_in, rows):
    green.received(sign_in, THEME)
    fire = rows(sa.select(Task.number).where(Task.key == "fire"))[0][0]
    box = f'name="task" value="{fire}" aria-label="{fire}"'
    # The clerk reminds whose it is; its own department claims it; an officer of another sees no box.
    assert f"{box}>" in sign_in("lijing").get("/desk/queue?scope=all").text
    assert f'{box} data-takes="claim">' in sign_in("xfjy1").get("/desk/queue?scope=all").text


def test_lights_follow_the_clock(sign_in, at):
    green.received(sign_in, THEME)
    officer = sign_in("scjg1")
    assert "余 1 工作日" in officer.page("/desk/queue?scope=department")
    at.set("2026-09-20T14:00:00")
    officer = sign_in("scjg1")
    assert "今天到期" in officer.page("/desk/queue?scope=department&light=yellow")
    at.set("2026-09-22T09:00:00")
    assert "超期" in sign_in("scjg1").page("/desk/queue?scope=department&light=red")


def test_a_group_of_urgency_stands_once(sign_in, at):
    green.received(sign_in, THEME)
    at.set("2026-09-20T09:00:00")
    page = sign_in("lijing").page("/desk/queue?scope=all")
    assert "今天到期" in page
    assert page.count("今天和下一工作日到期") == 1


def test_who_claims_nothing_begins_with_all_and_only_reminds(sign_in):
    green.received(sign_in, THEME)
    page = sign_in("ducha").get("/desk/queue").text
    assert "data-row" in page
    assert re.findall(r'data-does="(\w+)"', page) == ["remind"]
    assert "data-takes" not in page
    assert 'name="task"' not in sign_in("jiancha").get("/desk/queue").text
    assert "本部门 <" not in page


def test_a_theme_that_is_open_can_be_filtered_by(sign_in):
    clerk = sign_in("lijing")
    green.receive(clerk, THEME)
    green.receive(clerk, "newborn_longjing")
    page = clerk.get("/desk/queue?scope=all").text
    assert "<option>新生儿一件事</option>" in page
    narrowed = clerk.get("/desk/queue?scope=all&theme=新生儿一件事&step=review").text
    rows = narrowed.split("<tbody>", 1)[1]
    assert "出生登记" in rows
    assert "市场主体设立登记" not in rows


def test_nothing_found_repeats_the_conditions(sign_in):
    page = sign_in("lijing").page("/desk/queue?scope=all&light=yellow&step=survey")
    assert "条件：将到期、现场核查" in page


def test_nothing_to_do_says_so(sign_in):
    assert "这里没有要办的" in sign_in("swj1").page("/desk/queue")


def statements(app, browser, address, **how):
    from app.extensions import db

    with app.app_context():
        engine = db.engine
    done = []
    event.listen(
        engine, "before_cursor_execute", lambda _c, _cur, statement, *_: done.append(statement)
    )
    assert browser.get(address, **how).status_code == 200
    return [statement for statement in done if not statement.startswith(("BEGIN", "PRAGMA"))]
