"""A centre that has worked for years: some two thousand real cases, copied by SQL to as many as wanted.

``python -m bench.fill 1000000`` makes ``bench/out/1000000.db`` and keeps it: the benches bring it
to the schema of the tree and use it again. ``bench.copies`` says what differs in a copy.
"""

from __future__ import annotations

import os
import shutil
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
    """The database of so many cases as the schema is now; made where there is none."""
    path = OUT / f"{cases}.db"
    OUT.mkdir(exist_ok=True)
    if not path.exists():
        _make(path, cases)
    _flask(OUT, path, "db", "upgrade")
    return path


def _flask(folder: Path, path: Path, *words: str) -> None:
    env = environment(folder, path)
    subprocess.run([BIN / "flask", *words], cwd=ROOT, env=env, check=True, capture_output=True)


def _make(path: Path, cases: int) -> None:
    begun = time.perf_counter()
    # Under its own name only when it is whole: a fill that was broken off is not used.
    folder = path.with_suffix(".making")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    real = min(REAL, cases)
    made = prepare(folder, one=False)
    _flask(folder, made, "demo", "--cases", str(real), "--seed", "1")
    _say(f"{real:,} cases through the domain", begun)
    os.environ.update(environment(folder, made))
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
