"""The file of a case as one document, drawn by the typesetter of the papers with a program of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app import archive_words, landing, paper_pdf, paper_qr, paper_words
from app.archive_blocks import moment
from app.services.archive_entries import Entry
from app.services.archive_reading import Whole

PROGRAM = Path(__file__).with_name("archive.typ").read_text("utf-8")


def drawn(whole: Whole, parts: list[Entry]) -> bytes:
    """The document: cover, contents with pages, what was written for it, every paper's text. Raises NoFonts."""
    if not paper_pdf.has_fonts():
        raise paper_pdf.NoFonts(", ".join(paper_pdf.FONTS))
    case = whole.case
    sections = archive_words.sections(whole)
    sheets = [_sheet(paper, at) for at, paper in enumerate(whole.papers, start=1)]
    given = {
        "centre": landing.centre_name(),
        "number": case.number,
        "name": case.name,
        "title": _("Case file"),
        "at": case.closed_at.timetuple()[:6],
        "cover": archive_words.cover(whole),
        "words": _words(),
        "contents": list(_contents(whole, sections, parts)),
        "sections": sections,
        "papers": sheets,
    }
    return paper_pdf.typeset(given, program=PROGRAM)


def _words() -> dict[str, Any]:
    return {
        "pages": _("Pages in all"),
        "contents": _("Contents of the file"),
        "void": _("void"),
        "heads": [
            _("No."),
            _("Title in the file"),
            _("Number on it"),
            _("Date"),
            _("Page"),
            _("Remarks"),
        ],
        "signs": [_("Filed by"), _("Filed on"), _("Checked by"), _("To be kept for")],
    }


def _sheet(paper: Any, at: int) -> dict[str, Any]:
    """A paper's text as the applicant has it."""
    void = ""
    if paper.void_at:
        why = paper.void_why or ""
        void = _("Void since %(at)s. %(why)s", at=moment(paper.void_at), why=why).strip()
    return {
        "key": f"paper-{at}",
        "title": _(
            "Paper %(at)s: %(title)s %(number)s", at=at, title=paper.title, number=paper.number
        ),
        "void": void,
        "blocks": paper_words.sheet(paper.content, printed=1),
        "qr": paper_qr.file(paper.token),
    }


def _contents(
    whole: Whole, sections: list[dict[str, Any]], parts: list[Entry]
) -> Iterator[dict[str, str]]:
    rows: list[dict[str, str]] = [
        {"title": one["title"], "key": one["key"], "number": "", "at": "", "remark": ""}
        for one in sections
    ]
    for at, paper in enumerate(whole.papers, start=1):
        rows.append({
            "title": paper.title, "key": f"paper-{at}", "number": paper.number,
            "at": f"{paper.issued_at:%Y-%m-%d}", "remark": _("void") if paper.void_at else "",
        })  # fmt: skip
    files = parts[len(whole.papers) :]
    for file, entry in zip(whole.attachments, files, strict=True):
        said = entry.said["what"] or file.name
        rows.append({
            "title": said, "key": "", "number": "", "at": f"{file.at:%Y-%m-%d}", "remark": entry.name,
        })  # fmt: skip
    return ({"no": str(no), **row} for no, row in enumerate(rows, start=1))
