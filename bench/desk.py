"""The desk beside its floors and beside Flask-AppBuilder's list, over HTTP, signed in, in one shuffled order.

``CASES=1000000 python -m bench.desk`` fills once (``bench.fill``), looks that the floors say the same
words, measures, and says of every line whether its goal is kept.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from bench import desk_alone
from bench.desk_asked import Desk
from bench.fill import CASES, filled
from bench.serving import WARM, interleaved


class Line(NamedTuple):
    """Two things that are asked: the first may take ``goal`` times as long as the second."""

    what: str
    one: str
    other: str
    goal: float


Times = dict[str, float]
#: Nothing was promised: it is told for whoever wants to know.
NONE = float("inf")
LINES = (
    Line("queue, beside its floor", "queue", "queue floor", 3),
    Line("FAB's list, beside the queue", "FAB list", "queue", 8),
    Line("queue, 1000th page beside the first", "queue far", "queue all", 1.15),
    Line("register of cases, 1000th beside first", "cases far", "cases", 1.15),
    Line("register of parts, 1000th beside first", "tasks far", "tasks", 1.15),
    Line("case page, beside its floor", "case", "case floor", 3),
    Line("edit, beside its floor", "edit", "edit floor", 3.3),
    Line("case page, beside the least", "case", "case bare", NONE),
    Line("edit, beside the least", "edit", "edit bare", NONE),
)
#: The other thing is to be so many times slower, not at most.
AT_LEAST = ("FAB list",)


def main() -> None:
    """Measure and print."""
    path = filled(CASES)
    folder = Path(tempfile.mkdtemp(prefix="youshi-bench-"))
    try:
        with ExitStack() as running:
            print(f"{CASES:,} cases, {path.stat().st_size / 2**30:.1f} GiB, load {_load()}")
            desk = Desk(path, folder, running)
            begun = desk.fab.cpu()
            times = interleaved(desk.asked)
            # FAB's metadata and ours know a table of one name: it is not asked in this process.
            fab = (desk.fab.cpu() - begun) / (len(times["FAB list"]) + WARM)
            p50 = {name: statistics.median(found) for name, found in times.items()}
            cpu = {**desk_alone.cpu(desk), "FAB list": fab}
            report(desk, p50, cpu, desk_alone.statements(desk))
            print(f"n = {len(times['queue'])} each; load {_load()}")
    finally:
        shutil.rmtree(folder)


def report(desk: Desk, p50: Times, cpu: Times, statements: dict[str, int]) -> None:
    """A line for each pair; the second ratio is of CPU without a server."""
    searches = [
        Line(f"search {name.split()[1]} by {name.split()[2]}", name, f"{name} floor", 3)
        for name in p50
        if name.startswith("search") and not name.endswith("floor")
    ]
    print(f"{'':<40} {'ms':>8} {'other':>8} {'ratio':>6} {'goal':>7} {'':4} {'CPU ms':>7} {'other':>7} {'ratio':>6} {'SQL':>4} {'KiB':>6}")  # fmt: skip
    for line in (*LINES, *searches):
        ratio = p50[line.one] / p50[line.other]
        least = line.one in AT_LEAST
        kept = ratio >= line.goal if least else ratio <= line.goal
        said = "" if kept else "over"
        goal = "" if line.goal == NONE else f"{'≥' if least else '≤'}{line.goal}"
        used = [cpu.get(line.one, 0.0), cpu.get(line.other, 0.0)]
        alone = used[0] / used[1] if all(used) else 0
        print(
            f"{line.what:<40} {p50[line.one]:>8.2f} {p50[line.other]:>8.2f} {ratio:>6.2f} "
            f"{goal:>7} {said:4} {used[0]:>7.2f} {used[1]:>7.2f} {alone:>6.2f} "
            f"{statements.get(line.one, 0) or '':>4} {desk.sizes[line.one] / 1024:>6.1f}"
        )


def _load() -> str:
    return " ".join(f"{one:.1f}" for one in os.getloadavg())


if __name__ == "__main__":
    main()
