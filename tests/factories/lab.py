"""A laboratory: the stock classes of Flask-AppBuilder on two tables, with two departments' clerks.

What is open there must be shut on ours; ``ours`` puts the same tables behind our bases. The tables
have metadata of their own, so nothing of the laboratory is ever in a migration.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Flask, g
from flask_appbuilder import AppBuilder, ModelView
from flask_appbuilder.models.sqla.base import SQLA
from flask_appbuilder.models.sqla.filters import FilterEqualFunction
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_login import login_user
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from app.access import POLICIES, Policy
from app.admin import fields
from app.admin.base import DictionaryView, SafeModelView, of

#: Departments of the laboratory, by the codes of two of our windows, so that a clerk has one each.
HERE, THERE = "ZHCK", "SQCK"
CLERKS = {"here": 1, "there": 2}
SECRET = "never-to-be-told"
ID_HERE, ID_THERE = "222401199001011230", "222402199001011231"


class LabTable(DeclarativeBase):
    """Tables of the laboratory."""


class Bureau(LabTable):
    __tablename__ = "lab_bureau"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]

    def __str__(self) -> str:
        return self.name


class Matter(LabTable):
    __tablename__ = "lab_matter"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    status: Mapped[str] = mapped_column(default="open")
    id_no: Mapped[str | None]
    parent: Mapped[str | None]
    bureau_id: Mapped[int | None] = mapped_column(sa.ForeignKey("lab_bureau.id"))
    bureau: Mapped[Bureau | None] = relationship()
    remarks: Mapped[list[Remark]] = relationship(back_populates="matter")
    __journal__ = "matter"

    def __str__(self) -> str:
        return self.title


class Remark(LabTable):
    __tablename__ = "lab_remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("lab_matter.id"))
    matter: Mapped[Matter] = relationship(back_populates="remarks")

    def __str__(self) -> str:
        return self.text


def bureau_of_user() -> int:
    return CLERKS[g.user.username]


MINE = [["bureau_id", FilterEqualFunction, bureau_of_user]]


class RemarkView(ModelView):
    datamodel = SQLAInterface(Remark)
    list_columns = ["text"]


class MatterView(ModelView):
    """As FAB's documentation would have it: rows of one's own department, chosen columns."""

    datamodel = SQLAInterface(Matter)
    base_filters = MINE
    list_columns = show_columns = ["title", "status"]
    order_columns = ["title"]
    search_columns = ["title", "status"]
    add_columns = edit_columns = ["title", "bureau"]
    add_form_query_rel_fields = edit_form_query_rel_fields = {
        "bureau": [["id", FilterEqualFunction, bureau_of_user]]
    }


class Lab:
    """A stock application with the given views; ``as_clerk`` signs a clerk in."""

    def __init__(
        self, folder: Any, *views: Any, denied: tuple[str, ...] = (), **config: Any
    ) -> None:
        self.db = SQLA()
        self.app = Flask("lab")
        self.app.config.update(
            SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'lab.db'}",
            SECRET_KEY="lab",
            WTF_CSRF_ENABLED=False,
            FAB_UPDATE_PERMS=True,
            TESTING=True,
            PROPAGATE_EXCEPTIONS=False,
            **config,
        )
        self.db.init_app(self.app)
        with self.app.app_context():
            LabTable.metadata.create_all(self.db.engine)
            self.builder = AppBuilder(self.app, self.db.session)
            for view in views:
                self.builder.add_view_no_menu(view)
            fill(self.db.session)
            self._clerks(denied)
        self.app.add_url_rule("/in/<name>", "enter", self._enter)

    def _clerks(self, denied: tuple[str, ...]) -> None:
        manager = self.builder.sm
        role = manager.add_role("Clerk")
        for row in self.db.session.query(manager.permissionview_model):
            if row.view_menu.name not in denied:
                manager.add_permission_role(role, row)
        for name in (*CLERKS, "admin"):
            manager.add_user(name, name, name, f"{name}@lab", manager.find_role("Admin" if name == "admin" else "Clerk"), "first")  # fmt: skip
        self.db.session.commit()

    def _enter(self, name: str) -> str:
        login_user(self.builder.sm.find_user(name))
        return ""

    def as_clerk(self, name: str = "here") -> Any:
        client = self.app.test_client()
        client.get(f"/in/{name}")
        return client

    def rows(self, *columns: Any) -> list[tuple[Any, ...]]:
        with self.app.app_context():
            return [tuple(row) for row in self.db.session.execute(sa.select(*columns))]

    def close(self) -> None:
        with self.app.app_context():
            self.db.session.remove()
            self.db.engine.dispose()


def fill(session: Any) -> None:
    """Two departments, a matter of each with a remark."""
    session.add_all(
        [
            Bureau(id=1, code=HERE, name="here"),
            Bureau(id=2, code=THERE, name="there"),
            Matter(id=1, title="shop-A", bureau_id=1, id_no=ID_HERE),
            Matter(id=2, title="shop-B", bureau_id=2, id_no=ID_THERE),
            Matter(id=3, title="shop-C", bureau_id=1, id_no="100000199001011230"),
        ]
    )
    session.flush()
    session.add_all([Remark(text=SECRET, matter_id=1), Remark(text=f"{SECRET}-there", matter_id=2)])
    session.commit()


def reach(principal: Any) -> Any:
    """Matters of one's own departments, as a policy of ours says it."""
    mine = sa.select(Bureau.id).where(Bureau.code.in_(sorted(principal.departments)))
    return Matter.bureau_id.in_(mine)


class OurMatterView(SafeModelView):
    """The same table behind our base; clerks hold the grant, the policy limits the rows."""

    datamodel = of(Matter)
    class_permission_name = "draft"
    policy = "matter"
    route_base = "/admin/matters"
    title = "Matters"
    list_columns = show_columns = ["title", "status"]
    order_columns = ["id", "title"]
    filters = ("title", "status")


class OurMatterBook(DictionaryView):
    """The same table to be edited."""

    datamodel = of(Matter)
    class_permission_name = "draft"
    policy = "matter"
    route_base = "/admin/matter-book"
    title = "Matters"
    natural_key = "title"
    list_columns = show_columns = ["title", "status", "parent"]
    add_columns = ["title", "status", "parent", "bureau_id"]
    edit_columns = ["status", "parent"]
    _made = {"status": fields.text("status", needed=True), "parent": fields.text("parent")}
    add_form_extra_fields = {
        **_made,
        "title": fields.text("title", needed=True),
        "bureau_id": fields.number("bureau"),
    }
    edit_form_extra_fields = _made

    def empty(self) -> dict[str, Any]:
        return {}


def ours(app: Any, *views: Any, patch: Any) -> None:
    """The laboratory's tables and our views of them inside the given application of ours."""
    from app import transaction
    from app.extensions import db

    patch.setitem(POLICIES, "matter", Policy("draft", Matter, reach))
    with app.app_context():
        LabTable.metadata.create_all(db.engine)
        with transaction.unit() as session:
            fill(session)
        for view in views:
            app.appbuilder.add_view_no_menu(view)
