"""The typesetter: a program of ours and what it is given become a PDF, here or in a process of its own.

The worker keeps it for the life of the process. Who draws one sheet now and then has it drawn aside:
typesetter, fonts and what it remembers end with that process instead of staying with every web process.
Run as a program this reads nothing of the application.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from threading import Lock
from typing import Any

#: For long keeping: fonts embedded, nothing outside the file.
STANDARDS = ["a-2b"]
#: Seconds that whoever asked for one sheet waits at most; a sheet takes less than one.
LONGEST = 30
# Drawing one sheet after another costs less than a second typesetter beside the first.
_lock = Lock()


class NotDrawn(Exception):
    """The typesetter could not draw a paper."""


def typeset(files: Mapping[str, str]) -> bytes:
    """Draw what is given; equal input gives equal bytes. Raises NotDrawn."""
    import typst  # six MiB that only drawing needs

    given: Any = {name: text.encode() for name, text in files.items()}
    try:
        with _lock:
            drawn = _typesetter().compile(
                input=given, format="pdf", pdf_standards=STANDARDS, timestamp=0
            )
    except typst.TypstError as problem:
        raise NotDrawn(type(problem).__name__) from problem
    return bytes(drawn)


def typeset_aside(files: Mapping[str, str]) -> bytes:
    """The same bytes from a process of its own. Raises NotDrawn."""
    return _aside("typeset", json.dumps(files).encode())


@cache
def families() -> frozenset[str]:
    """The fonts of this machine. Raises NotDrawn."""
    return frozenset(json.loads(_aside("families")))


@cache
def _typesetter() -> Any:
    """Kept for the life of the process: it remembers fonts and what it has laid out."""
    import typst

    return typst.Compiler()


def _aside(asked: str, said: bytes = b"") -> bytes:
    words = [sys.executable, "-P", __file__, asked]
    try:
        done = subprocess.run(words, input=said, capture_output=True, timeout=LONGEST, check=True)
    except subprocess.SubprocessError as problem:
        raise NotDrawn(type(problem).__name__) from problem
    return done.stdout


def _families(_said: bytes) -> bytes:
    import typst

    return json.dumps(typst.Fonts().families()).encode()


#: What the program is asked → its answer.
ASKED = {"typeset": lambda said: typeset(json.loads(said)), "families": _families}

if __name__ == "__main__":
    sys.stdout.buffer.write(ASKED[sys.argv[1]](sys.stdin.buffer.read()))
