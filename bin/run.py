"""``make run``: from a bare checkout to a served application, with the standard library only.

Each step that is done already is passed over, so the second start takes seconds. What cannot be done
is said in one sentence; every step is all or nothing or begun anew, so a run that was interrupted
anywhere is put right by the next. Two at once on one machine go one after the other.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
INSTANCE = Path(os.environ.get("YOUSHI_INSTANCE") or ROOT / "instance").resolve()
STAMPS = VENV / "stamps"
VENDOR = ROOT / "app" / "static" / "vendor"
#: A step says that it is still at work after so many seconds, and then as often.
SLOW, AGAIN = 2.0, 10.0
OLDEST = (3, 11)
HIGHEST_PORT = 65535
DEVELOPMENT = "python packages for development"
#: What a program says last, though the reason stands before it.
CHATTER = re.compile(
    r"\(Background on this error|\[SQL: |\[parameters: |npm (error|ERR!)( code| errno| syscall| A complete log|$)"
    r"|\[notice\]|Usage: |Try "
)
#: How a traceback, pip, npm and click begin the line with the reason.
REASON = re.compile(
    r"^(npm (?:error|ERR!) |ERROR: |Error: |(?:[A-Za-z_]\w*\.)*[A-Z]\w+: (?:\([\w.]+\) )?)"
)


class CannotRun(Exception):
    """One sentence: what is missing or wrong, and what would help."""


def say(text: str) -> None:
    """A line for the terminal."""
    print(text, flush=True)


def step(name: str, act: Callable[[], None]) -> None:
    """Run a step; say its name, and that it goes on where it takes time."""
    say(f"· {name}")
    begun, over = time.monotonic(), threading.Event()

    def go_on() -> None:
        pause = SLOW
        while not over.wait(pause):
            say(f"  … {time.monotonic() - begun:.0f} s")
            pause = AGAIN

    watch = threading.Thread(target=go_on, daemon=True)
    watch.start()
    try:
        act()
    finally:
        over.set()
        watch.join()
    took = time.monotonic() - begun
    if took > SLOW:
        say(f"  done in {took:.0f} s")


def command(*words: str | Path, what: str) -> str:
    """Run a command and give what it printed; raises CannotRun with the reason it gave."""
    environment = {
        **os.environ,
        "FLASK_APP": "app",
        "YOUSHI_INSTANCE": str(INSTANCE),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    try:
        done = subprocess.run(
            [str(word) for word in words],
            cwd=ROOT,
            env=environment,
            text=True,
            check=False,
            capture_output=True,
        )
    except OSError as problem:
        raise CannotRun(f"{what}: {problem}") from problem
    if done.returncode:
        why = reason(done.stderr or done.stdout or "")
        raise CannotRun(f"{what}: {why}" if what else why)
    return done.stdout


def reason(said: str) -> str:
    """The line of a failed command's words that tells why, without what names its kind."""
    lines = [line.strip() for line in said.splitlines()]
    lines = [line for line in lines if line and not CHATTER.match(line)]
    # npm tells the reason first and then advises, the others come to it last
    telling = [line for line in lines if REASON.match(line)] or lines or ["no message"]
    line = telling[0 if telling[0].startswith("npm ") else -1]
    return REASON.sub("", line) or line


def digest(*paths: Path) -> str:
    """A hash over files, to know whether a step was done for exactly these."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def once(name: str, key: str, act: Callable[[], None], *, gives: Path | None = None) -> None:
    """Do a step only where it was not done for this key, or what it gives is not there."""
    stamp = STAMPS / name
    if stamp.exists() and stamp.read_text() == key and (gives is None or gives.exists()):
        return
    step(name, act)
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key)


def python_is_new_enough() -> None:
    """Raises CannotRun below the oldest Python."""
    if sys.version_info < OLDEST:
        raise CannotRun(
            f"Python {'.'.join(map(str, OLDEST))} or newer is needed; this is {sys.version.split()[0]}"
        )


def port_chosen() -> int:
    """The port of PORT, 8000 where nothing is said. Raises CannotRun."""
    said = os.environ.get("PORT", "").strip() or "8000"
    if not said.isdecimal():
        raise CannotRun(f"PORT is {said!r}, not a number")
    if not 1 <= int(said) <= HIGHEST_PORT:
        raise CannotRun(f"PORT is {said}; a port is a number from 1 to {HIGHEST_PORT}")
    return int(said)


def port_is_free(port: int) -> None:
    """Raises CannotRun where something listens there already, or we may not."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError as problem:
            why = PORT_REFUSED.get(problem.errno or 0, f"cannot be used ({problem.strerror})")
            raise CannotRun(f"port {port} {why}: choose another with PORT=…") from problem


PORT_REFUSED = {
    errno.EADDRINUSE: "is taken",
    errno.EACCES: "is kept for the system's administrator",
}


@contextmanager
def alone() -> Iterator[None]:
    """One start at a time on this machine: two would install into one place."""
    with Path(__file__).open() as ours:
        try:
            fcntl.flock(ours, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("· another start is under way; waiting for it")
            fcntl.flock(ours, fcntl.LOCK_EX)
        yield


def make_environment() -> None:
    """The virtual environment, anew where one was left half made."""
    try:
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    except subprocess.CalledProcessError as problem:
        raise CannotRun(
            "the virtual environment cannot be made: install Python's venv (python3-venv)"
        ) from problem


def install(lock: str) -> None:
    """The pinned, hashed requirements."""
    command(
        BIN / "pip",
        "install",
        "-q",
        "--require-hashes",
        "-r",
        ROOT / lock,
        what=f"installing {lock} failed (is the network there?)",
    )


def npm() -> list[str | Path]:
    """The machine's npm, else the one that comes as a package."""
    found = shutil.which("npm")
    if found:
        return [found]
    install("requirements-node.txt")
    return [BIN / "npm"]


def assets() -> None:
    """Front-end files by npm ci, copied to where they are served from."""
    command(
        *npm(),
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        what="installing front-end files (npm ci) failed (is the network there?)",
    )
    icons()


def icons() -> None:
    """What the pages use of them, copied."""
    command(BIN / "python", "-m", "app.assets", what="copying front-end files failed")


def translations() -> None:
    """The catalogues, compiled."""
    command(BIN / "python", "-m", "app.translate", "compile", what="compiling translations failed")


def ready(*, dev: bool) -> None:
    """Everything that is installed, not run."""
    if not ((BIN / "python").exists() and (BIN / "pip").exists()):
        step("virtual environment", make_environment)
    dev = dev or (STAMPS / DEVELOPMENT).exists()
    lock = "requirements-dev.txt" if dev else "requirements.txt"
    name = DEVELOPMENT if dev else "python packages"
    once(name, digest(ROOT / lock, ROOT / "requirements.txt"), lambda: install(lock))
    used = [path for kind in ("html", "py") for path in sorted((ROOT / "app").rglob(f"*.{kind}"))]
    packages, catalogues = ROOT / "package-lock.json", ROOT / "translations"
    once("front-end files", digest(packages), assets, gives=VENDOR / "tabler.min.css")
    once("icons", digest(packages, *used), icons, gives=VENDOR.parent / "icons.svg")
    compiled = catalogues / "zh" / "LC_MESSAGES" / "messages.mo"
    once("translations", digest(*sorted(catalogues.rglob("*.po"))), translations, gives=compiled)


def filled() -> str:
    """Database, roles, catalogue, and in development the demo accounts as a table."""
    INSTANCE.mkdir(parents=True, exist_ok=True)
    if not os.access(INSTANCE, os.W_OK | os.X_OK):
        raise CannotRun(
            f"the folder {INSTANCE} cannot be written: choose another by YOUSHI_INSTANCE=…"
        )
    stands: list[str] = []
    step("database", lambda: stands.append(command(BIN / "flask", "prepare", what="")))
    development = os.environ.get("YOUSHI_ENV", "development") == "development"
    seeds = digest(*sorted((ROOT / "seeds").rglob("*.yaml")))
    stamp, empty = INSTANCE / "seeded", "nothing published" in stands[0]
    # a centre at work keeps what its administrators made of the seeds
    if empty or (development and not (stamp.exists() and stamp.read_text() == seeds)):
        step("catalogue from seeds/, published through the gate", seed)
        stamp.write_text(seeds)
    if not development:
        return ""
    table = command(BIN / "flask", "demo-accounts", what="making demo accounts failed")
    return f"{table.rstrip()}\nmonths of invented activity: make demo"


def seed() -> None:
    """Load and publish; the last line sums up, the others name every entry."""
    say("  " + command(BIN / "flask", "seed", what="loading seeds failed").splitlines()[-1])


def serve(port: int) -> None:
    """Become the server: one thread a process, as many processes as cores."""
    os.chdir(ROOT)
    os.environ.update(FLASK_APP="app", YOUSHI_INSTANCE=str(INSTANCE), PORT=str(port))
    os.execv(BIN / "gunicorn", ["gunicorn", "--config", "gunicorn.conf.py", "app:create_app()"])


def run() -> None:
    """The steps in order. Raises CannotRun, OSError."""
    python_is_new_enough()
    if "--install-only" in sys.argv:
        with alone():
            ready(dev="--dev" in sys.argv)
        return
    port = port_chosen()
    port_is_free(port)
    with alone():
        ready(dev=False)
        table = filled()
    say(table.rstrip())
    say(f"serving on http://localhost:{port}")
    serve(port)


def main() -> int:
    """Run the steps; one sentence and 1 where one cannot be done."""
    try:
        run()
    except (CannotRun, OSError) as problem:
        say(f"cannot run: {problem}")
        return 1
    except KeyboardInterrupt:
        say("stopped; the next start goes on from here")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
