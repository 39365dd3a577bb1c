"""One mistake at a time in the seed package: each is told in its sentence, and none makes the check stumble."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain import checks
from app.domain.blueprint import compile_blueprint
from app.domain.check_ready import cycle_found
from app.domain.documents import FoldCycle
from app.domain.findings import Around, Staffing
from tests.factories.mutants import INN, SHOP, add, mutant, put, said
from tests.factories.mutants_of_packages import REFUSED
from tests.factories.mutants_of_themes import MUTANTS

STAFF = {"XFJY": Staffing("消防救援大队", 2, 1), "GAJ": Staffing("公安局", 3, 0)}
MISSING = {"field": "pool", "op": "filled"}


def test_there_are_more_than_enough_of_them():
    names = [wrong.name for wrong in (*MUTANTS, *REFUSED)]
    assert len(set(names)) == len(names) >= 60


@pytest.mark.parametrize("wrong", MUTANTS, ids=lambda wrong: wrong.name)
def test_a_mistake_in_a_theme_is_told_in_its_sentence(wrong):
    found = looked_at(*wrong.of, mutant(*wrong.changes))
    told = [one for one in found if one.code == wrong.code and wrong.says in said(one)]
    assert {one.level for one in told} == {wrong.level}, [(one.code, said(one)) for one in found]


@pytest.mark.parametrize(
    ("around", "code", "says"),
    [
        (
            Around(staffing=STAFF),
            "no_officer",
            "“CGZF”没有能办理户外招牌设施设置规范管理的在用账号",
        ),
        (Around(staffing={"CGZF": Staffing("城管局", 1, 1)}), "no_cover", "“城管局”只有一人能办理"),
        (
            Around(today=date(2026, 12, 20), confirmed=[2026]),
            "calendar_missing",
            "2027 年的日历还没有确认",
        ),
        (Around(texts={"ko": {"开办餐饮店一件事"}}), "text_missing", "处文字还没有韩文译文"),
    ],
    ids=lambda one: one if isinstance(one, str) and one.isascii() else "",
)
def test_what_is_not_there_around_a_theme_is_told(around, code, says):
    told = [one for one in looked_at("joint", SHOP, mutant(), around=around) if one.code == code]
    assert any(says in said(one) for one in told), list(map(said, told))
    assert {one.level for one in told} == {"warning"}


def test_a_department_whose_step_wants_a_head_it_has_not_is_told():
    package = mutant(put("items.hotel.steps.decide.by", "head"))
    found = looked_at("joint", INN, package, around=Around(staffing=STAFF))
    told = [said(one) for one in found if one.code == "no_head"]
    assert told == ["“公安局”没有能决定旅馆业特种行业许可证核发的负责人。"]


@pytest.mark.parametrize(
    "change",
    [
        put("items.food.documents.LAYOUT.when", MISSING),
        put(f"themes.{SHOP}.items.env.when", MISSING),
        put(f"themes.{SHOP}.accept_conditions.0.check", MISSING),
        add(f"themes.{SHOP}.items.env.needs", {"task": "reg", "outcomes": ["passed"]}),
    ],
)
def test_what_slips_past_the_format_is_caught_before_publication(change):
    package = mutant(put(f"themes.{SHOP}.items.env.needs", []), change)
    found = looked_at("joint", SHOP, package)
    assert {one.code for one in found if one.level == "error"} & {
        "condition_field",
        "needs_impossible",
    }


def test_papers_that_fold_in_a_circle_are_told_and_compiled_by_nobody():
    package = mutant(put("documents.ONE_FORM.folds_into", "F_FOOD"))
    with pytest.raises(FoldCycle) as cycle:
        compile_blueprint(package, "joint", code=SHOP)
    names = {key: entry["name"] for key, entry in package["documents"].items()}
    assert "成了一个圈" in said(cycle_found(cycle.value, names))


def looked_at(kind, code, package, around=None):
    blueprint = compile_blueprint(package, kind, code=code)
    return checks.check(blueprint, departments=package["departments"], around=around)
