"""Two people at once: FAB keeps the filters of a request on the view that all threads share (H1)."""

from __future__ import annotations

import re
import sys
import threading

import pytest
import sqlalchemy as sa

from tests.factories.browser import Browser
from tests.factories.lab import Matter, MatterView, OurMatterBook, OurMatterView

WRITERS, EACH = 4, 150
TITLE = re.compile(r"shop-[A-C]")


def held(session, gate):
    """Let nothing be locked while the two wait for each other."""
    session.rollback()
    gate.wait(timeout=20)


def test_h1_stock_one_reads_the_list_of_the_other(lab):
    gate = threading.Barrier(2)

    class HeldView(MatterView):
        base_filters = []

        def _get_list_widget(self, **more):
            held(self.datamodel.session, gate)
            return super()._get_list_widget(**more)

    opened = lab(HeldView)
    lists = at_once(
        lambda: opened.as_clerk().get("/heldview/list/?_flt_0_title=shop-A").text,
        lambda: opened.as_clerk().get("/heldview/list/?_flt_0_title=shop-C").text,
    )
    read = [set(TITLE.findall(cells(page))) for page in lists]
    assert read != [{"shop-A"}, {"shop-C"}]


def test_h1_stock_one_files_a_row_for_the_other(lab):
    gate = threading.Barrier(2)

    class HeldView(MatterView):
        def _fill_form_exclude_cols(self, exclude_cols, form):
            held(self.datamodel.session, gate)
            super()._fill_form_exclude_cols(exclude_cols, form)

    opened = lab(HeldView)

    def file(bureau):
        address = f"/heldview/add?_flt_0_bureau={bureau}"
        return lambda: opened.as_clerk().post(address, data={"title": f"for-{bureau}"})

    at_once(file(1), file(2))
    stored = dict(opened.rows(Matter.title, Matter.bureau_id))
    assert (stored["for-1"], stored["for-2"]) != (1, 2)


def test_h1_ours_two_lists_held_at_the_same_line_are_each_their_own(ours, app):
    gate = threading.Barrier(2)

    class OurHeldView(OurMatterView):
        def _page(self, kept, where):
            gate.wait(timeout=20)
            return super()._page(kept, where)

    ours(OurHeldView)
    one, other = (Browser(app).sign_in("lijing") for _ in range(2))
    lists = at_once(
        lambda: one.get("/admin/matters/list/?title=shop-A").text,
        lambda: other.get("/admin/matters/list/?title=shop-C").text,
    )
    assert [set(TITLE.findall(cells(page))) for page in lists] == [{"shop-A"}, {"shop-C"}]


def test_h1_ours_600_writes_at_once_and_none_is_misfiled(ours, app, rows, hurried):
    ours(OurMatterBook)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    clerks = [Browser(app).sign_in(("lijing", "sqck1")[at % 2]) for at in range(WRITERS)]

    def write(name):
        clerks[name].get("/admin/matter-book/add")
        asked = f"/admin/matter-book/add?_flt_0_parent=of-{(name + 1) % WRITERS}"
        for at in range(EACH):
            fields = {"title": f"{name}-{at}", "status": "open", "parent": f"of-{name}"}
            assert pressed(clerks[name], asked, fields) == 302

    at_once(*(lambda name=name: write(name) for name in range(WRITERS)))
    stored = dict(rows(sa.select(Matter.title, Matter.parent).where(Matter.title.contains("-"))))
    mine = {title: whose for title, whose in stored.items() if whose}
    assert len(mine) == WRITERS * EACH
    assert {title: whose for title, whose in mine.items() if whose != f"of-{title[0]}"} == {}


def pressed(clerk, address, fields):
    """The answer's status; where the database says it is busy, the form is pressed again."""
    for _ in range(20):
        status = clerk.post(address, **fields).status_code
        if status != 503:
            return status
    return status


def test_h1_ours_no_view_keeps_anything_of_a_request(ours, app):
    clerk = ours(OurMatterView, OurMatterBook)
    views = [view for view in app.appbuilder.baseviews if "Matter" in type(view).__name__]
    clerk.get("/admin/matters/list/")
    before = [dict(vars(view)) for view in views]
    for address in ("matters/list/?title=shop-A&order=-title", "matter-book/edit/1"):
        clerk.get(f"/admin/{address}")
    assert [dict(vars(view)) for view in views] == before


def at_once(*acts):
    """Every act in a thread of its own; what they gave, in order."""
    found, failed = [None] * len(acts), []

    def run(at, act):
        try:
            found[at] = act()
        except BaseException as problem:
            failed.append(problem)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed
    return found


def cells(page):
    """The cells of the table of a page."""
    return " ".join(re.findall(r"<td.*?</td>", page, re.DOTALL))


@pytest.fixture
def hurried():
    """Threads take turns a thousand times as often as usual."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)
