"""Many rows at once: each done, skipped or not done by itself, with the reason."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from app.models import JournalEntry, Paper
from app.services import bulk
from tests.factories.browser import text_of
from tests.factories.hall import Hall

THEME = "catering_green_channel"


def test_a_head_gives_several_parts_to_a_colleague_and_what_is_anothers_is_skipped(hall):
    reg, fire = numbers(hall, "reg", "fire")
    page = chosen(hall, "scjg0", "assign", reg, fire)
    assert "市场承办" in page and "消防承办" not in page
    page = chosen(hall, "scjg0", "assign", reg, fire, owner="scjg1")
    assert "2 件里办成 1 件" in page
    assert hall.task("reg").owner == "scjg1"


def test_nobody_is_given_what_another_department_handles(hall):
    (reg,) = numbers(hall, "reg")
    assert "跳过" in chosen(hall, "scjg0", "assign", reg, owner="xfjy1")
    assert hall.task("reg").owner is None


def test_what_is_asked_for_is_asked_once_a_day_and_seen_by_who_handles_it(hall, at):
    reg, fire = numbers(hall, "reg", "fire")
    assert "2 件里办成 2 件" in chosen(hall, "lijing", "remind", reg, fire)
    assert "今天已经催过了" in chosen(hall, "lijing", "remind", reg)
    assert "市场主体设立登记 开办餐饮店一件事 催办" in hall.person("scjg1").page(
        "/desk/queue?scope=department"
    )
    assert journal(hall) == [reg, fire]
    at.set("2026-09-20T09:00:00")
    assert "已催办" in chosen(hall, "lijing", "remind", reg)


def test_the_mark_goes_when_the_part_goes_on(hall):
    chosen(hall, "lijing", "remind", *numbers(hall, "reg"))
    hall.act("scjg1", "reg", "claim")
    assert hall.task("reg").reminded_at is not None
    hall.act("scjg1", "reg", "finish-step")
    assert hall.task("reg").reminded_at is None


def test_asking_for_a_part_makes_no_open_form_of_it_stale(hall):
    (reg,) = numbers(hall, "reg")
    send = hall.open("scjg1", "reg", "claim")
    chosen(hall, "lijing", "remind", reg)
    assert send().status_code == 303


def test_what_waits_for_the_applicant_is_asked_of_nobody(hall):
    asks = {"fault": "incorrect", "documents": "SIGN_DRAWING", "reason": "图看不清"}
    hall.act("cgzf1", "sign", "supplement", **asks)
    assert "在等申请人" in chosen(hall, "lijing", "remind", *numbers(hall, "sign"))


def test_the_papers_of_chosen_rows_are_printed_together_and_no_second_time(hall, rows):
    page = chosen(hall, "lijing", "print", *numbers(hall, "hand_over"))
    assert set(rows(sa.select(Paper.printed))) == {(1,)}
    assert all(said in page for said in ("收件凭证", "受理通知书", "打印这 2 份", "金海"))
    again = chosen(hall, "lijing", "print", *numbers(hall, "hand_over"))
    assert "没有待打印的文书" in again and "金海" not in again


def test_a_row_chosen_twice_is_done_once_and_no_more_are_done_than_can_be_looked_through(
    hall, monkeypatch
):
    reg, fire = numbers(hall, "reg", "fire")
    assert "1 件里办成 1 件" in chosen(hall, "lijing", "remind", reg, reg)
    monkeypatch.setattr("app.desk.queue_bulk.MOST", 1)
    assert "1 件里办成 1 件" in chosen(hall, "lijing", "remind", fire, reg)


def test_one_row_that_cannot_be_done_keeps_no_other_from_being_done(hall, monkeypatch):
    reg, fire = numbers(hall, "reg", "fire")
    act = bulk.act

    def busy(session, verb, number, **how):
        if number == reg:
            raise OperationalError("busy", {}, Exception("locked"))
        return act(session, verb, number, **how)

    monkeypatch.setattr("app.desk.queue_bulk.bulk.act", busy)
    page = chosen(hall, "lijing", "remind", reg, fire, "没有这一项")
    assert "3 件里办成 1 件" in page and journal(hall) == [fire]
    assert "数据库没有收下，请再试一次" in page and "这个编号不在您的队列里" in page


def numbers(hall, *keys):
    return [hall.task(key).number for key in keys]


def journal(hall):
    query = sa.select(JournalEntry.ref).where(JournalEntry.type == "reminded")
    return [row.ref for row in hall.rows(query.order_by(JournalEntry.id))]


def chosen(hall, username, verb, *numbers, **fields):
    """Choose rows of the queue and press a button; gives what the page says."""
    person = hall.person(username)
    person.get("/desk/queue?scope=all")
    answer = person.post(f"/desk/queue/{verb}", [("task", one) for one in numbers], **fields)
    assert answer.status_code == 200, answer.status_code
    return text_of(answer.text)


@pytest.fixture
def hall(sign_in, rows, at):
    """The hall with one case received and accepted."""
    hall = Hall(sign_in, rows, at)
    hall.receive(THEME)
    return hall
