"""The published counts of the themes, and row by row what became of every paper."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.blueprint import compile_blueprint
from app.domain.documents import merge
from tests.factories.seeds import NORMAL

THEMES = {
    "catering_green_channel": (12, 6, 7, 6),
    "lodging_green_channel": (18, 7, 7, 7),
    "newborn_longjing": (21, 8, 5, 4),
    "catering_hunan": (17, 10, 6, 3),
    "newborn_hunan": (15, 11, 7, 4),
    "supermarket_hunan": (19, 13, 6, 4),
}
ITEMS = ("hukou", "medins", "ssc", "nursing", "maternity")

#: What the report counts as 12, and where each of them goes: 6 are left.
CATERING = {
    ("reg", "F_REG"): ("folded", "ONE_FORM"),
    ("food", "F_FOOD"): ("folded", "ONE_FORM"),
    ("sign", "F_SIGN"): ("folded", "ONE_FORM"),
    ("env", "F_ENV"): ("folded", "ONE_FORM"),
    ("fire", "F_FIRE_PROMISE"): ("folded", "ONE_FORM"),
    ("reg", "ID_CARD"): ("exempt", "e_cert"),
    ("food", "BIZ_LICENCE"): ("sibling_output", "reg"),
    ("reg", "PREMISES"): ("kept", "PREMISES"),
    ("food", "LAYOUT"): ("kept", "LAYOUT"),
    ("food", "FOOD_RULES"): ("kept", "FOOD_RULES"),
    ("sign", "SIGN_DRAWING"): ("kept", "SIGN_DRAWING"),
    ("fire", "FIRE_FILE"): ("kept", "FIRE_FILE"),
}
#: 18, and 7 are left.
LODGING = {
    ("reg", "F_REG"): ("folded", "ONE_FORM"),
    ("fire", "F_FIRE_PROMISE"): ("folded", "ONE_FORM"),
    ("hyg", "F_HYG"): ("folded", "ONE_FORM"),
    ("hotel", "F_HOTEL"): ("folded", "ONE_FORM"),
    ("sign", "F_SIGN"): ("folded", "ONE_FORM"),
    ("reg", "ID_CARD"): ("exempt", "e_cert"),
    ("fire", "BIZ_LICENCE"): ("sibling_output", "reg"),
    ("hyg", "BIZ_LICENCE"): ("sibling_output", "reg"),
    ("hotel", "BIZ_LICENCE"): ("sibling_output", "reg"),
    ("hotel", "FIRE_OPINION"): ("sibling_output", "fire"),
    ("reg", "PREMISES"): ("kept", "PREMISES"),
    ("fire", "SITE_PLAN"): ("same", "SITE_PLAN"),
    ("hyg", "SITE_PLAN"): ("same", "SITE_PLAN"),
    ("hotel", "SITE_PLAN"): ("same", "SITE_PLAN"),
    ("fire", "FIRE_RULES"): ("kept", "FIRE_RULES"),
    ("hyg", "HYG_REPORT"): ("kept", "HYG_REPORT"),
    ("hyg", "HYG_RULES"): ("kept", "HYG_RULES"),
    ("hotel", "SEC_RULES"): ("kept", "SEC_RULES"),
}

#: 21, and 8 are left.
NEWBORN = {
    ("hukou", "F_HUKOU"): ("folded", "ONE_FORM"),
    ("medins", "F_MEDINS"): ("folded", "ONE_FORM"),
    ("ssc", "F_SSC"): ("folded", "ONE_FORM"),
    ("nursing", "F_NURSING"): ("folded", "ONE_FORM"),
    ("maternity", "F_MATERNITY"): ("folded", "ONE_FORM"),
    ("medins", "HUKOU"): ("sibling_output", "hukou"),
    ("ssc", "HUKOU"): ("sibling_output", "hukou"),
    ("hukou", "HUKOU"): ("kept", "HUKOU"),
    ("hukou", "MARRIAGE"): ("kept", "MARRIAGE"),
    **{(item, "PARENT_ID"): ("same", "PARENT_ID") for item in ITEMS},
    **{(item, "BIRTH_CERT"): ("same", "BIRTH_CERT") for item in ("hukou", "nursing", "maternity")},
    ("nursing", "BANK_CARD"): ("same", "BANK_CARD"),
    ("maternity", "BANK_CARD"): ("same", "BANK_CARD"),
    ("maternity", "DIAGNOSIS"): ("kept", "DIAGNOSIS"),
    ("ssc", "PHOTO"): ("kept", "PHOTO"),
}
#: One licence of two, one fire check of two, is its form asked for: papers left of how many.
HUNAN = [
    ("food", "fire_promise", True, (9, 9)),
    ("food_small", "fire_promise", True, (9, 9)),
    ("food", "fire_general", False, (9, 9)),
    ("food", "fire_general", True, (10, 10)),
    ("food_small", "fire_general", True, (10, 10)),
]


@pytest.mark.parametrize("code", THEMES)
def test_a_theme_has_the_published_counts(code: str) -> None:
    blueprint = joint(code)
    work = [task for task in blueprint["tasks"] if task["kind"] == "work"]
    merged = blueprint["merge"]
    departments = {task["department"] for task in work}
    found = (merged["before"], merged["after"], len(work), len(departments))
    assert found == THEMES[code]


@pytest.mark.parametrize(
    ("code", "proof"),
    [
        ("catering_green_channel", CATERING),
        ("lodging_green_channel", LODGING),
        ("newborn_longjing", NEWBORN),
    ],
)
def test_every_paper_goes_where_the_report_says(
    code: str, proof: dict[tuple[str, str], tuple[str, str]]
) -> None:
    notes = joint(code)["merge"]["proof"]
    assert {(one["item"], one["document"]): (one["rule"], one["to"]) for one in notes} == proof
    assert len(notes) == len(proof)


@pytest.mark.parametrize(("food", "fire", "form", "counts"), HUNAN)
def test_a_group_counts_whole_in_the_catalogue_and_by_its_choice_at_the_counter(
    food: str, fire: str, form: bool, counts: tuple[int, int]
) -> None:
    blueprint = joint("catering_hunan")
    picked = {"verify", "sign", food, fire}
    answers = {"ask.F_FIRE_APPLY.1": form}
    merged = merge(blueprint["rows"], blueprint["documents"], chosen=picked, answers=answers)
    assert (merged["before"], merged["after"]) == counts


def joint(code: str) -> dict[str, Any]:
    return compile_blueprint(NORMAL, "joint", code=code)
