"""Rows that repeat and files of a form at the counter, as the buttons work without any script."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import files
from app.models import AccessEntry, Attachment, Draft
from app.services import attachments, file_kinds, retention
from tests.factories import green, kinds
from tests.factories.browser import text_of


def staff(*rows):
    """Rows as the form sends them: mark and name; everybody with the same number."""
    return [
        pair
        for mark, name in rows
        for pair in (
            ("f_group-rows", mark),
            (f"f_group-{mark}-f_who-name", name),
            (f"f_group-{mark}-f_who-id_number", kinds.ID),
        )
    ]


ROWS = staff(("1", "金海"), ("2", "朴英"))


def test_a_row_is_added_below_and_everything_typed_stays(clerk, base):
    page = change(clerk, base, "add:f_group", ROWS, f_text="海兰路")
    assert marks(page) == ["1", "2", "3"]
    assert 'value="海兰路"' in page
    assert 'value="朴英"' in page


def test_a_row_moves_up_and_down_with_its_words(clerk, base):
    assert names(change(clerk, base, "up:f_group:2", ROWS)) == ["朴英", "金海"]
    kept = staff(("2", "朴英"), ("1", "金海"))
    assert names(change(clerk, base, "down:f_group:2", kept)) == ["金海", "朴英"]


def test_a_row_that_is_taken_away_takes_its_words_along_and_no_others(clerk, base):
    page = change(clerk, base, "remove:f_group:1", ROWS)
    assert (marks(page), names(page)) == (["2"], ["朴英"])
    assert marks(change(clerk, base, "add:f_group", ROWS[3:])) == ["2", "3"]


def test_more_rows_than_may_be_are_refused_with_what_was_typed(clerk, base):
    answer = clerk.post(
        f"{base}/form", [*green.APPLICANT.items(), *staff(*((n, "金海") for n in "1234"))]
    )
    assert answer.status_code == 422
    assert "行数太多" in text_of(answer.text)


def test_what_is_wrong_in_a_row_is_said_there_and_in_the_summary(clerk, base):
    sent = [*green.APPLICANT.items(), *ROWS, ("f_group-2-f_since", "2026-02-30")]
    page = text_of(clerk.post(f"{base}/form", sent).text)
    assert "第 2 行 到岗日期：没有这一天。" in page


def test_two_pages_that_each_add_a_file_lose_neither(clerk, base, rows):
    seen = green.hidden(clerk.get(f"{base}/form").text, "version")
    for name in ("一.pdf", "二.pdf"):
        add(clerk, base, name, kinds.PDF + name.encode(), version=seen)
    page = text_of(clerk.get(f"{base}/form").text)
    assert "一.pdf" in page
    assert "二.pdf" in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("网页.pdf", b"<html><script>alert(1)</script>", "这个文件不收"),
     ("空.pdf", b"", "这个文件是空的"),
     ("大.pdf", b"%PDF-" + b"0" * attachments.LARGEST, "一个文件最大 10 MB"),
     ("假.docx", b"PK\x03\x04 not a zip", "这个文件不收")],
)  # fmt: skip
def test_a_file_is_taken_by_what_it_holds_and_how_large_it_is(
    clerk, base, rows, name, content, said
):
    clerk.get(f"{base}/form")
    answer = add(clerk, base, name, content, f_text="海兰路")
    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert 'value="海兰路"' in answer.text
    assert rows(sa.select(Attachment.id)) == []


def test_an_office_file_with_a_macro_or_a_bomb_in_it_is_not_taken():
    plain = packed({"word/document.xml": "<w/>", "a": "b" * 50})
    assert file_kinds.kind_of(plain)[1] == "docx"
    assert file_kinds.kind_of(packed({"word/document.xml": "", "word/vbaProject.bin": "x"})) is None
    assert file_kinds.kind_of(packed({"word/document.xml": "", "a": "0" * 10_000_000})) is None


def test_a_name_is_a_name_and_ends_as_its_content_says(clerk, base, rows):
    clerk.get(f"{base}/form")
    add(clerk, base, "..\\..\\身份证\u202e.exe", kinds.PDF)
    assert rows(sa.select(Attachment.name)) == [("身份证.pdf",)]


def test_a_file_is_encrypted_kept_with_the_intake_and_goes_with_the_case(clerk, base, rows):
    clerk.get(f"{base}/form")
    add(clerk, base, "现场.pdf", kinds.PDF)
    name, place = rows(sa.text("SELECT name, stored FROM attachment"))[0]
    stored = (bytes(name), files.sealed(place))
    assert not any(b"PDF" in one or "现场".encode() in one for one in stored)
    number, file = received(clerk, base), rows(sa.select(Attachment.id))[0][0]
    assert rows(sa.select(Attachment.draft_id, Attachment.case_id.is_not(None))) == [(None, True)]
    assert "现场.pdf" in clerk.page(f"/desk/cases/{number}?tab=form")
    given = clerk.get(f"/desk/cases/{number}/files/{file}")
    assert given.data == kinds.PDF
    assert given.headers["Content-Disposition"].startswith("attachment;")
    assert given.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert rows(sa.select(AccessEntry.ref).where(AccessEntry.type == "file_read")) == [(number,)]


def test_a_file_is_opened_by_whoever_handles_the_answer_and_nobody_else(clerk, base, rows, sign_in):
    clerk.get(f"{base}/form")
    add(clerk, base, "现场.pdf", kinds.PDF)
    address = f"/desk/cases/{received(clerk, base)}/files/{rows(sa.select(Attachment.id))[0][0]}"
    assert sign_in("scjg1").get(address).status_code == 200
    for stranger in ("xfjy1", "shenji", "ducha", "jiancha"):
        assert sign_in(stranger).get(address).status_code in (403, 404)
    reads = sign_in("jiancha").page(address.partition("/files/")[0] + "?tab=form")
    assert "1 个文件" in reads and "现场.pdf" not in reads
    assert sign_in("scjg1").get(address.replace("/files/", "/files/9")).status_code == 404


def test_a_file_of_another_intake_is_neither_opened_nor_taken_along(clerk, base, rows):
    clerk.get(f"{base}/form")
    add(clerk, base, "现场.pdf", kinds.PDF)
    other = begun(clerk)
    file = rows(sa.select(Attachment.id))[0][0]
    assert clerk.get(f"{other}/files/{file}").status_code == 404
    sent = [*green.APPLICANT.items(), ("f_attachment-files", str(file))]
    answer = clerk.post(f"{other}/form", sent)
    assert "请重新添加" in text_of(answer.text)


def test_a_file_that_is_taken_away_is_gone(clerk, base, rows):
    clerk.get(f"{base}/form")
    add(clerk, base, "现场.pdf", kinds.PDF)
    file = rows(sa.select(Attachment.id))[0][0]
    page = change(clerk, base, f"drop:f_attachment:{file}", [("f_attachment-files", str(file))])
    assert "现场.pdf" not in page
    assert rows(sa.select(Attachment.id)) == []


def test_files_of_an_intake_nobody_came_back_for_go_with_it(clerk, base, rows, session, at):
    clerk.get(f"{base}/form")
    add(clerk, base, "现场.pdf", kinds.PDF)
    retention.sweep(session, now=at.now + timedelta(days=91))
    session.commit()
    assert rows(sa.select(Attachment.id)) == rows(sa.select(Draft.id)) == []


def add(clerk, base, name, content, **more):
    sent = {"part": "file:f_attachment", "f_attachment-add": (io.BytesIO(content), name), **more}
    return clerk.post(f"{base}/parts/form", **sent)


def change(clerk, base, part, pairs, **typed):
    clerk.get(f"{base}/form")
    answer = clerk.post(f"{base}/parts/form", pairs, part=part, **typed)
    assert answer.status_code == 302, answer.text
    return clerk.get(f"{base}/form").text


def shown(page):
    return re.sub(r"<template>.*?</template>", "", page, flags=re.DOTALL)


def marks(page):
    return re.findall(r'data-row="(\d+)"', shown(page))


def names(page):
    return re.findall(r'name="f_group-\d+-f_who-name"[^>]*value="([^"]*)"', shown(page))


def received(clerk, base):
    page = clerk.get(f"{base}/form").text
    files = [
        ("f_attachment-files", n)
        for n in re.findall(r'name="f_attachment-files" value="(\d+)"', page)
    ]
    assert clerk.post(f"{base}/form", [*green.APPLICANT.items(), *files]).status_code == 302
    return green.accept(clerk, base)


def packed(parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def begun(clerk):
    base = green.begin(clerk, kinds.THEME)
    clerk.post(f"{base}/questions")
    clerk.post(f"{base}/tell", print="1")
    return base


@pytest.fixture
def clerk(session, at, sign_in):
    kinds.publish(session, kinds.package(kinds.fields()), now=at.now)
    return sign_in("lijing")


@pytest.fixture
def base(clerk):
    return begun(clerk)
