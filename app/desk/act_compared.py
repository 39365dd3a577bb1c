"""What became of a case since a form of it was opened: as it was, as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from app.desk import case_lanes
from app.domain.case.state import moment
from app.services import reference as names
from app.services.case_page import Page
from app.telling import days
from app.telling.outcomes import OUTCOMES

State = dict[str, Any]
Fact = Callable[[State, str | None, Page, names.Reference], str]


def _owner(state: State, task: str | None, _page: Page, known: names.Reference) -> str:
    owner = state["tasks"][task]["owner"] if task in state["tasks"] else None
    return known.people.get(owner, owner) if owner else _("nobody yet")


def _department(state: State, task: str | None, _page: Page, known: names.Reference) -> str:
    code = state["tasks"][task]["department"] if task in state["tasks"] else ""
    return known.departments.get(code, code)


def _where(state: State, task: str | None, page: Page, _known: names.Reference) -> str:
    if task not in state["tasks"]:
        return _("closed") if state["closed_at"] else _("running")
    part = state["tasks"][task]
    if part["state"] == "closed":
        return str(OUTCOMES.get(part["outcome"], lambda: _("closed"))())
    if any(hold["until"] is None and hold["effect"] != "run" for hold in part["holds"]):
        return str(_("On hold"))
    return case_lanes.step_words(page, str(task), part["steps"][part["step"]])


def _due(state: State, task: str | None, _page: Page, _known: names.Reference) -> str:
    due = (state["dues"].get(task or "case") or {}).get("promise")
    return days.day(moment(due["at"])) if due else "—"


def _papers(state: State, _task: str | None, _page: Page, _known: names.Reference) -> str:
    return str(len(state["documents"]))


def compared(
    before: State, page: Page, known: names.Reference, task: str | None
) -> list[tuple[str, str, str]]:
    """What differs between the case as it was opened and as it is: (what, opened, now)."""
    facts: dict[str, Fact] = {
        _("Where it stands"): _where,
        _("Handled by"): _owner,
        _("Department"): _department,
        _("Promised limit"): _due,
        _("Documents received"): _papers,
    }
    rows = [
        (label, fact(before, task, page, known), fact(page.state, task, page, known))
        for label, fact in facts.items()
    ]
    return [row for row in rows if row[1] != row[2]]
