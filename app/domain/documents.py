"""Merge the papers that many items demand into one list, and keep the proof (spine §5).

Design time (nothing chosen, nothing answered) and counter time are the same function. The order of
rows never matters; every row has one entry in the proof.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from app.domain.document_ways import Row, Way, dropped_by, entry_of, kept, way_of

Documents = Mapping[str, Mapping[str, Any]]

#: (necessity, conditional) → strength: required > deferrable > required-if > deferrable-if (R42).
STRENGTH = {
    ("required", False): 3,
    ("deferrable", False): 2,
    ("required", True): 1,
    ("deferrable", True): 0,
}
#: In ``used_by`` and in row ids: demanded by the theme itself.
THEME = "_theme"
#: Rules by which a paper comes from elsewhere than the applicant.
ELSEWHERE = ("exempt", "sibling_output")


class FoldCycle(ValueError):
    """Documents fold into each other in a circle; carries the circle."""

    def __init__(self, circle: list[str]) -> None:
        """``circle`` are the keys, the first again at the end."""
        super().__init__(" > ".join(circle))
        self.circle = circle


def merge(
    rows: Iterable[Row],
    documents: Documents,
    *,
    chosen: Collection[str] | None = None,
    answers: Mapping[str, Any] | None = None,
    today: date | None = None,
) -> dict[str, Any]:
    """The list of papers with its proof: {lines, exempt, proof, before, after}.

    ``chosen`` None = every item, ``answers`` None = conditions unknown and kept in the lines.
    ``before`` counts the rows that live in this situation, ``after`` the lines. A line is
    {document, necessity, copies, when, used_by}; a proof entry {row, item, document, rule, to}:
    ``to`` is the surviving line, the sibling, or what makes it exempt; None where the row does
    not live here. Raises FoldCycle.
    """
    asked, proof, before = _asked(rows, documents, chosen=chosen, answers=answers, today=today)
    for document, group in asked.items():
        proof += kept(document, group)
    # Demanded by somebody all the same, it is in the list and so not exempt.
    exempt = {entry["document"] for entry in proof if entry["rule"] == "exempt"} - set(asked)
    return {
        "lines": _lines(asked, known=answers is not None),
        "exempt": sorted(exempt),
        "proof": sorted(proof, key=lambda entry: str(entry["row"])),
        "before": before,
        "after": len(asked),
    }


def merged_lines(
    rows: Iterable[Row],
    documents: Documents,
    *,
    chosen: Collection[str],
    answers: Mapping[str, Any],
    today: date,
) -> list[dict[str, Any]]:
    """The lines that ``merge`` gives, without the proof of them. Raises FoldCycle."""
    asked = _asked(rows, documents, chosen=chosen, answers=answers, today=today)[0]
    return _lines(asked, known=True)


def not_brought(
    rows: Iterable[Row],
    documents: Documents,
    *,
    chosen: Collection[str],
    answers: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """Of the proof that ``merge`` gives: the papers that nobody asks of the applicant, as they come from elsewhere.

    Raises FoldCycle.
    """
    asked, proof, _ = _asked(rows, documents, chosen=chosen, answers=answers, today=None)
    found = [one for one in proof if one["rule"] in ELSEWHERE and one["document"] not in asked]
    return sorted(found, key=lambda entry: str(entry["row"]))


def _asked(
    rows: Iterable[Row],
    documents: Documents,
    *,
    chosen: Collection[str] | None,
    answers: Mapping[str, Any] | None,
    today: date | None,
) -> tuple[dict[str, list[tuple[Row, bool]]], list[dict[str, Any]], int]:
    """Paper → the rows that ask for it here, the proof of all other rows, and how many rows live here."""
    proof: list[dict[str, Any]] = []
    asked: dict[str, list[tuple[Row, bool]]] = {}
    before = 0
    for row in rows:
        dropped = dropped_by(row, chosen=chosen, answers=answers, today=today)
        before += not dropped
        # Folded first: the form is filled in once, whoever could have fetched the old one.
        target = fold_target(row["document"], documents)
        way = Way(dropped, None, fallback=False) if dropped else way_of(row, target, chosen=chosen)
        if way.rule:
            proof.append(entry_of(row, way.rule, to=way.to))
        else:
            asked.setdefault(target, []).append((row, way.fallback))
    return asked, proof, before


def fold_target(key: str, documents: Documents) -> str:
    """The document that this one is folded into, followed to its end. Raises FoldCycle."""
    seen = [key]
    while target := documents.get(seen[-1], {}).get("folds_into"):
        if target in seen:
            raise FoldCycle([*seen[seen.index(target) :], target])
        seen.append(target)
    return seen[-1]


def in_order(
    lines: Iterable[Mapping[str, Any]], documents: Documents, *, parts: Iterable[str]
) -> list[Any]:
    """The lines of a merge as every list shows them, so that one number means one paper.

    What the window makes first, then in the order of the parts that use it.
    """
    places = {part: at for at, part in enumerate(parts)}

    def rank(line: Mapping[str, Any]) -> tuple[bool, int, str]:
        users = [places[part] for part in line["used_by"] if part in places]
        made = documents[line["document"]].get("made_by") == "system"
        return not made, min(users, default=len(places)), line["document"]

    return sorted(lines, key=rank)


def _lines(asked: Mapping[str, list[tuple[Row, bool]]], *, known: bool) -> list[dict[str, Any]]:
    return [_line(key, [row for row, _ in asked[key]], known=known) for key in sorted(asked)]


def _line(document: str, group: list[Row], *, known: bool) -> dict[str, Any]:
    """One paper of the list: strictest necessity, copies by form at their maximum (R41), users."""
    conditional = [not known and bool(row.get("when")) for row in group]
    strengths = zip((row["necessity"] for row in group), conditional, strict=True)
    return {
        "document": document,
        "necessity": max(strengths, key=STRENGTH.__getitem__)[0],
        "copies": _copies(group),
        "when": _when(group) if all(conditional) else None,
        "used_by": sorted({row["item"] or THEME for row in group}),
    }


def _copies(group: list[Row]) -> dict[str, int]:
    copies: dict[str, int] = {}
    for row in group:
        for form, count in row["copies"].items():
            copies[form] = max(copies.get(form, 0), count)
    return dict(sorted(copies.items()))


def _when(group: list[Row]) -> Any:
    """Two conditional demands: the paper is due when any of them is true."""
    by_text = {json.dumps(row["when"], sort_keys=True): row["when"] for row in group}
    distinct = [by_text[text] for text in sorted(by_text)]
    return distinct[0] if len(distinct) == 1 else {"any": distinct}
