"""The centre itself: what it is called, and the days it promises to those who rate and who write online."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.admin import fields, limits, words
from app.admin.base import READING, DictionaryView, of
from app.admin.editing import Problems
from app.admin.storing import inner
from app.domain.ratings import LINK_DAYS, LONGEST_DAYS, REVISIT_DAYS
from app.models import ServiceCentre
from app.services import naming
from app.services.online_appeals import DAYS


def _days(key: str, usual: int, say: Callable[[int], str]) -> Callable[[Any, Any], str]:
    """Days as the centre says; where it says nothing, what holds then."""

    def said(row: Any, _names: Any) -> str:
        found = inner(row.more, key)
        return say(usual if found is None else found)

    return said


def _natural(days: int) -> str:
    return ngettext("%(num)s natural day", "%(num)s natural days", days)


def _window(row: Any, names: naming.Names) -> str:
    found = inner(row.more, "online_appeals.window")
    return naming.called(names, "departments", key=found) if found else _("nothing is taken online")


class ServiceCentreView(DictionaryView):
    """The one centre: its name is edited; its prefix stands in every number given out and stays."""

    datamodel = of(ServiceCentre)
    class_permission_name = "centre"
    route_base = "/admin/centre"
    title = _l("Service centre")
    natural_key = "name"
    names = ("departments", "people")
    base_permissions = ["can_list", "can_show", "can_edit"]
    include_route_methods = {*READING, "edit", "choose"}
    list_columns = ["name", "prefix", "languages"]
    show_columns = [*list_columns, "link_days", "revisit_days", "online_window", "online_days"]
    needed = ("more",)
    edit_columns = ["name", "link_days", "revisit_days", "online_window", "online_days"]
    inside = {
        "link_days": ("more", "ratings.link_days"),
        "revisit_days": ("more", "ratings.revisit_days"),
        "online_window": ("more", "online_appeals.window"),
        "online_days": ("more", "online_appeals.days"),
    }
    says = {
        "languages": lambda row, _names: [words.word(words.LANGUAGES, one) for one in row.languages],
        "link_days": _days("ratings.link_days", LINK_DAYS, _natural),
        "revisit_days": _days("ratings.revisit_days", REVISIT_DAYS, _natural),
        "online_window": _window,
        "online_days": _days("online_appeals.days", DAYS, limits.COUNTED["working_day"]),
    }  # fmt: skip
    label_columns = {
        "name": _l("Designation"), "prefix": _l("Prefix of case numbers"), "languages": _l("Languages"),
        "link_days": _l("A link for rating works for"), "revisit_days": _l("A bad rater is called on within"),
        "online_window": _l("Who registers what comes online"), "online_days": _l("Registered within"),
    }  # fmt: skip
    edit_form_extra_fields = {
        "name": fields.text(_l("Designation"), needed=True, about=_l("Stands in the menu and on every paper.")),
        "link_days": fields.number(_l("A link for rating works for"), about=_l("Natural days from the day it is given, 1 to 366; nothing is %(days)s. Links given out keep their day.", days=LINK_DAYS)),
        "revisit_days": fields.number(_l("A bad rater is called on within"), about=_l("Natural days after the answer, 1 to 366; nothing is %(days)s.", days=REVISIT_DAYS)),
        "online_window": fields.reference(_l("Who registers what comes online"), "departments", empty=_l("nobody: nothing is taken online")),
        "online_days": fields.number(_l("Registered within"), about=_l("Working days, 1 to 366; nothing is %(days)s. The sender is told the day.", days=DAYS)),
    }  # fmt: skip

    def problems(self, form: Any, row: Any) -> Problems:  # noqa: ARG002 - what is typed alone tells
        """Days that somebody can keep, and nobody promised without a window that keeps them."""
        for name in ("link_days", "revisit_days", "online_days"):
            days = form[name].data
            if days is not None and not 1 <= days <= LONGEST_DAYS:
                yield name, _("Between 1 and %(most)s days.", most=LONGEST_DAYS)
        if form.online_days.data is not None and not form.online_window.data:
            yield "online_window", _("Say which window keeps these days, or leave them out.")
