"""The files of a case page: which this person opens, and at which papers they may add one."""

from __future__ import annotations

from functools import cached_property

from app import transaction
from app.access import may
from app.services import case_files
from app.services.attachments import Stored
from app.services.case_page import Page
from app.services.reference import Reference


class Scans:
    """What a page with a case in hand says of its files."""

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

    def adds(self, document: str) -> bool:
        """Whether a file of a paper is this person's to add now."""
        return case_files.may_add(self.page, document) is None
