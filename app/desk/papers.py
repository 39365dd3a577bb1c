"""A numbered paper as it is printed: its template's blocks filled with the values kept with it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, abort, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import journal, transaction
from app.access import POLICIES
from app.desk import days
from app.guard import needs
from app.models import Paper

pages = Blueprint("papers", __name__, url_prefix="/desk/papers")
PLACE = re.compile(r"\{([a-z_]+)\}")
#: Values that are moments: written out in full on paper.
MOMENTS = frozenset(
    {"date", "received_at", "accepted_at", "promise_due", "legal_due", "deadline", "expected"}
)


def _paper(paper_id: int, grant: str) -> Paper:
    query = sa.select(Paper).where(Paper.id == paper_id, POLICIES["paper"].rows(g.principal, grant))
    paper = transaction.session().execute(query).scalar_one_or_none()
    if paper is None:
        abort(404)
    return paper


@pages.post("/<int:paper_id>/print")
@needs("paper.print")
def give(paper_id: int) -> Response:
    """Print: counted, and journaled as a reading of the full name."""
    paper = _paper(paper_id, "paper.print")
    paper.printed += 1
    journal.access(transaction.session(), "paper", paper.number, "printed", count=paper.printed)
    return redirect(url_for("papers.show", paper_id=paper.id), code=303)


@pages.get("/<int:paper_id>")
@needs("paper.print")
def show(paper_id: int) -> str:
    """The printed sheet; only after it was given for printing."""
    paper = _paper(paper_id, "paper.print")
    if not paper.printed:
        abort(404)
    values = {**paper.content["values"], "printed": paper.printed}
    blocks = [_block(block, values) for block in paper.content["blocks"]]
    return render_template("desk/paper.html", paper=paper, blocks=blocks)


def _block(block: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    if block["block"] == "table":
        rows = [
            [_filled(column["value"], row) for column in block["columns"]]
            for row in values.get(block["rows"]) or []
        ]
        return {
            "block": "table",
            "heads": [column["label"] for column in block["columns"]],
            "rows": rows,
        }
    return {"block": block["block"], "text": _filled(block.get("text", ""), values)}


def _filled(text: str, values: dict[str, Any]) -> str:
    """A block's text with its named places filled; nothing in it is executed."""
    return PLACE.sub(lambda found: _said(found.group(1), values.get(found.group(1), "")), text)


def _said(name: str, value: Any) -> str:
    if name in MOMENTS and value:
        return days.full(datetime.fromisoformat(str(value)))
    if isinstance(value, list):
        return "；".join(map(str, value))
    if isinstance(value, dict):
        return "，".join(f"{count} 份" for count in value.values())
    return str(value)
