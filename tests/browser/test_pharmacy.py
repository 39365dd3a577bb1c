"""A pharmacy from nothing: an administrator who has never seen code builds it, and the window opens it."""

from __future__ import annotations

import pytest

from tests.browser.conftest import until
from tests.browser.counter import CASE, fill, give_notice, tick

pytestmark = pytest.mark.network

LICENCE, REGISTER = "药品经营许可（零售）", "市场主体登记（药店）"


def test_a_pharmacy_is_built_proved_published_and_opened(desk):
    page = desk("mulu").page
    build_item(page, REGISTER, papers=["住所", "居民身份证"], result="营业执照", question="店名")
    build_item(page, LICENCE, papers=["平面布置图", "规章制度"], result=None, question="营业面积")
    build_theme(page)
    publish(page)
    receive(desk("lijing"))


def begin(page, kind, name):
    page.goto(f"{base(page)}/studio/{kind}/")
    page.fill("#new-name", name)
    page.select_option("#new-department", label="市场监督管理局")
    page.click("text=开始")
    page.wait_for_selector("[data-studio]")
    page.wait_for_load_state()  # its scripts, too


def build_item(page, name, *, papers, result, question):
    begin(page, "items", name)
    for words in papers:
        page.click("[data-section=documents] > .list > .add [data-add]")
        pick(page, words)
    tab(page, "fields")
    page.click("[data-section=fields] > .list > .add [data-add]")
    page.locator("[data-section=fields] [data-row].open [data-key=label] input").fill(question)
    page.locator("[data-section=fields] [data-row].open [data-key=kind] select").select_option(
        "text"
    )
    tab(page, "limits")
    page.locator("[name='promise.named']").select_option("day_3")
    page.locator("[name='legal.named']").select_option(index=8)
    if result:
        tab(page, "basic")
        page.locator("[name='result.document._typed']").click()
        pick(page, result)
    saved(page)


def build_theme(page):
    begin(page, "themes", "开办药店一件事")
    for name in (REGISTER, LICENCE):
        page.click("[data-section=items] > .list[data-list=items] > .add [data-add]")
        pick(page, name)
    saved(page)
    page.locator("[data-list=items] [data-row].open .list [data-add]").last.click()
    page.locator(
        "[data-list=items] [data-row].open select[data-options=entries]"
    ).last.select_option(label=REGISTER)
    tab(page, "questions")
    page.click("[data-section=questions] > .list > .add [data-add]")
    row = page.locator("[data-section=questions] [data-row].open").first
    row.locator("> .sub [data-key=kind] select").first.select_option("choice")
    row.locator("> .sub > .fields > [data-key=label] input").fill("卖不卖中药饮片？")
    row.locator("> .sub > .fields > [data-key=asked] select").select_option("clerk")
    for words in ("卖", "不卖"):
        row.locator("[data-of=option] > .add [data-add]").click()
        row.locator("[data-of=option] [data-key=label] input").last.fill(words)
    tab(page, "limits")
    page.locator("[name='promise.named']").select_option("green_channel")
    page.locator("[name='legal.named']").select_option("joint_45")
    saved(page)


def publish(page):
    page.keyboard.press("F9")
    for reason in range(8):
        empty = page.locator("[data-reason] input[name=reason]").evaluate_all(
            "boxes => boxes.findIndex((box) => !box.value)"
        )
        if empty < 0:
            break
        box = page.locator("[data-reason] input[name=reason]").nth(empty)
        box.fill(f"样例，理由 {reason}")
        box.press("Tab")
        until(
            page,
            f"document.querySelectorAll('[data-reason] input[name=reason]')[{empty}]?.defaultValue !== ''",
        )
    page.locator("[data-publish] button").click()
    page.wait_for_selector("text=已发布“开办药店一件事”第 1 版")


def receive(clerk):
    page = clerk.page
    page.goto(f"{base(page)}/desk/green-channel")
    page.locator("button", has_text="开办药店一件事").click()
    page.wait_for_url("**/questions")
    assert "卖不卖中药饮片？" in page.inner_text("main")
    page.locator("main [type=radio]").first.evaluate("one => one.click()")
    page.click("[data-forward]")
    page.wait_for_url("**/notice")
    assert "住所" in page.inner_text("main")
    give_notice(clerk)
    clerk.press("Control+Enter", to="**/form")
    fill(clerk)
    clerk.press("Control+Enter", to="**/documents")
    tick(clerk)
    page.wait_for_selector("button[value=accept]:not([hidden])")
    clerk.press("Control+Enter", to=CASE)
    assert "已受理，编号 LJ" in clerk.text()
    assert "开办药店一件事" in clerk.text()


def tab(page, name):
    page.click(f"[data-tab={name}]")


def pick(page, words):
    """Type into the field that has the focus and take the first that is offered."""
    page.keyboard.type(words)
    page.wait_for_selector("[role=option]:visible")
    page.keyboard.press("Enter")


def saved(page):
    """What was typed is kept, it may stand, and the check has seen it."""
    until(page, "document.querySelector('[data-studio]').dataset.state === 'kept'")
    assert "已保存" in page.inner_text("[data-said]")


def base(page):
    return page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2]
