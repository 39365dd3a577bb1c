"""The archived sheet: the same blocks as PDF, fonts within, the same bytes for the same paper.

Everything typed comes to the typesetter as JSON, in a file beside a program of ours that does not
change: nothing in it is read as typst.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from app import landing, paper_qr, paper_words
from app.services import papers, rating_papers

BLOCKS = Path(__file__).with_name("paper_blocks.typ").read_bytes()
PROGRAM = Path(__file__).with_name("paper.typ").read_bytes()
#: One of them must be on the machine: without it a sheet would hold boxes for signs.
FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC")
#: For long keeping: fonts embedded, nothing outside the file.
STANDARDS = ["a-2b"]
# Drawing one sheet after another costs less than a second typesetter beside the first.
_lock = Lock()


class NotDrawn(Exception):
    """The typesetter could not draw a paper."""


class NoFonts(RuntimeError):
    """No font on this machine draws Chinese: no sheet is archived."""


def has_fonts() -> bool:
    """Whether a font is here that draws Chinese and Korean."""
    return not set(FONTS).isdisjoint(_families())


def draw(paper: Any, *, link: str | None = None) -> bytes:
    """The sheet of a paper as it was given out first, with the link it invited to rate by. Raises NoFonts."""
    if not has_fonts():
        raise NoFonts(", ".join(FONTS))
    given = {
        "centre": paper.content["values"].get("centre") or landing.centre_name(),
        "number": paper.number,
        "title": paper.title,
        "at": paper.issued_at.timetuple()[:6],
        "mark": papers.spelled(papers.mark_of(paper)),
        "qr": paper_qr.file(paper.token),
        "rating": link and paper_qr.filed(paper_qr.rating(link)),
        "blocks": paper_words.sheet(paper.content, printed=1),
    }
    return typeset(given)


def keep(session: Session, paper: Any) -> bytes:
    """Draw the sheet of a paper and keep it. Raises NoFonts, OSError where the store is away."""
    drawn = draw(paper, link=rating_papers.printed(session, paper))
    papers.archive(session, paper, drawn)
    return drawn


def typeset(given: dict[str, Any], program: bytes = PROGRAM) -> bytes:
    """Draw what is given; equal input gives equal bytes. Raises NotDrawn."""
    import typst  # six MiB that no page but a paper's needs

    said = json.dumps(given, ensure_ascii=False).encode()
    files = {"main.typ": program, "blocks.typ": BLOCKS, "given.json": said}
    try:
        with _lock:
            drawn = _typesetter().compile(
                input=files, format="pdf", pdf_standards=STANDARDS, timestamp=0
            )
    except typst.TypstError as problem:
        raise NotDrawn(type(problem).__name__) from problem
    return bytes(drawn)


@cache
def _typesetter() -> Any:
    """Kept for the life of the process: it remembers fonts and what it has laid out."""
    import typst

    return typst.Compiler()


@cache
def _families() -> frozenset[str]:
    import typst

    return frozenset(typst.Fonts().families())
