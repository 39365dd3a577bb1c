"""A numbered paper: on the screen with the name masked, on paper in full, counted and journaled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, abort, g, render_template
from flask_babel import gettext as _

from app import journal, transaction
from app.access import POLICIES
from app.desk import days
from app.domain.masking import mask_name, mask_phone
from app.forms.act_words import procedures
from app.guard import needs
from app.models import Case, Paper

pages = Blueprint("papers", __name__, url_prefix="/desk/papers")
PLACE = re.compile(r"\{([a-z_]+)\}")
#: Values that are moments: written out in full on paper; limits in hours with their hour.
LIMITS = frozenset({"promise_due", "legal_due", "deadline", "expected"})
MOMENTS = frozenset({"date", "received_at", "accepted_at"}) | LIMITS
#: Values that the screen shows masked: the mask belongs to the screen, the name to the paper.
MASKED = {"applicant": mask_name, "receiver": mask_name, "phone": mask_phone}


@pages.get("/<int:paper_id>")
@needs("paper.print")
def show(paper_id: int) -> str:
    """The sheet as a preview, personal values masked."""
    paper, number = _paper(paper_id)
    values = paper.content["values"]
    masked = {name: MASKED[name](values[name]) for name in MASKED if values.get(name)}
    return _sheet(paper, number, {**values, **masked}, given=False)


@pages.post("/<int:paper_id>/print")
@needs("paper.print")
def give(paper_id: int) -> str:
    """The sheet to print: counted, and journaled as a reading of the full name."""
    paper, number = _paper(paper_id)
    paper.printed += 1
    journal.access(transaction.session(), "paper", paper.number, "printed", count=paper.printed)
    return _sheet(paper, number, paper.content["values"], given=True)


def _paper(paper_id: int) -> tuple[Paper, str]:
    seen = POLICIES["paper"].rows(g.principal, "paper.print")
    number = sa.select(Case.number).where(Case.id == Paper.case_id).scalar_subquery()
    query = sa.select(Paper, number)
    row = transaction.session().execute(query.where(Paper.id == paper_id, seen)).one_or_none()
    if row is None:
        abort(404)
    return row[0], row[1]


def _sheet(paper: Paper, number: str, values: Mapping[str, Any], *, given: bool) -> str:
    filled = {**values, "printed": paper.printed if given else paper.printed + 1}
    blocks = [_block(block, filled) for block in paper.content["blocks"] if _says(block, filled)]
    return render_template(
        "desk/paper.html", paper=paper, number=number, blocks=blocks, given=given
    )


def _says(block: dict[str, Any], values: Mapping[str, Any]) -> bool:
    """A paragraph is left out where it names values and has none of them."""
    named = PLACE.findall(block.get("text", "")) if block["block"] == "paragraph" else []
    return not named or any(values.get(name) not in (None, "", []) for name in named)


def _block(block: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    if block["block"] != "table":
        return {"block": block["block"], "text": _filled(block.get("text", ""), values)}
    rows = values.get(block["rows"]) or []
    cells = [[_filled(column["value"], row) for column in block["columns"]] for row in rows]
    heads = [column["label"] for column in block["columns"]]
    return {"block": "table", "heads": heads, "rows": cells}


def _filled(text: str, values: Mapping[str, Any]) -> str:
    """A block's text with its named places filled; nothing in it is executed."""
    return PLACE.sub(lambda found: _said(found.group(1), values.get(found.group(1), "")), text)


def _said(name: str, value: Any) -> str:
    if name in MOMENTS and value:
        at = datetime.fromisoformat(str(value))
        hour = f" {days.clock(at)}" if name in LIMITS and days.has_hour(at) else ""
        return f"{days.full(at)}{hour}"
    if name == "procedure":
        return procedures(listed=False).get(str(value), str(value))
    if isinstance(value, list):
        return "；".join(map(str, value))
    if isinstance(value, dict):
        return "，".join(_("%(count)s copies", count=count) for count in value.values())
    return str(value)
