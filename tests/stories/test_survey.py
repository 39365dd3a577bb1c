"""现场核查: an appointment for several departments, a record of each, and the days that it fixes."""

from __future__ import annotations

import re

import pytest

from tests.factories.hall import Hall

THEME = "lodging_green_channel"
FOUND = {"outcome": "met", "opinion": "两个出口都通，灭火器在位"}


def test_several_departments_go_in_one_visit_and_each_writes_its_own_record(surveyed, hall):
    one, other = surveyed
    assert {row.visit for row in hall.surveys()} == {hall.surveys()[0].visit}
    hall.at.set("2026-09-22T15:00")
    hall.act(officer(hall, one), one, "record-survey", **FOUND)
    assert outcomes(hall) == {one: "met", other: None}
    hall.act(officer(hall, other), other, "record-survey", outcome="again", opinion="没有疏散标志")
    assert outcomes(hall) == {one: "met", other: "again"}
    assert [hall.task(key).step_name for key in (one, other)] == ["decide", "survey"]


def test_the_survey_fixes_the_promised_days_within_what_the_theme_promises(surveyed, hall):
    _other, fixes = surveyed
    hall.at.set("2026-09-22T15:00")
    who = officer(hall, fixes)
    assert "3 到 5" in hall.refusal(who, fixes, "record-survey", **FOUND, days="9")
    assert "3 到 5" in hall.refusal(
        who, fixes, "record-survey", **FOUND
    )  # none is no number either
    hall.act(who, fixes, "record-survey", **FOUND, days="3")
    assert (hall.case().term, hall.limits("case")["case"][0]) == (3, "09-22")
    assert "现场核查" in hall.page("lijing", "trail")


def test_an_arranged_survey_ends_with_its_record_and_not_before_its_day(surveyed, hall):
    one, _other = surveyed
    who = officer(hall, one)
    assert "写了核查记录" in hall.page_of_act(who, one, "finish-step")
    assert "去过现场再写记录" in hall.refusal(who, one, "record-survey", **FOUND)
    assert "9月22日 14:00" in hall.page(who, "trail")
    assert hall.task(one).visit_at is not None
    assert re.search("9月22日 14:00 现场(审核|核查|勘验)", hall.page(who))


def test_the_applicant_holds_in_writing_when_where_and_who_comes(surveyed, hall):
    one, other = surveyed
    sheet = hall.paper("survey")
    assert "时间：2026年9月22日 14:00" in sheet and "地点：龙门街 1 号" in sheet
    assert "到场人员：卫生健康局（卫生承办）；公安局" in sheet
    assert "原来约在" not in sheet and hall.task(one).name in sheet
    assert "9月22日 14:00 到现场" in queue(hall, one)
    hall.act(officer(hall, one), one, "arrange-survey", appointment="2026-09-23 09:30", place="龙门街 1 号",
             people=officer(hall, one), along=other, notice="yes")  # fmt: skip
    moved = hall.paper("survey", 1)
    assert "时间：2026年9月23日 09:30" in moved and "原来约在 2026年9月22日 14:00" in moved
    assert "9月23日 09:30 到现场" in queue(hall, other)


@pytest.fixture
def surveyed(hall):
    """Two parts of different departments at their survey, in one visit."""
    hall.receive(THEME)
    keys = [key for key, task in hall.tasks().items() if "survey" in (task.steps or [])]
    while "waiting" in {hall.task(key).state for key in keys}:
        hall.grant(*[key for key, task in hall.tasks().items() if waits_for_nobody(task)])
    one, other = keys[:2]
    for key in keys[:2]:
        while hall.task(key).step_name != "survey":
            hall.act(officer(hall, key), key, "finish-step")
    hall.act(officer(hall, one), one, "arrange-survey", appointment="2026-09-22 14:00", place="龙门街 1 号",
             people=officer(hall, one), along=other, notice="yes")  # fmt: skip
    visit = str(hall.surveys()[0].visit)
    hall.act(
        officer(hall, other),
        other,
        "arrange-survey",
        visit=visit,
        people=officer(hall, other),
        notice="yes",
    )
    return one, other


def queue(hall, key):
    return hall.person(officer(hall, key)).page("/desk/queue?scope=department")


def outcomes(hall):
    return {row.task: row.outcome for row in hall.surveys()}


def waits_for_nobody(task):
    return task.kind == "work" and task.state == "open" and "survey" not in task.steps


def officer(hall, key):
    return f"{hall.task(key).department.lower()}1"


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)
