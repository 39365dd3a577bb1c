"""Where on the page a finding leads: the row it hangs on, else the tab where it is put right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import url_for

from app.domain.findings import Finding, work_of

#: What stands between the keys of a place.
PARTED = re.compile(r"[/#.,]")
#: Code → the tab where it is put right, where no row is named.
TABS = {
    **dict.fromkeys(("promise_over_legal", "no_promise", "no_case_promise", "promise_under_path"), "limits"),
    **dict.fromkeys(("department", "no_officer", "no_cover", "no_head"), "basic"),
    **dict.fromkeys(("special_unknown", "special_endless", "commit_unchecked"), "limits"),
    **dict.fromkeys(("no_decision", "step_nobody"), "steps"),
    "condition_field": "fields", "unaccounted": "documents",
}  # fmt: skip
#: Code → the page where it is put right, where that is another.
ELSEWHERE = {"calendar_missing": "CalendarView.list"}


class Place(NamedTuple):
    """Keys that the row may bear, the tab where no row does, the page where it is not put right here."""

    rows: str
    tab: str
    page: str


def place(one: Finding, blueprint: Mapping[str, Any]) -> Place:
    """Where a finding leads."""
    page = url_for(ELSEWHERE[one.code]) if one.code in ELSEWHERE else ""
    return Place(" ".join(_rows(one, blueprint)), TABS.get(one.code, ""), page)


def _rows(one: Finding, blueprint: Mapping[str, Any]) -> list[str]:
    """What it hangs on, and the items that this concerns."""
    keys = [key for key in PARTED.split(one.where) if key]
    # A department's or a paper's row of a theme is that of the item it belongs to.
    users = {row["item"] for row in blueprint["rows"] if row["document"] in keys}
    items = [
        str(task.get("item") or "")
        for key, task in work_of(dict(blueprint)).items()
        if key in keys or task["department"] in keys or key in users
    ]
    return list(dict.fromkeys([*keys, *filter(None, items)]))
