"""Findings about papers and procedures that the counter could not work with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.case.clocks import LISTED
from app.domain.documents import THEME, FoldCycle, fold_target
from app.domain.findings import COMMA, Finding, Findings, Reading, finding
from app.domain.refusal import msgid


def fold_cycle(reading: Reading) -> Findings:
    """Papers that are to be part of each other: the merge has no end."""
    told: set[frozenset[str]] = set()
    documents = reading.blueprint["documents"]
    for key in sorted(documents):
        try:
            fold_target(key, documents)
        except FoldCycle as cycle:
            circle = frozenset(cycle.circle)
            if circle not in told:
                told.add(circle)
                yield cycle_found(cycle, {one: reading.paper(one) for one in circle})


def cycle_found(cycle: FoldCycle, names: dict[str, str]) -> Finding:
    """The finding of a circle; also for what cannot be compiled because of it."""
    papers = COMMA.join(names.get(key, key) for key in cycle.circle[:-1])
    return finding(
        "fold_cycle",
        "error",
        where=min(cycle.circle),
        say="These papers fold into each other in a circle: %(papers)s.",
        papers=papers,
    )


def special_unknown(reading: Reading) -> Findings:
    """R13: only a procedure of the law, or one that the item itself names, stops the clock."""
    for key, task in reading.work.items():
        named = {one for one, said in (task.get("procedures") or {}).items() if said.get("name")}
        for kind in task.get("special") or ():
            if kind not in named and kind not in LISTED:
                yield finding(
                    "special_unknown",
                    "error",
                    where=key,
                    say="“%(task)s” names the special procedure “%(kind)s”, which nobody knows.",
                    task=reading.name(key),
                    kind=kind,
                )


def deferrable_unused(reading: Reading) -> Findings:
    """R29: what may come later is demanded back before a part is granted, so some part must use it."""
    proof = {note["row"]: note["rule"] for note in reading.blueprint["merge"]["proof"]}
    lines = {line["document"]: line for line in reading.blueprint["merge"]["lines"]}
    for row in reading.blueprint["rows"]:
        if row["necessity"] != "deferrable":
            continue
        users = lines.get(row["document"], {}).get("used_by", [])
        if users == [THEME]:
            yield _unused(reading, row, NOBODY_WAITS)
        elif proof.get(row["id"]) == "exempt":
            yield _unused(reading, row, NOT_BROUGHT)


NOBODY_WAITS = msgid("“%(paper)s” may come later, but no part waits for it to be granted.")
NOT_BROUGHT = msgid("“%(paper)s” may come later, but the applicant does not bring it.")


def _unused(reading: Reading, row: dict[str, Any], say: str) -> Finding:
    paper = reading.paper(row["document"])
    return finding("deferrable_unused", "warning", where=row["id"], say=say, paper=paper)


def no_points(reading: Reading) -> Findings:
    """A paper that the applicant brings and nobody can say what it must be like."""
    for line in reading.blueprint["merge"]["lines"]:
        document = line["document"]
        said = reading.blueprint["documents"].get(document, {})
        # What the window prints itself is filled in right by the form it comes from.
        if not said.get("points") and said.get("made_by") != "system":
            yield finding(
                "no_points",
                "warning",
                where=document,
                say="“%(paper)s” has no review point: nobody can say when it is good.",
                paper=reading.paper(document),
            )


CHECKS: tuple[Callable[[Reading], Findings], ...] = (
    fold_cycle,
    special_unknown,
    deferrable_unused,
    no_points,
)
