"""The form of a limit: its numbers fit together, each problem at its field."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import SlaClass
from tests.factories.office import problems, save, saved

NEW = {"key": "ours", "value": "6", "unit": "working_day"}


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"value": ""}, "value"),
        ({"value": "-1"}, "value"),
        ({"value": "six"}, "value"),
        ({"min": "7"}, "min"),
        ({"warn": "7"}, "warn"),
        ({"unit": "immediate", "value": "2"}, "value"),
        ({"unit": "immediate", "value": "", "warn": "1"}, "warn"),
        ({"unit": "fortnight"}, "unit"),
        ({"extend_cap": "3"}, "extend_by"),
        ({"extend_by": "head"}, "extend_cap"),
        ({"key": "6 days"}, "key"),
        ({"key": ""}, "key"),
    ],
)
def test_numbers_that_do_not_fit_are_said_at_their_field(mulu, rows, fields, where):
    answer = save(mulu, "sla/add", **NEW | fields)
    assert (answer.status_code, list(problems(answer))) == (422, [where])
    assert not rows(sa.select(SlaClass.id).where(SlaClass.key == "ours"))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "6 个工作日"),
        ({"min": "3"}, "3 至 6 个工作日"),
        ({"unit": "natural_day"}, "6 个自然日"),
        ({"unit": "working_minute", "value": "90"}, "90 分钟（工作时间）"),
        ({"unit": "working_minute", "value": "120"}, "2 个工作小时"),
        ({"unit": "immediate", "value": ""}, "即办"),
        ({"warn": "6"}, "提前预警 6 个工作日"),
        ({"extend_cap": "5", "extend_by": "head"}, "最多 5 个工作日，由部门负责人批准"),
    ],
)
def test_a_limit_is_said_in_words(mulu, fields, says):
    assert says in saved(mulu, "sla/add", **NEW | fields)


def test_what_is_done_at_once_is_kept_as_no_time(mulu, rows):
    saved(mulu, "sla/add", key="ours", value="", unit="immediate")
    assert rows(sa.select(SlaClass.value).where(SlaClass.key == "ours")) == [(0,)]


def test_taking_the_extension_away_leaves_nothing_of_it(mulu, rows):
    number = rows(sa.select(SlaClass.id).where(SlaClass.key == "food_10"))[0][0]
    saved(mulu, f"sla/edit/{number}", extend_cap="", extend_by="")
    assert rows(sa.select(SlaClass.extend).where(SlaClass.key == "food_10")) == [(None,)]


def test_what_a_package_left_unsaid_stays_unsaid(mulu, rows):
    number = rows(sa.select(SlaClass.id).where(SlaClass.key == "day_5"))[0][0]
    saved(mulu, f"sla/edit/{number}", basis="本中心规定")
    query = sa.select(SlaClass.roll, SlaClass.min, SlaClass.cases).where(SlaClass.key == "day_5")
    assert rows(query) == [(None, None, None)]


def test_situations_of_a_limit_are_sentences(mulu, app):
    from app import transaction

    cases = [{"when": {"field": "floor_area", "op": "ge", "value": 300}, "value": 8}]
    with app.app_context(), transaction.unit() as session:
        limit = session.execute(sa.select(SlaClass).where(SlaClass.key == "day_5")).scalar_one()
        limit.cases = cases
        number = limit.id
    assert "经营面积不小于300：8 个工作日" in mulu.page(f"/admin/sla/show/{number}")


@pytest.fixture
def mulu(sign_in):
    return sign_in("mulu")
