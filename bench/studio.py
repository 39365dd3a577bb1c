"""What an administrator waits for: the preview, the check, a publication, a large import.

``make bench``. Prints each figure beside its goal, as time on the clock and as CPU: on a busy machine
the clock tells of the neighbours. The preview is asked over HTTP, the import is done by the worker
in a process of its own, whose peak of memory is taken.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from bench import catalogue as made
from bench.serving import ROOT, ROUNDS, Person, Server, environment, prepare

THEME = "big_theme_0"
ADMINISTRATOR = "mulu"
TIMES = 10


class Figure(NamedTuple):
    """What was measured: seconds on the clock, of CPU where that is known, and the goal."""

    what: str
    clock: float
    cpu: float | None
    goal: float


def main() -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="youshi-bench-"))
    try:
        seeded = prepare(folder)
        figures, peak = importing(folder, seeded)
        os.environ.update(environment(folder, seeded))
        figures += [checking(), *publishing(), previewing(folder, seeded)]
    finally:
        shutil.rmtree(folder)
    for one in figures:
        cpu = f"{one.cpu:8.2f}" if one.cpu is not None else " " * 8
        print(f"{one.what:<44} {one.clock:8.2f} s {cpu} s CPU   goal {one.goal} s")
    print(f"{'peak of the importing process':<44} {peak:8.0f} MiB                goal 256 MiB")


def importing(folder: Path, seeded: Path) -> tuple[list[Figure], float]:
    """Sixty themes and eight hundred items into a database of their own, by the worker."""
    from app.services import package_files

    path, file = folder / "large.db", folder / "large.yaml"
    shutil.copyfile(seeded, path)
    file.write_text(package_files.write_package(made.catalogue()), encoding="utf-8")
    words = [sys.executable, "-m", "bench.import_once", str(file)]
    done = subprocess.run(
        words, cwd=ROOT, env=environment(folder, path), check=True, capture_output=True, text=True
    )
    told = json.loads(done.stdout.splitlines()[-1])
    parts = (told["read"], told["bring"])
    what = f"import of {made.THEMES} themes, {made.ITEMS} items"
    whole = Figure(
        what, sum(one["seconds"] for one in parts), sum(one["cpu"] for one in parts), 20.0
    )
    return [whole], told["peak_mib"]


def checking() -> Figure:
    """The check of eight parts each of which stops all the others."""
    from app.domain.blueprint import compile_blueprint
    from app.domain.checks import check

    package = made.tied()
    blueprint = compile_blueprint(package, "joint", code=THEME)
    return p50("check of 8 tied parts", 2.0, lambda: check(blueprint, departments={}))


def publishing() -> list[Figure]:
    """A theme with its eight changed items in one act, then the theme alone; each time anew."""
    from app import clock, create_app, transaction
    from app.services import catalogue, derivation, releasing

    with create_app().app_context():
        with transaction.unit() as session:
            catalogue.import_package(session, made.one_theme(), by="bench", now=clock.now())
            for code in (THEME, *(f"big_{n}" for n in range(8))):
                for warning in ("no_officer", "no_cover", "calendar_missing"):
                    for where in ("calendar", *(f"BM{n:02}" for n in range(8))):
                        derivation.acknowledge(session, code, warning, where=where, reason="bench")
        rows = made.one_theme()
        number = iter(range(1000))

        def act(items: int) -> None:
            at = next(number)
            with transaction.unit() as session:
                for key in [f"big_{n}" for n in range(items)]:
                    entry = {**rows["items"][key], "name": f"第{at}版"}
                    catalogue.put(session, "items", key, entry=entry, by="bench", now=clock.now())
                entry = {**rows["themes"][THEME], "name": f"第{at}件事"}
                catalogue.put(session, "themes", THEME, entry=entry, by="bench", now=clock.now())
                session.flush()
                done = releasing.release(session, "themes", THEME, by="bench", now=clock.now())
            assert len(done) == items + 1, done

        act(8)
        return [
            p50("publish a theme with 8 changed items", 1.0, lambda: act(8)),
            p50("publish a theme", 1.0, lambda: act(0)),
        ]


def previewing(folder: Path, seeded: Path) -> Figure:
    """The preview of a theme of eight items and twenty papers, as the page asks for it."""
    with Server("app:create_app()", environment(folder, seeded)) as server:
        person = Person(server.port).sign_in(ADMINISTRATOR)
        address = f"/studio/themes/{THEME}/proof"
        page = person.get(address)
        assert "材料1" in page, page[:500]
        return p50("preview of 8 items, 20 papers", 0.3, lambda: person.get(address), ROUNDS // 4)


def p50(what: str, goal: float, act: Callable[[], Any], times: int = TIMES) -> Figure:
    """The middle of so many calls; CPU is of this process alone."""
    clocks, cpus = [], []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        clocks.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    mine = statistics.median(cpus)
    return Figure(what, statistics.median(clocks), mine if mine > 0.005 else None, goal)


if __name__ == "__main__":
    main()
