"""A centre that has worked for years: some two thousand real cases, copied by SQL to as many as wanted.

``python -m bench.fill 1000000`` makes ``bench/out/1000000.db`` and keeps it: the benches use it as long
as the schema is the same. ``bench.copies`` says what differs in a copy.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from bench.copies import Copies
from bench.serving import BIN, ROOT, environment, prepare

OUT = ROOT / "bench" / "out"
#: Cases made through the domain; every copy is a copy of all of them.
REAL = 2000
CASES = int(os.environ.get("CASES", "20000"))
PROGRESS = 25


def filled(cases: int = CASES) -> Path:
    """The database of so many cases; made where there is none of this schema yet."""
    path = OUT / f"{cases}.db"
    head = _head()
    if _head_of(path) != head:
        OUT.mkdir(exist_ok=True)
        _make(path, cases)
    return path


def _head() -> str:
    """The newest migration of the tree."""
    names = sorted((ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    return names[-1].name.partition("_")[0]


def _head_of(path: Path) -> str:
    if not path.exists():
        return ""
    with sqlite3.connect(path) as base:
        found = base.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found[0]) if found else ""


def _make(path: Path, cases: int) -> None:
    begun = time.perf_counter()
    # Under its own name only when it is whole: a fill that was broken off is not used.
    folder = path.with_suffix(".making")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    real = min(REAL, cases)
    made = prepare(folder, one=False)
    words = ["demo", "--cases", str(real), "--seed", "1"]
    env = environment(folder, made)
    subprocess.run([BIN / "flask", *words], cwd=ROOT, env=env, check=True, capture_output=True)
    _say(f"{real:,} cases through the domain", begun)
    os.environ.update(env)
    with Copies(made, times=cases // real - 1) as copies:
        for at in range(1, copies.times + 1):
            copies.copy(at)
            if at % PROGRESS == 0:
                _say(f"{(at + 1) * real:,} cases", begun)
    made.rename(path)
    shutil.rmtree(folder)
    _say(f"{path.name}: {path.stat().st_size / 2**30:.2f} GiB", begun)


def _say(what: str, begun: float) -> None:
    print(f"{time.perf_counter() - begun:7.0f} s  {what}", flush=True)


if __name__ == "__main__":
    filled(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
