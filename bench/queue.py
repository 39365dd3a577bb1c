"""The work queue beside its floor, over HTTP, signed in, interleaved: ``make bench``.

Prints the p50 of both and their ratio at 10,000 and 100,000 cases, and checks first that both pages
say the same. The goal: at most 3 × the floor, and 100,000 cases cost at most a millisecond more
than 10,000. All four servers run at once and are asked in one shuffled order, so that whatever
else the machine does meets all of them alike.
"""

from __future__ import annotations

import re
import shutil
import statistics
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from bench.fill import fill
from bench.serving import OFFICER, Person, Server, environment, interleaved, prepare

SIZES = (10_000, 100_000)
ROWS = 25
PAGE = "/desk/queue?scope=department"
DEPARTMENT = "SCJG"


def main() -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="youshi-bench-"))
    try:
        with ExitStack() as running:
            seeded = prepare(folder)
            asked = {count: serve(folder, seeded, count, running) for count in SIZES}
            for ours, floor in asked.values():
                compare(ours.get(PAGE), floor.get(PAGE))
            report(measure(asked), len(asked[SIZES[0]][0].get(PAGE).encode()))
    finally:
        shutil.rmtree(folder)


def compare(ours: str, floor: str) -> None:
    """Both say the same words in the same order; raises AssertionError."""
    assert words(ours) == words(floor), "the floor does not say what the page says"
    assert ours.count("<tr data-row") == floor.count("<tr data-row") == ROWS


def words(page: str) -> str:
    """What a person reads between the head of the table and its end."""
    start = page.index("<tbody>")
    table = page[start : page.index("</table>", start)]
    return " ".join(re.sub(r"<[^>]+>", " ", table).split())


def report(times: dict[tuple[int, str], list[float]], size: int) -> None:
    """A small table, and what ten times the cases add."""
    p50 = {key: statistics.median(found) for key, found in times.items()}
    print(f"{'cases':>8} {'n':>5} {'ours ms':>8} {'floor ms':>9} {'ratio':>6}")
    for count in SIZES:
        ours, floor = p50[count, "ours"], p50[count, "floor"]
        n = len(times[count, "ours"])
        print(f"{count:>8} {n:>5} {ours:>8.2f} {floor:>9.2f} {ours / floor:>6.2f}")
    print(f"{SIZES[1]:,} cases add {p50[SIZES[1], 'ours'] - p50[SIZES[0], 'ours']:+.2f} ms")
    print(f"the page is {size / 1024:.1f} KiB")


def serve(folder: Path, seeded: Path, count: int, running: ExitStack) -> tuple[Person, Person]:
    """Ours and the floor over a database of so many cases, each with somebody signed in."""
    path = folder / f"{count}.db"
    shutil.copyfile(seeded, path)
    fill(path, count)
    ours = running.enter_context(Server("app:create_app()", environment(folder, path)))
    person = Person(ours.port).sign_in()
    frame = folder / f"{count}.html"
    frame.write_text(person.get(PAGE), encoding="utf-8")
    floor_environment = {
        **environment(folder, path),
        "FLOOR_DB": str(path),
        "FLOOR_FRAME": str(frame),
        "FLOOR_DEPARTMENT": DEPARTMENT,
        "FLOOR_USER": OFFICER,
    }
    floor = running.enter_context(Server("bench.floor:create()", floor_environment))
    return person, Person(floor.port, person.cookies)


def measure(asked: dict[int, tuple[Person, Person]]) -> dict[tuple[int, str], list[float]]:
    """Milliseconds of every answer by size and side."""
    return interleaved(
        {
            (count, name): partial(person.get, PAGE)
            for count, pair in asked.items()
            for name, person in zip(("ours", "floor"), pair, strict=True)
        }
    )


if __name__ == "__main__":
    main()
