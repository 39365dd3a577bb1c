"""Keep a worker beside the server, with the standard library only: started, started again, ended with it.

Whoever started this holds the other end of its input; when that end is gone, however it went, so is
the worker, after the step it is at, and so is this.
"""

from __future__ import annotations

import fcntl
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = Path(os.environ.get("YOUSHI_INSTANCE") or ROOT / "instance").resolve()
WORKER = [sys.executable, "-m", "flask", "worker", "--beside"]
#: Seconds between two looks; before a worker that ended is started again, at first and at the most.
LOOK, FIRST, LONGEST = 0.5, 2.0, 60.0
#: Seconds a worker has for the step it is at. One that lives so long was well.
GRACE, WELL = 30, 60


def main() -> int:
    """Keep one worker for an instance; where another is kept already, only wait to take over."""
    INSTANCE.mkdir(parents=True, exist_ok=True)
    with (INSTANCE / "working").open("w") as ours:
        while not hold(ours):
            if ended(LOOK):
                return 0
        pause = FIRST
        while True:
            begun = time.monotonic()
            code = work()
            if code is None:
                return 0
            pause = FIRST if time.monotonic() - begun > WELL else min(pause * 2, LONGEST)
            print(f"the worker ended ({code}); another in {pause:.0f} s", file=sys.stderr)
            if ended(pause):
                return 0


def hold(ours: TextIO) -> bool:
    """One is kept for an instance; the lock goes with its process, whatever ends it."""
    try:
        fcntl.flock(ours, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def work() -> int | None:
    """How a worker ended by itself; None where it was ended because the starter is gone."""
    child = subprocess.Popen(WORKER, cwd=ROOT, stdin=subprocess.PIPE)
    while child.poll() is None:
        if ended(LOOK):
            child.stdin.close()
            try:
                child.wait(GRACE)
            except subprocess.TimeoutExpired:
                child.kill()  # what it was at is rolled back, and its lease ends
            return None
    return child.returncode


def ended(seconds: float) -> bool:
    """Wait; whether the starter is gone by then."""
    return bool(select.select([sys.stdin], [], [], seconds)[0])


if __name__ == "__main__":
    sys.exit(main())
