"""The main story: a restaurant opens, from the counter through six departments to one issuance.

Received on Friday 18 September 2026. The Sunday after it is worked; 25 to 27 September and 1 to 7
October are not, Saturday 10 October is. The days below are counted by hand on that calendar.
"""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.models import Delivery, Result
from app.services import verification
from tests.factories.browser import text_of
from tests.factories.hall import Hall

THEME = "catering_green_channel"
#: Department's officer → the parts that are theirs.
PARTS = {
    "scjg1": {"市场主体设立登记", "食品经营许可新办"},
    "cgzf1": {"户外招牌设施设置规范管理"},
    "sthj1": {"建设项目环境影响登记（油烟）"},
    "xfjy1": {"公众聚集场所投入使用、营业前消防安全检查（告知承诺）"},
    "swj1": {"税务信息确认"},
    "gaj1": {"公章刻制备案"},
}


def test_the_notice_sheet_counts_twelve_to_six_and_accounts_for_every_row(hall):
    sheet = hall.notice(THEME)
    assert "12 份怎么变成 6 份" in sheet
    assert "12 行要求，每行都有去处 并入 5，免提交 2，保留 5 6 份材料" in sheet
    assert "3 至 5 工作日 今天受理，最晚 9月24日（周四）" in sheet
    assert "1 个窗口，6 个部门并联" in sheet


def test_at_acceptance_four_parts_run_and_three_wait_for_the_licence(hall):
    hall.receive(THEME)
    assert hall.states() == {
        "intake": "accepted", "reg": "open", "sign": "open", "env": "open", "fire": "open",
        "food": "waiting", "tax": "waiting", "seal": "waiting",
        "fire.check": "waiting", "hand_over": "waiting",
    }  # fmt: skip
    assert hall.limits("case", "intake", "reg", "sign", "env", "fire", "food") == {
        "case": ("09-24", "11-26"),
        "intake": (None, "09-24"),
        "reg": ("09-20", "09-22"),
        "sign": ("09-20", None),
        "env": ("09-20", None),
        "fire": ("09-20", "10-13"),
        "food": (None, None),
    }


def test_the_licence_starts_the_clocks_of_what_waited_for_it(hall, at):
    hall.receive(THEME)
    at.set("2026-09-18T15:00")
    hall.grant("reg", "fire")
    assert hall.limits("food", "tax", "seal", "fire.check") == {
        "food": ("09-23", "10-09"),
        "tax": ("09-18", None),
        "seal": ("09-20", None),
        "fire.check": (None, "10-22"),
    }


def test_six_departments_find_their_parts_in_their_queues_and_nobody_elses(hall):
    hall.receive(THEME)
    hall.grant("reg")
    names = set().union(*PARTS.values())
    for officer, own in PARTS.items():
        queue = hall.sign_in(officer).page("/desk/queue?scope=all")
        assert {name for name in names if name in queue} == own - {"市场主体设立登记"}, officer


def test_a_restaurant_opens(hall, at, session):
    hall.receive(THEME)
    at.set("2026-09-18T15:00")
    hall.act(
        "cgzf1", "sign", "supplement",
        fault="incorrect", documents="SIGN_DRAWING", reason="没有离地高度", expected="2026-09-21",
    )  # fmt: skip
    hall.grant("reg", "env", "fire", "tax", "seal")
    at.set("2026-09-21T10:00")
    hall.act("lijing", "sign", "supply", points=[f"SIGN_DRAWING:{point}" for point in range(3)])
    hall.grant("sign")
    assert "7 项已办结 6 项 · 等 1 项办结后统一出件" in hall.page("lijing")
    at.set("2026-09-22T10:00")
    hall.grant("food")
    assert hall.limits("hand_over") == {"hand_over": (None, "10-13")}
    assert "7 项已办结 7 项" in hall.page("lijing")
    hall.hand_over()
    assert (hall.case().phase, hall.case().outcome) == ("closed", "granted")
    assert hall.case().issued == ["env", "fire", "food", "reg", "seal", "sign", "tax"]
    assert count(hall, Result) == 7
    assert [row.way for row in hall.rows(sa.select(Delivery.way))] == ["window"]
    assert list(verification.replay(session)) == []


def test_the_clock_of_the_part_that_asked_stood_and_nobody_elses(hall, at):
    hall.receive(THEME)
    hall.act(
        "cgzf1", "sign", "supplement", fault="incorrect", documents="SIGN_DRAWING", reason="图"
    )
    assert hall.limits("sign", "reg", "case") == {
        "sign": (None, None),
        "reg": ("09-20", "09-22"),
        "case": ("09-24", "11-26"),
    }
    assert "挂起中" in hall.person("cgzf1").page("/desk/queue?scope=department")
    at.set("2026-09-21T10:00")
    hall.act("lijing", "sign", "supply", points=[f"SIGN_DRAWING:{point}" for point in range(3)])
    # Held from Friday to Monday: Sunday and Monday are not counted, Tuesday is the first day.
    assert hall.limits("sign", "case") == {"sign": ("09-22", None), "case": ("09-24", "11-26")}


def test_every_paper_is_numbered_without_a_gap_and_says_the_derived_days(hall):
    hall.receive(THEME)
    hall.grant("reg", "sign", "env", "fire", "tax", "seal", "food")
    hall.hand_over()
    granted = [("decision_grant", f"龙政务准〔2026〕000{serial}号") for serial in range(1, 8)]
    assert hall.papers() == [
        ("notice_sheet", "龙政务告〔2026〕0001号"),
        ("receipt", "龙政务收〔2026〕0001号"),
        ("acceptance", "龙政务受〔2026〕0001号"),
        *granted,
        ("delivery", "龙政务送〔2026〕0001号"),
        ("pickup", "龙政务取〔2026〕0001号"),
    ]
    accepted = hall.paper("acceptance")
    assert "自2026年9月18日起受理" in accepted
    assert "承诺最晚 2026年9月24日 办结。 法定最晚 2026年11月26日 办结。" in accepted
    assert hall.number in hall.paper("receipt")
    assert "收件人：李静" in hall.paper("receipt")


def test_a_decision_names_its_own_result_and_the_delivery_all_of_them(hall):
    hall.receive(THEME)
    hall.grant("reg", result_number="91222405MA1BCD2E3J")
    hall.grant("sign", "env", "fire", "tax", "seal", "food")
    hall.hand_over()
    first, second = hall.paper("decision_grant"), hall.paper("decision_grant", 1)
    assert "营业执照 91222405MA1BCD2E3J" in first
    assert "91222405MA1BCD2E3J" not in second
    assert "91222405MA1BCD2E3J" in hall.paper("delivery")


def test_the_trail_tells_it_in_sentences_the_latest_first(hall):
    hall.receive(THEME)
    hall.grant("reg")
    said = hall.page("lijing", "trail")
    order = ["准予“市场主体设立登记”", "受理本件", "收到申请材料"]
    assert [said.index(text) for text in order] == sorted(said.index(text) for text in order)


def test_the_due_date_is_told_day_by_day(hall):
    hall.receive(THEME)
    why = hall.person("lijing").page(f"{hall.address(None)}/why/case/promise")
    assert "9月20日 星期日 调休上班 1 国庆节调休上班" in why
    assert "9月24日 星期四 工作日 5 到期，当天 24 时前办结不算超期" in why


def test_what_cannot_be_done_now_says_what_is_missing(hall):
    hall.receive(THEME)
    later = hall.page("lijing").split("现在不能做")[1]
    assert "还差 7 项办结：市场主体设立登记、" in later


def test_the_personal_numbers_are_masked_until_a_purpose_is_stated(hall, rows):
    hall.receive(THEME)
    page = hall.page("lijing", "form")
    assert "222405********1236" in page
    assert "222405199001011236" not in page
    full = hall.person("lijing").post(f"{hall.address(None)}/unmask", purpose="核对来人身份")
    assert "222405199001011236" in full.text
    entries = rows(sa.text("SELECT type, data FROM access_entry WHERE type = 'unmasked'"))
    assert len(entries) == 1
    assert "核对来人身份" not in entries[0].data


def test_a_typing_mistake_in_a_number_is_told(hall):
    number = hall.receive(THEME)
    window = hall.person("lijing")
    wrong = number[:-1] + ("A" if number[-1] != "A" else "B")
    assert "最后一位对不上" in text_of(window.get(f"/desk/cases?number={wrong}").text)
    assert window.get(f"/desk/cases?number={number.lower()}").status_code == 302


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)


def count(hall, model):
    return hall.rows(sa.select(sa.func.count()).select_from(model))[0][0]
