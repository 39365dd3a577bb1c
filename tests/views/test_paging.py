"""Pages of generated lists: every offered order in both directions, no gap, no repeat, no oracle."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app.admin.base import SafeModelView
from app.admin.generated import VIEWS
from app.models import DocumentType, SlaClass
from tests.factories import green
from tests.factories.office import follow, numbers

THEME = "catering_green_channel"
LISTS = [view for view in VIEWS if issubclass(view, SafeModelView)]
#: Lists whose rows have a page of their own, by which they are counted here.
OPENED = [view for view in LISTS if "show" in view.include_route_methods]
REGISTERS = [view for view in LISTS if view.policy]


@pytest.mark.parametrize("view", OPENED, ids=lambda view: view.__name__)
def test_pages_follow_each_other_without_gap_or_repeat_in_every_order(pages, view):
    reader = pages.reader(view, cases=3)
    for name in sorted({*view.order_columns, view.base_order.removeprefix("-")}):
        for order in (name, f"-{name}"):
            address = f"{view.route_base}/list/?order={order}"
            seen = sum(follow(reader, address), [])
            assert len(seen) == pages.count(view.datamodel.obj) > 0, order


def test_the_two_directions_of_an_order_are_each_others_reverse(pages):
    mulu = pages.sign_in("mulu")
    up = sum(follow(mulu, "/admin/documents/list/?order=name"), [])
    down = sum(follow(mulu, "/admin/documents/list/?order=-name"), [])
    assert len(up) > 50
    assert down == up[::-1]


def test_rows_without_a_value_come_last_in_both_directions(pages):
    auditor = pages.reader(REGISTERS[0], cases=1)
    green.receive(pages.sign_in("lijing"), THEME, act="supplement", leave={"LAYOUT"})
    for order in ("due_at", "-due_at"):
        page = auditor.get(f"/admin/cases/list/?order={order}").text
        assert "待补正" in row(page, -1) and "待补正" not in row(page, 0)


def test_a_page_begins_behind_the_last_row_even_where_many_are_equal(pages, app):
    from app import transaction

    with app.app_context(), transaction.unit() as session:
        session.execute(sa.update(SlaClass).values(value=7))
        session.add_all(
            SlaClass(key=f"same_{at:02d}", value=7, unit="working_day", more={}) for at in range(40)
        )
    mulu = pages.sign_in("mulu")
    for order in ("value", "-value"):
        seen = sum(follow(mulu, f"/admin/sla/list/?order={order}"), [])
        assert len(set(seen)) == len(seen) == pages.count(SlaClass)


def test_a_row_that_comes_in_meanwhile_moves_no_row_of_the_next_page(pages, app):
    from app import transaction

    mulu = pages.sign_in("mulu")
    first = mulu.get("/admin/documents/list/").text
    second = re.search(r'rel="next" href="([^"]+)"', first).group(1).replace("&amp;", "&")
    before = numbers(mulu.get(second).text)
    with app.app_context(), transaction.unit() as session:
        new = {"name": "先来的", "kind": "form", "source": "applicant", "more": {}}
        session.add(DocumentType(key="AAA", **new))
    assert numbers(mulu.get(second).text) == before


@pytest.mark.parametrize("view", [LISTS[0], REGISTERS[0]], ids=lambda view: view.__name__)
def test_what_is_not_offered_is_a_bad_request(pages, view):
    reader = pages.reader(view)
    asked = [
        "order=id_number", "order=more", "order=retired_at", "order=-name;x", "content=1", "more=1", "password=1",
        "after=x", "after=-1", "after=9999999999999999999", "after=%C2%B2", "psize=100000", "lead=%00",
    ]  # fmt: skip
    found = {one: reader.get(f"{view.route_base}/list/?{one}").status_code for one in asked}
    assert found == dict.fromkeys(asked, 400)


@pytest.mark.parametrize("view", LISTS, ids=lambda view: view.__name__)
def test_nothing_is_ordered_or_filtered_by_what_is_not_shown(app, view):
    from app.access import POLICIES

    made = next(one for one in app.appbuilder.baseviews if type(one) is view)
    masked = POLICIES[view.policy].masks if view.policy else {}
    shown = {*view.list_columns, *view.show_columns, "id", *view.needed}
    assert set(view.order_columns) <= {*view.list_columns, "id"}
    assert not {one.name for one in made.searched} & set(masked)
    assert {one.name for one in made.searched} <= {*shown, *BESIDE}


#: What is asked of a list without a column of its own: words, a light, and what a figure counted that led here.
BESIDE = ("q", "retired", "light", "counted", "of", "channel", "wall", "decided-since")


def row(page, at):
    """The words of one row of a list."""
    from tests.factories.browser import text_of

    return text_of(re.findall(r"<tr data-row.*?</tr>", page, re.DOTALL)[at])


class Pages:
    """Who reads which list, and how many rows there are."""

    def __init__(self, sign_in, rows):
        self.sign_in, self.rows = sign_in, rows

    def reader(self, view, *, cases=0):
        """Who may read it, after so many cases came in where it is a register."""
        for _case in range(cases if view.policy else 0):
            green.receive(self.sign_in("lijing"), THEME)
        return self.sign_in("jiancha" if view.policy else "mulu")

    def count(self, model):
        return self.rows(sa.select(sa.func.count()).select_from(model))[0][0]


@pytest.fixture
def pages(sign_in, rows):
    return Pages(sign_in, rows)
