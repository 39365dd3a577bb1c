"""What is not shown is not read another way: related tabs, order, filters, look-ups (H6, H8, H21)."""

from __future__ import annotations

import re

import pytest

from tests.factories.lab import SECRET, MatterView, OurMatterView, RemarkView


class TabbedView(MatterView):
    related_views = [RemarkView]


class OurTabbedView(OurMatterView):
    related_views = [RemarkView]


def test_h6_stock_a_tab_shows_what_its_own_page_refuses(lab):
    reader = lab(RemarkView, TabbedView, denied=("RemarkView",)).as_clerk()
    assert reader.get("/remarkview/list/").status_code == 403
    assert SECRET in reader.get("/tabbedview/show/1").text


def test_h6_ours_has_no_tabs(ours):
    page = ours(OurTabbedView).get("/admin/matters/show/1")
    assert page.status_code == 200
    assert "shop-A" in page.text
    assert SECRET not in page.text


def test_h8_stock_the_order_tells_a_hidden_column(lab):
    clerk = lab(MatterView).as_clerk()
    asked = "/matterview/list/?_oc_MatterView=id_no&_od_MatterView="
    up, down = (titles(clerk.get(f"{asked}{way}").text) for way in ("asc", "desc"))
    assert (up, down) == (["shop-C", "shop-A"], ["shop-A", "shop-C"])


@pytest.mark.parametrize(
    "asked",
    [
        "order=id_no",
        "order=-id_no",
        "order=bureau_id",
        "order=no_such",
        "id_no=222401",
        "_oc_OurMatterView=id_no&_od_OurMatterView=asc",
        "_flt_0_id_no=222401",
    ],
)
def test_h8_h9_ours_a_hidden_column_orders_and_filters_nothing(ours, asked):
    assert ours(OurMatterView).get(f"/admin/matters/list/?{asked}").status_code == 400


def test_h8_ours_an_offered_column_does_order(ours):
    clerk = ours(OurMatterView)
    up = titles(clerk.get("/admin/matters/list/?order=title").text)
    down = titles(clerk.get("/admin/matters/list/?order=-title").text)
    assert (up, down) == (["shop-A", "shop-C"], ["shop-C", "shop-A"])


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("list/?psize_MatterView=100000000", 200),
        ("list/?page_MatterView=x", 500),
        ("list/?_oc_MatterView=nope&_od_MatterView=asc", 500),
    ],
)
def test_h21_stock_junk_in_an_address_is_a_server_error(lab, asked, status):
    assert lab(MatterView).as_clerk().get(f"/matterview/{asked}").status_code == status


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("list/?psize_OurMatterView=100000000", 400),
        ("list/?page_OurMatterView=x", 400),
        ("list/?after=x", 400),
        ("list/?after=99999999999999999999", 400),
        ("list/?order=nope", 400),
        ("show/99999999999999999999999", 404),
        ("show/x", 404),
        ("show/-1", 404),
        ("show/１", 404),
    ],
)
def test_h21_ours_junk_in_an_address_is_a_bad_request(ours, asked, status):
    assert ours(OurMatterView).get(f"/admin/matters/{asked}").status_code == status


def titles(page):
    return re.findall(r"shop-[A-C]", "".join(dict.fromkeys(re.findall(r"shop-[A-C]", page))))
