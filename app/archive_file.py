"""A closed case put together for the archive: the drawn file, its papers, what was handed in, list and proof."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from flask_babel import gettext as _

from app import archive_pdf, paper_words
from app.services import archive_entries, attachments, papers
from app.services.archive_entries import MANIFEST, Entry, as_json, made, plain_name
from app.services.archive_reading import Whole

SCRIPT = Path(archive_entries.__file__).with_name("verify_case.py").read_bytes()
PDF = "案卷.pdf"
README = """案卷 {number}

案卷.pdf       封面、卷内目录、办件情况、办理经过、材料清单和全部文书
文书/          每份文书的归档 PDF；作废的也在，名称里写明
附件/          交来的电子文件，原样；不作数的也在，名称里写明
journal.json   本办件的留痕，每条带散列
manifest.json  清单：每个文件的名称、大小、SHA-256、是什么、何时、何人
verify.py      核验：python3 verify.py；与系统里记下的清单散列核对：python3 verify.py 散列

只要装有 Python 3，不用联网，不用本系统。案卷里有完整的姓名和号码，请按规定保管。
"""


class Made(NamedTuple):
    """The parts in their order, the date they all carry, and the hash of their list."""

    entries: list[Entry]
    dated: datetime
    manifest: str


def put_together(whole: Whole) -> Made:
    """The file of a closed case: the same parts for the same content.

    Every paper has its archived sheet by now. Raises NoFonts, FileGone, FileAltered.
    """
    with paper_words.centres_language():
        parts = [*_papers(whole), *_attachments(whole)]
        drawn = made(PDF, archive_pdf.drawn(whole, parts), what=_("the file as a document"))
        proof = made("journal.json", _journal(whole), what=_("the journal of the case"))
        readme = README.format(number=whole.case.number).encode()
        others = [made("README.txt", readme), made("verify.py", SCRIPT)]
    listed = [drawn, *parts, proof, *others]
    manifest = archive_entries.manifest(_about(whole), listed)
    listed.insert(0, made(MANIFEST, manifest))
    return Made(listed, whole.case.closed_at, hashlib.sha256(manifest).hexdigest())


def _about(whole: Whole) -> dict[str, Any]:
    case, last = whole.case, whole.journal[-1]
    moments = {name: getattr(case, name) for name in ("received_at", "accepted_at", "closed_at")}
    head = {"entries": len(whole.journal), "seq": last["seq"], "hash": last["hash"]}
    return {
        "case": {
            "number": case.number, "name": case.name, "outcome": case.outcome,
            "blueprint": case.blueprint,
            **{name: at and at.isoformat(sep=" ") for name, at in moments.items()},
        },
        "journal": head,
    }  # fmt: skip


def _journal(whole: Whole) -> bytes:
    return as_json({"case": whole.case.number, "entries": whole.journal})


def _papers(whole: Whole) -> Iterator[Entry]:
    """Each paper as it is archived; void ones say so in their name."""
    for at, paper in enumerate(whole.papers, start=1):
        void = _(" (void)") if paper.void_at else ""
        name = plain_name(f"{at:02d} {paper.title} {paper.number}", end=f"{void}.pdf")
        sheet = papers.sheet_of(paper)
        yield Entry(
            _("Papers/%(name)s", name=name), len(sheet), hashlib.sha256(sheet).hexdigest(),
            stored=paper.pdf or "", context=papers.ARCHIVED,
            said={
                "what": paper.title, "number": paper.number, "by": paper.by,
                "at": f"{paper.issued_at:%Y-%m-%d %H:%M:%S}", "void": bool(paper.void_at),
            },
        )  # fmt: skip


def _attachments(whole: Whole) -> Iterator[Entry]:
    """Each file that was handed in, as it is kept; those that do not count say so in their name."""
    named = {one.document: one.name for one in whole.page.documents}
    named |= {spec["key"]: spec["label"] for spec in whole.page.blueprint["fields"]}
    for at, file in enumerate(whole.attachments, start=1):
        what = named.get(file.document or file.field, "")
        stem, _dot, end = file.name.rpartition(".")
        struck = _(" (does not count)") if file.struck_at else ""
        called = " ".join(filter(None, [f"{at:02d}", what[:24], stem]))
        name = plain_name(called, end=f"{struck}.{plain_name(end)}")
        yield Entry(
            _("Attachments/%(name)s", name=name), file.size, file.sha256,
            stored=file.stored, context=attachments.CONTENT,
            said={
                "what": what, "original_name": file.name, "by": file.by,
                "at": f"{file.at:%Y-%m-%d %H:%M:%S}", "counts": file.struck_at is None,
                **({"taken_from": file.taken_from} if file.taken_from else {}),
            },
        )  # fmt: skip
