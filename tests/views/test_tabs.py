"""Several cases in the tabs of one browser: what is typed and done in one never reaches another."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app.models import Draft, Task
from tests.factories import green
from tests.factories.hall import Hall

THEME = "catering_green_channel"


def test_two_forms_open_at_once_each_act_on_their_own_case(hall):
    first, second = hall.receive(THEME), hall.receive(THEME)
    forms = {number: opened(hall, number, "transfer") for number in (first, second)}
    assert len({form["key"] for form in forms.values()}) == 2
    # The tab opened first is sent last, with what was typed in it.
    for number, department in ((second, "ZFJS"), (first, "CGZF")):
        sent = {**forms[number], "f_department": department, "f_reason": f"转{department}"}
        answer = hall.person("scjg1").post(f"/desk/cases/{number}-01/transfer", **sent)
        assert (answer.status_code, answer.headers["Location"][-len(first) :]) == (303, number)
    assert departments(hall) == {f"{first}-01": "CGZF", f"{second}-01": "ZFJS"}


def test_a_key_of_one_tab_does_nothing_in_another(hall):
    first, second = hall.receive(THEME), hall.receive(THEME)
    form = opened(hall, first, "claim")
    officer = hall.person("scjg1")
    officer.post(f"/desk/cases/{first}-01/claim", **form)
    # The same key under another case answers with what it did, and does nothing there.
    answer = officer.post(f"/desk/cases/{second}-01/claim", **form)
    assert answer.headers["Location"].endswith(first)
    assert [row.owner for row in hall.rows(OWNERS)] == ["scjg1", None]


def test_two_intakes_side_by_side_keep_what_is_typed_apart(hall):
    clerk = hall.person("lijing")
    bases = [green.to_form(clerk, green.to_notice(clerk, THEME)) for _ in range(2)]
    for base, name in zip(bases, ("金海", "朴玉"), strict=True):
        clerk.get(f"{base}/form")
    for base, name in zip(reversed(bases), ("朴玉", "金海"), strict=True):
        version = green.hidden(clerk.get(f"{base}/form").text, "version")
        clerk.post(f"{base}/save/form", **{"applicant-name": name, "version": version})
    typed = [re.search(r'name="applicant-name"[^>]*value="([^"]*)"', clerk.get(f"{base}/form").text) for base in bases]  # fmt: skip
    assert [found.group(1) for found in typed] == ["金海", "朴玉"]
    assert len(hall.rows(sa.select(Draft.token))) == 2


def test_every_tab_is_told_apart_by_its_title(hall):
    numbers = [hall.receive(THEME) for _ in range(2)]
    officer = hall.person("scjg1")
    for number in numbers:
        for address in (f"/desk/cases/{number}", f"/desk/cases/{number}-01/claim"):
            assert number in re.search(r"<title>(.*?)</title>", officer.get(address).text).group(1)


OWNERS = sa.select(Task.owner).where(Task.key == "reg").order_by(Task.id)


def opened(hall, number, act):
    """What the form of an act carries, as a tab that stands open has it."""
    page = hall.person("scjg1").get(f"/desk/cases/{number}-01/{act}").text
    return {name: green.hidden(page, name) for name in ("key", "version", "seen")}


def departments(hall):
    return dict(hall.rows(sa.select(Task.number, Task.department).where(Task.key == "reg")))


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)
