"""A paper at the desk and in the archive: masked on the screen, whole on paper, and nothing typed is a program."""

from __future__ import annotations

import io
from urllib.parse import unquote

import pytest
import sqlalchemy as sa
from pypdfium2 import PdfDocument

from app import cipher, files, paper_pdf, typesetting
from app.models import AccessEntry, Case, Paper
from app.services import papers
from tests.conftest import keep
from tests.factories import desk
from tests.factories.browser import text_of

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


@pytest.mark.parametrize("rows", range(38, 45, 2))
def test_no_signature_stands_alone_on_a_page(app, receipt, rows):
    """However long the table is over the words that are signed."""
    receipt.content["values"]["documents"] = receipt.content["values"]["documents"][:1] * rows
    receipt.content["blocks"].insert(-2, {"block": "paragraph", "text": "以上属实。"})
    signed = [page for page in pages_of(app, receipt) if "收件人" in page]
    assert ["以上属实" in page for page in signed] == [True]


@pytest.mark.parametrize("typed", ["操作间没有分区", "操作间没有分区。"])
def test_a_sentence_ends_once_however_it_was_typed(app, receipt, typed):
    said = ["经审查，{reason}，决定不予许可。", "理由：{reason}"]
    receipt.content = {
        "blocks": [{"block": "paragraph", "text": text} for text in said],
        "values": {"reason": typed},
    }
    assert "经审查，操作间没有分区，决定不予许可。理由：操作间没有分区。" in text(
        draw(app, receipt)
    )


def test_a_table_longer_than_a_page_goes_on_under_its_heading(app, receipt):
    receipt.content["values"]["documents"] *= 30
    pages = pages_of(app, receipt)
    assert len(pages) > 2
    assert all("份数" in page for page in pages[:2])
    assert "收件人" in pages[-1]
    assert "扫码核对真伪" in pages[-1]


def test_without_a_font_no_sheet_is_archived_and_the_clerk_is_told(
    clerk, receipt, monkeypatch, rows
):
    monkeypatch.setattr(typesetting, "families", frozenset)
    answer = clerk.post(address(receipt) + "/pdf")
    assert "服务器上没有中文字体" in clerk.page(answer.headers["Location"])
    assert rows(sa.select(Paper.pdf).filter_by(id=receipt.id)) == [(None,)]


def test_a_sheet_asked_for_before_the_worker_drew_it_is_drawn_aside_and_is_the_same(
    app, clerk, receipt, monkeypatch
):
    expected = draw(app, receipt)
    monkeypatch.setattr(typesetting, "typeset", None)
    assert clerk.post(address(receipt) + "/pdf").data == expected


def test_a_sheet_that_cannot_be_drawn_is_printed_instead(clerk, receipt, monkeypatch):
    monkeypatch.setattr(typesetting, "LONGEST", 0)
    answer = clerk.post(address(receipt) + "/pdf")
    assert "这台服务器没能生成 PDF" in clerk.page(answer.headers["Location"])


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
    trail = supervisor.page(answer.headers["Location"].replace("tab=papers", "tab=trail"))
    assert "作废了文书龙政务收〔2026〕0001号" in text_of(trail)
    assert cipher.seal_of_text("姓名写错") not in trail


def test_a_head_is_offered_to_void_what_their_own_part_gave_out_and_nothing_else(
    sign_in, receipt, rows
):
    number = rows(sa.select(Case.number).where(Case.id == receipt.case_id))[0].number
    offered = {
        who: (address(receipt) + "/void")
        in sign_in(who).get(f"/desk/cases/{number}?tab=papers").text
        for who in ("ducha", "scjg0")
    }
    assert offered == {"ducha": True, "scjg0": False}


def test_a_void_paper_says_so_on_the_sheet_and_in_the_name_of_its_file(clerk, sign_in, receipt):
    supervisor = sign_in("ducha")
    supervisor.page(address(receipt) + "/void")
    supervisor.post(address(receipt) + "/void", reason="姓名写错")
    given = clerk.post(address(receipt) + "/print").text
    assert text_of(given).count("作废 2026年9月18日") == 2
    taken = clerk.post(address(receipt) + "/pdf").headers["Content-Disposition"]
    assert "（作废）.pdf" in unquote(taken)


def address(paper):
    return f"/desk/papers/{paper.id}"


def draw(app, paper):
    with app.app_context():
        return paper_pdf.draw(paper)


def pages_of(app, paper):
    return [
        page.get_textpage().get_text_range() for page in PdfDocument(io.BytesIO(draw(app, paper)))
    ]


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
