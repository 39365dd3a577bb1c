"""A hotel opens: seven departments, a licence that waits for a certificate that waits for a licence."""

from __future__ import annotations

import pytest

from tests.factories.hall import Hall

THEME = "lodging_green_channel"
WAVES = (("reg", "sign", "env"), ("fire", "hyg", "tax"), ("hotel",))


def test_the_notice_sheet_counts_eighteen_to_seven(hall):
    sheet = hall.notice(THEME)
    assert "18 份怎么变成 7 份" in sheet
    assert "18 行要求，每行都有去处 并入 5，免提交 5，保留 8 7 份材料" in sheet
    assert "1 个窗口，7 个部门并联" in sheet


def test_what_the_applicant_has_already_is_fetched_and_not_done_again(hall):
    sheet = hall.notice(THEME, licence="held", fire_opinion="held")
    assert "市场主体登记申请书" not in sheet
    assert "公众聚集场所投入使用、营业前消防安全检查意见书" in sheet
    assert "1 个窗口，5 个部门并联" in sheet


def test_a_room_among_flats_is_not_accepted(hall):
    base_refusal = hall.refused_at_the_counter(THEME, answers={"building": "mixed"})
    assert "与居民住宅同楼的应有相对独立的楼层或区域" in base_refusal


def test_each_wave_opens_when_all_it_waits_for_is_granted(hall):
    hall.receive(THEME)
    for at, wave in enumerate(WAVES):
        assert {hall.task(key).state for key in wave} == {"open"}
        assert {hall.task(key).state for later in WAVES[at + 1 :] for key in later} <= {"waiting"}
        hall.grant(*wave)
    assert hall.task("hand_over").state == "open"


def test_the_police_licence_counts_from_the_day_the_fire_certificate_came(hall, at):
    hall.receive(THEME)
    hall.grant("reg", "sign", "env")
    at.set("2026-09-21T10:00")
    assert hall.limits("fire", "hyg", "tax") == {
        "fire": ("09-20", "10-13"),
        "hyg": ("09-23", "10-22"),
        "tax": ("09-18", None),
    }
    hall.grant("fire")
    # Three working days from Monday 21 September; twenty of the legal limit pass the October holidays.
    assert hall.limits("hotel", "fire.check") == {
        "hotel": ("09-24", "10-26"),
        "fire.check": (None, "10-26"),
    }


def test_a_hotel_opens_with_seven_results_handed_over_once(hall):
    hall.receive(THEME)
    for wave in WAVES:
        hall.grant(*wave)
    hall.hand_over()
    assert (hall.case().outcome, len(hall.case().issued)) == ("granted", 7)
    assert hall.kinds() == [
        "notice_sheet", "receipt", "acceptance", *["decision_grant"] * 7, "delivery", "pickup",
    ]  # fmt: skip


def test_without_the_fire_certificate_the_police_cannot_go_on_and_the_rest_is_issued(hall):
    hall.receive(THEME)
    hall.grant("reg", "sign", "env")
    hall.act("xfjy1", "fire", "finish-step")
    hall.act(
        "xfjy1", "fire", "refuse", points="FIRE_RULES:0", reason="没有责任人", remedy="60 日内可以申请复议"
    )  # fmt: skip
    assert (hall.states()["hotel"], hall.states()["fire.check"]) == ("cannot_continue", "skipped")
    hall.grant("hyg", "tax")
    hall.hand_over()
    assert hall.case().outcome == "partial"
    assert hall.case().issued == ["env", "hyg", "reg", "sign", "tax"]


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)
