"""The print template of a paper: the blocks of the version that its case pins, held against their hash.

The row of today says only how its papers are numbered and in how many copies, which is the centre's;
and whole, what a kind that the version does not know yet looks like.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.blueprint import digest
from app.models import PaperTemplate, ServiceVersion

Blocks = list[Any]
#: What a hash names cannot change, so nothing is ever dropped here.
_kept: dict[str, Blocks] = {}


@dataclass(frozen=True)
class Template:
    """A paper as it is to be printed."""

    name: str
    series: str
    copies: int
    blocks: Blocks


def template(
    session: Session,
    kind: str,
    *,
    plan: Mapping[str, Any] | None,
    today: Mapping[str, Any] | None = None,
) -> Template | None:
    """How a paper of this kind looks under a blueprint (``plan``; None: today), by one statement.

    ``today`` is its row but for the blocks, where that was read already: of blocks that this process
    knows, nothing is read then. None where the centre has no such paper. Raises ValueError where what
    the version froze was changed.
    """
    pinned = (plan or {}).get("papers", {}).get(kind)
    if today is not None and pinned is not None and pinned["sha256"] in _kept:
        return _template(today, name=pinned["template"], blocks=_kept[pinned["sha256"]])
    query = sa.select(
        PaperTemplate.name, PaperTemplate.series, PaperTemplate.copies, PaperTemplate.blocks
    )
    row = session.execute(query.where(PaperTemplate.key == kind)).mappings().one_or_none()
    today = _plain(row) if row else None
    if plan is None or pinned is None:
        return _template(today, name=today["name"], blocks=today["blocks"]) if today else None
    # Taken away since: its cases print it all the same, numbered as it was.
    numbered = today or _frozen(session, plan, kind)
    blocks = _blocks(session, plan, kind, sha256=pinned["sha256"], today=today)
    return _template(numbered, name=pinned["template"], blocks=blocks)


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _template(numbered: Mapping[str, Any], *, name: str, blocks: Blocks) -> Template:
    series, copies = numbered.get("series"), numbered.get("copies")
    return Template(name, series or name, copies or 1, blocks)


def _blocks(
    session: Session,
    plan: Mapping[str, Any],
    kind: str,
    *,
    sha256: str,
    today: Mapping[str, Any] | None,
) -> Blocks:
    if sha256 not in _kept:
        # Most templates are what they were: then no version, with its whole package, is read.
        same = today is not None and digest(today["blocks"]) == sha256
        entry = today if today is not None and same else _frozen(session, plan, kind)
        blocks: Blocks = entry.get("blocks") or []
        if digest(blocks) != sha256:
            raise ValueError(f"the stored template {kind} {sha256[:12]} was changed")
        _kept[sha256] = blocks
    return _kept[sha256]


def _frozen(session: Session, plan: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """The template in the package that lies beside the blueprint. Raises LookupError."""
    query = sa.select(ServiceVersion.package).where(ServiceVersion.sha256 == digest(plan))
    text = session.execute(query.limit(1)).scalar()
    if text is None:
        raise LookupError(kind)
    entry: dict[str, Any] = json.loads(text)["templates"][kind]
    return entry
