"""A field of every kind at the counter: empty, wrong, right and hidden, as the official meets it."""

from __future__ import annotations

import io
import re

import pytest
import sqlalchemy as sa

from app.models import Answer, Draft
from tests.factories import green, kinds
from tests.factories.browser import text_of

KINDS = [*kinds.WRITTEN, "person", "attachment", "group", "plate", "post"]
#: What is sent of the kinds that are more than one input: wrongly and rightly.
PARTED = {
    "person": ({"f_person-name": "金海", "f_person-id_number": "1"},
               {"f_person-name": "金海", "f_person-id_number": kinds.ID, "f_person-phone": "13804331234"}),
    "attachment": ({"f_attachment-files": "99"}, {"f_attachment-add": "现场.pdf"}),
    "group": ({"f_group-rows": "1", "f_group-1-f_since": "2026-09-01"},
              {"f_group-rows": "1", "f_group-1-f_who-name": "朴英", "f_group-1-f_who-id_number": kinds.ID}),
    "plate": ({"f_plate": "A12"}, {"f_plate": "A123"}),
    "post": ({"f_post": "13340"}, {"f_post": "133400"}),
}  # fmt: skip


def test_optional_and_empty_goes_on_whatever_the_kind(asked):
    assert asked().send({}).status_code == 302


def test_what_must_be_filled_and_is_empty_is_said_at_each_kind(asked):
    answer = asked(required=True).send({})
    assert answer.status_code == 422
    assert wrong_at(answer.text) >= {f"f_{kind}" for kind in KINDS}


def test_what_is_wrong_is_said_at_each_kind_and_stays_as_it_was_typed(asked):
    answer = asked().send(filled(0))
    assert answer.status_code == 422
    assert wrong_at(answer.text) >= {f"f_{kind}" for kind in KINDS}
    assert 'value="222405199001011237"' in answer.text
    assert 'value="2026-09-01"' in answer.text
    assert "车牌写成 A123。" in answer.text
    assert "邮政编码是6位数字。" in answer.text


def test_what_is_right_is_received_shown_and_sealed_where_it_is_personal(asked, rows):
    counter = asked()
    assert counter.send(filled(1)).status_code == 302
    number = green.accept(counter.clerk, counter.base)
    page = counter.clerk.page(f"/desk/cases/{number}?tab=form")
    for _wrong, _right, shown in kinds.WRITTEN.values():
        assert shown in page
    sealed = dict(rows(sa.select(Answer.field, Answer.value).where(Answer.sealed.is_not(None))))
    assert set(sealed) == {"id_number", "phone", "address", "person", "group"}
    assert set(sealed.values()) == {None}
    assert kinds.ID not in page


def test_unsealed_for_a_purpose_every_part_is_there(asked):
    counter = asked()
    counter.send(filled(1))
    number = green.accept(counter.clerk, counter.base)
    full = text_of(counter.clerk.post(f"/desk/cases/{number}/unmask", purpose="核对").text)
    assert f"金海、居民身份证 {kinds.ID}、13804331234" in full
    assert f"姓名 朴英、居民身份证 {kinds.ID}" in full


def test_hidden_by_a_condition_is_neither_demanded_nor_wiped(asked, rows):
    when = {"field": "open", "op": "is", "value": True}
    counter = asked(
        required=True,
        when=when,
        before=[{"key": "open", "kind": "yes_no", "label": "营业", "required": True}],
    )
    assert wrong_at(counter.send({"f_open": "yes"}).text) >= {"f_text", "f_group"}
    counter.send({"f_open": "yes", **filled(1)})
    assert counter.send({"f_open": "no", **filled(1)}).status_code == 302
    page = counter.clerk.page(f"{counter.base}/documents")
    assert "这种情形不问，不随件收走" in page
    assert 'value="海兰路"' in counter.clerk.get(f"{counter.base}/form").text
    green.accept(counter.clerk, counter.base)
    assert rows(sa.select(Answer.field)) == [("open",)]


def test_help_stands_with_each_kind(asked):
    counter = asked(help="照证件填")
    assert counter.clerk.get(f"{counter.base}/form").text.count("照证件填") >= len(KINDS)


def test_filled_in_beforehand_stands_there_until_somebody_empties_it(asked):
    counter = asked(defaults=True)
    page = counter.clerk.get(f"{counter.base}/form").text
    for part in ('value="海兰路"', 'value="12000.50"', 'id="f_multiple-1" value="b" checked',
                 'id="f_yes_no-0" value="yes" checked', 'name="f_person-name" type="text" value="金海"',
                 'name="f_group-1-f_who-name" type="text" value="朴英"'):  # fmt: skip
        assert part in page
    counter.clerk.post(
        f"{counter.base}/save/form", f_text="", f_multiple="", **{"f_group-rows": ""}
    )
    page = counter.clerk.get(f"{counter.base}/form").text
    assert 'value="海兰路"' not in page
    assert 'id="f_multiple-1" value="b" checked' not in page
    assert 'name="f_group-1-f_who-name"' not in page


def test_what_is_only_filled_in_beforehand_nobody_has_said(asked, rows):
    counter = asked(defaults=True)
    assert counter.send({}).status_code == 302
    assert list(rows(sa.select(Draft.content)))[0][0]["answers"] == {}


def test_a_field_that_was_left_is_answered_at_once(asked):
    counter = asked()
    counter.clerk.get(f"{counter.base}/form")
    sent = {"csrf_token": counter.clerk.token, "f_plate": "A12", "f_number": "x"}
    save = f"{counter.base}/save/form"
    answer = counter.clerk.client.post(save, data=sent, headers={"X-Left": "f_plate"})
    assert answer.json == {"say": {"f_plate": "车牌写成 A123。"}}
    right = {**sent, "f_plate": "A123"}
    answer = counter.clerk.client.post(save, data=right, headers={"X-Left": "f_plate"})
    assert (answer.status_code, answer.text) == (204, "")


class Counter:
    """An intake of the theme that asks every kind, at the form."""

    def __init__(self, clerk):
        self.clerk, self.base = clerk, green.begin(clerk, kinds.THEME)
        clerk.post(f"{self.base}/questions")
        clerk.post(f"{self.base}/tell", print="1")

    def send(self, said):
        self.clerk.get(f"{self.base}/form")
        sent = {**green.APPLICANT, **said}
        if "f_attachment-add" in sent:
            sent["f_attachment-add"] = (io.BytesIO(kinds.PDF), sent["f_attachment-add"])
        return self.clerk.post(f"{self.base}/form", kinds.pairs(sent))


@pytest.fixture
def asked(session, at, sign_in):
    """``asked(required=True)``: every field so, published and begun."""

    def begin(before=(), defaults=False, **of_all):
        fields = [
            {**field, **(kinds.default(field) if defaults else {})}
            for field in kinds.fields(**of_all)
        ]
        kinds.publish(session, kinds.package([*before, *fields]), now=at.now)
        return Counter(sign_in("lijing"))

    return begin


def filled(at):
    parts = {name: value for said in PARTED.values() for name, value in said[at].items()}
    return {**kinds.written(at), **parts}


def wrong_at(page):
    """Names of the fields that the page says something wrong of."""
    return set(re.findall(r'class="field field-bad[^"]*" data-field="([^"]+)"', page))
