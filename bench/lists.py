"""The generated lists beside their floor, over HTTP, signed in, interleaved: ``make bench``.

Over the large catalogue of ``bench.catalogue``. The goal: at most 4 × the floor; that a list takes at
most four statements is asserted in the tests.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from bench import catalogue as made
from bench.list_floor import PAGES
from bench.serving import Person, Server, environment, interleaved, prepare, table_words

ADMINISTRATOR = "mulu"
GOAL = 4


def main() -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="youshi-bench-"))
    try:
        with ExitStack() as running:
            seeded = prepare(folder)
            said = environment(folder, seeded)
            fill(said, folder)
            ours = Person(running.enter_context(Server("app:create_app()", said)).port)
            ours.sign_in(ADMINISTRATOR)
            for noun in PAGES:
                (folder / f"{noun}.html").write_text(ours.get(address(noun)), encoding="utf-8")
            where = {**said, "FLOOR_DB": str(seeded), "FLOOR_FOLDER": str(folder)}
            server = running.enter_context(Server("bench.list_floor:create()", where))
            floor = Person(server.port, ours.cookies)
            for noun in PAGES:
                pages = [person.get(address(noun)) for person in (ours, floor)]
                assert table_words(pages[0]) == table_words(pages[1]), (
                    noun,
                    *map(table_words, pages),
                )
            report(measure({"ours": ours, "floor": floor}))
    finally:
        shutil.rmtree(folder)


def address(noun: str) -> str:
    """Where a list stands."""
    return f"/admin/{noun}/list/"


def fill(said: dict[str, str], folder: Path) -> None:
    """The large catalogue in the rows; and the words of a list as the program says them."""
    os.environ.update(said)
    from flask_babel import force_locale

    from app import clock, create_app, transaction
    from app.admin import words as spoken
    from app.services import catalogue

    app = create_app()
    with app.app_context(), transaction.unit() as session:
        catalogue.import_package(session, made.catalogue(), by="bench", now=clock.now())
    with app.test_request_context(), force_locale("zh"):
        found = {
            "kinds": {key: str(one) for key, one in spoken.DOCUMENT_KINDS.items()},
            "sources": {key: str(one) for key, one in spoken.SOURCES.items()},
            "flags": {"0": "否", "1": "是"},
        }
    (folder / "words.json").write_text(json.dumps(found), encoding="utf-8")


def measure(people: dict[str, Person]) -> dict[tuple[str, str], list[float]]:
    """Milliseconds of every list of both."""
    return interleaved(
        {
            (noun, name): partial(person.get, address(noun))
            for noun in PAGES
            for name, person in people.items()
        }
    )


def report(times: dict[tuple[str, str], list[float]]) -> None:
    """A small table."""
    p50 = {key: statistics.median(found) for key, found in times.items()}
    print(f"{'list':<14} {'n':>5} {'ours ms':>8} {'floor ms':>9} {'ratio':>6}   goal {GOAL}")
    for noun in PAGES:
        ours, floor = p50[noun, "ours"], p50[noun, "floor"]
        n = len(times[noun, "ours"])
        print(f"{noun:<14} {n:>5} {ours:>8.2f} {floor:>9.2f} {ours / floor:>6.2f}")


if __name__ == "__main__":
    main()
