"""有事您说话 by keyboard: each class of appeal from its registration to the answer that was told."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.network

#: Key of the class at the registering form → what it is called, what the person is told at once.
CLASSES = {
    "1": ("协调办", {"reason": "两个部门要一起定", "progress": "明天会商"}),
    "2": ("当场能办", {}),
    "3": ("办不了", {}),
    "4": ("不给办", {}),
    "5": ("很难办", {"guidance": "先到综合窗口一次交齐"}),
}


def test_each_class_is_registered_handled_and_answered_without_a_mouse(desk):
    clerk = desk("wenxiu")
    for key, (name, told) in CLASSES.items():
        register(clerk, key, told)
        assert name in clerk.page.inner_text("h1")
        answer(clerk)
        assert "办结" in clerk.page.inner_text(".card")
    clerk.page.goto(f"{clerk.base}/desk/appeals?state=answered")
    assert clerk.page.locator("[data-row]").count() == len(CLASSES)


def register(clerk, key, told):
    if key == "1":
        clerk.page.goto(f"{clerk.base}/desk/appeals")
        clerk.press("n", to="**/desk/appeals/register")
    clerk.page.goto(f"{clerk.base}/desk/appeals/register")
    clerk.press(key, "Tab")
    fill(clerk, {"name": "玄某某", "phone": "13804331234", "said": "跑了三趟没办成", **told})
    clerk.press("Control+Enter", to="**/desk/cases/LJ*")


def answer(clerk):
    """Claim it, walk its steps, answer it: always the first thing that can be done."""
    clerk.press("e", to="**/desk/cases/LJ*")
    while (
        clerk.page.locator("[data-key=e]")
        .get_attribute("href", timeout=2000)
        .endswith("finish-step")
    ):
        clerk.press("e", to="**/finish-step")
        clerk.press("Control+Enter", to="**/desk/cases/LJ*")
    clerk.press("e", to="**/grant")
    asked = ("explanation", "guidance", "reason", "progress")
    there = [name for name in asked if clerk.page.locator(f"[name=f_{name}]").count()]
    fill(clerk, {f"f_{name}": "按政策说明" for name in there})
    while clerk.focused() != "f_way":
        clerk.press("Tab")
    clerk.press("Space")
    clerk.press("Control+Enter", to="**/desk/cases/LJ*")


def fill(clerk, values):
    """Tab to each field in turn and type into it."""
    for name, text in values.items():
        for _step in range(25):
            if clerk.focused() == name:
                break
            clerk.press("Tab")
        clerk.type(text)
