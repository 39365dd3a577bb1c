"""Files that come with a form: kept one by one, what is wrong with one said beside its field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import g, request
from flask_babel import gettext as _

from app import clock, transaction
from app.domain.refusal import Refusal
from app.refusals import sentence
from app.services import attachments
from app.services.attachments import Place

#: End of the name of an input that holds files to be added.
ADDED = "-add"
#: How the box of a paper is called among the fields of a form.
PAPER = "doc-"


@dataclass
class Kept:
    """(box, number) of what was kept, and by box what is wrong with a file."""

    numbers: list[tuple[str, int]] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)


def keep(place_of: Callable[[str], Place | None]) -> Kept:
    """Keep what was sent, where ``place_of`` a box says; what belongs nowhere is left."""
    kept = Kept()
    for name, sent in request.files.items(multi=True):
        box = name.removesuffix(ADDED)
        place = place_of(box) if sent.filename and box != name else None
        if place is None:
            continue
        stored = attachments.add(
            transaction.session(),
            place,
            name=sent.filename or "",
            # One byte more than may be tells that there are too many.
            content=sent.stream.read(attachments.LARGEST + 1),
            by=g.principal.username,
            now=clock.now(),
        )
        if isinstance(stored, Refusal):
            kept.wrong[box] = _("%(file)s: %(say)s", file=sent.filename, say=sentence(stored))
        else:
            kept.numbers.append((box, stored))
    return kept


def paper_of(box: str) -> str:
    """The paper that a box is for; empty where it is for none."""
    return box.removeprefix(PAPER) if box.startswith(PAPER) else ""
