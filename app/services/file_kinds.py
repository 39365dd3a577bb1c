"""What a file is by what it holds, whatever it is called; what of that is taken where (hazards §8)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from itertools import chain, islice

from app.domain.refusal import Refusal
from app.services import pictures

#: What an office file may be when it is taken apart, so that none is a bomb.
UNPACKED, MEMBERS, RATIO = 100 * 1024 * 1024, 2000, 100
#: First bytes → what it is, and how its name ends.
SIGNATURES: dict[bytes, tuple[str, str]] = {
    b"%PDF-": ("application/pdf", "pdf"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
}
JPEG = ("image/jpeg", "jpg")
_OFFICE = "application/vnd.openxmlformats-officedocument."
#: A part that tells what a packed file is.
PACKED: dict[str, tuple[str, str]] = {
    "word/document.xml": (f"{_OFFICE}wordprocessingml.document", "docx"),
    "xl/workbook.xml": (f"{_OFFICE}spreadsheetml.sheet", "xlsx"),
    "OFD.xml": ("application/ofd", "ofd"),
}
#: A paper of the list is a page somebody signed or a machine sealed: no text that goes on changing.
OFFICE = frozenset({"docx", "xlsx"})
#: Brands of the pictures that some phones take unless told otherwise.
HEIC = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"})
#: What a page does by itself when it is opened has no business in a paper that is handed in.
#: Whole names: three signs of a scan spell /JS by chance in every tenth file.
ACTS = re.compile(rb"/(?:JavaScript|Launch|Rendition)\b")
#: Where newer files pack what they are made of; how much of one and how many are looked into.
PACKS, UNPACKED_AT_ONCE, MOST_PACKS = (
    re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL),
    1 << 20,
    500,
)
#: Ends of names that a file of a kind may keep.
ENDS = {"jpg": ("jpg", "jpeg")}
LONGEST = 120

NOT_TAKEN = Refusal(
    "attachment",
    "This file is not taken: it is none of PDF, OFD, JPG, PNG, DOCX and XLSX by its content.",
    {},
)
NO_PAPER = Refusal(
    "attachment",
    "A paper is taken as PDF, OFD, JPG, PNG or WebP; print a Word or Excel file to PDF first.",
    {},
)
PHONE = Refusal(
    "attachment",
    "This is a HEIC picture, which not every desk can open: set the phone's camera to JPG, or send it as JPG.",
    {},
)
ACTIVE = Refusal(
    "attachment",
    "This PDF runs something when it is opened; print it to PDF anew and add that.",
    {},
)


def kind_of(content: bytes) -> tuple[str, str] | None:
    """(media type, end of its name) by what a file holds; None where it is not taken."""
    for sign, kind in SIGNATURES.items():
        if content.startswith(sign):
            return kind
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp", "webp"
    return _packed(content) if content.startswith(b"PK\x03\x04") else None


def _packed(content: bytes) -> tuple[str, str] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    names = {part.filename for part in parts}
    sizes = sum(part.file_size for part in parts)
    if len(parts) > MEMBERS or sizes > min(UNPACKED, RATIO * len(content)):
        return None
    # A macro has no business in a paper that somebody hands in.
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((kind for part, kind in PACKED.items() if part in names), None)


def taken(content: bytes, *, paper: bool) -> tuple[bytes, tuple[str, str]] | Refusal:
    """What is kept of a file, and what that is: pictures drawn anew, the rest as it came."""
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        return PHONE
    kind = kind_of(content)
    if kind is None:
        return NO_PAPER if paper else NOT_TAKEN
    if paper and kind[1] in OFFICE:
        return NO_PAPER
    if kind[0].startswith("image/"):
        return _picture(content)
    if kind[1] == "pdf" and _acts(content):
        return ACTIVE
    return content, kind


def _acts(content: bytes) -> bool:
    """Whether a PDF says that something is run, in clear or in what it packs its objects in."""
    packs = islice(PACKS.finditer(content), MOST_PACKS)
    return any(
        ACTS.search(part)
        for part in chain([content], (_unpacked(content, at.end()) for at in packs))
    )


def _unpacked(content: bytes, start: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(memoryview(content)[start:], UNPACKED_AT_ONCE)
    except zlib.error:
        return b""  # packed in another way, or locked: nothing is seen of it


def _picture(content: bytes) -> tuple[bytes, tuple[str, str]] | Refusal:
    drawn = pictures.drawn_anew(content)
    return drawn if isinstance(drawn, Refusal) else (drawn, JPEG)


def small(content: bytes, kind: tuple[str, str]) -> bytes | None:
    """A preview of what has one: pictures; nothing of the others."""
    made = pictures.drawn_anew(content, side=pictures.SMALL) if kind == JPEG else None
    return made if isinstance(made, bytes) else None


def named(name: str, end: str) -> str:
    """The name as it is shown and given back: no path, no sign that could be more than a name."""
    plain = re.sub(
        r"[\x00-\x1f\x7f\"<>|:*?\u202a-\u202e\u2066-\u2069]", "", re.split(r"[\\/]", name)[-1]
    )
    stem, dot, given = plain.strip(" .").rpartition(".")
    if not dot or given.lower() not in ENDS.get(end, (end,)):
        # Called .jpg and being a PDF, it would not open where it is saved.
        stem, given = (stem if dot and len(given) <= 5 else plain.strip(" .")), end  # noqa: PLR2004 - an ending
    return f"{stem[:LONGEST] or 'file'}.{given.lower()}"
