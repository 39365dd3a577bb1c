"""What the Studio does in the browser alone: rows moved by key, a long file watched while it is read."""

from __future__ import annotations

import pytest

from tests.browser import behind
from tests.browser.conftest import until
from tests.factories.working import long_text

pytestmark = pytest.mark.network
GRIP = "[data-list=items] > [data-rows] > li > .line [data-grip]"
ORDER = (
    "[...document.querySelectorAll('[data-list=items] [data-title]')].map(one => one.textContent)"
)


def test_a_row_is_moved_with_alt_and_the_arrows_keeps_the_focus_and_stays_moved(studio):
    studio.goto(f"{base(studio)}/studio/themes/newborn_longjing")
    first, second, third, *rest = studio.evaluate(ORDER)
    studio.locator(GRIP).first.focus()
    for key, order in (
        ("ArrowDown", [second, first, third]),
        ("ArrowDown", [second, third, first]),
        ("ArrowUp", [second, first, third]),
    ):
        studio.keyboard.press(f"Alt+{key}")
        assert studio.evaluate(ORDER) == [*order, *rest]
        assert studio.evaluate("document.activeElement.matches('[data-grip]')")
    until(studio, "document.querySelector('[data-studio]').dataset.state === 'kept'")
    studio.reload()
    assert studio.evaluate(ORDER) == [second, first, third, *rest]


def test_a_page_that_was_left_is_found_again_and_shows_in_place_how_far_a_file_is(
    studio, server, tmp_path
):
    file = tmp_path / "long.yaml"
    file.write_text(long_text(), encoding="utf-8")
    studio.goto(f"{base(studio)}/studio/exchange/")
    studio.set_input_files("#file", file)
    studio.click("form[enctype] button")
    studio.wait_for_selector("#file[data-watch] progress")
    studio.goto(f"{base(studio)}/studio/exchange/")
    studio.click("text=long.yaml")
    studio.wait_for_selector("#file[data-watch]")
    studio.evaluate("window.stayed = true")
    behind.at_work(server.address)
    studio.wait_for_selector("text=新增 104 条，改动 0 条")
    assert studio.evaluate("window.stayed")
    assert studio.locator("#file[data-watch]").count() == 0


@pytest.fixture
def studio(desk):
    return desk("mulu").page


def base(page):
    return "/".join(page.url.split("/")[:3])
