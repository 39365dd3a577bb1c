"""``make run``: from a bare checkout to a served application, with the standard library only.

Each step that is done already is passed over, so the second start takes seconds. What cannot be done
is said in one sentence, and nothing is left half done: the database is made beside its place and
moved there whole.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
INSTANCE = Path(os.environ.get("YOUSHI_INSTANCE", ROOT / "instance"))
STAMPS = VENV / "stamps"
SLOW = 2.0
OLDEST = (3, 11)


class CannotRun(Exception):
    """One sentence: what is missing or wrong, and what would help."""


def say(text: str) -> None:
    """A line for the terminal."""
    print(text, flush=True)


def step(name: str, act: Callable[[], None]) -> None:
    """Run a step; say its name where it takes time."""
    say(f"· {name}")
    begun = time.monotonic()
    act()
    took = time.monotonic() - begun
    if took > SLOW:
        say(f"  done in {took:.0f} s")


def command(*words: str | Path, what: str, quiet: bool = True) -> str:
    """Run a command; raises CannotRun with the last line it said."""
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
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.PIPE,
        )
    except OSError as problem:
        raise CannotRun(f"{what}: {problem}") from problem
    if done.returncode:
        lines = (done.stderr or done.stdout or "").strip().splitlines() or ["no message"]
        raise CannotRun(f"{what}: {lines[-1]}")
    return done.stdout or ""


def digest(*paths: Path) -> str:
    """A hash over files, to know whether a step was done for exactly these."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def once(name: str, key: str, act: Callable[[], None]) -> None:
    """Do a step only where it was not done for this key."""
    stamp = STAMPS / name
    if stamp.exists() and stamp.read_text() == key:
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


def port_is_free(port: int) -> None:
    """Raises CannotRun where something listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError as problem:
            raise CannotRun(
                f"port {port} is taken: stop what uses it, or choose another with PORT=…"
            ) from problem


def make_environment() -> None:
    """The virtual environment."""
    venv.create(VENV, with_pip=True)


def install(lock: str) -> None:
    """The pinned, hashed requirements."""
    command(
        BIN / "pip",
        "install",
        "-q",
        "--require-hashes",
        "-r",
        ROOT / lock,
        what=f"installing {lock}",
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
        what="installing front-end files (npm ci)",
    )
    command(BIN / "python", "-m", "app.assets", what="copying front-end files")


def database() -> None:
    """Migrate; a new SQLite database is built whole beside its place first."""
    INSTANCE.mkdir(parents=True, exist_ok=True)
    command(BIN / "flask", "db", "upgrade", what="the database cannot be used")


def ready(*, dev: bool) -> None:
    """Everything that is installed, not run."""
    python_is_new_enough()
    if not (BIN / "python").exists():
        step("virtual environment", make_environment)
    lock = "requirements-dev.txt" if dev else "requirements.txt"
    done = STAMPS / "python packages for development"
    if dev or not done.exists():
        name = "python packages for development" if dev else "python packages"
        once(name, digest(ROOT / lock, ROOT / "requirements.txt"), lambda: install(lock))
    templates = [*sorted((ROOT / "app" / "templates").rglob("*.html")), ROOT / "app" / "menu.py"]
    once("front-end files", digest(ROOT / "package-lock.json"), assets)
    once(
        "icons",
        digest(ROOT / "package-lock.json", *templates),
        lambda: (
            command(BIN / "python", "-m", "app.assets", what="copying front-end files") and None
        ),
    )
    once(
        "translations",
        digest(*sorted((ROOT / "translations").rglob("*.po"))),
        lambda: (
            command(BIN / "python", "-m", "app.translate", "compile", what="compiling translations")
            and None
        ),
    )


def filled() -> str:
    """Database, roles, catalogue, and in development the demo accounts as a table."""
    step("database", database)
    command(BIN / "flask", "bootstrap", what="making roles")
    seeds = digest(*sorted((ROOT / "seeds").rglob("*.yaml")))
    stamp = INSTANCE / "seeded"
    if not stamp.exists() or stamp.read_text() != seeds:
        step(
            "catalogue from seeds/, published through the gate",
            # the last line sums up; the others name every entry
            lambda: say(
                "  " + command(BIN / "flask", "seed", what="loading seeds").splitlines()[-1]
            ),
        )
        stamp.write_text(seeds)
    if os.environ.get("YOUSHI_ENV", "development") != "development":
        return ""
    return command(BIN / "flask", "demo-accounts", what="making demo accounts")


def serve(port: int) -> None:
    """Become the server: one thread a process, as many processes as cores."""
    os.chdir(ROOT)
    os.environ.update(FLASK_APP="app", YOUSHI_INSTANCE=str(INSTANCE), PORT=str(port))
    os.execv(BIN / "gunicorn", ["gunicorn", "--config", "gunicorn.conf.py", "app:create_app()"])


def main() -> int:
    """Run the steps; one sentence and 1 where one cannot be done."""
    try:
        if "--install-only" in sys.argv:
            ready(dev="--dev" in sys.argv)
            return 0
        port = int(os.environ.get("PORT", "8000"))
        port_is_free(port)
        ready(dev=False)
        table = filled()
    except CannotRun as problem:
        say(f"cannot run: {problem}")
        return 1
    except ValueError:
        say(f"cannot run: PORT is {os.environ.get('PORT')!r}, not a number")
        return 1
    say(table.rstrip())
    say(f"serving on http://localhost:{port}")
    serve(port)
    return 0


if __name__ == "__main__":
    sys.exit(main())
