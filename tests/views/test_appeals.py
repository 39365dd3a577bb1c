"""The appeal window: warned of what is there, told at the field what is missing, the group decides."""

from __future__ import annotations

import re

import pytest

NAME, PHONE, SAID = "玄雀来人", "13904335678", "金丝雀诉求"
QUESTION = "金丝雀问题"
REGISTER = "/desk/appeals/register"
CLERK = "clerk elsewhere"
PLAIN = {
    "code": "cannot_do",
    "name": NAME,
    "phone": PHONE,
    "channel": "walk_in",
    "said": SAID,
    "departments": "市场监管局",
}
BAD = re.compile(r'class="help-bad[^>]*>([^<]+)<')


def test_a_12345_number_that_is_there_is_warned_of_once_and_registered_when_that_is_said(house):
    sent = {**PLAIN, "channel": "hotline", "external_ref": "DH-1"}
    first = registered(house, **sent)
    warned = send(house, **sent)
    assert (warned.status, first in warned.text) == (422, True)
    assert first in house.send(CLERK, "GET", "/desk/appeals/known?ref=DH-1").text
    assert registered(house, **sent, again="1") != first


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"code": ""}, "请选诉求类别。"),
        ({"code": "coordinate"}, "这一类要当场说清：当场告知的原因，当场告知的进展。"),
        ({"code": "hard_to_do"}, "这一类要当场说清：指引，或者帮办代办人。"),
        ({"about": "LJ20260918J99999"}, "编号最后一位对不上，请再核对。"),
        ({"about": "没有"}, "没有这个编号的办件，或者不归您看。"),
        ({"departments": "没有这个局"}, "找不到“没有这个局”。"),
        ({"people": "没有这个人"}, "找不到“没有这个人”。"),
        ({"channel": "hotline"}, "请填 12345 的工单号。"),
        ({"ground": "out_of_scope", "why_outside": "跨市"}, "请写明由哪个部门协调。"),
        ({"phone": "12345"}, "请写手机号，或带区号的座机号，如 0433-3251111。"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(house, changed, words):
    answer = send(house, **{**PLAIN, **changed})
    assert answer.status == 422
    assert words.split("，")[0] in " ".join(BAD.findall(answer.text)), BAD.findall(answer.text)
    assert SAID in answer.text
    assert house.changed() == set()


def test_the_case_it_is_about_is_named_as_it_is_typed(house):
    case = house.targets["case"]["own"]
    found = house.send(CLERK, "GET", f"/desk/appeals/known?case={case}").text
    assert "开办餐饮店" in found or "help" in found
    assert registered(house, **PLAIN, about=case)


def test_the_list_says_what_each_waits_for(house):
    number = registered(house, **PLAIN)
    asked(house, number)
    page = house.send(CLERK, "GET", "/desk/appeals").text
    assert "等市场监管局说明" in page
    assert number not in house.send(CLERK, "GET", "/desk/appeals?state=answered").text


def test_the_group_decides_and_whoever_it_names_carries_it_out(house):
    number = registered(house, **PLAIN)
    reason = {"f_reason": f"{NAME}的事涉及三家"}
    assert (
        house.send(CLERK, "POST", f"/desk/cases/{number}-01/bring-to-group", reason).status == 303
    )
    agenda = house.send("centre_head", "GET", "/desk/problem-group").text
    assert ("玄*的事涉及三家" in agenda, NAME in agenda) == (True, False)
    assert number not in house.send("officer", "GET", "/desk/problem-group").text
    decided = {"said": "由消防牵头", "carried_by": "xfjy1", "until": "2026-09-30"}
    assert (
        house.send(
            "centre_head", "POST", "/desk/problem-group/1/decide", {**decided, "until": ""}
        ).status
        == 422
    )
    assert house.send("centre_head", "POST", "/desk/problem-group/1/decide", decided).status == 303
    assert "由消防牵头" in house.send("officer", "GET", "/desk/problem-group").text
    done = house.send("officer", "POST", "/desk/problem-group/1/carry-out", {"said": "办好了"})
    assert done.status == 303


def registered(house, **sent):
    answer = send(house, **sent)
    assert answer.status == 303, BAD.findall(answer.text)
    return answer.location.rsplit("/", 1)[1]


def send(house, **sent):
    return house.send(CLERK, "POST", REGISTER, sent)


def asked(house, number):
    words = {"f_department": "SCJG", "f_said": QUESTION, "f_expected": "2026-09-22"}
    answer = house.send(CLERK, "POST", f"/desk/cases/{number}-01/ask-department", words)
    assert answer.status == 303, answer.text[-900:]
