"""更正 at the desk: choose what is wrong, type what is right; nothing typed is lost, nothing old is shown."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import current_app
from markupsafe import Markup

from app.models import Applicant, JournalEntry
from tests.factories.browser import text_of
from tests.factories.hall import HIDDEN, Hall

OLD_PHONE, PHONE = "13804331234", "13904335678"
OLD_ADDRESS, ADDRESS = "测试", "河南街金丝雀巷9号"
WHY = {"f_reason": "抄错了"}


def test_the_clerk_puts_a_phone_right_and_the_trail_says_what_and_why_but_no_value(hall):
    answer = send(hall, "applicant.phone", **{"applicant-phone": PHONE})
    assert answer.status_code == 303
    trail = hall.page("lijing", "trail")
    assert "更正了电话。 抄错了" in trail
    assert phone(hall) == PHONE
    assert not {PHONE, OLD_PHONE} & set(re.findall(r"\d{11}", trail))


def test_the_form_shows_masks_and_holds_no_personal_value_in_its_fields(hall):
    page = opened(hall).text
    assert "138****1234" in page
    assert "222405********1236" in page
    assert not {word for word in (OLD_PHONE, "222405199001011236") if word in page}
    assert re.search(r'name="answer-f_floor_area"[^>]* value="5"', page)


def test_a_wrong_value_is_said_at_its_field_and_everything_typed_is_still_there(hall):
    answer = send(
        hall, "applicant.phone", "answer.floor_area",
        **{"applicant-phone": "1390433567", "answer-f_floor_area": "300"},
    )  # fmt: skip
    assert answer.status_code == 422
    bad = re.findall(r'<p class="help-bad[^>]*id="([^"]+)-bad"[^>]*>([^<]+)', answer.text)
    assert [name for name, _say in bad] == ["applicant-phone"]
    assert 'href="#applicant-phone"' in answer.text
    for kept in (
        "1390433567",
        'value="300"',
        "抄错了",
        'value="answer.floor_area" data-toggles checked',
    ):
        assert kept in answer.text
    assert phone(hall) == OLD_PHONE


def test_what_is_typed_and_not_ticked_changes_nothing(hall):
    told = send(hall, **{"applicant-phone": PHONE})
    assert (told.status_code, "请勾选要更正的内容" in told.text) == (422, True)
    assert phone(hall) == OLD_PHONE


def test_nothing_changed_is_said_at_the_form_and_leaves_no_event(hall):
    told = send(hall, "applicant.phone", **{"applicant-phone": OLD_PHONE})
    assert (told.status_code, "没有可更正的" in told.text) == (422, True)
    assert hall.rows(sa.select(JournalEntry).where(JournalEntry.type == "corrected")) == []


def test_a_correction_asks_why(hall):
    told = send(hall, "applicant.phone", **{"applicant-phone": PHONE, "f_reason": ""})
    assert (told.status_code, 'id="f_reason-bad"' in told.text) == (422, True)


def test_an_answer_that_chose_the_parts_is_refused_in_words_with_the_way_out(hall):
    told = send(hall, "answer.fire_way", **{"answer-f_fire_way": "inspect"})
    assert told.status_code == 422
    assert "先撤回这一项，再更正答案" in text_of(told.text)
    assert 'value="inspect" checked' in told.text


def test_on_a_page_that_stood_open_nothing_typed_is_lost(hall):
    stood = opened(hall)
    send(hall, "applicant.phone", **{"applicant-phone": PHONE})
    late = send(hall, "answer.floor_area", page=stood, **{"answer-f_floor_area": "300"})
    assert late.status_code == 409
    assert "更正了电话" in text_of(late.text)
    assert 'value="300"' in late.text
    again = send(hall, "answer.floor_area", page=late, **{"answer-f_floor_area": "300"})
    assert again.status_code == 303


def test_an_officer_whose_decision_stood_open_is_told_what_was_corrected(hall):
    decide = hall.open("cgzf1", "sign", "claim")
    send(hall, "answer.premises_address", **{"answer-f_premises_address": ADDRESS})
    late = decide()
    assert late.status_code == 409
    assert ADDRESS not in late.text


def test_neither_value_is_on_a_page_until_a_purpose_is_stated(hall):
    send(
        hall, "applicant.phone", "answer.premises_address",
        **{"applicant-phone": PHONE, "answer-f_premises_address": ADDRESS},
    )  # fmt: skip
    for who in ("lijing", "scjg1", "jiancha"):
        for tab in ("documents", "form", "trail", "papers"):
            page = hall.page(who, tab)
            assert not {word for word in (OLD_PHONE, PHONE, ADDRESS) if word in page}, (who, tab)
    read = hall.person("lijing").post(f"/desk/cases/{hall.number}/unmask", purpose="核对").text
    assert "更正之前" in read
    assert {word for word in (OLD_PHONE, PHONE, ADDRESS) if word in read} == {OLD_PHONE, PHONE, ADDRESS}  # fmt: skip


def test_an_officer_who_reads_in_full_sees_what_their_parts_use_and_no_more(hall):
    send(hall, "answer.fume_purifier", **{"answer-f_fume_purifier": "no"})
    trail = hall.page("xfjy1", "trail")
    assert "更正了1 处答案" in trail
    assert "是否装有油烟净化设施" not in trail
    hall.person("xfjy1").page(hall.address(None))
    read = hall.person("xfjy1").post(f"/desk/cases/{hall.number}/unmask", purpose="核对").text
    assert "更正之前" not in read


def test_a_paper_and_a_phone_are_put_right_in_one_act(hall):
    send(hall, "applicant.phone", **{"applicant-phone": PHONE, "f_documents": "FIRE_FILE"})
    trail = hall.page("lijing", "trail")
    assert "更正了电话。 更正收件，这些其实没有收到：消防安全制度" in trail


def test_fields_that_are_kept_drawn_are_those_that_are_drawn_one_by_one(hall, app, monkeypatch):
    opened(hall)  # what was said about the act before is said once
    kept = {FRESH.sub("", opened(hall).text) for _time in (1, 2)}
    monkeypatch.setitem(app.jinja_env.globals, "standing", one_by_one)
    assert kept == {FRESH.sub("", opened(hall).text)}
    assert 'value="5"' in kept.pop()


#: What is another each time a page is opened.
FRESH = re.compile(r'(?<=name="key" value=")[^"]*|(?<=name="csrf_token" value=")[^"]*')


def one_by_one(field):
    ask = current_app.jinja_env.get_template("desk/green/field.html").module.ask
    return Markup("").join(ask(inner) for inner in field.form)


def opened(hall):
    page = hall.person("lijing").get(f"/desk/cases/{hall.number}/correct")
    assert page.status_code == 200
    return page


def send(hall, *chosen, page=None, **fields):
    """Tick these, fill in those, send the form as it was opened (now, unless it stood open)."""
    page = page or opened(hall)
    hidden = dict(HIDDEN.findall(page.text.split('method="post" novalidate')[-1]))
    ticked = [("f_correct", key) for key in chosen]
    return hall.person("lijing").post(
        f"/desk/cases/{hall.number}/correct", ticked, **{**hidden, **WHY, **fields}
    )


def phone(hall):
    return hall.rows(sa.select(Applicant.phone))[0][0]


@pytest.fixture
def hall(sign_in, rows, at):
    made = Hall(sign_in, rows, at)
    made.receive("catering_green_channel")
    return made
