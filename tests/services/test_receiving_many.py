"""Many applications from one sheet: tried first, then each row one case; never lost, never doubled."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import Case, Job
from app.services import cases, receiving_many
from tests.conftest import NOW, keep
from tests.factories import desk
from tests.factories.sheets import handed_in, rows
from tests.factories.working import at_work, job


def test_rows_that_are_right_are_received_each_as_one_case(worker, session):
    token = handed_in(session, rows(session, 3))
    worker()
    assert job(session, token).state == "proposed", job(session, token).result
    assert count(session) == 0
    confirmed(worker, session, token)
    done = job(session, token)
    assert (done.state, len(done.result["keys"]), done.result["refused"]) == ("done", 3, [])
    assert count(session) == 3 and "file" not in done.payload


def test_a_row_without_a_paper_is_received_with_the_notice_of_all_that_is_missing(worker, session):
    lines = rows(session, 2)
    for name in [name for name in lines[0] if name.startswith("paper.")][:2]:
        lines[0][name] = ""
    confirmed(worker, session, handed_in(session, lines))
    phases = session.scalars(sa.select(Case.phase).order_by(Case.id)).all()
    assert phases == ["supplementing", "in_progress"]


def test_what_is_wrong_is_told_by_sheet_row_and_column(worker, session):
    lines = rows(session, 3)
    lines[1]["applicant.id_number"] = 222405199001011236.0
    lines[2]["applicant.phone"] = "123"
    token = handed_in(session, lines)
    worker()
    refused = job(session, token)
    wrong = [(row, letter, head) for _sheet, row, letter, head, _said in refused.result["wrong"]]
    assert refused.state == "refused" and wrong == [(4, "D", "证件号码"), (5, "E", "电话")]
    assert "文本" in refused.result["wrong"][0][4]
    noted = receiving_many.annotated(session, token, by=desk.CLERK)
    assert noted.startswith(b"PK") and count(session) == 0
    receiving_many.drop(session, token, by=desk.CLERK)
    assert session.scalars(sa.select(Job.token)).all() == []


def test_a_sheet_that_is_taken_back_leaves_nothing_and_one_that_is_received_stays(worker, session):
    token = handed_in(session, rows(session, 1))
    with pytest.raises(receiving_many.NoSuchSheet):  # a worker may be at it
        receiving_many.drop(session, token, by=desk.CLERK)
    worker()
    with pytest.raises(receiving_many.NoSuchSheet):
        receiving_many.drop(session, token, by=desk.officer("SCJG", "piaoyu", role="window_clerk"))
    receiving_many.drop(session, token, by=desk.CLERK)
    keep(session)
    assert session.scalars(sa.select(Job.token)).all() == []
    token = handed_in(session, rows(session, 1))
    confirmed(worker, session, token)
    with pytest.raises(receiving_many.NoSuchSheet):
        receiving_many.drop(session, token, by=desk.CLERK)
    with pytest.raises(receiving_many.NoSuchSheet):
        receiving_many.confirm(session, token, by=desk.CLERK, now=NOW)


def test_a_number_that_came_before_is_that_case_and_no_second(worker, session):
    lines = rows(session, 2)
    confirmed(worker, session, handed_in(session, lines))
    token = handed_in(session, lines)
    worker()
    assert len(job(session, token).result["again"]) == 2
    confirmed(worker, session, token)
    assert len(job(session, token).result["again"]) == 2 and count(session) == 2


def test_a_worker_that_dies_between_two_rows_loses_and_doubles_nothing(
    worker, session, monkeypatch
):
    token = handed_in(session, rows(session, 3, refs=False))
    worker()
    real, calls = cases.receive, []

    def receive(*words, **more):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*words, **more)

    monkeypatch.setattr("app.jobs.receiving_sorts.cases.receive", receive)
    with pytest.raises(KeyboardInterrupt):
        confirmed(worker, session, token)
    session.rollback()
    assert (count(session), job(session, token).done) == (1, 1)
    worker(minutes=3)
    done = job(session, token)
    assert (done.state, count(session), done.result["again"]) == ("done", 3, [])


def test_the_clerk_is_led_from_the_sheet_to_the_numbers(worker, session, sign_in):
    token = handed_in(session, rows(session, 2))
    worker()
    clerk, here = sign_in("lijing"), f"/desk/receive-many/{token}"
    assert "2 件可以收" in clerk.page(here)
    assert clerk.post(f"{here}/receive").status_code == 303
    worker()
    assert "收 2 件" in clerk.page(here) and clerk.page(here).count("已受理") == 2
    assert "第 3 行 已受理" in clerk.page(here)
    assert clerk.post(f"{here}/result").data.startswith(b"PK")


def test_the_clerk_takes_a_tried_sheet_back_and_it_is_gone(worker, session, sign_in):
    token = handed_in(session, rows(session, 1))
    worker()
    clerk, here = sign_in("lijing"), f"/desk/receive-many/{token}"
    clerk.get(here)
    assert clerk.post(f"{here}/drop").location == "/desk/receive-many"
    assert "这张表已撤下，一件未收" in clerk.page("/desk/receive-many")
    assert (clerk.get(here).status_code, clerk.post(f"{here}/drop").status_code) == (404, 404)


#: How every workbook begins, as text carries bytes; two letters alone come up by chance.
PACKED = "UEsDB"


def test_the_sheet_lies_sealed_while_it_waits(session):
    token = handed_in(session, rows(session, 1))
    kept = str(session.execute(sa.select(Job.payload).where(Job.token == token)).scalar_one())
    assert "222405199001011236" not in kept and PACKED not in kept[:200]


def confirmed(worker, session, token):
    worker()
    receiving_many.confirm(session, token, by=desk.CLERK, now=NOW)
    keep(session)
    worker()


def count(session):
    session.rollback()
    return session.scalar(sa.select(sa.func.count()).select_from(Case))


@pytest.fixture
def worker(app, session):
    def work(*, minutes=0):
        from datetime import timedelta

        session.rollback()
        at_work(app, now=NOW + timedelta(minutes=minutes))
        session.expire_all()

    return work
