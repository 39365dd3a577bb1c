"""A real server and a real browser; where there is no Chromium the tests skip and say what installs it."""

from __future__ import annotations

import shutil

import pytest

from app.demo.accounts import PASSWORD
from tests.faults.test_kill import Server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    path = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if not path:
        pytest.skip("no Chromium here: apt-get install chromium fonts-noto-cjk")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(database, tmp_path_factory):
    running = Server(database.copy(), tmp_path_factory.mktemp("server"))
    running.start()
    yield running
    running.kill()


@pytest.fixture
def desk(chromium, server):
    """``desk("lijing")``: that person's browser at 1366×768 in Chinese, signed in."""
    opened = []

    def sign_in(username):
        context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        opened.append(context)
        return Keyboard(context.new_page(), f"http://127.0.0.1:{server.port}").sign_in(username)

    yield sign_in
    for context in opened:
        context.close()


class Keyboard:
    """A person who never touches the mouse; counts keys besides what is typed into fields.

    After every page it is looked whether the focus is somewhere, and whether anything complained.
    """

    def __init__(self, page, base):
        self.page, self.base, self.keys = page, base, 0
        self.faults = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on(
            "console",
            lambda line: (
                self.faults.append(line.text) if "Content Security Policy" in line.text else None
            ),
        )

    def sign_in(self, username):
        self.page.goto(f"{self.base}/login/")
        self.page.keyboard.type(username)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(PASSWORD)
        with self.page.expect_navigation(url=lambda address: "/login/" not in address):
            self.page.keyboard.press("Enter")
        self.arrived()
        return self

    def hand_to(self, username):
        """Another person at the same screen: signed in anew, counted anew, with what the browser has loaded."""
        self.page.context.clear_cookies()
        self.keys = 0
        return self.sign_in(username)

    def press(self, *keys, to=None):
        """Press keys (of a chord each one counts); ``to`` is the address the last one leads to."""
        self.keys += sum(key.count("+") + 1 for key in keys)
        for key in keys[:-1]:
            self.page.keyboard.press(key)
        if to is None:
            self.page.keyboard.press(keys[-1])
        else:
            with self.page.expect_navigation(url=to):
                self.page.keyboard.press(keys[-1])
            self.arrived()

    def arrived(self):
        """A page is there: the focus stands on something of it, and nothing went wrong."""
        self.page.wait_for_load_state()
        assert self.focused() != "BODY", self.page.url
        assert self.faults == [], self.page.url

    def type(self, text):
        """Type a value into the field that has the focus: values are not counted."""
        self.page.keyboard.type(text)

    def focused(self):
        return self.page.evaluate("document.activeElement.name || document.activeElement.tagName")

    def kind(self):
        return self.page.evaluate("document.activeElement.type || ''")

    def text(self):
        return self.page.inner_text("body")

    def sees(self, selector):
        """Whether the next act is on the screen as the page came, whole and not covered."""
        return self.page.locator(selector).locator("visible=true").first.evaluate(ON_SCREEN)


def until(page, truth, seconds=20):
    """Wait until an expression is true on the page; the page's own policy forbids the driver's way."""
    for _ in range(seconds * 20):
        if page.evaluate(truth):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {truth}")


ON_SCREEN = """(act) => {
    const box = act.getBoundingClientRect();
    const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth
        && act.contains(there);
}"""
