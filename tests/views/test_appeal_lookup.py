"""A number and the end of a telephone tell how an appeal stands; nothing that was written, nobody's name."""

from __future__ import annotations

import pytest

from tests.conftest import keep
from tests.factories import appeals, desk
from tests.factories.browser import Browser, text_of
from tests.views.test_online_appeals import NAME, PHONE, SAID, look, sent

ANSWER = "按政策要先补社保"
END = PHONE[-4:]


def test_who_came_to_the_window_sees_where_it_stands_and_not_what_was_written(phone, session):
    number = registered(session)
    page = text_of(look(phone, number, END).text)
    assert "已登记，正在办理" in page and "最晚 9月24日" in page
    appeals.answered(session, number, explanation=ANSWER)
    keep(session)
    page = text_of(look(phone, number, END).text)
    assert "已答复" in page and "看不到答复内容" in page
    assert not [word for word in (ANSWER, SAID, NAME, PHONE, END) if word in page]


def test_what_came_online_is_found_so_before_and_after_it_was_registered(phone, sign_in):
    number, _code = sent(phone)
    assert "等窗口登记" in text_of(look(phone, number.lower(), END).text)
    clerk = sign_in("wenxiu")
    clerk.page(f"/desk/appeals/register?online={number}")
    clerk.post(f"/desk/appeals/online/{number}/set-aside", reason="和上一件重复")
    page = text_of(look(phone, number, END).text)
    assert "没有登记" in page and "和上一件重复" not in page


def test_every_other_pair_gets_one_same_answer(phone, session):
    number, other = registered(session), desk.accepted_case(session).number
    keep(session)
    pairs = [
        (number, "0000"),
        ("LJ20260918S00010", END),
        (other, END),
        (number, "４２３４"),
        (number, ""),
    ]
    pages = [look(phone, *pair) for pair in pairs]
    assert {page.status_code for page in pages} == {404}
    assert {page.text.count("请和回执再核对") for page in pages} == {1}


def test_guessing_is_slowed_down_by_who_guesses_and_by_what_is_guessed_at(phone, session, at):
    number, other = registered(session), registered(session)
    for guess in range(20):
        look(phone, number, f"{guess:04}")
    assert look(phone, number, END).status_code == 429
    elsewhere = dict(environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert asked(phone, number, **elsewhere).status_code == 429
    assert asked(phone, other, **elsewhere).status_code == 200
    at.set("2026-09-18T09:56")
    assert look(phone, number, END).status_code == 200


def test_staff_look_in_the_house(sign_in):
    clerk = sign_in("lijing")
    clerk.page("/desk/queue")
    assert clerk.post("/appeals/progress", number="LJ", code="1234").status_code == 403


def asked(phone, number, **more):
    data = {"number": number, "code": END, "csrf_token": phone.token}
    return phone.client.post("/appeals/progress", data=data, **more)


def registered(session):
    number = appeals.registered(session, name=NAME, phone=PHONE, said=SAID).number
    keep(session)
    return number


@pytest.fixture
def phone(app):
    """Somebody with a telephone and no login."""
    app.extensions.pop("paces", None)
    return Browser(app)
