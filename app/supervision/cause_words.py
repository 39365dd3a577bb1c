"""Repeat causes in words: what they are about, how they stand, where the catalogue's entries are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app import transaction
from app.access import may
from app.domain.causes import AGAIN, DECIDED, OPEN
from app.models import CauseDecision, ServiceVersion
from app.services.cause_catalogue import Entry, Followed, kept_then
from app.telling import lengths
from app.telling.beside import CATALOGUE

#: How a cause stands → its words.
STANDING: dict[str, Any] = {
    OPEN: _l("to be decided"),
    AGAIN: _l("came up again"),
    DECIDED: _l("decided"),
}
#: Kind of a version → the grant to read it, and the page in which its versions stand.
STUDIO = {
    "joint": ("theme.read", "studio_themes.pinned"),
    "single": ("item.read", "studio_items.pinned"),
    "appeal": ("appeal.read", "studio_appeals.pinned"),
}


def called(session: Session) -> Callable[[str], str]:
    """What an entry, ``joint/shop``, was called when it was published last."""
    query = sa.select(ServiceVersion.kind, ServiceVersion.code, ServiceVersion.name)
    rows = session.execute(query.order_by(ServiceVersion.id))
    found = {f"{kind}/{code}": name for kind, code, name in rows}
    return lambda entry: found.get(entry, entry)


def grouped(entries: Iterable[Entry]) -> list[tuple[Any, list[Entry]]]:
    """What may be named, by the part of the catalogue in which it stands."""
    groups = groupby(entries, key=lambda one: one.noun)
    return [(CATALOGUE[noun], list(of_it)) for noun, of_it in groups]


def label(entry: Entry) -> str:
    """What an entry is called; a limit that has no name by its length."""
    return lengths.called(entry.kept)


def outcome(row: CauseDecision) -> str:
    """What a decision came to."""
    if not row.key:
        return _("nothing changes")
    noun, key, name = row.noun or "", row.key, row.name or ""
    kept = kept_then(transaction.session(), noun=noun, key=key, name=name, at=row.at)
    return _("%(noun)s “%(name)s” changes", noun=str(CATALOGUE.get(noun, noun)), name=lengths.called(kept))  # fmt: skip


def leads(version: Followed) -> str:
    """Where a version is read; empty for who does not read the catalogue."""
    grant, endpoint = STUDIO[version.kind]
    if not may(g.principal, grant):
        return ""
    return url_for(endpoint, key=version.code, number=version.number)
