"""The page behind a rating's link: a stranger rates once, nobody who works here does, and nothing personal shows."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

import config
from app.models import Case, Rating
from tests.conftest import NOW, keep
from tests.factories import rated
from tests.factories.browser import Browser, text_of

NOBODY = "A" * 24


def test_a_stranger_sees_the_item_the_masked_number_and_five_levels_of_which_none_is_chosen(
    phone, token, case
):
    page = phone.get(f"/ratings/{token}")
    said = text_of(page.text)
    assert [word in said for word in ("非常满意", "满意", "基本满意", "不满意", "非常不满意")] == [
        True
    ] * 5
    assert case.name in said
    assert case.number not in said
    assert "checked" not in page.text
    for personal in ("金海", "金*", "13804331234", "222405199001011236"):
        assert personal not in page.text


def test_it_needs_no_script_is_kept_nowhere_and_tells_nobody_where_one_came_from(phone, token):
    page = phone.get(f"/ratings/{token}")
    assert "<script" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]


@pytest.mark.parametrize(
    ("address", "rates"),
    [("10.3.0.77", False), ("10.4.0.77", True), ("fd00::1", False), ("", True)],
)
def test_from_the_network_of_the_counters_nobody_rates(
    app, phone, token, rows, monkeypatch, address, rates
):
    monkeypatch.setenv("YOUSHI_COUNTERS", "10.3.0.0/24 fd00::/8")
    monkeypatch.setitem(app.config, "YOUSHI_COUNTERS", config.networks("YOUSHI_COUNTERS"))
    phone.client.environ_base["REMOTE_ADDR"] = address
    page = phone.get(f"/ratings/{token}")
    assert (page.status_code, "柜台" in text_of(page.text)) == (200 if rates else 403, not rates)
    data = {"level": "5", "csrf_token": phone.token}
    phone.client.post(f"/ratings/{token}", data=data)
    assert rows(sa.select(Rating.level)) == [(5 if rates else None,)]


def test_what_is_no_network_is_said_when_it_starts(monkeypatch):
    monkeypatch.setenv("YOUSHI_COUNTERS", "10.3.0.77/24")
    with pytest.raises(config.NotConfigured, match="YOUSHI_COUNTERS"):
        config.networks("YOUSHI_COUNTERS")


def test_it_is_given_once_and_the_second_time_says_so_and_nothing_of_it(phone, token, rows):
    done = rate(phone, token, level="1", words="排队太久")
    assert "谢谢，您的评价已收到" in done.text
    assert "9月24日" in done.text
    again = phone.get(f"/ratings/{token}")
    assert "已经用过" in again.text
    assert "最晚 2026年9月24日 在这里答复" in again.text
    assert not {"排队太久", "非常不满意"} & set(re.split(r"[<>]", again.text))
    assert rows(sa.select(Rating.level, Rating.contact)) == [(1, False)]


def test_a_double_press_rates_once(phone, token, rows):
    phone.get(f"/ratings/{token}")
    for level in ("5", "1"):
        assert phone.post(f"/ratings/{token}", level=level).status_code == 200
    assert rows(sa.select(Rating.level)) == [(5,)]


@pytest.mark.parametrize("level", ["", "0", "6", "x", "5.0"])
def test_without_one_of_the_five_nothing_is_given_and_the_words_stay(phone, token, rows, level):
    answer = rate(phone, token, level=level, words="排队太久")
    assert (answer.status_code, "排队太久" in answer.text) == (422, True)
    assert rows(sa.select(Rating.level)) == [(None,)]


@pytest.mark.parametrize("username", ["lijing", "ducha", "shenji"])
def test_whoever_works_here_is_turned_away_before_the_link_is_looked_up(
    sign_in, token, rows, username
):
    person = sign_in(username)
    assert person.get(f"/ratings/{token}").status_code == 403
    assert person.get(f"/ratings/{NOBODY}").status_code == 403
    person.page("/")
    answer = person.post(f"/ratings/{token}", level="5")
    assert answer.status_code == 403
    assert rows(sa.select(Rating.level)) == [(None,)]


def test_another_page_cannot_send_a_rating(app, token, rows):
    app.config["WTF_CSRF_ENABLED"] = True
    assert app.test_client().post(f"/ratings/{token}", data={"level": "5"}).status_code == 400
    assert rows(sa.select(Rating.level)) == [(None,)]


@pytest.mark.parametrize("token", [NOBODY, "short", "A" * 200, "' OR 1=1 --"])
def test_every_other_address_gets_one_same_answer(phone, token):
    answers = [phone.get(f"/ratings/{token}"), phone.get(f"/ratings/{'B' * 24}")]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].text == answers[1].text


def test_whoever_guesses_is_turned_away_before_anything_is_looked_up(phone, token, at):
    assert {phone.get(f"/ratings/{NOBODY}").status_code for _try in range(20)} == {404}
    assert phone.get(f"/ratings/{token}").status_code == 429
    at.set("2026-09-18T09:56")
    assert phone.get(f"/ratings/{token}").status_code == 200


def test_a_link_that_ran_out_says_so(phone, token, at):
    at.set("2026-10-18T23:59:59")
    assert "非常满意" in phone.get(f"/ratings/{token}").text
    at.set("2026-10-19T00:00")
    assert "链接已过期" in phone.get(f"/ratings/{token}").text


def test_the_reply_is_read_by_the_link_afterwards(phone, session, token, case):
    rate(phone, token, level="2")
    given = session.scalars(sa.select(Rating)).one()
    rated.answered(session, given, "窗口已加开。", at=NOW)
    keep(session)
    assert "窗口已加开。" in phone.get(f"/ratings/{token}").text


def rate(phone, token, **said):
    phone.get(f"/ratings/{token}")
    return phone.post(f"/ratings/{token}", **said)


@pytest.fixture
def phone(app):
    """Somebody with a telephone and no login."""
    app.extensions.pop("paces", None)
    return Browser(app)


@pytest.fixture
def case(session):
    return rated.case(session)


@pytest.fixture
def token(session, case):
    made = rated.link(session, case)
    keep(session)
    session.get_one(Case, case.id)
    session.expunge(case)
    session.rollback()
    return made
