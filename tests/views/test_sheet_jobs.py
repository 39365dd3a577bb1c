"""A sheet on its way: whose it is, what ends it, what is kept of it."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User

from app.jobs import receiving, receiving_sorts
from app.models import AccessEntry, Agent, Case, Job, JournalEntry
from app.services import jobs, receiving_many
from tests.conftest import NOW, keep
from tests.factories import desk, sheets
from tests.factories.machine import CATERING
from tests.factories.working import at_work, job

HERE = "/desk/receive-many"


def test_a_sheet_is_its_persons_own(session, sign_in):
    token = handed_in(session, sheets.rows(session, 1))
    assert "申请.xlsx" in sign_in("lijing").page(HERE)
    other = sign_in("wenxiu")
    assert "申请.xlsx" not in other.page(HERE)
    assert other.get(f"{HERE}/{token}").status_code == 404


def test_who_may_receive_no_more_has_nothing_received_either(session, sign_in):
    token = sheets.handed_in(session, sheets.rows(session, 1))
    session.execute(sa.update(User).where(User.username == "lijing").values(active=False))
    assert failed(session, token) == receiving.NOBODY


def test_who_receives_no_more_but_is_still_here_has_nothing_received(session):
    token = sheets.handed_in(session, sheets.rows(session, 1))
    session.execute(sa.update(Job).values(by="scjg1"))
    assert failed(session, token) == receiving.NOBODY


def test_a_theme_that_is_offered_no_more_has_no_template_and_takes_no_sheet(
    session, sign_in, monkeypatch
):
    token = sheets.handed_in(session, sheets.rows(session, 1))
    gone = SimpleNamespace(offered=False)
    monkeypatch.setattr("app.services.publishing.current", lambda *_words, **_how: gone)
    assert failed(session, token) == receiving_sorts.GONE
    clerk = sign_in("lijing")
    assert clerk.get(f"{HERE}/template/{CATERING}").status_code == 404


def test_two_files_without_numbers_are_two_files(session):
    first, second = sheets.rows(session, 2, refs=False)
    received(session, [first])
    received(session, [second | {"applicant.name": "玄梅"}])
    assert count(session) == 2


def test_a_number_stands_in_one_row_and_is_no_longer_than_it_is_kept(session):
    lines = sheets.rows(session, 2)
    lines[1]["ref.number"] = "W-0"
    long = sheets.rows(session, 1)[0] | {"ref.number": "W" * 65}
    refused = job(session, handed_in(session, [*lines, long])).result["wrong"]
    assert [(row, letter, said) for _sheet, row, letter, _head, said in refused] == [
        (4, "A", "与第 3 行编号相同。"),
        (5, "A", "这里要文字，最多 64 个字符。"),
    ]


def test_who_came_for_many_is_named_row_by_row_or_not_at_all(session):
    lines = sheets.rows(session, 2)
    lines[0] |= {"agent.id_type": "id_card", "agent.name": ""}
    lines[1] |= {
        "agent.name": "玄梅",
        "agent.id_number": "222405199001011236",
        "agent.phone": "12345",
    }
    refused = job(session, handed_in(session, lines)).result["wrong"]
    assert [(row, head) for _sheet, row, _letter, head, _said in refused] == [(4, "代办人电话")]
    lines[1]["agent.phone"] = "13804331234"
    received(session, lines)
    assert session.scalars(sa.select(Agent.name)).all() == ["玄梅"]


def test_only_a_sheet_with_errors_is_given_back_with_notes(session):
    token = handed_in(session, sheets.rows(session, 1))
    with pytest.raises(receiving_many.NoSuchSheet):
        receiving_many.annotated(session, token, by=desk.CLERK)


def test_how_far_the_trial_is_stands_beside_it_and_receiving_begins_anew(session, monkeypatch):
    told, progress = [], jobs.progress
    monkeypatch.setattr("app.jobs.receiving_trial.TRIED", 2)
    monkeypatch.setattr(
        "app.jobs.receiving_trial.jobs.progress",
        lambda *words, **how: told.append((how["done"], how["total"])) or progress(*words, **how),
    )
    token = received(session, sheets.rows(session, 5))
    assert told == [(2, 5), (4, 5)]
    assert job(session, token).attempts == 1


def test_who_waits_where_no_worker_is_at_work_is_told(session, sign_in, at):
    token = sheets.handed_in(session, sheets.rows(session, 1))
    assert "后台没有运行" not in sign_in("lijing").page(f"{HERE}/{token}")
    at.set((NOW + timedelta(minutes=1)).isoformat())
    assert "后台没有运行" in sign_in("lijing").page(f"{HERE}/{token}")


def test_what_is_received_is_by_who_handed_it_in_and_taking_the_result_is_kept(session, sign_in):
    token = received(session, sheets.rows(session, 1))
    by = sa.select(JournalEntry.by).where(JournalEntry.noun == "case").distinct()
    assert session.scalars(by).all() == ["lijing"]
    session.rollback()
    clerk = sign_in("lijing")
    clerk.get(f"{HERE}/{token}")
    clerk.post(f"{HERE}/{token}/result")
    session.rollback()
    taken = sa.select(AccessEntry.by, AccessEntry.ref).where(AccessEntry.type == "exported")
    assert session.execute(taken).all() == [("lijing", "receive-many")]


def failed(session, token):
    keep(session)
    at_work(session.info["app"])
    ended = job(session, token)
    why = ended.result["why"] if ended.state == "failed" else ended.state
    session.rollback()
    return why


def handed_in(session, lines):
    token = sheets.handed_in(session, lines)
    at_work(session.info["app"])
    return token


def received(session, lines):
    token = handed_in(session, lines)
    receiving_many.confirm(session, token, by=desk.CLERK, now=NOW)
    keep(session)
    at_work(session.info["app"])
    session.rollback()
    return token


def count(session):
    return session.scalar(sa.select(sa.func.count()).select_from(Case))


@pytest.fixture(autouse=True)
def worked(app, session):
    session.info["app"] = app
