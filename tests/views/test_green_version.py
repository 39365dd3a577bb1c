"""A version that came into force after the notice sheet was given: said, and nothing typed is lost."""

from __future__ import annotations

from functools import partial

import pytest
import sqlalchemy as sa

from app.models import Case, ServiceVersion
from tests.factories import green
from tests.factories import new_version as versions
from tests.factories.browser import text_of

THEME = "catering_green_channel"


def test_a_version_that_came_after_the_notice_is_shown_and_keeps_what_was_typed(
    clerk, form, new_version, rows
):
    green.fill_form(clerk, form, **{"applicant-organisation": "海兰江冷面馆"})
    new_version(accept_conditions=[{"text": "有排烟管道", "confirm": "clerk"}])
    page = clerk.get(f"{form}/form").text
    assert "第 2 版已生效" in page
    assert "受理条件有变" in page
    assert 'value="海兰江冷面馆"' in page
    number = green.accept(clerk, form)
    query = sa.select(ServiceVersion.number).join(Case, Case.version_id == ServiceVersion.id)
    assert rows(query.where(Case.number == number)) == [(2,)]


def test_what_a_new_version_asks_besides_is_asked_before_it_is_received(clerk, form, new_version):
    green.fill_form(clerk, form)
    new_version(field="parking")
    page = clerk.get(f"{form}/documents").text
    assert "申请表新增：parking" in text_of(page)
    answer = clerk.post(f"{form}/documents", green.tick(page), act="accept", key=form)
    assert answer.headers["Location"].endswith("/form")
    assert "这里要多填一些" in clerk.page(answer.headers["Location"])
    assert green.fill_form(clerk, form).status_code == 302
    green.accept(clerk, form)


def test_giving_the_notice_anew_settles_the_change(clerk, form, new_version):
    new_version(accept_conditions=[{"text": "有排烟管道", "confirm": "clerk"}])
    clerk.post(f"{form}/tell", print="1", key="anew")
    assert "已生效" not in clerk.page(f"{form}/form")
    assert "有排烟管道" in clerk.page(f"{form}/sheet")


def test_a_change_that_does_not_touch_the_applicant_says_so(clerk, form, new_version):
    new_version(before={"documents": 13})
    assert "对这位申请人没有变化" in clerk.page(f"{form}/form")


def test_a_theme_that_ended_is_not_received_and_keeps_what_was_typed(
    clerk, form, new_version, rows
):
    green.fill_form(clerk, form)
    new_version(green_channel=False)
    page = clerk.get(f"{form}/documents").text
    assert "本窗口不再受理这个主题" in page
    answer = clerk.post(f"{form}/documents", green.tick(page), act="accept", key=form)
    assert answer.status_code == 422
    assert rows(sa.select(Case.id)) == []
    assert "金*" in clerk.page("/desk/green-channel")


@pytest.fixture
def clerk(sign_in):
    return sign_in("lijing")


@pytest.fixture
def notice(clerk):
    return green.to_notice(clerk, THEME)


@pytest.fixture
def form(clerk, notice):
    return green.to_form(clerk, notice)


@pytest.fixture
def new_version(session, at):
    """``new_version(column=value)``: the theme changed and published five minutes later."""

    return partial(versions.publish, session, at, THEME)
