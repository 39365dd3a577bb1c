"""The papers of a case page: where each stands, which of its files this person opens, where they may add one."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from app import transaction
from app.access import may
from app.services import case_files
from app.services.attachments import Stored
from app.services.case_page import Page, asked_of
from app.services.reference import Reference
from app.translations import gettext as _


class Scans:
    """What a page with a case in hand says of its papers and their files."""

    page: Page

    @property
    def known(self) -> Reference:
        """Names and the calendar."""
        return self.page.known

    @cached_property
    def files(self) -> dict[int, Stored]:
        """The files this person may open, by number."""
        seen = case_files.seen(transaction.session(), self.page)
        return seen if may(self.page.by, "attachment.write") else {}

    @cached_property
    def _scans(self) -> dict[str | None, list[Stored]]:
        found: dict[str | None, list[Stored]] = {}
        for scan in self.page.scans:
            found.setdefault(scan.document, []).append(scan)
        return found

    def scans_of(self, document: str) -> list[Stored]:
        """The files that show one paper."""
        return self._scans.get(document, [])

    def adds(self, document: str) -> bool:
        """Whether a file of a paper is this person's to add now."""
        return case_files.may_add(self.page, document) is None

    @cached_property
    def _awaited(self) -> set[str]:
        parts = self.page.state["tasks"].values()
        return {key for task in parts if task["state"] == "open" for key in asked_of(task)}

    def paper_state(self, row: Any) -> tuple[str, str]:
        """Kind of mark and words for a paper of the list."""
        if row.document in self._awaited:
            return "pause", _("to be supplied")
        return ("done", _("received")) if row.received_at else ("wait", _("missing"))
