"""A condition only a person can judge: asked of the clerk, answered in their name, and it decides."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import Answer
from tests.factories import green, kinds

DEMAND = [{"document": "PHOTO", "when": {"ask": "按情形提交"}}]
JUDGED = "f_ask__PHOTO__1"


def test_it_is_asked_with_its_paper_and_must_be_answered(clerk, base):
    page = clerk.page(f"{base}/questions")
    assert "由您判断，关系到“个人证件照片”" in page
    assert clerk.get(f"{base}/notice").headers["Location"].endswith("/questions")
    answer = clerk.post(f"{base}/questions")
    assert answer.status_code == 422
    assert "请选一项。" in answer.text


@pytest.mark.parametrize(("said", "told"), [("yes", "请申请人带这 1 份"), ("no", "不用带材料")])
def test_the_answer_decides_whether_the_paper_is_brought(clerk, base, said, told):
    clerk.post(f"{base}/questions", **{JUDGED: said})
    assert told in clerk.page(f"{base}/notice")


def test_whoever_judged_it_stands_beside_the_answer_though_another_receives(
    clerk, base, sign_in, rows
):
    clerk.post(f"{base}/questions", **{JUDGED: "no"})
    colleague = sign_in("piaoyu")
    colleague.get(f"{base}/questions")
    colleague.post(f"{base}/questions", **{JUDGED: "no"})
    colleague.post(f"{base}/tell", print="1")
    assert green.fill_form(colleague, base).status_code == 302
    number = green.accept(colleague, base)
    assert rows(sa.select(Answer.field, Answer.by)) == [("ask.PHOTO.1", "lijing")]
    assert "否（李静判断）" in colleague.page(f"/desk/cases/{number}?tab=form")


def test_who_judges_otherwise_takes_the_name_over(clerk, base, sign_in, rows):
    clerk.post(f"{base}/questions", **{JUDGED: "no"})
    colleague = sign_in("piaoyu")
    colleague.get(f"{base}/questions")
    colleague.post(f"{base}/questions", **{JUDGED: "yes"})
    colleague.post(f"{base}/tell", print="1")
    green.fill_form(colleague, base)
    green.accept(colleague, base)
    assert rows(sa.select(Answer.by)) == [("piaoyu",)]


def test_what_bears_on_a_part_that_is_not_wanted_is_not_asked(clerk, session, at):
    part = {"key": "every", "item": "every", "optional": True}
    kinds.publish(session, kinds.package([], documents=DEMAND, items=[part]), now=at.now)
    base = green.begin(clerk, kinds.THEME)
    assert JUDGED not in clerk.get(f"{base}/questions").text
    answer = clerk.post(f"{base}/questions", pick="every")
    assert answer.status_code == 422
    assert JUDGED in answer.text


@pytest.fixture
def clerk(sign_in):
    return sign_in("lijing")


@pytest.fixture
def base(clerk, session, at):
    kinds.publish(session, kinds.package([], documents=DEMAND), now=at.now)
    return green.begin(clerk, kinds.THEME)
