"""Who stands in for whom, who helps an applicant, notes: over the pages, each as the role that does it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import Assistance, CaseNote, Cover, JournalEntry
from tests.factories.browser import text_of
from tests.factories.hall import Hall

THEME = "catering_green_channel"
WEEK = {"since": "2026-09-21", "until": "2026-09-24"}


@pytest.mark.parametrize("who", ["scjg1", "scjg0"])
def test_one_is_covered_for_by_oneself_or_the_head_and_the_list_says_so(hall, who):
    answer = post(hall, who, "/desk/covers", person="scjg1", stands_in="scjg0", **WEEK)
    assert answer.status_code == 303
    assert "市场承办" in hall.person(who).page("/desk/covers")
    assert kept(hall, Cover) == 1 and said(hall) == ["cover_set"]


@pytest.mark.parametrize(
    ("who", "given", "status", "told"),
    [
        ("scjg1", {"since": "soon"}, 422, "开始日期和结束日期"),
        ("scjg1", {"until": "2026-09-20"}, 422, "早于"),
        ("scjg1", {"stands_in": "scjg1"}, 422, "自己"),
        ("xfjy0", {}, 422, "本人"),
        ("lijing", {}, 422, "本人"),
        ("zhuren", {}, 403, ""),
        ("jiancha", {}, 403, ""),
    ],
)
def test_what_is_no_cover_or_not_theirs_to_arrange_is_refused(hall, who, given, status, told):
    wanted = {"person": "scjg1", "stands_in": "scjg0", **WEEK, **given}
    answer = post(hall, who, "/desk/covers", **wanted)
    assert (answer.status_code, told in text_of(answer.text)) == (status, True), text_of(
        answer.text
    )[-600:]
    assert kept(hall, Cover) == 0 and said(hall) == []


def test_who_is_back_ends_it_once_and_nobody_elses(hall):
    post(hall, "scjg1", "/desk/covers", person="scjg1", stands_in="scjg0", **WEEK)
    ends = [
        post(hall, who, "/desk/covers/1/end").status_code for who in ("xfjy0", "scjg1", "scjg1")
    ]
    assert ends == [404, 303, 422]
    assert said(hall) == ["cover_set", "cover_ended"]


def test_help_is_arranged_and_what_came_of_it_is_put_on_record_once(hall, at):
    assert help_with(hall, "lijing").status_code == 303
    assert "朴玉" in hall.page("lijing", "together")
    at.set("2026-09-21T11:00")
    here, done = f"{hall.address(None)}/assistance/1", {"outcome": "done", "said": "陪同交齐"}
    assert [post(hall, "piaoyu", here, **done).status_code for _ in range(2)] == [303, 422]
    assert "陪同交齐" in hall.page("lijing", "together")
    assert said(hall) == ["assistance_arranged", "assistance_ended"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"day": "soon"}, "日期和时间"),
        ({"day": "2026-09-17"}, "早于现在"),
        ({"kind": "nothing"}, "帮办"),
        ({"kind": "home_visit"}, "上门"),
        ({"person": "gaj9"}, "窗口"),
    ],
)
def test_help_that_cannot_be_given_is_refused_in_words(hall, given, told):
    answer = help_with(hall, "lijing", **given)
    assert answer.status_code == 422 and told in text_of(answer.text), text_of(answer.text)[-900:]
    assert kept(hall, Assistance) == 0


@pytest.mark.parametrize("who", ["zhuren", "ducha", "jiancha"])
def test_who_does_not_help_arranges_none_and_writes_no_note(hall, who):
    assert help_with(hall, who).status_code == 403
    assert post(hall, who, f"{hall.address(None)}/notes", text="明天再来").status_code == 403
    assert kept(hall, Assistance) == kept(hall, CaseNote) == 0


def test_a_note_for_ones_own_department_is_read_there_alone(hall):
    here = f"{hall.address(None)}/notes"
    assert post(hall, "xfjy1", here, text="等平面图", own="1").status_code == 303
    assert "等平面图" in hall.page("xfjy0", "together")
    assert "等平面图" not in hall.page("scjg1", "together")
    assert post(hall, "xfjy1", here, text=" ").status_code == 422


def test_the_applicant_is_handed_over_by_who_answers_for_them(hall):
    here = f"{hall.address(None)}/first-contact"
    answers = [post(hall, "lijing", here, to=to).status_code for to in ("piaoyu", "nobody")]
    assert answers == [303, 422] and said(hall) == ["first_contact_changed"]
    assert "朴玉" in hall.page("lijing", "together")


def help_with(hall, who, **given):
    wanted = {"kind": "guided", "person": "piaoyu", "day": "2026-09-21", "time": "10:00", **given}
    return post(hall, who, f"{hall.address(None)}/assistance", **wanted)


def post(hall, who, address, **fields):
    person = hall.person(who)
    person.get("/desk/cases")  # a page with a token on it
    return person.post(address, **fields)


def kept(hall, model):
    return hall.rows(sa.select(sa.func.count()).select_from(model))[0][0]


def said(hall):
    """What was recorded beside the case, in its order."""
    beside = (
        "cover_set",
        "cover_ended",
        "assistance_arranged",
        "assistance_ended",
        "first_contact_changed",
    )
    query = sa.select(JournalEntry.type).where(JournalEntry.type.in_(beside))
    return [row.type for row in hall.rows(query.order_by(JournalEntry.id))]


@pytest.fixture
def hall(sign_in, rows, at):
    """The hall with one case received and accepted."""
    hall = Hall(sign_in, rows, at)
    hall.receive(THEME)
    return hall
