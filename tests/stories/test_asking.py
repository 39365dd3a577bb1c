"""请示与批复: one asks with the reason, another answers with theirs; both stand in the trail."""

from __future__ import annotations

import pytest

from tests.factories.hall import Hall

THEME = "catering_green_channel"


def test_the_clerk_asks_that_a_case_be_void_and_a_supervisor_declares_it(hall):
    hall.receive(THEME)
    hall.act("lijing", None, "ask-void", reason="申请人重复提交")
    assert "申请人重复提交" in hall.page_of_act("ducha", None, "answer")
    hall.act("ducha", None, "answer", answer="agreed", reason="核实无误", ask=hall.asked())
    assert hall.case().outcome == "void"
    trail = hall.page("lijing", "trail")
    assert "请示把本件作废" in trail
    assert "核实无误" in trail


def test_a_request_that_is_declined_changes_nothing_and_may_be_made_anew(hall):
    hall.receive(THEME)
    hall.act("lijing", None, "ask-void", reason="申请人改主意")
    hall.act("ducha", None, "answer", answer="declined", reason="可以撤回", ask=hall.asked())
    assert hall.case().outcome is None
    hall.act("lijing", None, "ask-void", reason="确是重复提交")


def test_told_once_a_paper_missing_the_first_time_is_asked_again_by_a_supervisor_only(
    once_asked, hall
):
    again = {"fault": "incorrect", "documents": "SIGN_DRAWING"}
    alone = hall.refusal("cgzf1", "sign", "supplement", **again, reason="缺高度")
    assert "督查" in alone
    hall.act("cgzf1", "sign", "ask-supplement", **again, reason="缺高度")
    assert not hall.task("sign").held
    hall.act("ducha", None, "answer", answer="agreed", reason="首次告知有疏漏", ask=hall.asked())
    assert hall.task("sign").held
    trail = hall.page("cgzf1", "trail")
    for said in ("请示就", "首次告知有疏漏", "再次书面要求补正", "缺高度"):
        assert said in trail
    assert "缺高度" in hall.paper("supplement", at=-1)


def test_the_officer_asks_for_longer_and_the_head_of_the_department_grants_it(hall):
    hall.receive(THEME)
    hall.grant("reg")
    before = hall.limits("food")
    hall.act("scjg1", "food", "ask-extend", days="3", reason="要专家评估")
    assert hall.limits("food") == before
    elsewhere = hall.person("cgzf0").get(f"{hall.address(None)}/answer")
    assert (elsewhere.status_code, "要专家评估" in elsewhere.text) == (403, False)
    hall.act("scjg0", None, "answer", answer="agreed", reason="情况属实", ask=hall.asked())
    assert hall.limits("food") != before
    assert "extension" in hall.kinds()


def test_the_case_is_made_longer_by_the_head_of_the_centre(hall):
    hall.receive(THEME)
    hall.act("lijing", None, "ask-extend", days="5", reason="部门联合会审")
    assert "没有要您批的" in hall.person("scjg0").page("/desk/approvals")
    listed = hall.person("zhuren").page("/desk/approvals")
    assert hall.number in listed
    hall.act("zhuren", None, "answer", answer="agreed", reason="同意会审", ask=hall.asked())
    assert "没有要您批的" in hall.person("zhuren").page("/desk/approvals")


def test_what_could_not_be_confirmed_is_not_asked_for(hall):
    hall.receive(THEME)
    hall.grant("reg")
    assert "已经作出决定" in hall.refusal("lijing", None, "ask-void", reason="重复")


@pytest.fixture
def once_asked(hall):
    """A paper was missing at the first notice, and came."""
    hall.receive(THEME, act="supplement", leave={"SIGN_DRAWING"})
    points = ["SIGN_DRAWING:0", "SIGN_DRAWING:1", "SIGN_DRAWING:2"]
    hall.act("lijing", "intake", "supply", points=points)
    hall.act("lijing", "intake", "accept", confirmed=["0", "1"])


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)
