"""Let time act every minute, in a process of its own beside the server, with the standard library only.

Whoever started it holds the other end of its input; when that end is gone, however it went, so is this.
"""

from __future__ import annotations

import fcntl
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = Path(os.environ.get("YOUSHI_INSTANCE") or ROOT / "instance").resolve()
EVERY = float(os.environ.get("YOUSHI_TICK") or 60)
TICK = [sys.executable, "-m", "flask", "tick"]


def main() -> int:
    """Tick until the starter is gone; where another ticks already, only wait to take over from it."""
    INSTANCE.mkdir(parents=True, exist_ok=True)
    with (INSTANCE / "ticking").open("w") as ours:
        held = False
        while True:
            held = held or hold(ours)
            if held:
                tick()
            if ended(EVERY):
                return 0


def hold(ours: TextIO) -> bool:
    """One ticks for an instance; the lock goes with its process, whatever ends it."""
    try:
        fcntl.flock(ours, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def tick() -> None:
    """What went wrong stands in the server's log; the next minute tries again."""
    # What a tick did is no news every minute: only its errors are passed on.
    subprocess.run(TICK, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)


def ended(seconds: float) -> bool:
    """Wait; whether the starter is gone by then."""
    return bool(select.select([sys.stdin], [], [], seconds)[0])


if __name__ == "__main__":
    sys.exit(main())
