"""What uses a row, as links by kind: an administrator reads it before retiring the row."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.services.catalogue_bindings import BY_TOP
from app.services.retiring import Users, users

#: Place in a package → how its entries are called, the page of one of them.
NOUNS = {
    "themes": (_l("Themes"), "ThemeView.show"),
    "items": (_l("Service items"), "ServiceItemView.show"),
    "documents": (_l("Papers that fold into it"), "DocumentTypeView.show"),
    "departments": (_l("Departments below it"), "DepartmentView.show"),
    "windows": (_l("Windows"), "WindowView.show"),
    "appeals": (_l("Appeal classes"), "AppealClassView.show"),
    "rectification": (_l("Rectification"), "AppealClassView.show"),
}


def of_entry(session: Session, top: str, key: str) -> dict[str, Any]:
    """What the page of an entry shows of its users."""
    uses = users(session, top, key)
    return {"uses": uses, "used": used(uses, session)}


def used(uses: Users | None, session: Session) -> list[tuple[str, list[tuple[str, str]]]]:
    """Kind of entry and, by name, the page that each leads to."""
    if not uses:
        return []
    return [
        (str(label), _links(session, noun, uses.entries[noun], page=page))
        for noun, (label, page) in NOUNS.items()
        if noun in uses.entries
    ]


def _links(session: Session, noun: str, keys: list[str], *, page: str) -> list[tuple[str, str]]:
    """Name and address of each entry, in the order of the names."""
    binding = BY_TOP[noun]
    key, model = getattr(binding.model, binding.key), binding.model
    query = sa.select(model.id, model.name).where(key.in_(keys)).order_by(model.name)
    return [(name, url_for(page, pk=ident)) for ident, name in session.execute(query)]
