"""有事您说话 online: a citizen sends it, the window registers it by its own rules, the answer is read by a code."""

from __future__ import annotations

import logging
import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.domain import numbers
from app.models import Appeal, Case, JournalEntry, OnlineAppeal, ServiceCentre
from app.services import retention
from tests.conftest import NOW
from tests.factories.browser import Browser, text_of

SAID, NAME, PHONE = "跑了三趟没办成", "玄某某", "13804331234"
SENT = {"said": SAID, "person": NAME, "phone": PHONE, "department": "SCJG", "about": ""}
FACTS = re.compile(r'<dd class="num">([^<]+)</dd>')
ABOUT = numbers.compose("LJ", date(2026, 9, 18), kind="joint", serial=7)
KEY = re.compile(r'name="key" value="([^"]+)"')
REGISTER = {"code": "cannot_do", "name": NAME, "phone": PHONE, "channel": "online", "said": SAID}


def test_a_citizen_sends_it_the_window_registers_and_answers_it_the_citizen_reads_the_answer(
    phone, sign_in, rows
):
    number, code = sent(phone)
    assert "等窗口登记" in looked(phone, number, code)
    clerk = sign_in("wenxiu")
    assert number in clerk.page("/desk/appeals")
    form = clerk.get(f"/desk/appeals/register?online={number}").text
    assert all(word in form for word in (SAID, NAME, PHONE, "市场监管局"))
    case = registered(clerk, number)
    assert "正在办理" in looked(phone, number, code)
    answered(clerk, case)
    read = looked(phone, number, code)
    assert ("已答复" in read, "按政策要先补社保" in read) == (True, True)
    assert not {"wenxiu", "文秀", case} & set(read.split())
    assert rows(sa.select(Appeal.channel, Case.external_ref).join(Case)) == [("online", number)]


def test_its_words_stand_in_the_case_alone_from_then_on(phone, sign_in, rows):
    number, _code = sent(phone)
    registered(sign_in("wenxiu"), number)
    kept = sa.select(OnlineAppeal.name, OnlineAppeal.phone, OnlineAppeal.said, OnlineAppeal.about)
    assert rows(kept) == [(None,) * 4]


def test_sent_twice_from_one_form_it_is_one_with_one_receipt(phone, rows):
    key = KEY.search(phone.get("/appeals").text).group(1)
    receipts = {tuple(FACTS.findall(phone.post("/appeals", key=key, **SENT).text)) for _ in "ab"}
    assert len(receipts) == 1
    assert rows(sa.select(sa.func.count()).select_from(OnlineAppeal)) == [(1,)]


def test_registered_twice_it_is_one_case(phone, sign_in, rows):
    number, _code = sent(phone)
    clerk = sign_in("wenxiu")
    first = registered(clerk, number)
    again = clerk.post("/desk/appeals/register", online=number, **REGISTER)
    assert again.location.endswith(first)
    assert clerk.get(f"/desk/appeals/register?online={number}").location.endswith(first)
    assert rows(sa.select(sa.func.count()).select_from(Case)) == [(1,)]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"said": ""}, "请填写"),
        ({"person": ""}, "请填写"),
        ({"phone": "12345"}, "请写手机号"),
        ({"about": "LJ20260918J99999"}, "编号最后一位对不上"),
        ({"website": "http://x"}, "请留空"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost_or_kept(phone, rows, wrong, words):
    key = KEY.search(phone.get("/appeals").text).group(1)
    answer = phone.post("/appeals", key=key, **{**SENT, **wrong})
    assert (answer.status_code, f'value="{key}"' in answer.text) == (422, True)
    assert words in answer.text[answer.text.index("help-bad") :]
    assert (SAID in answer.text) == ("said" not in wrong)
    assert rows(sa.select(OnlineAppeal.id)) == []


def test_whether_there_is_a_case_of_a_number_is_told_to_nobody(phone, sign_in, rows):
    number, code = sent(phone, about=ABOUT)
    assert ABOUT not in looked(phone, number, code)
    clerk = sign_in("wenxiu")
    clerk.page(f"/desk/appeals/register?online={number}")
    asked = clerk.post("/desk/appeals/register", online=number, about=ABOUT, **REGISTER)
    assert asked.status_code == 422, "the window is told, by R77, and corrects it"
    assert rows(sa.select(OnlineAppeal.settled_at)) == [(None,)]


def test_number_and_code_belong_together_and_guessing_is_slowed_down(phone, at):
    number, code = sent(phone)
    other, _code = sent(phone)
    wrong = [(number, "AAAA-BBBB-CCCC-DDDD"), (other, code), ("LJ", code), (number, "")]
    pages = [look(phone, *pair) for pair in wrong]
    assert {page.status_code for page in pages} == {404}
    assert {looks.count("请和回执再核对") for looks in (page.text for page in pages)} == {1}
    for _try in range(20):
        look(phone, number, "AAAA-BBBB-CCCC-DDDD")
    assert look(phone, number, code).status_code == 429
    at.set("2026-09-18T09:56")
    assert look(phone, number, code.lower().replace("-", " ")).status_code == 200


def test_whoever_sends_and_sends_is_slowed_down(phone):
    phone.get("/appeals")
    answers = [phone.post("/appeals", **{**SENT, "said": ""}).status_code for _ in range(21)]
    assert (answers[:20], answers[20]) == ([422] * 20, 429)


def test_only_the_hash_of_the_code_is_kept_and_nothing_personal_is_logged(phone, rows, caplog):
    with caplog.at_level(logging.DEBUG):
        number, code = sent(phone)
        looked(phone, number, code)
    kept = rows(sa.select(OnlineAppeal.code))[0][0]
    assert (len(kept), code in kept) == (64, False)
    for personal in (code, NAME, PHONE, SAID):
        assert personal not in caplog.text
    assert rows(sa.select(JournalEntry.by).where(JournalEntry.type == "came_online")) == [
        ("nobody",)
    ]


def test_another_page_cannot_send_one(app, phone, rows):
    app.config["WTF_CSRF_ENABLED"] = True
    assert app.test_client().post("/appeals", data=SENT).status_code == 400
    assert rows(sa.select(OnlineAppeal.id)) == []


def test_the_pages_need_no_script_and_are_kept_nowhere(phone):
    for address in ("/appeals", "/appeals/progress"):
        page = phone.get(address)
        assert "<script" not in page.text
        assert page.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_what_is_no_appeal_is_set_aside_with_a_reason_that_its_sender_reads(phone, sign_in):
    number, code = sent(phone)
    clerk = sign_in("wenxiu")
    clerk.page(f"/desk/appeals/register?online={number}")
    aside = f"/desk/appeals/online/{number}/set-aside"
    assert "请写明为什么不是诉求" in text_of(
        clerk.client.post(aside, data={"csrf_token": clerk.token, "reason": " "}, follow_redirects=True).text
    )  # fmt: skip
    for reason in ("和上一件重复", "不用看了"):
        clerk.post(aside, reason=reason)
    read = looked(phone, number, code)
    assert ("和上一件重复" in read, "不用看了" in read) == (True, False)
    clerk.page("/desk/appeals")
    assert number not in clerk.page("/desk/appeals")


def test_who_sent_what_was_set_aside_is_forgotten_after_ninety_days(phone, sign_in, session, rows):
    number, _code = sent(phone)
    clerk = sign_in("wenxiu")
    clerk.page(f"/desk/appeals/register?online={number}")
    clerk.post(f"/desk/appeals/online/{number}/set-aside", reason="和上一件重复")
    kept = sa.select(OnlineAppeal.name, OnlineAppeal.phone, OnlineAppeal.said, OnlineAppeal.reason)
    for days, shown in ((89, (NAME, PHONE, SAID)), (91, (None,) * 3)):
        retention.sweep(session, now=NOW + timedelta(days=days))
        session.commit()
        assert rows(kept) == [(*shown, "和上一件重复")]


def test_what_is_about_the_window_itself_is_another_windows_to_read(phone, sign_in):
    number, _code = sent(phone, department="SQCK")
    clerk, other = sign_in("wenxiu"), sign_in("lijing")
    assert number not in clerk.page("/desk/appeals")
    assert clerk.get(f"/desk/appeals/register?online={number}").status_code == 404
    assert number in other.page("/desk/appeals")


def test_another_window_does_not_see_what_is_this_ones(phone, sign_in):
    number, _code = sent(phone)
    assert number not in sign_in("lijing").page("/desk/appeals")


def test_a_centre_that_takes_nothing_online_says_where_to_go(phone, session):
    session.scalars(sa.select(ServiceCentre)).one().more = {}
    session.commit()
    assert "请到窗口来" in text_of(phone.get("/appeals").text)
    phone.get("/appeals/progress")
    assert phone.post("/appeals", key="k" * 16, **SENT).status_code == 422


def sent(phone, **changes):
    key = KEY.search(phone.get("/appeals").text).group(1)
    answer = phone.post("/appeals", key=key, **{**SENT, **changes})
    assert answer.status_code == 201, text_of(answer.text)
    return FACTS.findall(answer.text)


def look(phone, number, code):
    phone.get("/appeals/progress")
    return phone.post("/appeals/progress", number=number, code=code)


def looked(phone, number, code):
    answer = look(phone, number, code)
    assert answer.status_code == 200
    return text_of(answer.text)


def registered(clerk, number):
    clerk.page(f"/desk/appeals/register?online={number}")
    done = clerk.post("/desk/appeals/register", online=number, departments="市场监管局", **REGISTER)
    assert done.status_code == 303, text_of(done.text)
    return done.location.rsplit("/", 1)[1]


def answered(clerk, case):
    for act, given in (
        ("claim", {}),
        ("finish-step", {}),
        ("grant", {"f_explanation": "按政策要先补社保", "f_way": "phone"}),
    ):
        done = clerk.post(f"/desk/cases/{case}-01/{act}", **given)
        assert done.status_code == 303, (act, text_of(done.text))


@pytest.fixture
def phone(app):
    """Somebody with a telephone and no login."""
    app.extensions.pop("paces", None)
    return Browser(app)
