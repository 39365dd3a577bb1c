"""Scans at the counter as hands bring them: dragged, pasted, from a phone's camera; a wrong one loses nothing."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.browser.conftest import until
from tests.browser.counter import fill, give_notice
from tests.views.test_scans import saved

pytestmark = pytest.mark.network
#: What a hand does with a file, as the browser tells the page of it: dropped on a row, or pasted where the focus is.
GIVEN = """(place, [bytes, name, how]) => {
    const carried = new DataTransfer();
    carried.items.add(new File([Uint8Array.from(bytes)], name));
    const event = how === "drop" ? new DragEvent("drop", {dataTransfer: carried, bubbles: true, cancelable: true})
        : new ClipboardEvent("paste", {clipboardData: carried, bubbles: true, cancelable: true});
    place.dispatchEvent(event);
}"""


def test_files_come_by_every_hand_and_a_wrong_one_takes_nothing_away(desk):
    clerk = desk("lijing")
    at_the_papers(clerk)
    row = clerk.page.locator("[data-line]").first
    name = row.locator("[data-files]").get_attribute("data-files")
    row.locator("[data-whole]").focus()
    clerk.press("Space")
    assert row.locator(".points input:not(:checked)").count() == 0
    give(row, sheet(60), "拖来的.png", "drop")
    kept(clerk, name, 1)
    row.locator("[data-upload]").focus()
    give(row.locator("[data-upload]"), sheet(120), "image.png", "paste")
    kept(clerk, name, 2)
    give(row, b"MZ a program", "收据.exe", "drop")
    until(clerk.page, f"document.querySelector('[data-field={name}] [data-bad]')")
    assert "材料只收 PDF" in row.inner_text()
    assert row.locator(".points input:not(:checked)").count() == 0
    by_camera(clerk, row, name)
    clerk.page.reload()
    kept(clerk, name, 3)
    assert row.locator(".points input:not(:checked)").count() == 0
    assert clerk.faults == []


def by_camera(clerk, row, name):
    """A phone's button opens its camera, the one at the back; what is taken is there like any other."""
    camera = row.locator("input[capture]")
    assert (camera.get_attribute("capture"), camera.get_attribute("accept")) == (
        "environment",
        "image/*",
    )
    with clerk.page.expect_file_chooser() as opened:
        camera.evaluate("one => one.click()")
    opened.value.set_files({"name": "拍的.png", "mimeType": "image/png", "buffer": sheet(180)})
    kept(clerk, name, 3)


def give(place, content, name, how):
    place.evaluate(GIVEN, [list(content), name, how])


def sheet(grey):
    """A page that is no other one."""
    return saved(Image.new("RGB", (40, 60), (grey, grey, grey)), "PNG")


def kept(clerk, name, count):
    until(
        clerk.page, f"document.querySelectorAll('[data-field={name}] .files li').length === {count}"
    )


def at_the_papers(clerk):
    """An intake at its last step."""
    clerk.press("g", to="**/desk/green-channel")
    clerk.press("1", to="**/questions")
    clerk.press("1", "1", "1")
    until(clerk.page, "document.querySelectorAll('main [type=radio]:checked').length === 3")
    clerk.press("Control+Enter", to="**/notice")
    give_notice(clerk)
    clerk.press("Control+Enter", to="**/form")
    fill(clerk)
    clerk.press("Control+Enter", to="**/documents")
