"""The page behind the square on a paper: it proves the paper, and says nothing of whose it is."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app import paper_qr
from app.models import Paper
from app.public.pace import Pace
from app.services import papers
from tests.conftest import NOW, keep
from tests.factories import desk, lives
from tests.factories.browser import text_of

NOBODY = "A" * 24


def test_it_says_which_paper_of_which_day_and_centre_and_that_it_stands(visitor, paper):
    page = visitor(paper.token)
    said = text_of(page.text)
    for words in (
        "受理通知书",
        "龙政务受〔2026〕0001号",
        "2026年9月18日",
        "龙井市政务服务中心",
        "有效",
    ):
        assert words in said
    assert papers.spelled(paper.mark) in said


def test_nothing_personal_and_nothing_of_the_case_is_on_it(visitor, paper):
    page = visitor(paper.token).text
    values = paper.content["values"]
    for secret in ("applicant", "phone", "case_number", "case_name", "clerk"):
        assert values[secret] not in page


def test_a_void_paper_is_said_to_be_void(visitor, session):
    lives.void(session)
    keep(session)
    token = session.scalars(sa.select(Paper.token)).first()
    session.rollback()
    said = text_of(visitor(token).text)
    assert "这份文书已作废" in said
    assert "登记在册" not in said


@pytest.mark.parametrize("token", [NOBODY, "short", "A" * 200, "' OR 1=1 --", "%00" * 24])
def test_every_other_address_gets_one_same_answer(visitor, paper, token):
    answers = [visitor(token), visitor("B" * 24)]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].text == answers[1].text


def test_it_needs_no_script_is_kept_nowhere_and_tells_nobody_where_one_came_from(visitor, paper):
    page = visitor(paper.token)
    assert "<script" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_it_is_chinese_whatever_the_phone_speaks(app, paper):
    page = app.test_client().get(f"/papers/{paper.token}", headers={"Accept-Language": "en"})
    assert "核对文书" in page.text


def test_whoever_guesses_is_turned_away_before_anything_is_looked_up(visitor, paper, at):
    assert {visitor(NOBODY).status_code for _try in range(20)} == {404}
    assert visitor(paper.token).status_code == 429
    at.set("2026-09-18T09:56")
    assert visitor(paper.token).status_code == 200


def test_who_finds_is_never_turned_away_and_a_flood_of_addresses_fills_no_memory(visitor, paper):
    assert {visitor(paper.token).status_code for _try in range(30)} == {200}
    pace = Pace(kept=3)
    for address in "abcde":
        pace.missed(address, now=NOW)
    assert list(pace.seen) == ["c", "d", "e"]


def test_the_square_leads_to_the_configured_address_whatever_host_is_asked(app, paper):
    app.config["PUBLIC_URL"] = "https://zwfw.example.cn/"
    with app.test_request_context(headers={"Host": "evil.example"}):
        assert paper_qr.address(paper.token) == f"https://zwfw.example.cn/papers/{paper.token}"
        drawn = paper_qr.svg(paper.token)
    assert re.fullmatch(r'<svg [^>]*class="qr"[^>]*><path [^>]*/></svg>', drawn)
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", drawn)


@pytest.fixture
def visitor(app):
    """Somebody with a phone and no login."""
    app.extensions.pop("paces", None)
    phone = app.test_client()
    return lambda token: phone.get(f"/papers/{token}")


@pytest.fixture
def paper(session):
    """The acceptance of a case."""
    desk.accepted_case(session)
    keep(session)
    found = session.scalars(sa.select(Paper).filter_by(kind="acceptance")).one()
    session.expunge(found)
    session.rollback()  # whoever reads here would keep the pages out
    return found
