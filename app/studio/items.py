"""Service items in the Studio."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.studio.base import StudioView

#: Tab → its keys, in order.
TABS = (
    ("documents", _l("Documents"), ("documents",)),
    ("fields", _l("Questions of the form"), ("fields",)),
    ("steps", _l("Steps"), ("steps", "closing")),
    ("limits", _l("Limits"), ("promise", "legal", "extend", "hand_over", "commit", "post_check", "special", "reopen")),
    ("basic", _l("Basics"), ("name", "department", "result", "accept_conditions", "told", "basis")),
)  # fmt: skip


class ItemStudio(StudioView):
    """One item with its fields, documents and steps."""

    top, noun, title, tabs = "items", "item", _l("Studio: items"), TABS

    def fresh(self, department: str) -> dict[str, Any]:
        """A new item is reviewed and decided."""
        return {"department": department, "steps": ["review", "decide"]}
