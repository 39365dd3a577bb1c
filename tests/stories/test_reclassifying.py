"""改类 at the window: the class is typed, what it asks is filled in, the case goes on under it (R71)."""

from __future__ import annotations

import re

import pytest

from tests.factories import green
from tests.factories.browser import text_of
from tests.factories.hall import Hall, pairs, read

CATERING, LODGING = "catering_green_channel", "lodging_green_channel"


def test_the_clerk_picks_the_class_by_typing_fills_in_what_it_asks_and_the_case_is_one_of_it(hall):
    hall.receive(CATERING)
    started = hall.case().clock["start"]
    assert "只能选现在已发布的" in hall.page_of_act("lijing", None, "reclassify")
    answer = sent(hall)
    assert answer.status_code == 303, text_of(answer.text)[-900:]
    assert (hall.case().name, hall.case().clock["start"]) == ("开办宾馆（住宿）一件事", started)
    assert "改了本件的类别" in hall.page("lijing", "trail")


def test_a_name_that_no_class_has_is_said_and_nothing_happens(hall):
    hall.receive(CATERING)
    clerk = hall.person("lijing")
    answer = clerk.post(where(hall), f_to="没有这件事", f_reason="登记错")
    assert answer.status_code == 422
    assert "请从列表中选一个" in read(text_of(answer.text))


def test_somebody_else_is_not_offered_it(hall):
    hall.receive(CATERING)
    assert "更改类别" in hall.page("lijing")
    assert "更改类别" not in hall.page("xfjy1")


def where(hall):
    return f"{hall.address(None)}/reclassify"


def sent(hall):
    clerk = hall.person("lijing")
    page = clerk.get(f"{where(hall)}?f_to=宾馆").text
    assert "将改为“开办宾馆（住宿）一件事”" in read(text_of(page))
    names = dict.fromkeys(re.findall(r'name="(f_answer-[a-z0-9_.]+)"', page))
    hidden = dict(re.findall(r'type="hidden" name="(key|version|seen)" value="([^"]*)"', page))
    ticks = re.findall(r'name="(f_points)" value="([^"]+)"', page)
    given = {name[2:]: green._guess(page, name) for name in names}
    shown = re.search(r'name="f_to"[^>]*value="([^"]*)"', page) or re.search(
        r'value="([^"]*)"[^>]*name="f_to"', page
    )
    fields = pairs({"to": shown.group(1), "reason": "登记时选错", **given})
    return clerk.post(where(hall), [*fields, *ticks], **hidden)


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)
