"""What stands under an act's button: which papers it waits for, which parts it hands over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.case.state import document_names
from app.services.case_page import Page, asked_of
from app.translations import gettext as _


def hint_of(page: Page, verb: str, row: Any) -> str:
    """What stands under an act's button."""
    return HINTS[verb](page, row) if verb in HINTS and row is not None else ""


def _hint_supply(page: Page, row: Any) -> str:
    asked = asked_of(page.state["tasks"][row.key])
    if not asked:
        return ""
    papers = _(", ").join(document_names(page.blueprint, asked))
    return _("When this comes: %(papers)s. The part goes on once all of it is here.", papers=papers)


def _hint_finish(page: Page, row: Any) -> str:
    if row.step_name != "issue":
        return ""
    good = [
        task.name for task in page.tasks if task.gates and task.outcome in ("granted", "partly")
    ]
    return _("Handed over once: %(parts)s.", parts=_(", ").join(good)) if good else ""


#: Verb → what stands under its button.
HINTS: dict[str, Callable[[Page, Any], str]] = {
    "supply": _hint_supply,
    "finish_step": _hint_finish,
}
