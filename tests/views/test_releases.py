"""A version that waits for its day: the counter, the cases that run, and taking it back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import AcknowledgedWarning, Case, DocumentType, ServiceVersion
from tests.conftest import keep
from tests.factories.browser import text_of
from tests.factories.hall import Hall
from tests.factories.studio import save

THEME = "catering_green_channel"
ITEM, PAGE = "/studio/items/food", f"/studio/themes/{THEME}"
SHORTER = {"promise.named": "day_3"}


def test_from_its_day_the_counter_receives_under_it_and_running_cases_notice_nothing(hall, at):
    number = hall.receive(THEME)
    hall.page("lijing")  # what was said at the counter is said once
    before = hall.page("lijing")
    page = publish(hall, "2026-09-25")
    both = "“开办餐饮店一件事”第 2 版、“食品经营许可新办”第 2 版"
    assert f"{both}从 2026-09-25 起用，在那以前照旧。" in page
    assert "下一版从 2026-09-25 起用。" in page
    assert hall.page("lijing") == before
    at.set("2026-09-24T23:50")
    assert version_of(hall, hall.receive(THEME)) == 1
    at.set("2026-09-25T00:00")
    assert version_of(hall, hall.receive(THEME)) == 2
    assert version_of(hall, number) == 1


def test_taken_back_before_it_began_everything_goes_on_as_it_was(hall, at, rows):
    publish(hall, "2026-09-25")
    administrator = hall.person("mulu")
    assert "待生效" in administrator.page(f"{PAGE}/versions")
    administrator.post(f"{PAGE}/withdraw", number="2")
    page = administrator.page(f"{PAGE}/versions")
    assert "“开办餐饮店一件事”第 2 版、“食品经营许可新办”第 2 版在起用前已收回。" in page
    in_force = sa.select(ServiceVersion.number).where(
        ServiceVersion.code.in_([THEME, "food"]), ServiceVersion.valid_until.is_(None)
    )
    assert rows(in_force) == [(1,), (1,)]
    at.set("2026-09-25T09:00")
    assert version_of(hall, hall.receive(THEME)) == 1


def test_what_has_begun_is_not_taken_back(hall, at, rows):
    publish(hall, "2026-09-25")
    at.set("2026-09-25T09:00")
    administrator = hall.person("mulu")
    administrator.get(f"{PAGE}/versions")
    assert administrator.post(f"{PAGE}/withdraw", number="2").status_code == 409
    assert administrator.post(f"{PAGE}/withdraw", number="9").status_code == 404
    begun = sa.select(ServiceVersion.valid_until).filter_by(code=THEME, number=2)
    assert rows(begun) == [(None,)]


@pytest.mark.parametrize("day", ["2026-09-17", "明天", "2026-13-01"])
def test_a_day_that_is_none_or_past_is_asked_for_again(hall, rows, day):
    assert "请填今天或以后的日期，写成 2026-09-18 这样；不填就是立即。" in publish(hall, day)
    assert rows(sa.select(sa.func.max(ServiceVersion.number))) == [(1,)]


def test_where_nothing_differs_it_says_so(hall, rows):
    administrator = hall.person("mulu")
    administrator.get(PAGE)
    administrator.post(f"{PAGE}/publish")
    assert "和在用的一样，没有新的版本。" in administrator.page(PAGE)
    assert rows(sa.select(sa.func.max(ServiceVersion.number))) == [(1,)]


def test_today_is_at_once(hall, rows):
    assert "已发布“开办餐饮店一件事”第 2 版、" in publish(hall, "2026-09-18")
    assert rows(sa.select(ServiceVersion.id).where(ServiceVersion.state == "scheduled")) == []


def test_an_item_that_may_not_be_published_holds_back_the_whole_act(hall, rows):
    administrator = hall.person("mulu")
    save(administrator, ITEM, {"promise.named": ""})
    administrator.get(PAGE)
    administrator.post(f"{PAGE}/reason", code="no_promise", where="food", reason="部门还没定")
    answer = administrator.post(f"{PAGE}/publish")
    assert answer.status_code == 409
    assert "“食品经营许可新办”：“食品经营许可新办”没有承诺时限" in text_of(answer.text)
    assert rows(sa.select(sa.func.max(ServiceVersion.number))) == [(1,)]


def test_a_reason_given_for_the_theme_holds_for_the_item_of_the_same_act(hall, rows, session):
    administrator = hall.person("mulu")
    save(administrator, ITEM, SHORTER)
    paper = sa.update(DocumentType).where(DocumentType.key == "FOOD_RULES")
    session.execute(paper.values(points=[]))
    keep(session)
    administrator.get(PAGE)
    administrator.post(f"{PAGE}/reason", code="no_points", where="FOOD_RULES", reason="试办后补")
    assert administrator.post(f"{PAGE}/publish").status_code == 302
    kept = sa.select(AcknowledgedWarning.reason).filter_by(of="food", code="no_points")
    assert rows(kept) == [("试办后补",)]


def test_a_reason_for_a_warning_that_is_not_there_is_not_kept(hall, rows):
    administrator = hall.person("mulu")
    administrator.get(ITEM)
    administrator.post(f"{ITEM}/reason", code="no_promise", where="main", reason="以后再说")
    kept = sa.select(AcknowledgedWarning.id).where(AcknowledgedWarning.reason == "以后再说")
    assert rows(kept) == []
    save(administrator, ITEM, {"promise.named": ""})
    administrator.post(f"{ITEM}/reason", code="no_promise", where="main", reason="以后再说")
    assert len(rows(kept)) == 1


def publish(hall, day):
    """A shorter promise of one item, published with the theme from a day on."""
    administrator = hall.person("mulu")
    save(administrator, ITEM, SHORTER)
    administrator.get(PAGE)
    administrator.post(f"{PAGE}/publish", **{"from": day})
    return administrator.page(PAGE)


def version_of(hall, number):
    query = sa.select(ServiceVersion.number).join(Case, Case.version_id == ServiceVersion.id)
    return hall.rows(query.where(Case.number == number))[0][0]


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)
