"""How one demanded row is met: kept, folded, exempt, made by a sibling, or not alive here (spine §5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from app.domain import conditions

Row = Mapping[str, Any]
EXEMPTING = ("e_cert", "data_share")


class Way(NamedTuple):
    """How a row is met: ``rule`` and its source, or None where the applicant brings the paper."""

    rule: str | None
    to: str | None
    fallback: bool


#: The applicant brings it, as the row says and not because something else fell away.
BROUGHT = Way(None, None, fallback=False)


def dropped_by(
    row: Row,
    *,
    chosen: Collection[str] | None,
    answers: Mapping[str, Any] | None,
    today: date | None,
) -> str | None:
    """Why a row does not live in this situation; None where it does. The theme's own always do."""
    if chosen is not None and row["item"] is not None and row["item"] not in chosen:
        return "not_chosen"
    when = row.get("when")
    if answers is not None and when and not conditions.holds(when, answers, today=today):
        return "not_applicable"
    return None


def way_of(row: Row, target: str, *, chosen: Collection[str] | None) -> Way:
    """How a row lives on. Folding wins over any exemption. A sibling that is not part of this case hands its duty to
    the row's ``else``, and then to the applicant.
    """
    supply = row.get("supply") or "applicant"
    fallback = False
    if target != row["document"]:
        return BROUGHT
    if isinstance(supply, Mapping):
        if chosen is None or supply["output_of"] in chosen:
            return Way("sibling_output", supply["output_of"], fallback=False)
        supply, fallback = supply.get("else") or "applicant", True
    if supply in EXEMPTING:
        return Way("exempt", supply, fallback=False)
    return Way(None, None, fallback) if fallback else BROUGHT


def in_some_case(row: Row, *, sure: Collection[str]) -> Row:
    """The row as the case has it that asks the most of the applicant: without whatever part is not in every case."""
    supply = row.get("supply")
    if not isinstance(supply, Mapping) or supply["output_of"] in sure:
        return row
    return {**row, "supply": supply.get("else") or "applicant"}


def kept(document: str, group: list[tuple[Row, bool]]) -> list[dict[str, Any]]:
    """What became of the rows that live on in one line."""
    times = Counter(row["document"] for row, _ in group)
    return [
        entry_of(row, _kept_rule(row, document, fallback, times[document]), to=document)
        for row, fallback in group
    ]


def _kept_rule(row: Row, document: str, fallback: bool, times: int) -> str:
    if row["document"] != document:
        return "folded"
    if fallback:
        return "fallback"
    return "same" if times > 1 else "kept"


def entry_of(row: Row, rule: str, *, to: str | None) -> dict[str, Any]:
    """What the proof says of one row."""
    entry = {name: row[name] for name in ("item", "document")}
    return {"row": row["id"], **entry, "rule": rule, "to": to}
