"""有事您说话 online: a citizen complains on a telephone, a clerk classes and answers it, the citizen reads the answer."""

from __future__ import annotations

import pytest

from tests.browser.test_pages import ASKED, AXE

pytestmark = pytest.mark.network


def test_a_citizen_complains_on_a_telephone_and_reads_the_answer_there(desk, phone):
    number, code = sent(phone)
    clerk = desk("wenxiu")
    clerk.page.goto(f"{clerk.base}/desk/appeals")
    with clerk.page.expect_navigation():
        clerk.page.get_by_role("link", name=number).press("Enter")
    for width, height in ((390, 844), (1366, 768)):
        clerk.page.set_viewport_size({"width": width, "height": height})
        fits(clerk.page)
    clerk.page.locator("#code-2").press("Space")
    clerk.press("Control+Enter", to="**/desk/cases/LJ*")
    clerk.press("e", to="**/desk/cases/LJ*")
    clerk.press("e", to="**/finish-step")
    clerk.press("Control+Enter", to="**/desk/cases/LJ*")
    clerk.press("e", to="**/grant")
    clerk.page.locator("[name=f_explanation]").fill("按政策要先补社保")
    clerk.page.locator("[name=f_way]").first.press("Space")
    clerk.press("Control+Enter", to="**/desk/cases/LJ*")
    phone.goto(f"{clerk.base}/appeals/progress")
    phone.locator("#number").fill(number)
    phone.locator("#code").fill(code)
    phone.locator("#code").press("Enter")
    phone.get_by_text("按政策要先补社保").wait_for()
    fits(phone)


def sent(phone):
    fits(phone)
    for name, text in (("said", "跑了三趟没办成"), ("person", "玄某某"), ("phone", "13804331234")):
        phone.locator(f"[name={name}]").fill(text)
    phone.locator("[name=phone]").press("Enter")
    phone.get_by_text("您的诉求已收到").first.wait_for()
    return [one.inner_text() for one in phone.locator("dd.num").all()]


def fits(page):
    """Nothing runs out at the side, and the key that sends stands on the screen, or under the lines."""
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert page.evaluate(wide), page.url
    key = page.locator("[data-forward]")
    if key.count():
        box = key.bounding_box()
        assert box["y"] + box["height"] <= page.viewport_size["height"], page.url
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(ASKED) == [], page.url


@pytest.fixture
def phone(chromium, server):
    """Somebody with a telephone and no login."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/appeals")
    yield page
    context.close()
