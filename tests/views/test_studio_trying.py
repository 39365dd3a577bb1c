"""The preview is tried as the clerk works: one of a group, what may be left, the form with its refusals."""

from __future__ import annotations

import re

import pytest

from app.models import NamedPattern
from app.services import catalogue
from tests.conftest import keep
from tests.factories import kinds
from tests.factories.browser import text_of
from tests.factories.studio import save

THEME, ITEM = "/studio/themes/catering_hunan", "/studio/items/food"
SMALL = {"pick-food_kind": "food_small", "pick-fire_kind": "fire_general"}
FULL, OTHER = "《食品经营许可证》新办", "《食品小经营许可证》新办"


def test_before_anybody_picks_one_of_each_group_is_taken(looked):
    assert FULL in parts(looked(THEME))
    assert OTHER not in parts(looked(THEME))


def test_the_one_that_is_picked_has_its_part_its_papers_and_its_days(looked):
    first, other = looked(THEME), looked(THEME, **SMALL)
    assert OTHER in parts(other)
    assert FULL not in parts(other)
    assert papers(first) != papers(other)
    assert len(parts(first)) == len(parts(other))


def test_a_group_that_was_added_meanwhile_is_picked_from_as_at_first(looked):
    assert FULL in parts(looked(THEME, shown="pick-fire_kind"))
    assert FULL not in parts(looked(THEME, shown="pick-food_kind"))


def test_none_of_a_group_is_refused_in_the_words_of_the_counter(looked):
    page = text_of(looked(THEME, **{"pick-fire_kind": "fire_general"}))
    assert "“食品许可类别”要选 1 项" in page


def test_what_is_on_demand_is_left_out_where_it_is_not_ticked(bring, looked):
    bring(
        [],
        items=[
            {"key": "every", "item": "every"},
            {"key": "more", "item": "every", "optional": True},
        ],
    )
    address = f"/studio/themes/{kinds.THEME}"
    assert len(parts(looked(address))) == len(parts(looked(address, pick="more"))) == 3
    assert len(parts(looked(address, pick=""))) == 2


def test_an_answer_in_the_form_that_does_not_fit_is_refused_as_at_the_counter(every_kind, looked):
    page = looked(every_kind, f_plate="A12", f_post="13340", f_number="十二")
    for said in ("车牌写成 A123。", "邮政编码是6位数字。", "这不是数字"):
        assert said in text_of(page)
    right = looked(every_kind, f_plate="A123", f_post="133400", f_number="12")
    assert bad(right) == set()


def test_nothing_is_held_against_what_is_empty_until_somebody_goes_on(demanding, looked):
    assert bad(looked(demanding)) == set()
    page = looked(demanding, go="1")
    assert bad(page) >= {"f_plate", "f_post", "f_person"}
    assert re.search(r"窗口会停在这一步：有 \d+ 处要改。", text_of(page))


def test_with_everything_right_the_counter_goes_on(every_kind, looked):
    page = looked(every_kind, go="1", f_plate="A123")
    assert "窗口可以往下走。" in text_of(page)


def test_what_the_form_says_decides_what_is_asked_next(conditional, looked):
    hidden = re.compile(r'data-key="post"[^>]* hidden')
    assert hidden.search(looked(conditional, f_plate="A123"))
    assert not hidden.search(looked(conditional, f_plate="B123", f_post="133400"))
    assert 'value="133400"' in looked(conditional, f_plate="A123", f_post="133400")


def test_an_answer_to_a_question_that_is_none_is_said_beside_it(administrator, looked):
    row = {"fields.n1._was": "", "fields.n1.label": "冷库面积", "fields.n1.kind": "number", "fields.n1.asked": "clerk"}  # fmt: skip
    assert save(administrator, ITEM, row)["stands"]
    assert "这不是数字" in text_of(looked(ITEM, **{"a.leng_ku_mian_ji": "很大"}))
    assert "这不是数字" not in text_of(looked(ITEM, **{"a.leng_ku_mian_ji": "30"}))


def test_a_named_pattern_is_chosen_by_what_it_says(administrator, session):
    more = {"expression": "[A-Z]", "message": "写一个大写字母。"}
    session.add(NamedPattern(key="capital", more=more))
    keep(session)
    assert '<option value="capital">写一个大写字母。</option>' in administrator.get(ITEM).text


def parts(page):
    """What is done with what is tried, the whole in front."""
    return re.findall(r'<th scope="row">([^<]+)</th>', dues(page))


def papers(page):
    return re.search(r'id="view-notice".*?</ol>', page, re.DOTALL).group()


def dues(page):
    return re.search(r'id="view-dues".*?</table>', page, re.DOTALL).group()


def bad(page):
    return set(re.findall(r'class="field field-bad[^"]*" data-field="([^"]+)"', page))


@pytest.fixture
def administrator(sign_in):
    return sign_in("mulu")


@pytest.fixture
def looked(administrator):
    """``looked(address, f_x=…)``: the preview with this tried on it."""

    def look(address, **tried):
        administrator.get(address)
        marks = {"tried": "1", **tried} if tried else {}
        answer = administrator.post(f"{address}/proof", **marks)
        assert answer.status_code == 200
        return answer.text

    return look


@pytest.fixture
def bring(session, at):
    """``bring(fields)``: an item that asks them stands in the rows, and a theme of it."""

    def made(fields, **theme):
        catalogue.import_package(session, kinds.package(fields, **theme), by="mulu", now=at.now)
        keep(session)
        return "/studio/items/every"

    return made


@pytest.fixture
def every_kind(bring):
    return bring(kinds.fields())


@pytest.fixture
def demanding(bring):
    return bring(kinds.fields(required=True))


@pytest.fixture
def conditional(bring):
    when = {"field": "plate", "op": "ne", "value": "A123"}
    return bring([{"key": "plate", **kinds.PLATE}, {"key": "post", **kinds.POST, "when": when}])
