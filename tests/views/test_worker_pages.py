"""What the worker does, as it is seen: a file's own page, the day's look, the system page, the terminal."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User

from app import transaction
from app.jobs import running, scans
from app.models import Department, ServiceVersion
from app.services import jobs
from tests.conftest import NOW
from tests.factories.working import LONG, long_text
from tests.views.test_exchange import PAGE, post_file


def test_a_long_file_shows_how_far_it_is_then_what_it_would_do_then_what_came_of_it(
    app, administrator, rows
):
    address = post_file(administrator, "long.yaml", long_text().encode()).location
    assert "正在试读文件" in administrator.page(address)
    assert watched(administrator)
    at_work(app)
    assert "新增 104 条，改动 0 条" in administrator.page(address)
    assert not watched(administrator)
    assert administrator.post(f"{PAGE}bring", token=token(administrator)).location == address
    assert "正在导入" in administrator.page(address)
    at_work(app)
    page = administrator.page(address)
    assert "已导入" in page
    assert "还没有发布" in page
    assert rows(sa.select(Department.name).filter_by(code="D")) == [("局",)]
    assert "long.yaml" in administrator.page(PAGE)


def test_a_workbook_with_errors_gives_its_notes_when_the_worker_has_read_it(app, administrator):
    bad = long_text(1).replace("name: 局", "name: 局, chief: 张三")
    address = post_file(administrator, "long.yaml", bad.encode()).location
    at_work(app)
    assert "有 1 处不对" in administrator.page(address)
    assert "导入目录包" not in administrator.page(address)


def test_while_it_publishes_it_says_how_many_of_how_many(app, administrator):
    address = proposed(app, administrator)
    administrator.post(f"{PAGE}bring", token=token(administrator), publish="1")
    with app.app_context(), transaction.unit() as session:
        mine = jobs.claim(session, now=NOW)
        jobs.keep(session, mine, payload={"step": "publish", "entries": []})
        jobs.progress(session, mine, done=2, total=5, now=NOW)
    page = administrator.page(address)
    assert "正在发布 2/5" in page
    assert '<progress class="progress" aria-label="正在发布" value="2" max="5">' in administrator.last.text  # fmt: skip


def test_what_could_not_be_published_says_why(app, administrator, rows):
    address = proposed(app, administrator)
    before = rows(sa.select(sa.func.count()).select_from(ServiceVersion))
    administrator.post(f"{PAGE}bring", token=token(administrator), publish="1")
    at_work(app)
    page = administrator.page(address)
    assert "没发布 3 个" in page
    assert "没有发布" in page
    assert "某项 “局”没有能办理某项的在用账号" in page
    assert rows(sa.select(sa.func.count()).select_from(ServiceVersion)) == before


def test_where_no_worker_is_at_work_that_is_said(administrator, at):
    address = post_file(administrator, "long.yaml", long_text(1).encode()).location
    assert "后台没有运行" not in administrator.page(address)
    at.now = NOW + timedelta(minutes=1)
    assert "后台没有运行" in administrator.page(address)


def test_a_file_is_its_owners(app, administrator, sign_in):
    address = post_file(administrator, "long.yaml", long_text(1).encode()).location
    assert sign_in("jiancha").get(address).status_code == 403
    assert administrator.get(f"{PAGE}files/nothing").status_code == 404


def test_the_administrator_lands_on_what_there_is_to_look_at(app, administrator):
    assert "处要看" not in administrator.page("/studio/themes/")
    assert "还没有检查过" in administrator.page("/studio/digest/")
    nobody_inquires(app)
    at_work(app, scan=True)
    count = re.search(r"目录里有 (\d+) 处要看", administrator.page("/studio/themes/")).group(1)
    page = administrator.page("/studio/digest/")
    assert "现在要改" in page
    assert "“督查考评科”没有人能办" in page
    assert administrator.last.text.count("<li>") >= int(count)


def test_a_look_of_another_day_says_so(app, administrator, sign_in, at):
    at_work(app, scan=True)
    assert "这是以前的检查" not in administrator.page("/studio/digest/")
    at.now = NOW + timedelta(days=1)
    assert "这是以前的检查" in sign_in("mulu").page("/studio/digest/")


def test_the_system_page_and_the_terminal_show_what_ran(app, sign_in):
    with app.app_context(), transaction.unit() as session:
        jobs.add(session, "nonsense", title="x", payload={}, by="mulu", now=NOW)
    nobody_inquires(app)
    assert "等待" in sign_in("xitong").page("/admin/system/")
    said = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert said.exit_code == 0, said.output
    assert re.search(r"\d+ jobs done", said.output), said.output
    page = sign_in("xitong").page("/admin/system/")
    for words in ("每日目录检查", "处要看", "到时自办", "1 轮，0 件", "没办成", "KeyError"):
        assert words in page
    listed = app.test_cli_runner().invoke(args=["jobs"]).output
    assert re.search(r"每日目录检查 — 有 \d+ 处要看", listed)
    assert "没办成      mulu       nonsense：x — 没办成" in listed


def test_the_system_page_shows_how_far_work_is_who_holds_it_and_how_often_it_was_begun(
    app, sign_in
):
    with app.app_context(), transaction.unit() as session:
        jobs.add(session, "import", title="x.yaml", payload={}, by="mulu", now=NOW)
        session.flush()
        jobs.claim(session, now=NOW - timedelta(minutes=9))
        again = jobs.claim(session, now=NOW - timedelta(minutes=6))
        jobs.progress(session, again, done=2, total=5, now=NOW - timedelta(minutes=6))
    page = sign_in("xitong").page("/admin/system/")
    assert "正在做 2/5" in page
    assert "已开始 2 次，最多 5 次" in page
    assert "起没有动静，由下一个接着办" in page


def test_a_worker_does_not_start_on_a_schema_it_does_not_know(app, monkeypatch):
    monkeypatch.setattr("app.health.newest", lambda: "9999")
    said = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert (said.exit_code, "this program expects 9999: flask prepare" in said.output) == (1, True)


@pytest.fixture
def administrator(sign_in):
    return sign_in("mulu")


def nobody_inquires(app):
    """The department that inquires into what was refused has nobody left."""
    with app.app_context(), transaction.unit() as session:
        left = sa.update(User).where(User.username.in_(("dckp0", "dckp1")))
        session.execute(left.values(active=False))


def at_work(app, *, scan=False):
    with app.app_context():
        if scan:
            scans.due(now=NOW)
        while running.run_next(now=lambda: NOW):
            pass


def proposed(app, administrator):
    """A long file of three entries to publish, tried and on screen."""
    address = post_file(administrator, "long.yaml", long_text(1).encode()).location
    at_work(app)
    administrator.page(address)
    return address


def token(browser):
    return re.search(r'name="token" value="([^"]+)"', browser.last.text).group(1)


def watched(browser):
    return "data-watch" in browser.last.text and LONG not in browser.last.text
