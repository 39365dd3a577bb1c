"""A theme's row opens in place: what becomes of each paper of its item, for the answers that are tried."""

from __future__ import annotations

import re

import pytest

from tests.factories.browser import text_of

THEME = "/studio/themes/catering_green_channel"


def test_the_row_tells_what_becomes_of_each_paper_of_its_item(administrator):
    food = papers_of(administrator.get(THEME).text, "food")
    assert "食品经营许可申请书 并入一件事申请表（含承诺） 必要" in food
    assert "营业执照 前序事项结果：市场主体设立登记 必要" in food
    assert "主要设备设施布局、操作流程等文件 保留，由申请人提交 必要" in food
    assert "居民身份证 免提交：凭电子证照 必要" in papers_of(administrator.get(THEME).text, "reg")


def test_it_follows_the_answers_that_are_tried(administrator):
    page = administrator.get(f"{THEME}/proof?a.licence=held").text
    assert "营业执照 免提交：凭数据共享核验" in papers_of(page, "food")
    assert "住所（经营场所）合法使用证明 未申请的事项" in papers_of(page, "reg")


def test_an_item_without_papers_says_so_and_every_row_leads_to_its_item(administrator):
    page = administrator.get(THEME).text
    assert "这个事项不用材料。" in papers_of(page, "seal")
    assert 'href="/studio/items/seal">改这个事项' in page


def papers_of(page, item):
    """What the browser puts into the row of an item."""
    return text_of(re.search(rf'<template data-papers-of="{item}">(.*?)</template>', page, re.S)[1])


@pytest.fixture
def administrator(sign_in):
    return sign_in("mulu")
