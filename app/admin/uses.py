"""What uses a row, as links by kind: an administrator reads it before retiring the row."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.services import naming
from app.services.retiring import Users

#: Place in a package → how its entries are called, the list they stand in.
NOUNS = {
    "themes": (_l("Themes"), "ThemeView.list"),
    "items": (_l("Service items"), "ServiceItemView.list"),
    "documents": (_l("Papers that fold into it"), "DocumentTypeView.list"),
    "departments": (_l("Departments below it"), "DepartmentView.list"),
    "appeals": (_l("Appeal classes"), "AppealClassView.list"),
    "rectification": (_l("Rectification"), "AppealClassView.list"),
}


def used(uses: Users | None, session: Session) -> list[tuple[str, list[tuple[str, str]]]]:
    """Kind of entry and, by name, where each leads."""
    if not uses:
        return []
    names = naming.names(session, "themes", "items", "documents", "departments", "appeals")
    return [
        (str(label), [(naming.called(names, noun, key=key), url_for(address, q=key)) for key in uses.entries[noun]])
        for noun, (label, address) in NOUNS.items()
        if noun in uses.entries
    ]  # fmt: skip
