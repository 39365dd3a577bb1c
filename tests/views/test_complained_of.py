"""Who is complained of meets nothing of who complained: no page, no search, no list, no register (R73)."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from tests.factories import canaries
from tests.factories.browser import text_of
from tests.views.test_appeals import NAME, PHONE, PLAIN, QUESTION, SAID, asked, registered

MEASURES = "金丝雀措施"


@pytest.mark.parametrize("person", ["scjg1", "scjg0"])
def test_the_department_complained_of_meets_nothing_of_who_complained(complained, person):
    house, number = complained
    begin = ["/desk/questions", "/desk/inbox", "/desk/problem-group", "/desk/queue?scope=all"]
    begin += [f"/desk/search?q={word}" for word in (NAME, PHONE, "玄雀")]
    begin += [
        f"/desk/cases/{number}",
        f"/desk/cases/{number}-01",
        f"/desk/cases?number={number}",
        "/supervision/findings",
    ]
    begin += [
        f"/admin/{noun}/show/{at}" for noun in ("cases", "tasks", "papers") for at in range(1, 9)
    ]
    pages = canaries.crawl(house, person, begin, most=60)
    pages |= {at: house.send(person, "GET", at).text for at in begin}
    hidden = (NAME, PHONE, SAID, "玄*", number)
    # What was asked for comes back in the field that asks for it.
    met = {
        (at, word)
        for at, page in pages.items()
        for word in hidden
        if word in page and word not in unquote(at)
    }
    assert met == set()
    assert QUESTION in pages["/desk/questions"]


def test_who_allowed_it_is_named_to_the_department(complained):
    house, _number = complained
    number = registered(house, **PLAIN, named="y")
    asked(house, number)
    assert NAME in house.send("scjg1", "GET", "/desk/questions").text


def test_the_head_reads_the_measures_and_the_supervisor_settles_them(complained):
    house, number = complained
    own = house.send("scjg0", "GET", "/supervision/findings").text
    assert (MEASURES in own, number in own) == (True, False)
    assert MEASURES not in house.send("department_head", "GET", "/supervision/findings").text
    seen = text_of(house.send("auditor", "GET", "/supervision/findings").text)
    # What was found stands before the figures of it.
    assert seen.index(number) < seen.index("按部门和类别")
    bare = house.send("supervisor", "POST", "/supervision/findings/1/settle", {"said": ""})
    assert (bare.status, "请写清内容。" in bare.text) == (422, True)
    said = {"said": "已复查"}
    assert house.send("supervisor", "POST", "/supervision/findings/1/settle", said).status == 303
    assert "已销号" in house.send("auditor", "GET", "/supervision/findings").text


@pytest.fixture(scope="module")
def complained(opened):
    """An appeal about a department that was asked, and upheld with measures."""
    number = registered(opened, **{**PLAIN, "code": "refused_to_do"})
    asked(opened, number)
    found = {
        "f_finding": "upheld",
        "f_department": "SCJG",
        "f_measures": MEASURES,
        "f_expected": "2026-10-20",
    }
    closed = opened.send("dckp1", "POST", f"/desk/cases/{number}/main.inquiry/close-inquiry", found)
    assert closed.status == 303, closed.text[-900:]
    return opened, number
