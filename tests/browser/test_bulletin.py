"""The bulletin of the month that is over: drawn up and published by keyboard, printed, followed to its cases."""

from __future__ import annotations

import os
import re

import pytest

from tests.browser import test_low_rating
from tests.browser.test_pages import ASKED, AXE
from tests.conftest import keep
from tests.factories import appeals, desk, lives

pytestmark = pytest.mark.network
SHOTS = os.environ.get("BULLETIN_SHOTS")


def test_a_supervisor_publishes_last_month_and_follows_a_figure_to_its_cases(
    house, sign_in, opened
):
    supervisor = sign_in("ducha")
    shown = opened(supervisor, "/supervision/bulletins")
    shown.get_by_role("button", name="2026年9月通报").focus()
    shown.keyboard.press("Enter")
    shown.wait_for_selector("#words")
    looked_at(shown, "draft")
    shown.focus("#words")
    shown.keyboard.type("本月重复诉求一条，待处理。")
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    shown.wait_for_selector("text=数字就此固定")
    text = shown.inner_text("main")
    assert "本月重复诉求一条，待处理。" in text
    assert "重复诉求" in text and "一件事前后对比" in text
    assert shown.locator("#words").count() == 0
    looked_at(shown, "published")
    shown.emulate_media(media="print")
    shown.set_viewport_size({"width": 794, "height": 1123})
    assert shown.locator("nav.menu:visible, .no-print:visible").count() == 0
    looked_at(shown, "print", axe=False)
    shown.emulate_media(media="screen")
    shown.set_viewport_size({"width": 1366, "height": 768})
    figure = shown.locator("table.figures tbody a").first
    count = int(figure.inner_text())
    figure.focus()
    shown.keyboard.press("Enter")
    shown.wait_for_selector("text=收到 2026-09-01")
    looked_at(shown, "cases")
    assert len(re.findall("/admin/cases/show/", shown.content())) >= count


def looked_at(shown, name, *, axe=True):
    if axe:
        shown.evaluate(AXE.read_text(encoding="utf-8"))
        assert shown.evaluate(ASKED) == []
    if SHOTS:
        shown.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


#: A page as a person's browser has it, looked at by axe as it opens.
opened = test_low_rating.shown


@pytest.fixture
def house(session, at):
    number = lives.restaurant(session)
    for _time in range(2):
        appeals.registered(session, "refused_to_do", about=number)
    desk.accepted_case(session)
    keep(session)
    session.close()
    at.set("2026-10-08T09:00")
