"""Flask-Admin's holes by default (hazards A1–A9): each open on the stock class, shut on ours."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_babel import Babel
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from app.models import ServiceItem
from app.studio.base import StudioView
from app.studio.entries import OPEN
from app.studio.items import ItemStudio

ITEM = "/studio/items"
#: What Flask-Admin would route for every view.
STOCK = (
    "create_view",
    "edit_view",
    "details_view",
    "delete_view",
    "action_view",
    "export",
    "ajax_lookup",
    "ajax_update",
)


def test_a1_anybody_reads_everything_at_the_stock_address_and_is_sent_to_sign_in_at_ours(lab, app):
    page = lab.get("/admin/row/")
    assert (page.status_code, "secret-1" in page.text) == (200, True)
    ours = app.test_client().get(f"{ITEM}/")
    assert (ours.status_code, "/login/" in ours.headers["Location"]) == (302, True)


def test_a2_the_stock_inline_edit_writes_where_editing_is_off_and_ours_has_none(lab, held, sign_in):
    lab.post("/admin/row/ajax/update/", data={"list_form_pk": "1", "name": "HACK"})
    assert held("name") == "HACK"
    assert missing(sign_in, "POST", "ajax/update/")


@pytest.mark.parametrize("address", ["edit/?id=1", "details/?id=1"])
def test_a3_a_row_outside_the_stock_lists_rule_is_open_by_its_id_and_ours_has_no_such_page(
    lab, sign_in, address
):
    assert "name-1" not in lab.get("/admin/filtered/").text
    assert lab.get(f"/admin/filtered/{address}").status_code == 200
    assert missing(sign_in, "GET", address)


def test_a4_the_stock_details_show_columns_the_list_does_not(lab, sign_in):
    assert "hidden-1" in lab.get("/admin/narrow/details/?id=1").text
    assert missing(sign_in, "GET", "details/?id=1")


def test_a5_the_stock_export_gives_formulas_and_ours_has_none(lab, sign_in):
    assert "=HYPERLINK" in lab.get("/admin/row/export/csv/").text
    assert missing(sign_in, "GET", "export/csv/")


def test_a6_the_stock_look_up_asks_no_rule_and_ours_gives_names_to_those_who_read_the_catalogue(
    sign_in,
):
    assert missing(sign_in, "GET", "ajax/lookup/?name=x&query=y")
    assert sign_in("lijing").get("/studio/pick/items?q=a").status_code == 403


def test_a7_stock_actions_need_no_word_and_ours_has_none(lab, held, sign_in):
    lab.post("/admin/row/action/", data={"action": "delete", "rowid": "2"})
    assert held("count(*)") == 1
    assert missing(sign_in, "POST", "action/")


def test_a8_the_stock_form_takes_every_column_and_ours_only_what_the_format_says(
    lab, held, sign_in, rows
):
    lab.post("/admin/row/edit/?id=1", data={"name": "x", "secret": "MASS", "hidden": "MASS"})
    assert held("secret") == "MASS"
    person = sign_in("mulu")
    person.get(f"{ITEM}/food")
    person.post(f"{ITEM}/food/save", name="改名", retired_at="2020-01-01", id="99", more="{}")
    row = rows(sa.select(ServiceItem.retired_at).where(ServiceItem.key == "food"))
    assert row == [(None,)]


def test_a9_babel_is_there_before_the_studio(app):
    assert "babel" in app.extensions


def test_nothing_of_flask_admins_own_is_routed(app):
    ours = {
        rule.endpoint.partition(".")[2]
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(ITEM)
    }
    assert ours == set(OPEN)
    assert not ours & set(STOCK)


def test_every_page_of_the_studio_says_the_right_it_needs(app):
    from app.guard import rules

    undeclared = [
        rule.rule for rule, needed in rules(app) if rule.rule.startswith("/studio") and not needed
    ]
    assert undeclared == []


def test_the_base_is_closed_by_default():
    assert not any(
        getattr(StudioView, name)
        for name in ("can_create", "can_edit", "can_delete", "can_export", "can_view_details")
    )
    assert ItemStudio.form_columns == ()


def missing(sign_in, method, address):
    """The administrator who may do everything here finds no such page."""
    person = sign_in("mulu")
    person.get(f"{ITEM}/")
    answer = (
        person.get(f"{ITEM}/{address}") if method == "GET" else person.post(f"{ITEM}/{address}")
    )
    return answer.status_code in (404, 405)


class Base(DeclarativeBase):
    pass


class Row(Base):
    __tablename__ = "row"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    secret: Mapped[str]
    hidden: Mapped[str]


class Filtered(ModelView):
    can_view_details = True

    def get_query(self):
        return super().get_query().filter(Row.id != 1)


class Narrow(ModelView):
    can_view_details = True
    column_list = ("name",)


class Plain(ModelView):
    can_edit = True
    can_export = True
    column_editable_list = ("name",)


@pytest.fixture
def engine():
    from sqlalchemy.pool import StaticPool

    made = sa.create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    Base.metadata.create_all(made)
    with Session(made) as session:
        for at in (1, 2):
            session.add(Row(id=at, name=f"name-{at}", secret=f"secret-{at}", hidden=f"hidden-{at}"))
        session.get(Row, 2).name = '=HYPERLINK("http://evil")'
        session.commit()
    yield made
    made.dispose()


@pytest.fixture
def lab(engine):
    """Flask-Admin as it comes."""
    app = Flask("lab")
    app.config["SECRET_KEY"] = "lab"
    Babel(app)
    unit = Session(engine)
    admin = Admin(app, url="/admin")
    with pytest.warns(DeprecationWarning):
        for view, name in ((Plain, "row"), (Filtered, "filtered"), (Narrow, "narrow")):
            admin.add_view(view(Row, unit, endpoint=name, url=f"/admin/{name}"))
    yield app.test_client()
    unit.close()


@pytest.fixture
def held(engine):
    """What the lab's first row holds now."""

    def read(column):
        with engine.connect() as connection:
            return connection.execute(
                sa.text(f"SELECT {column} FROM row ORDER BY id LIMIT 1")
            ).scalar()

    return read
