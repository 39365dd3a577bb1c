"""The parts of a case drawn: lanes of departments, who waits for whom, how each stands."""

from __future__ import annotations

import re

import pytest

from tests.factories.hall import Hall

FOREIGN = re.compile(r'<div class="node ([^"]*)" title="([^"]*)"')


def test_a_hotel_is_drawn_with_what_waits_for_two(hall):
    hall.receive("lodging_green_channel")
    page = hall.person("lijing").get(hall.address(None)).text
    assert [name for name in re.findall(r'<text x="16"[^>]*>([^<]*)', page)] == [
        "市场监管局", "消防救援大队", "卫健局", "公安局", "城管执法局", "税务局", "生态环境局",
    ]  # fmt: skip
    # Receipt to three, five needs, five joins, and the hand-over.
    assert len(re.findall(r'<path class="edge ', page)) == 14
    assert "等市场主体设立登记、公众聚集场所投入使用" in hall.page("lijing")


def test_each_part_is_drawn_as_it_stands(hall):
    hall.receive("catering_green_channel")
    hall.grant("reg")
    drawn = {words.split()[0]: state for state, words in FOREIGN.findall(graph(hall))}
    assert "node-closed" in drawn["市场主体设立登记"]
    assert "node-open" in drawn["食品经营许可新办"]
    assert "node-waiting" in drawn["统一出件"]
    assert "node-long" in drawn["食品经营许可新办"]
    assert graph(hall).count("edge-closed") == 4 + 3


def test_what_was_never_needed_is_not_drawn(hall):
    hall.receive("lodging_green_channel")
    assert "后补材料" not in graph(hall)


def graph(hall):
    page = hall.person("lijing").get(hall.address(None)).text
    return page.split('<svg class="graph')[1].split("<ol")[0]


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)
