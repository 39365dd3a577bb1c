"""Themes in the Studio."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.studio.base import StudioView

TABS = (
    ("items", _l("Service items"), ("items", "choices")),
    ("questions", _l("Situational questions"), ("fields",)),
    ("limits", _l("Limits, before and after"), ("promise", "legal", "extend", "before", "issue")),
    ("basic", _l("Basics"), ("name", "lead", "for", "area", "channels", "green_channel", "documents", "accept_conditions", "told", "notes")),
)  # fmt: skip


class ThemeStudio(StudioView):
    """One theme with its items, choice groups and questions."""

    top, noun, title, tabs = "themes", "theme", _l("Studio: themes"), TABS

    def fresh(self, department: str) -> dict[str, Any]:
        """A new theme is handled at the window, in the green channel; it has no items yet."""
        channels = {"window": True, "online": False}
        return {"lead": department, "items": [], "green_channel": True, "channels": channels}
