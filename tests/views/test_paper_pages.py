"""A paper at the desk and in the archive: masked on the screen, whole on paper, and nothing typed is a program."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from pypdfium2 import PdfDocument

from app import files, paper_pdf
from app.models import AccessEntry, Paper
from app.services import papers
from tests.conftest import keep
from tests.factories import desk

HOSTILE = (
    '#eval("1") $x$ \\ #read("/etc/passwd") *粗* _斜_ @引 <标> `码` #panic() //注 김철수 {number}'
)


def test_the_screen_masks_the_name_and_the_printed_sheet_has_it_in_every_copy(clerk, receipt):
    assert "海*" in clerk.page(address(receipt))
    assert "海兰江" not in clerk.page(address(receipt))
    given = clerk.post(address(receipt) + "/print").text
    assert given.count("海兰江冷面馆：") == 2
    assert "共 2 份，第 2 份" in given
    assert "重打" not in given


def test_a_later_print_is_one_sheet_says_so_and_is_journaled_with_its_count(clerk, receipt, rows):
    for _time in range(3):
        given = clerk.post(address(receipt) + "/print").text
    assert "重打" in given
    assert "第 3 次打印" in given
    assert given.count("海兰江冷面馆：") == 1
    printed = rows(sa.select(AccessEntry.data).filter_by(type="printed").order_by(AccessEntry.id))
    assert [row.data for row in printed] == ['{"count":1}', '{"count":2}', '{"count":3}']


def test_the_archived_sheet_is_kept_once_sealed_and_its_taking_is_journaled(clerk, receipt, rows):
    first = clerk.post(address(receipt) + "/pdf")
    assert first.headers["Content-Type"] == "application/pdf"
    assert "attachment" in first.headers["Content-Disposition"]
    kept = rows(sa.select(Paper.pdf, Paper.pdf_sha256).filter_by(id=receipt.id))
    assert b"%PDF" not in files.sealed(kept[0].pdf)
    assert clerk.post(address(receipt) + "/pdf").data == first.data
    assert rows(sa.select(Paper.pdf, Paper.pdf_sha256).filter_by(id=receipt.id)) == kept
    assert len(rows(sa.select(AccessEntry.id).filter_by(type="paper_taken"))) == 2


def test_what_is_gone_from_the_store_is_drawn_again_to_the_byte(clerk, receipt, rows):
    first = clerk.post(address(receipt) + "/pdf").data
    files.remove(rows(sa.select(Paper.pdf).filter_by(id=receipt.id))[0].pdf)
    assert clerk.post(address(receipt) + "/pdf").data == first


def test_its_text_can_be_read_out_and_its_fonts_are_within(app, receipt):
    drawn = draw(app, receipt)
    assert "海兰江冷面馆" in text(drawn)
    assert receipt.number.replace("〔", "").replace("〕", "") in text(drawn).replace("〔", "").replace("〕", "")  # fmt: skip
    assert papers.spelled(papers.mark_of(receipt)).replace(" ", "") in text(drawn)
    assert b"/FontFile3" in drawn or b"/FontFile2" in drawn or b"ObjStm" in drawn
    assert drawn == draw(app, receipt)


def test_nothing_that_was_typed_is_read_as_a_program(app, receipt):
    blocks = [
        {"block": kind, "text": f"{{reason}} {kind}"}
        for kind in ("title", "paragraph", "signature", "qr")
    ]
    rows = {"block": "table", "rows": "missing", "columns": [{"label": HOSTILE, "value": "{name}"}]}
    receipt.content = {
        "blocks": [*blocks, rows],
        "values": {"centre": HOSTILE, "reason": HOSTILE, "missing": [{"name": HOSTILE}]},
    }
    receipt.title = HOSTILE
    said = text(draw(app, receipt))
    plain = "".join(HOSTILE.split())
    assert said.count(plain) >= 5


def test_a_table_longer_than_a_page_goes_on_under_its_heading(app, receipt):
    receipt.content["values"]["documents"] *= 30
    pages = [
        page.get_textpage().get_text_range() for page in PdfDocument(io.BytesIO(draw(app, receipt)))
    ]
    assert len(pages) > 2
    assert all("份数" in page for page in pages[:2])
    assert "收件人" in pages[-1]
    assert "扫码核对真伪" in pages[-1]


def test_without_a_font_no_sheet_is_archived_and_the_clerk_is_told(
    clerk, receipt, monkeypatch, rows
):
    monkeypatch.setattr(paper_pdf, "_families", frozenset)
    answer = clerk.post(address(receipt) + "/pdf")
    assert "服务器上没有中文字体" in clerk.page(answer.headers["Location"])
    assert rows(sa.select(Paper.pdf).filter_by(id=receipt.id)) == [(None,)]


def test_the_head_of_the_window_or_a_supervisor_declares_a_paper_void_with_a_reason(
    sign_in, receipt
):
    supervisor = sign_in("ducha")
    assert "另出一份代替" in supervisor.page(address(receipt) + "/void")
    assert "写明作废原因" in supervisor.post(address(receipt) + "/void").text
    answer = supervisor.post(address(receipt) + "/void", reason="姓名写错", anew="1")
    page = supervisor.page(answer.headers["Location"])
    assert "龙政务收〔2026〕0002号" in page
    assert "作废" in page
    assert supervisor.post(address(receipt) + "/void", reason="再来").status_code == 422
    assert "姓名写错" in sign_in("lijing").page(answer.headers["Location"])


def address(paper):
    return f"/desk/papers/{paper.id}"


def draw(app, paper):
    with app.app_context():
        return paper_pdf.draw(paper)


def text(drawn):
    return "".join(
        "".join(page.get_textpage().get_text_range().split())
        for page in PdfDocument(io.BytesIO(drawn))
    )


@pytest.fixture
def clerk(sign_in):
    """The clerk with a page open, whose forms are then sent."""
    person = sign_in("lijing")
    person.page("/desk/queue")
    return person


@pytest.fixture
def receipt(session):
    """The receipt of a case."""
    desk.accepted_case(session)
    keep(session)
    found = session.scalars(sa.select(Paper).filter_by(kind="receipt")).one()
    session.expunge(found)
    session.rollback()  # whoever reads here would keep the pages out
    return found
