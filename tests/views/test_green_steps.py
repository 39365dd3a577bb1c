"""The steps of an intake say nothing too early and do nothing nobody meant."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app.models import Case, Draft
from tests.factories import green
from tests.factories.browser import text_of

THEME = "catering_green_channel"


def test_no_figure_of_half_answered_questions_is_said(clerk, begun):
    page = clerk.page(f"{begun}/questions")
    assert "问题都答完，这里就写要办哪些事项、要带哪些材料" in page
    assert "目录： 12 份变 6 份" in page
    clerk.post(f"{begun}/save/questions", f_licence="apply")
    assert "份材料要带" not in clerk.page(f"{begun}/questions")


def test_the_figures_stand_there_once_every_question_is_answered(clerk, begun):
    green.answer_questions(clerk, begun, green.ANSWERS[THEME])
    page = clerk.page(f"{begun}/questions")
    assert "问题都答完" not in page
    assert "按这些回答" in page


@pytest.mark.parametrize("step", ["notice", "form", "documents"])
def test_a_step_is_not_reached_before_the_questions_are_answered(clerk, begun, step):
    assert clerk.get(f"{begun}/{step}").headers["Location"].endswith("/questions")


def test_ctrl_enter_never_gives_a_supplement_notice(clerk, form):
    page = clerk.get(f"{form}/documents").text
    assert re.findall(r'<button[^>]*value="supplement"[^>]*>', page)
    assert not re.findall(r'<button[^>]*value="supplement"[^>]*data-forward', page)
    assert re.findall(r'<button[^>]*value="accept"[^>]*data-forward hidden', page)


def test_where_no_paper_is_ticked_the_notice_is_asked_about_first(clerk, form, rows):
    answer = supplement(clerk, form, confirmed_only(clerk, form))
    page = text_of(answer.text)
    assert "一份材料也没有勾选" in page
    assert "招牌设置位置示意图及效果图" in page.split("将要求补：")[1].split("都没带")[0]
    assert rows(sa.select(sa.func.count()).select_from(Case)) == [(0,)]
    sure = [*confirmed_only(clerk, form), ("sure", "1")]
    assert supplement(clerk, form, sure).status_code == 302


def test_where_something_came_the_notice_is_given_at_once(clerk, form, rows):
    page = clerk.get(f"{form}/documents").text
    assert supplement(clerk, form, green.tick(page, {"LAYOUT"})).status_code == 302
    assert rows(sa.select(Case.phase)) == [("supplementing",)]


def test_one_page_begins_each_theme_once(clerk, rows):
    key = green.hidden(clerk.get("/desk/green-channel").text, "key")
    for theme in (THEME, THEME, "newborn_longjing"):
        clerk.post("/desk/green-channel", code=theme, key=key)
    assert rows(sa.select(sa.func.count()).select_from(Draft)) == [(2,)]


def supplement(clerk, form, ticked):
    return clerk.post(f"{form}/documents", ticked, act="supplement", key=form)


def confirmed_only(clerk, form):
    page = clerk.get(f"{form}/documents").text
    return [(name, value) for name, value in green.tick(page) if name == "confirmed"]


@pytest.fixture
def clerk(sign_in):
    return sign_in("lijing")


@pytest.fixture
def begun(clerk):
    return green.begin(clerk, THEME)


@pytest.fixture
def form(clerk, begun):
    """An intake at the documents step."""
    green.answer_questions(clerk, begun, green.ANSWERS[THEME])
    clerk.post(f"{begun}/tell", print="1", key="first")
    green.fill_form(clerk, begun)
    return begun
