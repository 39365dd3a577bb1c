"""Appeal classes in the Studio."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.studio.base import StudioView

TABS = (
    ("limits", _l("Limits"), ("promise", "legal", "extend", "reopen", "hand_over")),
    ("closing", _l("Closing and inquiry"), ("closing", "inquiry")),
    ("steps", _l("Steps"), ("steps",)),
    ("form", _l("Questions and papers"), ("fields", "documents")),
    ("basic", _l("Basics"), ("name", "department", "intake")),
)


class AppealStudio(StudioView):
    """One class of appeals with its limits, what closing demands, its inquiry."""

    top, noun, title, tabs = "appeals", "appeal", _l("Studio: appeal classes"), TABS

    def get_query(self) -> Any:
        """Classes of appeals alone."""
        return super().get_query().filter(self.model.rectification.is_(False))

    def fresh(self, department: str) -> dict[str, Any]:
        """A new class is passed on and handled, and closed with an explanation."""
        steps = [{"step": "assign", "name": _("pass on")}, {"step": "handle", "name": _("handle")}]
        return {
            "department": department,
            "steps": steps,
            "closing": {"granted": [["explanation"]], "refused": [["explanation"]]},
        }
