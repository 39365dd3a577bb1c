"""Reasons hold names: who sees the applicant masked reads them masked in the trail too (house §8)."""

from __future__ import annotations

import pytest

from app.domain.masking import mask_text
from tests.factories.hall import Hall

REASON = "金海（13804331234）送来的图没有高度，海兰江冷面馆的章也不清"
MASKED = "金*（138****1234）送来的图没有高度，海*的章也不清"


@pytest.mark.parametrize(
    ("who", "read"), [("cgzf1", REASON), ("lijing", REASON), ("ducha", MASKED), ("jiancha", MASKED)]
)
def test_who_sees_names_masked_reads_reasons_with_names_masked(hall, who, read):
    assert read in hall.page(who, "trail")


def test_a_supervisor_reads_why_it_was_refused_but_no_points_of_papers(hall):
    hall.act("scjg1", "reg", "claim")
    hall.act("scjg1", "reg", "finish-step")
    why = {"points": "PREMISES:2", "reason": "租期已满", "remedy": "60 日内可以申请复议"}
    hall.act("scjg1", "reg", "refuse", **why)
    assert "租期未满" in hall.page("lijing", "trail")
    supervised = hall.page("ducha", "trail")
    assert "租期已满" in supervised and "租期未满" not in supervised


def test_a_number_in_a_sentence_is_masked_and_a_case_number_is_not():
    said = mask_text("证件222405199001011236，办件LJ20260918J0001E，2026〔7〕号", ["金海", ""])
    assert said == "证件222405********1236，办件LJ20260918J0001E，2026〔7〕号"


@pytest.mark.parametrize(
    ("written", "read"),
    [("138 0433 1234", "138****1234"), ("138-0433-1234", "138****1234"), ("0433-3251111", "043****1111"), ("04333251111", "043****1111"),
     ("222405 19900101 1236", "222405********1236"), ("2224 0519 9001 0112 3x", "222405********123x"), ("阿卜杜热西提", "阿*"), ("阿卜杜·热西提", "阿*"),
     ("2026-09-18 2026-09-25 10天", "2026-09-18 2026-09-25 10天"), ("文号20260918000100200", "文号20260918000100200")],
)  # fmt: skip
def test_numbers_and_names_are_masked_however_they_are_written_and_days_are_not(written, read):
    assert mask_text(f"电话{written}。", ["阿卜杜·热西提"]) == f"电话{read}。"


@pytest.fixture
def hall(sign_in, rows, at):
    """A part whose officer wrote the applicant's name into the reason."""
    made = Hall(sign_in, rows, at)
    made.receive("catering_green_channel", **{"applicant-organisation": "海兰江冷面馆"})
    made.act("cgzf1", "sign", "claim")
    ask = {"fault": "incorrect", "documents": "SIGN_DRAWING", "reason": REASON}
    made.act("cgzf1", "sign", "supplement", **ask)
    return made
