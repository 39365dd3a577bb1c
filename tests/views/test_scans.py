"""Scans of papers: at the counter and on the case, who opens them, what is taken and what never leaves."""

from __future__ import annotations

import io
import json
import re

import pytest
import sqlalchemy as sa
from PIL import Image

from app import files
from app.models import AccessEntry, Attachment, JournalEntry
from app.services import attachments
from tests.factories import green
from tests.factories.browser import text_of

THEME = "catering_green_channel"
PDF = b"%PDF-1.7 one page"


def test_a_picture_is_kept_with_its_paper_and_shown_there(clerk, base, rows):
    assert scan(clerk, base, "IMG_1.png", picture("PNG")).status_code == 302
    assert rows(sa.select(Attachment.document, Attachment.name, Attachment.media_type)) == [
        ("LAYOUT", "IMG_1.jpg", "image/jpeg")
    ]
    page = clerk.get(f"{base}/documents").text
    small = clerk.get(re.search(r'<img class="thumb" src="([^"]+)"', page).group(1))
    assert Image.open(io.BytesIO(small.data)).size == (120, 90)
    assert small.headers["Content-Disposition"].startswith("attachment;")


def test_what_a_camera_hid_in_a_picture_stays_behind(clerk, base, rows):
    taken = picture("JPEG", exif=True)
    assert b"Exif" in taken
    scan(clerk, base, "现场.jpg", taken)
    kept = stored(rows)
    assert b"Exif" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_ticks_stay_where_a_file_is_refused_and_where_one_is_added(clerk, base, rows):
    for content, status in ((PDF, 302), (b"<html>", 422)):
        answer = scan(clerk, base, "a.pdf", content, **{"point-LAYOUT": "1"})
        assert answer.status_code == status
        page = clerk.get(f"{base}/documents").text
        assert 'name="point-LAYOUT" value="1" checked' in page
    assert "a.pdf" in text_of(page)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\0\0\0\x18ftypheic0000", "HEIC"), (b"%PDF-1.7 /JavaScript (x)", "打开时会运行"),
     (b"\x89PNG\r\n\x1a\n cut off", "这张图片读不出来"), (b"GIF89a", "材料只收 PDF")],
)  # fmt: skip
def test_a_paper_that_no_desk_can_open_is_refused_with_what_to_do(clerk, base, rows, content, said):
    answer = scan(clerk, base, "扫描.jpg", content)
    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert rows(sa.select(Attachment.id)) == []


def test_more_files_than_may_be_are_refused(clerk, base, monkeypatch):
    monkeypatch.setattr(attachments, "MOST", 1)
    scan(clerk, base, "一.pdf", PDF)
    answer = scan(clerk, base, "二.pdf", PDF + b"2")
    assert "一个办件最多 60 个文件" in text_of(answer.text)


def test_a_scan_goes_with_the_case_and_whoever_uses_the_paper_opens_it(case, sign_in, rows):
    number, file = case
    address = f"/desk/cases/{number}/files/{file}"
    given = sign_in("scjg1").get(address)
    assert given.data == PDF
    assert given.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    for stranger in ("wsjk1", "ducha", "zhuren", "jiancha", "shenji"):
        assert sign_in(stranger).get(address).status_code in (403, 404)
    read = rows(sa.select(AccessEntry.by).where(AccessEntry.type == "file_read"))
    assert read == [("scjg1",)]


def test_an_auditor_opens_one_for_a_purpose_and_leaves_it(case, sign_in, rows):
    number, file = case
    auditor = sign_in("jiancha")
    page = auditor.page(f"/desk/cases/{number}")
    assert f"文件 {file}" in page
    assert "平面图.pdf" not in page
    assert auditor.post(f"/desk/cases/{number}/files/{file}", purpose=" ").status_code == 422
    assert auditor.post(f"/desk/cases/{number}/files/{file}", purpose="抽查").data == PDF
    kept = sa.select(AccessEntry.by, AccessEntry.purpose).where(AccessEntry.type == "file_read")
    assert rows(kept) == [("jiancha", "抽查")]


def test_a_scan_is_added_to_a_running_case_and_the_trail_says_so(case, sign_in, rows):
    number, _file = case
    officer = sign_in("scjg1")
    assert scan_of_case(officer, number, "LAYOUT", PDF + b" 2").status_code == 303
    assert "二.pdf" in officer.page(f"/desk/cases/{number}")
    assert "添加了文件" in officer.page(f"/desk/cases/{number}?tab=trail")
    data = rows(sa.select(JournalEntry.data).where(JournalEntry.type == "file_added"))[-1][0]
    assert json.loads(data)["documents"] == ["LAYOUT"]


def test_nobody_adds_to_a_paper_of_another_department(case, sign_in, rows):
    number, _file = case
    before = rows(sa.select(Attachment.id))
    answer = scan_of_case(sign_in("xfjy1"), number, "LAYOUT", PDF + b" 2")
    assert answer.status_code == 422
    assert rows(sa.select(Attachment.id)) == before


def test_a_scan_that_does_not_count_is_struck_out_with_the_reason_and_stays(case, sign_in, rows):
    number, file = case
    officer = sign_in("scjg1")
    officer.get(f"/desk/cases/{number}")
    strike = f"/desk/cases/{number}/files/{file}/strike"
    assert officer.post(strike).status_code == 422
    assert officer.post(strike, **{f"why-{file}": "拿错了"}).status_code == 303
    assert "不算：拿错了" in officer.page(f"/desk/cases/{number}")
    assert officer.get(f"/desk/cases/{number}/files/{file}").data == PDF
    assert rows(sa.select(JournalEntry.by).where(JournalEntry.type == "file_struck")) == [
        ("scjg1",)
    ]


def test_bytes_that_are_others_than_were_handed_in_are_shown_to_nobody(case, sign_in, rows):
    number, file = case
    name = rows(sa.select(Attachment.stored))[0][0]
    path = files.folder() / name[:2] / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"!")
    answer = sign_in("scjg1").get(f"/desk/cases/{number}/files/{file}")
    # Others of this run stand on the same store, and a backup takes all of it.
    path.write_bytes(whole)
    assert answer.status_code == 500
    assert "打不开" in text_of(answer.text)


def test_an_officer_has_the_scan_beside_the_points_and_what_they_find_is_kept(case, sign_in, rows):
    officer, part = sign_in("scjg1"), f"/desk/cases/{case[0]}-01"
    claim(officer, part)
    name, paper = re.search(r'name="(\w+)" value="(\w+):seen"', officer.get(f"{part}/finish-step").text).groups()  # fmt: skip
    scan_of_case(officer, case[0], paper, PDF + b" 2")
    page = officer.get(f"{part}/finish-step").text
    assert "二.pdf" in page
    looked = re.findall(rf'name="{name}" value="(\w+:\w+)"', page)
    looked.remove(f"{paper}:0")
    sent = [(name, one) for one in looked]
    sent += [(key, green.hidden(page, key)) for key in ("version", "seen", "key")]
    assert officer.post(f"{part}/finish-step", sent).status_code == 303
    ticked = sa.select(JournalEntry.data).where(JournalEntry.type == "points_ticked")
    kept = json.loads(rows(ticked)[-1][0])
    assert (kept["before"][paper][0], kept["after"][paper][0]) == (True, False)
    assert "核对了审查要点" in officer.page(f"/desk/cases/{case[0]}?tab=trail")


def claim(officer, part):
    page = officer.get(part).text
    version = re.search(r'name="version" value="([^"]*)"', page).group(1)
    officer.post(f"{part}/claim", version=version, key="c")


def picture(kind, exif=False):
    return saved(Image.new("RGB", (400, 300), (10, 20, 30)), kind, exif=located() if exif else None)


def saved(image, kind, exif=None):
    out = io.BytesIO()
    image.save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


def located():
    exif = Image.Exif()
    exif[0x010F] = "phone"
    exif.get_ifd(0x8825)[1] = "N"
    return exif


def scan(clerk, base, name, content, **more):
    clerk.get(f"{base}/documents")
    sent = {"part": "file:doc-LAYOUT", "doc-LAYOUT-add": (io.BytesIO(content), name), **more}
    return clerk.post(f"{base}/parts/documents", **sent)


def scan_of_case(person, number, document, content):
    person.get(f"/desk/cases/{number}")
    sent = {f"doc-{document}-add": (io.BytesIO(content), "二.pdf")}
    return person.post(f"/desk/cases/{number}/files", **sent)


def stored(rows):
    return files.get(rows(sa.select(Attachment.stored))[0][0], context=attachments.CONTENT)


@pytest.fixture
def clerk(app, at, sign_in):
    return sign_in("lijing")


@pytest.fixture
def base(clerk):
    base = green.begin(clerk, THEME)
    green.answer_questions(clerk, base, green.ANSWERS[THEME])
    clerk.post(f"{base}/tell", print="1")
    green.fill_form(clerk, base)
    return base


@pytest.fixture
def case(clerk, base, rows):
    scan(clerk, base, "平面图.pdf", PDF)
    page = clerk.get(f"{base}/documents").text
    sent = [*green.tick(page), ("act", "accept"), ("key", green.hidden(page, "key"))]
    answer = clerk.post(f"{base}/documents", sent)
    assert answer.status_code == 302, text_of(answer.text)
    number = answer.headers["Location"].rsplit("/", 1)[1]
    return number, rows(sa.select(Attachment.id))[0][0]
