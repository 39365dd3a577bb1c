"""The low rating: a stranger rates on a telephone, another than who handled it answers, the averages say so."""

from __future__ import annotations

import os

import pytest
import sqlalchemy as sa

from app.models import Case, Rating
from tests.browser.test_pages import ASKED, AXE
from tests.conftest import keep
from tests.factories import rated
from tests.factories.browser import Browser

pytestmark = pytest.mark.network
SHOTS = os.environ.get("RATING_SHOTS")


def test_a_low_rating_is_answered_by_another_and_read_where_it_was_given(
    app, session, sign_in, shown
):
    token = rated.link(session)
    keep(session)
    stranger = Browser(app)
    page = shown(stranger, f"/ratings/{token}", width=390)
    page.check("input[name=level][value='2']")
    page.fill("#words", "等了两个小时")
    page.check("input[name=contact]")
    page.click("button[type=submit]")
    assert "您的评价已收到" in page.inner_text("h1")
    given = session.scalars(sa.select(Rating)).one()
    number = session.get_one(Case, given.rectification_id).number
    session.rollback()
    officer = sign_in("dckp1")
    assert number in officer.page("/desk/queue?scope=all")
    page = shown(officer, f"/desk/cases/{number}")
    page.click("text=整改的是哪条评价")
    assert "等了两个小时" in page.inner_text("main")
    assert "金" not in page.inner_text("main")
    page = shown(officer, f"/desk/cases/{number}-01/finish-step")
    page.fill("main textarea", "属实")
    page.keyboard.press("Control+Enter")
    page.wait_for_load_state()
    page = shown(officer, f"/desk/cases/{number}-01/grant")
    page.get_by_label("答复").fill("窗口已加开。")
    page.keyboard.press("Control+Enter")
    page.wait_for_load_state()
    assert "窗口已加开。" in shown(stranger, f"/ratings/{token}", width=390).inner_text("main")
    page = shown(sign_in("ducha"), "/supervision/ratings")
    assert "平均 – 分（满分 5），共 1 条" in page.inner_text(".head")
    page.click("tbody a")
    assert "窗口已加开。" in page.inner_text("main")


@pytest.fixture
def shown(chromium, at):
    """``shown(person, address)``: the page in a browser whose requests are answered as that person's."""
    contexts, faults = [], []

    def show(person, address, width=1366):
        context = chromium.new_context(viewport={"width": width, "height": 768}, locale="zh-CN")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.route("**/*", lambda route: answer(route, person))
        page.goto(f"http://localhost{address}")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert page.evaluate(ASKED) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{len(contexts)}.png", full_page=True)
        return page

    yield show
    for context in contexts:
        context.close()
    assert faults == []


def answer(route, person):
    """What the application answers to this person, act or page."""
    asked = route.request
    found = person.client.open(
        asked.url.removeprefix("http://localhost"), method=asked.method, data=asked.post_data,
        headers={"Content-Type": asked.headers.get("content-type", "")}, follow_redirects=asked.method == "POST",
    )  # fmt: skip
    route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.data)
