"""Frozen blueprints by their hash: immutable, so kept for the life of the process."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.blueprint import digest
from app.models import ServiceVersion

_kept: dict[str, dict[str, Any]] = {}


def blueprint(session: Session, sha256: str) -> dict[str, Any]:
    """The blueprint with this hash. Raises LookupError where no version has it."""
    # By hash and not by id: what a hash names cannot change, so nothing is ever dropped here.
    if sha256 not in _kept:
        text = session.execute(
            sa.select(ServiceVersion.blueprint).where(ServiceVersion.sha256 == sha256).limit(1)
        ).scalar()
        if text is None:
            raise LookupError(sha256)
        _kept[sha256] = _checked(json.loads(text), sha256)
    return _kept[sha256]


def of_version(session: Session, version_id: int) -> dict[str, Any]:
    """The blueprint of a published version."""
    return blueprint(
        session,
        session.execute(
            sa.select(ServiceVersion.sha256).where(ServiceVersion.id == version_id)
        ).scalar_one(),
    )


def _checked(found: dict[str, Any], sha256: str) -> dict[str, Any]:
    """A blueprint that is not what its hash says must never decide a case."""
    if digest(found) != sha256:
        raise ValueError(f"the stored blueprint {sha256[:12]} was changed")
    return found
