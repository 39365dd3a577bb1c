"""Finding cases by what people say at the counter, on both databases, each by what they may read."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app import journal
from app.models import Case
from app.models.words import WORDS
from app.services import blueprints, cases, search, search_words
from tests.factories import desk

NAMED = {"name": "尉迟朋", "organisation": "吉林KTV歌厅"}
LATER = desk.NOW.replace(hour=10)
AUDITOR, HEAD = desk.person("jiancha", "auditor"), desk.person("zhuren", "centre_head")


def test_a_case_is_found_from_the_moment_it_is_there(session, case):
    for text in (
        "金海",
        "海",
        "jh",
        "海兰江冷面",
        "hljlm",
        "开办餐饮",
        case[2:10],
        case[-5:],
        case.lower(),
    ):
        assert found(session, text) == [case], text


def test_words_must_all_fit_and_a_piece_must_stand_in_one_place(session, case):
    assert found(session, "金海 餐饮") == [case]
    assert found(session, "金海 住宿") == []
    assert found(session, "金海江") == []  # 金海 is a person, 海兰江 a firm
    assert found(session, "海江冷") == []
    assert found(session, case[2:10] + "S") == found(session, "2019" + case[6:10]) == []


def test_the_newest_stands_first_and_pages_follow_each_other(session, case, monkeypatch):
    monkeypatch.setattr(search, "PAGE", 2)
    search._statement.cache_clear()
    made = [case, *(receive(session) for _ in range(4))]
    first = search.find(session, search.Asked("金海"), by=desk.CLERK)
    seen, after = numbers(first), first.after
    while after:
        page = search.find(session, search.Asked("金海", after=after), by=desk.CLERK)
        seen, after = seen + numbers(page), page.after
    search._statement.cache_clear()
    assert seen == made[::-1]


@pytest.mark.parametrize("text", ["ycp", "wcp", "ktv", "吉林ktv", "jlktvgt"])
def test_surnames_and_firms_are_found_as_they_sound(session, text):
    made = receive(session, applicant={**applicant(session), **NAMED})
    assert found(session, text) == [made]


@pytest.mark.parametrize(
    "text", ["222405199001011236", "2224 0519 9001 0112 36", "13804331234", "+86 138-0433-1234"]
)
def test_a_whole_number_of_a_person_finds_and_a_part_of_it_does_not(session, case, text):
    assert found(session, text) == [case]
    assert found(session, text[:-1]) == []


@pytest.mark.parametrize("text", ["0433-3251111", "04333251111", "0433 325 1111"])
def test_a_landline_is_found_however_its_parts_are_written(session, text):
    made = receive(session, applicant={**applicant(session), "phone": "0433-3251111"})
    assert found(session, text) == [made]


@pytest.mark.parametrize(
    "text", ["阿卜杜·热西提", "阿卜杜热西提", "阿卜杜.热西提", "热西提", "abdrxt"]
)
def test_a_name_of_two_parts_is_found_with_any_dot_and_with_none(session, text):
    made = receive(session, applicant={**applicant(session), "name": "阿卜杜·热西提"})
    assert found(session, text) == [made]


def test_who_sees_names_masked_finds_nobody_by_name_phone_or_number(session, case):
    for by in (desk.SUPERVISOR, AUDITOR, HEAD):
        for text in ("金海", "金", "jh", "海兰江", "13804331234", "222405199001011236"):
            assert found(session, text, by=by) == [], (by.username, text)
        assert found(session, "餐饮", by=by) == [case]
        assert found(session, case[-5:], by=by) == [case]


def test_a_department_finds_what_it_has_a_part_of(session, case):
    assert found(session, "金海", by=desk.officer("XFJY")) == [case]
    assert found(session, "金海", by=desk.officer("WSJK")) == []
    assert found(session, "13804331234", by=desk.officer("WSJK")) == []


def test_who_reaches_no_case_finds_none(session, case):
    grants = {"case.read", "task.read", "applicant.name"}
    nobody = replace(desk.officer("XFJY"), grants=frozenset(grants), departments=frozenset())
    assert [found(session, text, by=nobody) for text in ("金海", "13804331234", case)] == [[]] * 3


def test_who_gets_a_part_finds_the_case_from_then_on(session, case):
    there = desk.officer("ZFJS")
    assert found(session, "金海", by=there) == []
    perform(
        session,
        case,
        {"verb": "transfer", "task": "fire", "department": "ZFJS", "reason": "划转"},
        by=desk.officer("XFJY"),
    )
    assert found(session, "金海", by=there) == [case]


def test_a_name_put_right_is_found_and_the_wrong_one_is_not(session, case):
    values = {"applicant.name": "单雄", "applicant.phone": "13904335678"}
    perform(session, case, {"verb": "correct", "values": values, "reason": "抄错了"}, by=desk.CLERK)
    assert [found(session, text) for text in ("单雄", "sx", "13904335678")] == [[case]] * 3
    assert [found(session, text) for text in ("金海", "jh", "13804331234")] == [[]] * 3


def test_an_answer_marked_to_be_found_is_found_by_those_whose_part_asks_it(session, case, marked):
    perform(
        session,
        case,
        {"verb": "correct", "values": {f"answer.{marked}": 73519}, "reason": "抄错了"},
        by=desk.CLERK,
    )
    readers = [
        desk.CLERK,
        AUDITOR,
        desk.officer(ASKED_BY),
        desk.SUPERVISOR,
        desk.officer(NOT_ASKED_BY),
    ]
    assert [found(session, "73519", by=by) for by in readers] == [[case]] * 3 + [[]] * 2


def test_a_certificate_is_found_by_its_number_where_it_may_be_read(session, case):
    for step in ({"verb": "finish_step"}, {"verb": "grant", "result_number": "吉〔2026〕0012号"}):
        perform(session, case, {**step, "task": "reg"}, by=desk.officer("SCJG"))
    readers = (desk.CLERK, desk.officer("SCJG"), AUDITOR)
    assert [found(session, "吉〔2026〕0012号", by=by) for by in readers] == [[case]] * 3
    assert found(session, "吉〔2026〕0012号", by=desk.officer("XFJY")) == []
    assert found(session, "吉〔2026〕0012号", by=desk.SUPERVISOR) == []


def test_only_running_or_only_closed_ones(session, case):
    assert numbers(search.find(session, search.Asked("金海", "open"), by=desk.CLERK)) == [case]
    assert numbers(search.find(session, search.Asked("金海", "closed"), by=desk.CLERK)) == []


def test_looking_for_a_person_leaves_a_mark_and_not_the_words(session, case):
    for text in ("金海", " 金海 ", "13804331234", case[-5:], "202"):
        found(session, text)
    noted = [(entry.type, entry.data) for entry in journal.take_access(session)]
    assert [data for _type, data in noted] == [
        {"kinds": ["name"], "found": 1}, {"kinds": ["name"], "found": 1}, {"kinds": ["phone"], "found": 1},
        {"kinds": ["name"], "found": 1},
    ]  # fmt: skip


def test_equal_words_have_equal_marks_and_no_mark_holds_them(session, case):
    for text in ("金海", " 金海", "金子"):
        found(session, text)
    one, same, other = (entry.ref for entry in journal.take_access(session))
    assert one == same != other
    assert "金" not in one and len(one) == 40


def test_who_reads_names_masked_leaves_no_mark_for_they_found_nobody(session, case):
    found(session, "金海", by=desk.SUPERVISOR)
    assert journal.take_access(session) == []


def test_words_made_anew_are_those_that_were_kept(session, case):
    receive(session, agent={"name": "仇英", "id_type": "id_card"})
    perform(
        session,
        case,
        {"verb": "correct", "values": {"applicant.name": "朴海"}, "reason": "抄错了"},
        by=desk.CLERK,
    )
    kept = session.execute(sa.select(WORDS).order_by(WORDS.c.rowid)).all()
    assert list(search_words.differing(session)) == []
    assert search_words.rebuild(session) == 2
    assert session.execute(sa.select(WORDS).order_by(WORDS.c.rowid)).all() == kept


def test_words_that_are_lost_or_wrong_are_told(session, case):
    session.execute(sa.update(WORDS).values(words="t·别的"))
    assert list(search_words.differing(session)) == [case]
    session.execute(sa.delete(WORDS))
    assert search_words.unfound(session) == 1
    assert found(session, "金海") == []


#: A field that one department's part asks, and a department that has another part.
FIELD, ASKED_BY, NOT_ASKED_BY = "floor_area", "SCJG", "CGZF"


@pytest.fixture
def session(untouched):
    """No test here commits, so one database serves them all."""
    return untouched


@pytest.fixture
def case(session):
    return desk.accepted_case(session).number


@pytest.fixture
def marked(session, case, monkeypatch):
    """The field of the case's version that an administrator had marked to be found."""
    version = session.scalars(sa.select(Case.version_id)).one()
    spec = next(
        one for one in blueprints.of_version(session, version)["fields"] if one["key"] == FIELD
    )
    monkeypatch.setitem(spec, "searchable", True)
    return FIELD


def receive(session, **changes):
    intake = desk.intake_of(session, **changes)
    done = cases.receive(session, intake, by=desk.CLERK, now=desk.NOW, then=[desk.ACCEPT])
    assert isinstance(done, cases.Performed), done
    return done.number


def applicant(session):
    return desk.intake_of(session).applicant


def perform(session, case, command, *, by):
    done = cases.perform(session, case, command, by=by, now=LATER)
    assert isinstance(done, cases.Performed), done


def found(session, text, *, by=desk.CLERK):
    return numbers(search.find(session, search.Asked(" ".join(text.split())), by=by))


def numbers(page):
    return [row.number for row in page.rows]
