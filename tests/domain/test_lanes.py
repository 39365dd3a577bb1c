"""The picture of the parts: columns, lanes, lines that run through no box, the longest way."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.lanes import Drawing, Sizes, drawing
from app.domain.waves import longest_path, waves

STROKE = re.compile(r"([MHV])(-?\d+)(?: (-?\d+))?")


def part(key, needs="", department="A", days=1, **more):
    opens = [{"task": need} for need in ("intake", *needs.split())]
    promise = {"value": days, "unit": "working_day"}
    return {
        "key": key, "name": key, "department": department, "opens": opens, "limits": {"promise": promise}, **more,
    }  # fmt: skip


#: As a hotel is opened: one part waits for two that wait for a third.
HOTEL = [
    part("reg"), part("fire", "reg", "B"), part("health", "reg", "C"), part("police", "reg fire", "D"),
    part("sign", department="A"),
]  # fmt: skip


def test_a_part_stands_one_column_after_the_last_it_waits_for():
    assert waves(HOTEL) == {"reg": 0, "fire": 1, "health": 1, "police": 2, "sign": 0}
    assert waves(reversed(HOTEL)) == waves(HOTEL)


def test_lanes_are_departments_in_the_order_of_their_first_part():
    drawn = drawing(HOTEL, {"A": "市场监管局"})
    assert [name for name, _top, _height in drawn.lanes] == ["市场监管局", "B", "C", "D"]
    assert drawn.lanes[0][2] == 2 * drawn.sizes.row


def test_a_post_check_joins_nothing_and_what_it_checks_still_does():
    drawn = drawing([part("fire"), part("fire.check", "fire", gates=False)], {})
    joins = [edge.source for edge in drawn.edges if edge.path.endswith(f"H{drawn.bus[0]}")]
    assert joins == ["fire"]


def test_with_receipt_and_hand_over_what_begins_at_once_hangs_on_the_receipt():
    drawn = drawing(HOTEL, {}, sizes=Sizes(ends=80))
    assert len([edge for edge in drawn.edges if edge.source == "intake"]) == 2
    assert drawn.ends[1] + 80 < drawn.width


def test_the_longest_way_adds_up_the_promises_and_its_lines_are_heavy():
    parts = [part("reg"), part("quick", "reg", days=1), part("slow", "reg", "B", days=9)]
    assert longest_path(parts) == ("reg", "slow")
    heavy = [edge.source for edge in drawing(parts, {}).edges if edge.is_long]
    assert heavy == ["reg", "slow"]


def test_a_lane_is_as_high_as_its_names_need():
    sizes = Sizes(height=40, row=48, ends=80, line=18)
    drawn = drawing([part("reg"), part("fire", "", "B")], {}, sizes=sizes, tall={"fire"})
    assert [(top, height) for _name, top, height in drawn.lanes] == [(0, 48), (48, 66)]
    assert [(box.y, box.height) for box in drawn.boxes] == [(4, 40), (52, 58)]


def test_nothing_chosen_is_an_empty_picture():
    assert drawing([], {}).boxes == []


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_no_line_runs_through_a_box_however_the_parts_hang_together(data):
    parts = []
    for at in range(data.draw(st.integers(1, 8))):
        needs = data.draw(st.sets(st.sampled_from(range(at)))) if at else ()
        parts.append(part(f"p{at}", " ".join(f"p{need}" for need in needs), data.draw(DEPARTMENT)))
    tall = data.draw(st.sets(st.sampled_from([one["key"] for one in parts])))
    drawn = drawing(parts, {}, sizes=Sizes(ends=80, line=18), tall=tall)
    crossed = [
        (edge, box.key)
        for edge in drawn.edges
        for box in drawn.boxes
        if any(crosses(piece, box, drawn) for piece in pairwise(points(edge.path)))
    ]
    assert crossed == []
    assert len({(box.x, box.y) for box in drawn.boxes}) == len(parts)


def points(path):
    """The corners of a path of straight strokes."""
    found, x, y = [], 0, 0
    for letter, first, second in STROKE.findall(path):
        x, y = (x, int(first)) if letter == "V" else (int(first), int(second) if second else y)
        found.append((x, y))
    return found


def crosses(piece, box, drawn: Drawing):
    """Whether a stroke goes through the inside of a box; its sides are where lines end."""
    (x1, y1), (x2, y2) = piece
    right, low = box.x + drawn.sizes.width, box.y + box.height
    return (
        min(x1, x2) < right
        and max(x1, x2) > box.x
        and min(y1, y2) < low
        and max(y1, y2) > box.y
        and not (x1 == x2 and x1 in (box.x, right))
    )


DEPARTMENT = st.sampled_from("ABC")


@pytest.mark.parametrize(("path", "corners"), [("M1 2H5V7H9", [(1, 2), (5, 2), (5, 7), (9, 7)])])
def test_the_corners_of_a_path_are_read(path, corners):
    assert points(path) == corners
