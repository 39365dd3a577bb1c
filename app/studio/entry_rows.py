"""What a theme's row says of the item in it: whose it is, its limit, what it waits for, its papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.domain.package_references import result_of
from app.studio import words
from app.studio.page import Page, Widget

BETWEEN = " · "


def length(limit: Mapping[str, Any]) -> str:
    """A limit by its length alone; one that differs by situation says so."""
    if limit.get("cases"):
        return _("limit by situation")
    unit = str(limit.get("unit") or "")
    said = str(words.said("unit", unit))
    return said if unit == "immediate" else f"{limit.get('value', '')} {said}".strip()


def tell(widget: Widget, row: Any, page: Page) -> None:
    """Write beside a row of a theme what its item is; nothing where no item is chosen yet."""
    entry = row if isinstance(row, Mapping) else {}
    item = page.items.get(str(entry.get("item") or ""))
    if item is None:
        return
    widget.more["item"] = entry["item"]
    widget.more["note"] = BETWEEN.join(filter(None, _whose(entry, item, page)))
    widget.more["aside"] = BETWEEN.join(filter(None, _course(entry, item, page)))


def _whose(entry: Mapping[str, Any], item: Mapping[str, Any], page: Page) -> list[str]:
    department = str(item.get("department") or "")
    promise = item.get("promise")
    limit = length(promise) if isinstance(promise, Mapping) else page.lengths.get(str(promise), "")
    return [
        page.departments.get(department, department),
        limit,
        _("with a condition") if entry.get("when") else "",
        _("on demand") if entry.get("optional") else "",
        _named(page.options["choices"], entry.get("choice")),
    ]


def _course(entry: Mapping[str, Any], item: Mapping[str, Any], page: Page) -> list[str]:
    """How many papers it asks for; what it waits for, else what it issues."""
    tasks = [
        need.get("task") if isinstance(need, Mapping) else need for need in entry.get("needs") or []
    ]
    awaited = list(filter(None, (_named(page.options["entries"], task) for task in tasks)))
    made = page.names["documents"].get(str(result_of(item) or ""), "")
    papers = len(item.get("documents") or [])
    return [
        _("papers %(count)s", count=papers) if papers else _("no papers"),
        _("waits for: %(items)s", items=_(", ").join(awaited)) if awaited else "",
        _("issues %(paper)s", paper=made) if made and not awaited else "",
    ]


def _named(options: list[Any], value: Any) -> str:
    return next((one.words for one in options if one.value == value), "")
