"""The search beside its floor, over HTTP, signed in, interleaved: ``python -m bench.search``.

Names of one, two and three signs, initials and an item are looked for by an officer whose department has a part of one
case in a hundred, and by a clerk who sees them all. ``YOUSHI_BENCH_CASES`` says how many cases (100,000).
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import tempfile
import time
import urllib.parse
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from bench import names
from bench.fill import fill
from bench.queue import DEPARTMENT
from bench.serving import OFFICER, Person, Server, environment, interleaved, prepare

CASES = int(os.environ.get("YOUSHI_BENCH_CASES", "100000"))
CLERK = "lijing"
#: Frequent and rare, of one sign and of several.
TYPED = ("金", "海兰", "金海", "欧阳", "朴海兰", "餐饮")
SAID = re.compile(r"</span>(?: *</span>)? *([^<]+)</span></td>")


def main() -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="youshi-bench-"))
    try:
        path = prepare(folder)
        begun = time.perf_counter()
        fill(path, CASES)
        names.people(path, DEPARTMENT)
        size = path.stat().st_size / 2**20
        print(f"{CASES:,} cases in {time.perf_counter() - begun:.0f} s, {size:.0f} MiB")
        with ExitStack() as running:
            ours = running.enter_context(Server("app:create_app()", environment(folder, path)))
            report(measure(folder, path, ours.port, running))
    finally:
        shutil.rmtree(folder)


def measure(
    folder: Path, path: Path, port: int, running: ExitStack
) -> dict[tuple[str, str, str], list[float]]:
    """Milliseconds of every answer by who asked, what, and of whom."""
    asked = {}
    for who, username, department in (("own", OFFICER, DEPARTMENT), ("all", CLERK, "")):
        person = Person(port).sign_in(username)
        floor = Person(
            _floor(folder, path, person, who, username, department, running), person.cookies
        )
        for typed in TYPED:
            address = "/desk/search?" + urllib.parse.urlencode({"q": typed})
            assert words(person.get(address)) == words(floor.get(address)), (who, typed)
            asked[who, typed, "ours"] = partial(person.get, address)
            asked[who, typed, "floor"] = partial(floor.get, address)
    return interleaved(asked)


def _floor(
    folder: Path,
    path: Path,
    person: Person,
    who: str,
    username: str,
    department: str,
    running: ExitStack,
) -> int:
    page = person.get("/desk/search?" + urllib.parse.urlencode({"q": "餐饮"}))
    frame = folder / f"{who}.html"
    frame.write_text(page, encoding="utf-8")
    cells = re.findall(r"<td>(.*?)</td>", page[page.index("data-row") :])
    env = {
        "FLOOR_DB": str(path),
        "FLOOR_FRAME": str(frame),
        "FLOOR_DEPARTMENT": department,
        "FLOOR_USER": username,
        "FLOOR_LEFT": " ".join(re.sub(r"<[^>]+>", " ", cells[1]).split()),
        "FLOOR_STANDS": cells[5],
        "FLOOR_WHEN": re.search(r'colspan="8">([^<]+)<', page).group(1),
    }
    server = Server("bench.search_floor:create()", {**environment(folder, path), **env})
    return running.enter_context(server).port


def words(page: str) -> str:
    """What a person reads between the head of the table and its end; empty where nothing was found."""
    start = page.find("</thead>")
    table = page[start : page.find("</table>", start)] if "data-row" in page else ""
    return " ".join(re.sub(r"<[^>]+>", " ", table).split())


def report(times: dict[tuple[str, str, str], list[float]]) -> None:
    """A line for each search, and the worst ratio."""
    p50 = {key: statistics.median(found) for key, found in times.items()}
    print(f"{'rows':>5} {'typed':<6} {'n':>5} {'ours ms':>8} {'floor ms':>9} {'ratio':>6}")
    ratios = []
    for who, typed, side in p50:
        if side == "ours":
            ours, floor = p50[who, typed, "ours"], p50[who, typed, "floor"]
            ratios.append(ours / floor)
            n = len(times[who, typed, "ours"])
            print(f"{who:>5} {typed:<6} {n:>5} {ours:>8.2f} {floor:>9.2f} {ours / floor:>6.2f}")
    print(f"the worst is {max(ratios):.2f} times its floor")


if __name__ == "__main__":
    main()
