"""The page of a case's file: for whom it is, with a purpose, and what is handed out."""

from __future__ import annotations

import hashlib

import pytest
import sqlalchemy as sa

from app import files
from app.models import AccessEntry, CaseFile
from tests.conftest import NOW, keep
from tests.factories import archive, desk
from tests.factories.working import at_work


def test_a_clerk_makes_it_for_a_purpose_and_takes_it_out(app, sign_in, case, rows):
    clerk, page = sign_in("lijing"), f"/desk/cases/{case.number}/archive"
    assert "归档案卷" in clerk.page(f"/desk/cases/{case.number}")
    assert "还没有案卷" in clerk.page(page)
    refused = clerk.post(page, purpose=" ")
    assert (refused.status_code, "请写明案卷用途" in refused.text) == (422, True)
    assert clerk.post(page, purpose="年度归档").status_code == 303
    assert "正在制作案卷" in clerk.page(page)
    at_work(app)
    row = rows(sa.select(CaseFile.sha256, CaseFile.manifest))[0]
    shown = clerk.page(page)
    assert all(words in shown for words in (row.sha256, row.manifest, "年度归档", "李静"))
    assert clerk.post(f"{page}/1", purpose="", format="zip").status_code == 422
    given = clerk.post(f"{page}/1", purpose="移交", format="zip")
    assert hashlib.sha256(given.data).hexdigest() == row.sha256
    assert given.headers["Content-Disposition"].endswith(f"{case.number}-1.zip")
    assert (given.headers["Cache-Control"], given.headers["Content-Length"]) == (
        "no-store",
        str(len(given.data)),
    )
    assert clerk.post(f"{page}/1", purpose="移交", format="pdf").data.startswith(b"%PDF")
    kept = sa.select(AccessEntry.type, AccessEntry.purpose).where(AccessEntry.type.like("file_%"))
    assert rows(kept.order_by(AccessEntry.id)) == [
        ("file_asked", "年度归档"),
        ("file_taken", "移交"),
        ("file_taken", "移交"),
    ]
    assert "下载了整个办件的案卷" in sign_in("jiancha").page(f"/desk/cases/{case.number}?tab=trail")


def test_who_reads_names_masked_or_not_all_of_it_does_not_get_it(sign_in, case):
    page = f"/desk/cases/{case.number}/archive"
    assert sign_in("jiancha").get(page).status_code == 200
    for person, status in (("ducha", 403), ("zhuren", 403), ("scjg1", 403)):
        assert sign_in(person).get(page).status_code == status
        assert "归档案卷" not in sign_in(person).get(f"/desk/cases/{case.number}").text


def test_a_case_that_runs_says_what_is_still_open(session, sign_in):
    number = desk.accepted_case(session).number
    keep(session)
    said = sign_in("lijing").page(f"/desk/cases/{number}/archive")
    assert "还没办完的：" in said
    assert "出件" in said or "送达" in said
    assert "制作案卷" not in said


def test_a_part_that_is_gone_is_told_and_nothing_is_sent(app, sign_in, case, session):
    page = f"/desk/cases/{case.number}/archive"
    scan = archive.scan(session, case)
    archive.make(app, session, case)
    path = files.folder() / scan.stored[:2] / scan.stored
    whole = path.read_bytes()
    files.remove(scan.stored)
    clerk = sign_in("lijing")
    clerk.page(page)
    answer = clerk.post(f"{page}/1", purpose="移交")
    path.write_bytes(whole)
    assert (answer.status_code, "请重新制作" in answer.text) == (500, True)


@pytest.fixture
def case(session, at):
    made = archive.closed_case(session)
    session.commit()
    at.set(NOW.isoformat())
    return made
