"""Findings about papers as they are merged: every demand has gone somewhere, and to one end."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.findings import COMMA, Findings, Reading, finding


def exempt_and_demanded(reading: Reading) -> Findings:
    """A paper that one department fetches itself and another still asks for."""
    merged = reading.blueprint["merge"]
    asked = {line["document"] for line in merged["lines"]}
    exempt = {note["document"] for note in merged["proof"] if note["rule"] == "exempt"}
    for document in sorted(asked & exempt):
        yield finding(
            "exempt_and_demanded",
            "warning",
            where=document,
            say="“%(paper)s” is exempt for one department and still asked for by another.",
            paper=reading.paper(document),
        )


def unaccounted(reading: Reading) -> Findings:
    """A demand that the merge neither kept nor dropped by a rule, or accounted for twice."""
    rows = sorted((row["id"], row["document"]) for row in reading.blueprint["rows"])
    proof = reading.blueprint["merge"]["proof"]
    proved = sorted((note["row"], note["document"]) for note in proof)
    if rows != proved:
        # The same rows on both sides: then one of them stands twice.
        lost = sorted(set(rows) ^ set(proved)) or proved
        yield finding(
            "unaccounted",
            "error",
            where="documents",
            say="Some papers have gone nowhere: %(papers)s.",
            papers=COMMA.join(dict.fromkeys(reading.paper(paper) for _row, paper in lost)),
        )


CHECKS: tuple[Callable[[Reading], Findings], ...] = (exempt_and_demanded, unaccounted)
