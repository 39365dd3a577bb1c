"""A clerk at the counter, by keys alone: the notice given, the one form typed, the papers ticked."""

from __future__ import annotations

import re

CASE = re.compile(r"/desk/cases/[A-Z0-9]+(-\d\d)?$")
VALUES = {
    "applicant-name": "金海", "applicant-id_number": "222405199001011236", "applicant-phone": "13804331234", "applicant-organisation": "海兰江冷面馆",
    "applicant-credit_code": "", "f_floor_area": "120", "f_food_staff": "4", "f_sign_height": "3",
}  # fmt: skip


def give_notice(clerk):
    """Print the notice sheet and come back from it."""
    clerk.press("p", to="**/sheet*")
    clerk.press("Tab")
    clerk.press("Enter", to="**/notice")


def fill(clerk):
    """Tab from field to field, typing each value on the screen; a choice is taken by its digit."""
    asked = set(clerk.page.evaluate(ASKED))
    for _ in range(60):
        answer(clerk, clerk.focused())
        asked.discard(clerk.focused())
        if not asked:
            return
        clerk.press("Tab")
    raise AssertionError(f"never reached: {asked}")


#: Names of the fields that a person is asked to fill.
ASKED = """[...document.querySelectorAll("main form [name^=applicant-], main form [name^=f_]")]
    .filter((field) => field.checkVisibility()).map((field) => field.name)"""


def answer(clerk, name):
    if not name.startswith(("applicant-", "f_")):
        return
    if clerk.kind() == "radio":
        if not clerk.page.evaluate("document.activeElement.checked"):
            clerk.press("1")
            assert clerk.page.evaluate("document.activeElement.checked"), name
    elif clerk.kind() in ("text", "textarea", "tel", "search"):
        clerk.type(VALUES.get(name, "测试"))
        assert in_sight(clerk), f"{name} lies under something"


def in_sight(clerk):
    """Whether what has the focus comes to stand where nothing covers it."""
    for _ in range(20):
        if clerk.sees(":focus"):
            return True
        clerk.page.wait_for_timeout(50)
    return False


def tick(clerk):
    """One press a paper: its points follow; then what the clerk confirms."""
    for _ in range(60):
        whole = clerk.page.evaluate(
            "document.activeElement.matches('[data-whole], [name=confirmed]')"
        )
        if whole:
            clerk.press("Space")
        if clerk.page.evaluate(ALL_TICKED):
            return
        clerk.press("Tab")
    raise AssertionError("not everything can be ticked by keyboard")


ALL_TICKED = """[...document.querySelectorAll("[data-whole], [name=confirmed]")].every((box) => box.checked)"""
