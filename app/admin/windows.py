"""Windows of the hall: what stands on the sign, where it is, whose people sit there."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import User
from flask_babel import lazy_gettext as _l

from app.admin import fields, words
from app.admin.base import DictionaryView, of
from app.admin.cells import status
from app.admin.filters import Choice, Find, Retired
from app.models import Staff, Window
from app.services import naming

#: Between the names that one expression puts together.
COMMA = ","


def _sitting() -> Any:
    """Who sits at a window: people whose account is in use, by name."""
    names = sa.func.aggregate_strings(User.last_name.concat(User.first_name), COMMA)
    there = (Staff.window == Window.code, Staff.user_id == User.id, User.active.is_(True))
    return sa.select(names).where(*there).scalar_subquery()


class WindowView(DictionaryView):
    """Windows; a department may have many, and no case names one."""

    datamodel = of(Window)
    class_permission_name = "window"
    route_base = "/admin/windows"
    title = _l("Windows")
    about = _l(
        "Where people are received. A window gives no right; who sits there is said by the security administrator."
    )
    natural_key = "code"
    top = "windows"
    names = ("departments", "people")
    list_columns = ["code", "name", "kind", "department", "place", "sitting"]
    show_columns = ["code", "name", "kind", "department", "place", "hours", "sitting", "status"]
    needed = ("retired_at",)
    beside = {"sitting": _sitting()}
    filters = (
        Find(noun="windows", key="code", columns=("name", "place")),
        Choice("kind", words=words.WINDOW_KINDS),
        Choice("department", words="departments"),
        Retired(),
    )
    order_columns = ["code", "name"]
    base_order = "code"
    edit_columns = ["name", "kind", "department", "place", "hours"]
    add_columns = ["code", *edit_columns]
    says = {
        "kind": lambda row, _names: words.word(words.WINDOW_KINDS, row.kind),
        "department": lambda row, names: naming.called(names, "departments", key=row.department),
        "sitting": lambda row, _names: words.listed(sorted((row.sitting or "").split(COMMA))),
        "status": status,
    }
    label_columns = {
        "code": _l("Code"), "name": _l("Name on the sign"), "kind": _l("Kind"), "department": _l("Department"),
        "place": _l("Where it stands"), "hours": _l("Opening hours"), "sitting": _l("Who sits there"), "status": _l("State"),
    }  # fmt: skip
    edit_form_extra_fields = {
        "name": fields.text(_l("Name on the sign"), needed=True),
        "kind": fields.word(_l("Kind"), "window_kind", words.WINDOW_KINDS, "general"),
        "department": fields.reference(
            _l("Department"), "departments", about=_l("Whose people sit there.")
        ),
        "place": fields.text(_l("Where it stands"), about=_l("Floor, area, row.")),
        "hours": fields.text(
            _l("Opening hours"), about=_l("Only where they differ from those of the centre.")
        ),
    }
    add_form_extra_fields = {"code": fields.sign(_l("Code")), **edit_form_extra_fields}
