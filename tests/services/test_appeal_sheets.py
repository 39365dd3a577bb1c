"""Work orders of 12345 as a sheet: tried first, each row one appeal, the same number never twice."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import Appeal, Case
from app.services import receiving_many
from app.services.appeal_columns import CODE, columns
from tests.conftest import NOW, keep
from tests.factories import desk, sheets
from tests.factories.working import at_work, job

ROW = {
    "appeal.code": "办不了",
    "appeal.channel": "12345 转来",
    "appeal.name": "玄某某",
    "appeal.phone": "13804331234",
    "appeal.said": "跑了三趟没办成",
    "appeal.departments": "市场监管局",
}
CLASSES = {"cannot_do": "办不了", "coordinate": "协调办"}
CHANNELS = {"hotline": "12345 转来"}


def test_each_row_is_one_appeal_and_the_same_number_sent_again_is_the_same(worker, session):
    lines = [{**ROW, "ref.number": f"DH-{at}"} for at in range(2)]
    for again in (False, True):
        token = handed_in(session, lines)
        worker()
        assert job(session, token).state == "proposed", job(session, token).result
        receiving_many.confirm(session, token, by=desk.CLERK, now=NOW)
        keep(session)
        worker()
        assert len(job(session, token).result["again"]) == 2 * again
    refs = session.execute(sa.select(Case.external_source, Appeal.external_ref).join(Appeal)).all()
    assert [tuple(row) for row in refs] == [("12345", "DH-0"), ("12345", "DH-1")]


def test_what_is_wrong_is_told_at_its_cell_and_nothing_is_registered(worker, session):
    lines = [{**ROW, "ref.number": "DH-0", "appeal.phone": "123"}, {**ROW, "appeal.code": "协调办", "ref.number": "DH-1"}, ROW]  # fmt: skip
    token = handed_in(session, lines)
    worker()
    done = job(session, token)
    wrong = [(row, head) for _sheet, row, _letter, head, _said in done.result["wrong"]]
    assert done.state == "refused"
    assert wrong == [(3, "电话"), (4, "当场告知的原因"), (5, "12345 工单号")]
    assert session.scalar(sa.select(sa.func.count()).select_from(Case)) == 0


def test_what_the_house_refuses_is_told_at_its_cell_too(worker, session):
    token = handed_in(session, [{**ROW, "ref.number": "DH-0", "appeal.about": "LJ20260918J0001X"}])
    worker()
    ((_sheet, row, letter, head, _said),) = job(session, token).result["wrong"]
    assert (row, letter, head) == (3, "I", "相关办件")


def test_an_appeal_is_registered_and_not_accepted(worker, session, sign_in):
    token = handed_in(session, [{**ROW, "ref.number": "DH-0"}])
    worker()
    clerk, here = sign_in("lijing"), f"/desk/receive-many/{token}"
    assert "受理 1" not in clerk.page(here)
    clerk.post(f"{here}/receive")
    worker()
    assert "3 行 已收 " in clerk.page(here)


def handed_in(session, lines):
    content = sheets.workbook(columns(CLASSES, CHANNELS, say=str), lines)
    taken = receiving_many.take(
        session, "转办单.xlsx", content, code=CODE, source="12345", by=desk.CLERK, now=NOW,
        language="zh",
    )  # fmt: skip
    keep(session)
    return taken.token


@pytest.fixture
def worker(app, session):
    def work():
        session.rollback()
        at_work(app)
        session.expire_all()

    return work
