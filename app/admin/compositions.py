"""Items and themes to read whole; they are edited in the Studio."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import clock, transaction
from app.admin import limits, words
from app.admin.base import READING, SafeModelView, of
from app.admin.before_now import before_and_now
from app.admin.cells import Cell, status
from app.admin.demands import Reader, told
from app.admin.filters import FLAGS, Choice, Find, Retired
from app.admin.in_studio import InStudio
from app.admin.sections import Section
from app.admin.uses import of_entry
from app.admin.versions import versions
from app.models import ServiceItem, Theme
from app.services import composition, figures, naming
from app.services.naming import Names

EDITED = _l("Edited in the Studio; a case keeps the version it was received under.")


def _result(result: Any, names: Names) -> str:
    """The paper an item hands out, with its validity."""
    if not isinstance(result, Mapping):
        return naming.called(names, "documents", key=result)
    document = naming.called(names, "documents", key=result["document"])
    return words.listed([document, result.get("validity")])


class ServiceItemView(InStudio, SafeModelView):
    """Service items to read."""

    datamodel = of(ServiceItem)
    class_permission_name = "item"
    top = "items"
    route_base = "/admin/items"
    include_route_methods = {*READING}
    method_permission_name = READING
    title = _l("Service items")
    about = EDITED
    names = ("departments", "documents", "items", "themes", "sla", "people")
    list_columns = ["key", "name", "department", "promise", "legal", "commit"]
    show_columns = [
        "key", "name", "department", "result", "promise", "legal", "post_check", "commit", "special", "status",
    ]  # fmt: skip
    needed = ("retired_at",)
    filters = (
        Find(noun="items"),
        Choice("department", words="departments"),
        Choice("commit", words=FLAGS),
        Retired(),
    )
    order_columns = ["key", "name"]
    base_order = "key"
    says = {
        "department": lambda row, names: naming.called(names, "departments", key=row.department),
        "result": lambda row, names: _result(row.result, names),
        "promise": lambda row, names: limits.said(row.promise, names),
        "legal": lambda row, names: limits.said(row.legal, names),
        "post_check": lambda row, names: limits.said(row.post_check, names),
        "special": lambda row, _names: [one["name"] for one in (row.special or {}).values()],
        "status": status,
    }
    label_columns = {
        "key": _l("Code"), "name": _l("Designation"), "department": _l("Department"), "promise": _l("Promised limit"), "legal": _l("Legal limit"), "commit": _l("Inform and commit"),
        "result": _l("Result"), "post_check": _l("Post-check"), "special": _l("Special procedures"), "status": _l("State"),
    }  # fmt: skip

    def more(self, row: Any, names: Names) -> dict[str, Any]:
        """The item's papers, fields, steps, where it is used, what was published of it."""
        whole = composition.read(transaction.session(), "items", row.key)
        say = Reader(whole, names)
        return {
            **super().more(row, names),
            **of_entry(transaction.session(), "items", row.key),
            "sections": [
                say.documents(),
                say.fields(),
                say.steps(),
                say.special(),
                say.conditions(),
                told(whole.entry.get("told")),
                versions(whole.versions, names),
            ],
        }


def _offered(row: Any, _names: Names) -> Cell:
    """Whether the counter takes it in; one of elsewhere stands here to be compared only."""
    window = (row.channels or {}).get("window", True)
    if row.green_channel and window:
        return Cell(_("green channel"))
    return Cell(_("to compare only"), tag=_("not taken in here"))


def _before(row: Any, _names: Names) -> str:
    """What it cost before, as its source says: papers 32, days 37."""
    return words.listed(
        _("%(name)s: %(value)s", name=words.word(words.BEFORE, key), value=value)
        for key, value in (row.before or {}).items()
    )


class ThemeView(InStudio, SafeModelView):
    """Themes to read."""

    datamodel = of(Theme)
    class_permission_name = "theme"
    top = "themes"
    route_base = "/admin/themes"
    include_route_methods = {*READING}
    method_permission_name = READING
    title = _l("Themes")
    about = EDITED
    names = ("departments", "documents", "items", "themes", "sla", "people")
    list_columns = ["key", "name", "lead", "offered", "promise", "legal", "area"]
    show_columns = [
        "key", "name", "lead", "offered", "promise", "legal", "area", "serves", "before", "status",
    ]  # fmt: skip
    needed = ("retired_at", "green_channel", "channels")
    filters = (
        Find(noun="themes"),
        Choice("lead", words="departments"),
        Choice("green_channel", words=FLAGS),
        Retired(),
    )
    order_columns = ["key", "name"]
    base_order = "key"
    says = {
        "lead": lambda row, names: naming.called(names, "departments", key=row.lead),
        "offered": _offered,
        "promise": lambda row, names: limits.said(row.promise, names),
        "legal": lambda row, names: limits.said(row.legal, names),
        "serves": lambda row, _names: words.listed(
            words.word(words.SERVES, one) for one in row.serves or []
        ),
        "before": _before,
        "status": status,
    }
    label_columns = {
        "key": _l("Code"), "name": _l("Designation"), "lead": _l("Lead department"), "area": _l("Area"), "offered": _l("At the counter"),
        "green_channel": _l("Green channel"), "promise": _l("Promised limit"), "legal": _l("Legal limit"), "serves": _l("For"),
        "before": _l("Before"), "status": _l("State"),
    }  # fmt: skip

    def more(self, row: Any, names: Names) -> dict[str, Any]:
        """The whole theme: its parts, questions, papers, conditions, what was published of it."""
        session = transaction.session()
        whole = composition.read(session, "themes", row.key)
        say = Reader(whole, names)
        return {
            **super().more(row, names),
            **of_entry(session, "themes", row.key),
            "sections": [
                before_and_now(figures.of_theme(session, row.key, now=clock.now())),
                say.parts(),
                say.choices(),
                say.fields(),
                say.documents(),
                say.conditions(),
                told(whole.entry.get("told")),
                told_notes(whole.entry.get("notes")),
                versions(whole.versions, names),
            ],
        }


def told_notes(notes: Any) -> Section:
    """What whoever wrote the theme wants its readers to know."""
    return Section(_("Notes"), (_("Note"),), [(note,) for note in notes or []])
