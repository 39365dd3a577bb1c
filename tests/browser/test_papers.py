"""Papers come out of the printer as they should: A4, nothing of the screen on it, nothing torn apart."""

from __future__ import annotations

import io

import pytest
from pypdfium2 import PdfDocument

pytestmark = pytest.mark.network
#: The first table of each copy becomes longer than a page.
LONGER = """document.querySelectorAll('.copy').forEach((copy) => {
  const body = copy.querySelector('tbody');
  for (let at = 0; at < 60; at += 1) body.append(body.rows[0].cloneNode(true));
})"""


def test_the_notice_sheet_is_one_page_of_a4_in_two_copies(sheet):
    pages = printed(sheet)
    assert [page.startswith("龙井市政务服务中心") for page in pages] == [True, True]
    assert ["共2份，第1份" in pages[0], "共2份，第2份" in pages[1]] == [True, True]
    sheet.emulate_media(media="print")
    assert not sheet.locator(".sheet-bar").is_visible()
    assert sheet.locator(".paper").is_visible()
    sheet.emulate_media(media="screen")
    sheet.keyboard.press("b")
    sheet.wait_for_url("**/notice")


def test_a_long_table_goes_on_under_its_heading_and_what_is_signed_stays_together(sheet):
    sheet.evaluate(LONGER)
    pages = printed(sheet)
    first = pages[: len(pages) // 2]
    assert len(first) > 2
    assert all("份数" in page and "要求" in page for page in first[:2])
    signed = [page for page in first if "申请人签收" in page]
    assert len(signed) == 1
    assert "扫码核对本单真伪" in signed[0]
    assert "（印章）" in signed[0]
    assert "没办成、不满意" in signed[0]


def test_the_longest_notice_sheet_that_is_offered_is_one_page_too(desk):
    pages = printed(told(desk, "2", questions=4))
    assert ["申请人签收" in page for page in pages] == [True, True]


def printed(page):
    """The text of each page the browser prints, without its gaps; all of them A4."""
    drawn = PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert {tuple(map(round, one.get_size())) for one in drawn} == {(595, 842)}
    return ["".join(one.get_textpage().get_text_range().split()) for one in drawn]


def told(desk, key, *, questions):
    """The notice sheet of a new intake, given out to print."""
    clerk = desk("lijing")
    # The browser's own dialog: what it would show is what ``page.pdf`` gives.
    clerk.page.add_init_script("window.print = () => {}")
    clerk.page.goto(f"{clerk.base}/desk/green-channel")
    clerk.press(key, to="**/questions")
    for answered in range(1, questions + 1):
        clerk.press("1")
        clerk.page.wait_for_function(
            f"document.querySelectorAll('[data-question] input:checked').length === {answered}"
        )
    clerk.press("Control+Enter", to="**/notice")
    clerk.press("p", to="**/sheet")
    return clerk.page


@pytest.fixture
def sheet(desk):
    return told(desk, "1", questions=3)
