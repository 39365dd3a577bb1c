"""归档: a closed case as one file, the same bytes again, that proves itself; and whose it is to take out."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from pypdfium2 import PdfDocument

from app import files, typesetting
from app.models import Case, Job, JournalEntry, Paper
from app.services import archive_zip, archiving, file_store, papers
from app.services.archive_entries import opened_list
from tests.conftest import NOW
from tests.factories import archive, desk
from tests.factories.archive import PDF, packed

LATER = NOW + timedelta(days=400)
AUDITOR = desk.person("jiancha", "auditor")


def test_made_again_it_is_the_same_file_whoever_asks_and_whenever(made, at):
    first = made()
    at.set(LATER.isoformat())
    second = made(by=AUDITOR, now=LATER)
    assert (second.seq, second.sha256, second.stored) == (2, first.sha256, first.stored)
    assert hashlib.sha256(packed(first)).hexdigest() == first.sha256
    assert len(packed(first)) == first.size


def test_what_was_done_since_is_in_the_file_that_is_made_then_and_the_first_stays(
    made, session, case
):
    first = made()
    paper = session.execute(sa.select(Paper).order_by(Paper.id)).scalars().first()
    papers.void(session, paper, "写错", case=case.number, anew=False, by="ducha", now=NOW)
    second = made()
    assert first.sha256 != second.sha256
    assert f"文书/01 收件凭证 {paper.number}（作废）.pdf" in names(second)
    assert f"文书/01 收件凭证 {paper.number}.pdf" in names(first)
    assert "2026-09-1809:40作废。写错" in text(second)


def test_it_holds_papers_files_journal_and_list_under_names_that_lead_nowhere(made, scanned):
    row = made()
    with zipfile.ZipFile(io.BytesIO(packed(row))) as whole:
        assert whole.testzip() is None
        assert whole.read("附件/01 纸 表（不作数）.pdf") == PDF
        listed = json.loads(whole.read("manifest.json"))["files"]
        assert {one["name"] for one in listed} | {"manifest.json"} == set(whole.namelist())
        assert {info.date_time for info in whole.infolist()} == {(2026, 9, 18, 9, 30, 0)}
    assert not [name for name in names(row) if ".." in name or name.startswith("/")]
    said = next(one for one in listed if one["name"].startswith("附件"))
    assert (said["by"], said["counts"], said["original_name"]) == ("lijing", False, "纸 表.pdf")
    assert (row.entries, row.manifest) == (len(names(row)), digest(row, "manifest.json"))


def test_the_document_can_be_read_out_and_its_fonts_are_within(made, scanned, case):
    row = made()
    said = text(row)
    for words in (case.number, "金海", "222405199001011236", "卷内目录", "办理经过", "税务信息确认",
                  "送达办理结果", "收件凭证龙政务收〔2026〕0001号"):  # fmt: skip
        assert words in said, words
    pages = PdfDocument(io.BytesIO(part(row, "案卷.pdf")))
    assert [item.get_title() for item in pages.get_toc()][:3] == [
        "卷内目录",
        "办件情况",
        "办理经过",
    ]
    assert b"/FontFile3" in part(row, "案卷.pdf") or b"ObjStm" in part(row, "案卷.pdf")


def test_a_case_that_runs_is_refused_with_what_is_still_open(session):
    desk.accepted_case(session)
    case = session.execute(sa.select(Case)).scalar_one()
    refused = archiving.ask(session, case, purpose="归档", by=desk.CLERK, now=NOW)
    assert "Still open" in refused.say
    assert "Hand-over" in refused.values["parts"]
    assert len(refused.values["parts"]) > 2


def test_nobody_has_it_made_without_a_purpose_and_asked_twice_it_is_made_once(session, case):
    assert archiving.ask(session, case, purpose=" ", by=desk.CLERK, now=NOW) is archiving.NO_PURPOSE
    first = archiving.ask(session, case, purpose="归档", by=desk.CLERK, now=NOW)
    assert archiving.ask(session, case, purpose="再来", by=desk.CLERK, now=NOW) is first
    assert [entry.purpose for entry in session.info["access"]] == ["归档"]


def test_it_is_for_those_from_whom_nothing_of_the_case_is_hidden(session, case):
    head = lambda code: desk.officer(code, role="department_head")
    mixed = desk.person("x", "supervisor")
    may = lambda person: archiving.case_of(session, case.number, by=person) is not None
    assert all(map(may, [desk.CLERK, AUDITOR, head("SWJ"), head("ZHCK")]))
    assert not any(
        map(may, [head("SCJG"), desk.officer("SWJ"), mixed, desk.person("z", "centre_head")])
    )
    desk.accepted_case(session)
    joint = session.execute(sa.select(Case).where(Case.kind == "joint")).scalar_one()
    assert archiving.case_of(session, joint.number, by=head("SCJG")) is None


def test_what_it_is_put_together_by_is_named_and_looked_at(made, session, scanned):
    row = made()
    assert {row.stored, scanned.stored} <= file_store.named(session)
    path = files.folder() / row.stored[:2] / row.stored
    whole = path.read_bytes()
    path.write_bytes(whole + b"!")
    assert list(file_store.altered(session)) == [row.stored]
    # Others of this run stand on the same store.
    path.write_bytes(whole)


def test_where_a_file_is_gone_or_no_font_is_there_none_is_made_and_it_says_why(
    made, session, scanned, monkeypatch
):
    monkeypatch.setattr(typesetting, "families", frozenset)
    assert made().stored is None
    monkeypatch.undo()
    path = files.folder() / scanned.stored[:2] / scanned.stored
    whole = path.read_bytes()
    files.remove(scanned.stored)
    assert made().stored is None
    path.write_bytes(whole)
    why = [job.result["why"] for job in session.scalars(sa.select(Job).filter_by(kind="case_file"))]
    assert ["font" in why[0], "not in the store" in why[1]] == [True, True]


def test_that_it_was_made_stands_in_both_chains_with_its_hash(made, rows, case):
    row = made()
    kept = rows(sa.select(JournalEntry.ref, JournalEntry.data).filter_by(type="file_made"))[0]
    assert (kept.ref, json.loads(kept.data)["sha256"]) == (case.number, row.sha256)


def test_a_part_that_is_longer_than_was_said_breaks_it_off():
    with pytest.raises(ValueError, match="a"):
        list(archive_zip.packed([("a", 1)], lambda _name: b"xy", dated=NOW))


def names(row):
    return list(opened_list(row.stored)[1])


def part(row, name):
    with zipfile.ZipFile(io.BytesIO(packed(row))) as whole:
        return whole.read(name)


def digest(row, name):
    return hashlib.sha256(part(row, name)).hexdigest()


def text(row):
    pages = PdfDocument(io.BytesIO(part(row, "案卷.pdf")))
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)


@pytest.fixture
def case(session):
    return archive.closed_case(session)


@pytest.fixture
def scanned(session, case):
    return archive.scan(session, case)


@pytest.fixture
def made(app, session, case):
    """Have the file made, now or once more."""
    return partial(archive.make, app, session, case)
