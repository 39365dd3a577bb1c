"""撤销 one's own last act within ten minutes, 更正 a paper that was ticked and had not come."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import CaseDocument, Task
from tests.factories.hall import Hall

THEME = "catering_green_channel"


def test_an_officer_takes_back_the_step_they_finished_too_early(hall):
    hall.act("cgzf1", "sign", "claim")
    hall.act("cgzf1", "sign", "finish-step")
    assert "撤销刚才这一步" in page(hall, "cgzf1")
    undo(hall, "cgzf1")
    assert step(hall) == "review"
    assert "撤销了上一步" in page(hall, "cgzf1", tab="trail")


def test_after_ten_minutes_or_another_act_nothing_is_taken_back(hall):
    hall.act("cgzf1", "sign", "claim")
    hall.act("cgzf1", "sign", "finish-step")
    hall.act("xfjy1", "fire", "claim")
    assert "撤销刚才这一步" not in page(hall, "cgzf1")
    assert "之后没人办过" in undo(hall, "cgzf1", status=422).text
    assert step(hall) == "decide"


def test_nobody_takes_back_what_another_did(hall):
    hall.act("cgzf1", "sign", "claim")
    hall.act("cgzf1", "sign", "finish-step")
    assert "撤销刚才这一步" not in page(hall, "scjg1")
    undo(hall, "scjg1", status=422)
    assert step(hall) == "decide"


def test_a_paper_ticked_by_mistake_is_noted_as_not_come_with_its_reason(hall, rows):
    clerk = hall.person("lijing")
    clerk.get(f"/desk/cases/{hall.number}/correct")
    answer = clerk.post(f"/desk/cases/{hall.number}/correct", f_documents="FIRE_FILE")
    assert answer.status_code == 422
    answer = clerk.post(
        f"/desk/cases/{hall.number}/correct", f_documents="FIRE_FILE", f_reason="误勾，原件不在"
    )
    assert answer.status_code == 303
    query = sa.select(CaseDocument.received_at).where(CaseDocument.document == "FIRE_FILE")
    assert rows(query) == [(None,)]
    trail = page(hall, "lijing", tab="trail")
    assert "更正收件，这些其实没有收到：消防安全制度" in trail
    assert "误勾，原件不在" in trail


def page(hall, who, tab="documents"):
    return hall.person(who).page(f"/desk/cases/{hall.number}?tab={tab}")


def undo(hall, who, status=303):
    answer = hall.person(who).post(f"/desk/cases/{hall.number}/undo")
    assert answer.status_code == status, answer.status_code
    return answer


def step(hall):
    return hall.rows(sa.select(Task.step_name).where(Task.key == "sign"))[0][0]


@pytest.fixture
def hall(sign_in, rows, at):
    made = Hall(sign_in, rows, at)
    made.receive(THEME)
    return made
