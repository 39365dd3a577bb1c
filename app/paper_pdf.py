"""The archived sheet: the same blocks as PDF, fonts within, the same bytes for the same paper.

Everything typed comes to the typesetter as JSON, in a file beside a program of ours that does not
change: nothing in it is read as typst.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app import landing, paper_qr, paper_words, typesetting
from app.services import papers, rating_papers

BLOCKS = Path(__file__).with_name("paper_blocks.typ").read_text("utf-8")
PROGRAM = Path(__file__).with_name("paper.typ").read_text("utf-8")
#: One of them must be on the machine: without it a sheet would hold boxes for signs.
FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC")
#: Files by name → the PDF.
Typesetter = Callable[[dict[str, str]], bytes]


class NoFonts(RuntimeError):
    """No font on this machine draws Chinese: no sheet is archived."""


def has_fonts() -> bool:
    """Whether a font is here that draws Chinese and Korean."""
    return not set(FONTS).isdisjoint(typesetting.families())


def draw(paper: Any, *, link: str | None = None, aside: bool = False) -> bytes:
    """The sheet of a paper as it was given out first, with the link it invited to rate by.

    Drawn aside no typesetter stays with this process. Raises NoFonts, typesetting.NotDrawn.
    """
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
    return typeset(given, by=typesetting.typeset_aside if aside else typesetting.typeset)


def keep(session: Session, paper: Any, *, aside: bool = False) -> bytes:
    """Draw the sheet of a paper and keep it. Raises as drawing does, OSError where the store is away."""
    drawn = draw(paper, link=rating_papers.printed(session, paper), aside=aside)
    papers.archive(session, paper, drawn)
    return drawn


def typeset(
    given: dict[str, Any], *, program: str = PROGRAM, by: Typesetter = typesetting.typeset
) -> bytes:
    """Draw what is given by a program of ours. Raises typesetting.NotDrawn."""
    said = json.dumps(given, ensure_ascii=False)
    return by({"main.typ": program, "blocks.typ": BLOCKS, "given.json": said})
