"""REST: written relations, hidden columns, look-ups, mass assignment, no token (H4, H9-H11, H13)."""

from __future__ import annotations

import pytest
from flask_appbuilder import ModelRestApi
from flask_appbuilder.api import BaseApi
from flask_appbuilder.models.sqla.filters import FilterEqualFunction
from flask_appbuilder.models.sqla.interface import SQLAInterface

from app.security import Closed
from tests.factories.lab import ID_THERE, MINE, SECRET, Matter, bureau_of_user


class MatterApi(ModelRestApi):
    """Restricted as its documentation says: own rows, chosen columns to read and to write."""

    datamodel = SQLAInterface(Matter)
    resource_name = "matter"
    allow_browser_login = True
    base_filters = MINE
    list_columns = show_columns = ["title"]
    add_columns = edit_columns = ["title", "bureau"]
    add_query_rel_fields = {"bureau": [["id", FilterEqualFunction, bureau_of_user]]}


class DefaultApi(ModelRestApi):
    """Only what is read is chosen; the rest is FAB's default."""

    datamodel = SQLAInterface(Matter)
    resource_name = "default"
    allow_browser_login = True
    list_columns = show_columns = ["title"]


def test_h4_stock_a_row_is_written_into_another_department(lab):
    opened = lab(MatterApi)
    clerk = opened.as_clerk()
    assert clerk.post("/api/v1/matter/", json={"title": "mine", "bureau": 2}).status_code == 201
    assert ("mine", 2) in opened.rows(Matter.title, Matter.bureau_id)


def test_h9_stock_a_hidden_number_is_guessed_by_its_beginning(lab):
    clerk = lab(DefaultApi).as_clerk()
    found = [
        clerk.get(f"/api/v1/default/?q=(filters:!((col:id_no,opr:sw,value:'{begin}')))").json
        for begin in (ID_THERE[:6], "999999")
    ]
    assert [answer["count"] for answer in found] == [1, 0]


def test_h10_stock_the_forms_description_lists_every_departments_rows(lab):
    assert SECRET in lab(DefaultApi).as_clerk().get("/api/v1/default/_info").get_data(as_text=True)


def test_h11_stock_every_column_may_be_written(lab):
    opened = lab(DefaultApi)
    done = opened.as_clerk().put("/api/v1/default/2", json={"id_no": "HACK", "status": "done"})
    assert done.status_code == 200
    assert ("HACK", "done") in opened.rows(Matter.id_no, Matter.status)


def test_h13_stock_rest_asks_for_no_token(lab):
    opened = lab(DefaultApi, WTF_CSRF_CHECK_DEFAULT=True)
    assert opened.as_clerk().delete("/api/v1/default/3").status_code == 200


@pytest.mark.parametrize("api", [MatterApi, DefaultApi])
def test_ours_registers_no_rest_view(app, api):
    for register in (app.appbuilder.add_api, app.appbuilder.add_view_no_menu):
        with pytest.raises(Closed, match=api.__name__):
            register(api)


def test_ours_answers_at_no_rest_address(app, sign_in):
    views = [view for view in app.appbuilder.baseviews if isinstance(view, BaseApi)]
    assert [view for view in views if type(view).__module__.split(".")[:2] != ["app", "api"]] == []
    assert [view for view in views if isinstance(view, ModelRestApi)] == []
    clerk = sign_in("lijing")
    for address in ("/api/v1/security/login", "/api/v1/menu/", "/api/v1/_openapi", "/swagger/v1"):
        assert clerk.get(address).status_code == 404
