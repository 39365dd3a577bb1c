"""Rows of another department by its id: actions, forced relations, masters, files (H2, H3, H7, H12)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import redirect
from flask_appbuilder import MasterDetailView
from flask_appbuilder.actions import action
from flask_appbuilder.models.sqla.interface import SQLAInterface

from app.security import Closed
from tests.factories.lab import (
    SECRET,
    Bureau,
    Matter,
    MatterView,
    OurMatterBook,
    OurMatterView,
)


class Accepting:
    """An act on chosen rows, as FAB's documentation writes one."""

    @action("accept", "Accept", "Sure?", "fa-check")
    def accept(self, items):
        for item in items if isinstance(items, list) else [items]:
            item.status = "accepted"
        self.datamodel.session.commit()
        return redirect("/")


class ActingView(Accepting, MatterView):
    pass


class OurActingView(Accepting, OurMatterView):
    pass


class MasterView(MasterDetailView):
    datamodel = SQLAInterface(Bureau)
    related_views = [MatterView]
    list_columns = ["name"]


def test_h2_stock_an_action_reaches_a_row_that_cannot_be_shown(lab):
    opened = lab(ActingView)
    clerk = opened.as_clerk()
    assert clerk.get("/actingview/show/2").status_code == 404
    clerk.post("/actingview/action_post", data={"action": "accept", "rowid": "2"})
    assert opened.rows(Matter.status).count(("accepted",)) == 1


def test_h2_ours_has_no_route_for_an_action(ours, rows):
    clerk = ours(OurActingView)
    posted = clerk.post("/admin/matters/action_post", action="accept", rowid="2")
    followed = clerk.get("/admin/matters/action/accept/2")
    assert (posted.status_code, followed.status_code) == (404, 404)
    assert ("accepted",) not in rows(sa.select(Matter.status))


def test_h2_ours_refuses_to_register_a_stock_action_route(app):
    class Reopened(OurActingView):
        include_route_methods = {"list", "show", "action_post"}

    with pytest.raises(Closed, match="action_post"):
        app.appbuilder.add_view_no_menu(Reopened)


def test_h2_ours_another_departments_row_is_not_there_on_any_path(ours, rows):
    clerk = ours(OurMatterBook)
    base = "/admin/matter-book"
    assert clerk.get(f"{base}/edit/1").status_code == 200
    answers = [clerk.get(f"{base}/show/2"), clerk.get(f"{base}/edit/2")]
    answers += [clerk.post(f"{base}/edit/2", status="mine"), clerk.post(f"{base}/retire/2")]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert dict(rows(sa.select(Matter.id, Matter.status)))[2] == "open"


def test_h3_stock_the_address_files_a_row_in_another_department(lab):
    opened = lab(MatterView)
    opened.as_clerk().post("/matterview/add?_flt_0_bureau=2", data={"title": "mine"})
    assert ("mine", 2) in opened.rows(Matter.title, Matter.bureau_id)


def test_h3_ours_the_address_fills_nothing(ours, rows):
    clerk = ours(OurMatterBook)
    clerk.get("/admin/matter-book/add")
    asked = "_flt_0_bureau=2&_flt_0_parent=x&bureau_id=2&parent=x"
    clerk.post(f"/admin/matter-book/add?{asked}", title="mine", status="open", parent="")
    stored = rows(sa.select(Matter.bureau_id, Matter.parent).where(Matter.title == "mine"))
    assert [tuple(row) for row in stored] == [(None, None)]


def test_h7_stock_a_master_shows_another_departments_details(lab):
    clerk = lab(MatterView, MasterView).as_clerk()
    assert "shop-B" not in clerk.get("/matterview/list/").text
    assert clerk.get("/masterview/list/2").status_code == 200


def test_h7_ours_registers_no_master(app):
    with pytest.raises(Closed, match="MasterView"):
        app.appbuilder.add_view_no_menu(MasterView)


def test_h12_stock_a_file_is_downloaded_whoever_it_belongs_to(lab, tmp_path):
    (tmp_path / "1_sep_there.txt").write_text(SECRET)
    clerk = lab(MatterView, UPLOAD_FOLDER=str(tmp_path)).as_clerk()
    with clerk.get("/matterview/download/1_sep_there.txt") as answer:
        assert answer.text == SECRET


def test_h12_ours_has_no_download(ours, app):
    assert ours(OurMatterView).get("/admin/matters/download/1_sep_there.txt").status_code == 404
    assert [rule for rule in app.url_map.iter_rules() if "download" in rule.rule] == []
