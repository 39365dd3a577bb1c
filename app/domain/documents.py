"""Merge the papers that many items demand into one list, and keep the proof (spine §5).

Design time (nothing chosen, nothing answered) and counter time are the same function. The order of
rows never matters; every row has one entry in the proof.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from app.domain import conditions

Row = Mapping[str, Any]
Documents = Mapping[str, Mapping[str, Any]]

#: (necessity, conditional) → strength: required > deferrable > required-if > deferrable-if (R42).
STRENGTH = {
    ("required", False): 3,
    ("deferrable", False): 2,
    ("required", True): 1,
    ("deferrable", True): 0,
}
EXEMPTING = ("e_cert", "data_share")
#: In ``used_by``: demanded by the theme itself.
THEME = "_theme"


def merge(
    rows: Iterable[Row],
    documents: Documents,
    *,
    chosen: Collection[str] | None = None,
    answers: Mapping[str, Any] | None = None,
    today: date | None = None,
) -> dict[str, Any]:
    """{lines, exempt, proof, before, after} of these requirement rows.

    ``chosen`` None = every item, ``answers`` None = conditions unknown and kept. ``before`` counts
    the live rows, ``after`` the lines. Raises FoldCycle.
    """
    proof: list[dict[str, Any]] = []
    asked: dict[str, list[dict[str, Any]]] = {}
    live = 0
    for row in rows:
        dropped = _dropped(row, chosen, answers, today)
        if dropped:
            proof.append(_entry(row, dropped, None))
            continue
        live += 1
        target = fold_target(row["document"], documents)
        rule, to, fallback = _way(row, target, chosen)
        if rule:
            proof.append(_entry(row, rule, to))
        else:
            asked.setdefault(target, []).append({**row, "fallback": fallback})
    lines = {
        document: _line(document, group, known=answers is not None)
        for document, group in asked.items()
    }
    proof += [
        _entry(row, _kept_rule(row, document, group), document)
        for document, group in asked.items()
        for row in group
    ]
    exempt = {entry["document"] for entry in proof if entry["rule"] == "exempt"} - set(lines)
    return {
        "lines": [lines[document] for document in sorted(lines)],
        "exempt": sorted(exempt),
        "proof": sorted(proof, key=lambda entry: str(entry["row"])),
        "before": live,
        "after": len(lines),
    }


class FoldCycle(ValueError):
    """Documents fold into each other in a circle; carries the circle."""

    def __init__(self, circle: list[str]) -> None:
        """``circle`` are the keys, the first again at the end."""
        super().__init__(" > ".join(circle))
        self.circle = circle


def fold_target(key: str, documents: Documents) -> str:
    """The document that this one is folded into, followed to its end. Raises FoldCycle."""
    seen = [key]
    while target := documents.get(seen[-1], {}).get("folds_into"):
        if target in seen:
            raise FoldCycle([*seen, target])
        seen.append(target)
    return seen[-1]


def _dropped(
    row: Row, chosen: Collection[str] | None, answers: Mapping[str, Any] | None, today: date | None
) -> str | None:
    """Why a row does not live in this situation; None where it does."""
    if chosen is not None and row["item"] is not None and row["item"] not in chosen:
        return "not_chosen"
    if (
        answers is not None
        and row.get("when")
        and not conditions.holds(row["when"], answers, today=today)
    ):
        return "not_applicable"
    return None


def _way(
    row: Row, target: str, chosen: Collection[str] | None
) -> tuple[str | None, str | None, bool]:
    """Rule and source where the applicant carries nothing; else whether it is a fallback.

    Folding wins over any exemption. A sibling that is not part of this case hands its duty to the
    row's ``else``, and then to the applicant.
    """
    supply = row.get("supply") or "applicant"
    fallback = False
    if target != row["document"]:
        return None, None, False
    if isinstance(supply, Mapping):
        if chosen is None or supply["output_of"] in chosen:
            return "sibling_output", supply["output_of"], False
        supply, fallback = supply.get("else") or "applicant", True
    return ("exempt", supply, False) if supply in EXEMPTING else (None, None, fallback)


def _line(document: str, group: list[dict[str, Any]], *, known: bool) -> dict[str, Any]:
    """One paper of the list: strictest necessity, copies by form at their maximum (R41), users."""
    conditional = [row for row in group if row.get("when") and not known]
    best = max(group, key=lambda row: STRENGTH[row["necessity"], row in conditional])
    return {
        "document": document,
        "necessity": best["necessity"],
        "copies": _copies(group),
        "when": _when(conditional) if len(conditional) == len(group) else None,
        "used_by": sorted({row["item"] or THEME for row in group}),
    }


def _copies(group: list[dict[str, Any]]) -> dict[str, int]:
    copies: dict[str, int] = {}
    for row in group:
        for form, count in row["copies"].items():
            copies[form] = max(copies.get(form, 0), count)
    return dict(sorted(copies.items()))


def _when(conditional: list[dict[str, Any]]) -> Any:
    """Two conditional demands: the paper is due when any of them is true."""
    whens = [row["when"] for row in conditional]
    distinct = [when for at, when in enumerate(whens) if when not in whens[:at]]
    return distinct[0] if len(distinct) == 1 else {"any": sorted(distinct, key=repr)}


def _kept_rule(row: dict[str, Any], document: str, group: list[dict[str, Any]]) -> str:
    if row["document"] != document:
        return "folded"
    if row["fallback"]:
        return "fallback"
    return "same" if sum(1 for other in group if other["document"] == document) > 1 else "kept"


def _entry(row: Row, rule: str, to: str | None) -> dict[str, Any]:
    return {
        "row": row["id"],
        "item": row["item"],
        "document": row["document"],
        "rule": rule,
        "to": to,
    }
