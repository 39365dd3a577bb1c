"""What a web process holds after people of seven roles opened every page that leads from their menu.

Two processes, as on a machine of two cores; each person follows links from their first page, a hundred and fifty at most.
After each person it prints how many different pages were opened and what the processes hold.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from html import unescape
from pathlib import Path

from bench.intake_load import GOAL_MIB, resident
from bench.serving import BIN, ROOT, Person, Server, environment, prepare

PEOPLE = ("lijing", "scjg1", "ducha", "jiancha", "mulu", "xitong", "zhuren")
MOST, EACH = 150, 40
CASES = 150
#: Addresses that are no page of a person's day: files to take, the way out, the other language.
NOT = re.compile(r"logout|/lang/|/static|xlsx|csv")


def main() -> None:
    """Walk and print."""
    folder = Path(tempfile.mkdtemp(prefix="youshi-bench-"))
    try:
        env = environment(folder, prepare(folder, one=False))
        words = [BIN / "flask", "demo", "--cases", str(CASES), "--seed", "1"]
        subprocess.run(words, cwd=ROOT, env=env, check=True, capture_output=True)
        with Server("app:create_app()", {**env, "WEB_CONCURRENCY": "2"}) as server:
            print(f"{'':>10} {'pages':>6}  resident, share (MiB; goal {GOAL_MIB})")
            say("start", 0, server)
            opened = 0
            for name in PEOPLE:
                opened += walk(Person(server.port).sign_in(name))
                say(name, opened, server)
    finally:
        shutil.rmtree(folder)


def walk(person: Person) -> int:
    """How many different pages were opened."""
    waiting, seen = ["/"], set()
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        if address in seen or NOT.search(address):
            continue
        seen.add(address)
        waiting += re.findall(r'href="(/[^"#]*)"', unescape(person.get(address)))[:EACH]
    return len(seen)


def say(name: str, opened: int, server: Server) -> None:
    """A line: each process with all that it holds, and with its share of what they hold together."""
    held = "; ".join(f"{whole:.0f}, {share:.0f}" for whole, share in resident(server.process.pid))
    print(f"{name:>10} {opened:>6}  {held}", flush=True)


if __name__ == "__main__":
    main()
