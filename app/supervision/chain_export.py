"""A chain taken out with the script that checks it; who took it is kept (R95)."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, abort, g, stream_with_context

from app import clock, journal, transaction
from app.access import may
from app.guard import needs
from app.services import chain_export

pages = Blueprint("chain_export", __name__, url_prefix="/trail")
#: Chain → the grants of which one takes it out: the audit administrator sees no case.
GRANTS = {
    journal.RECORDS: ("journal.export",),
    journal.ACCESS: ("journal.export", "access.export"),
}


def offered() -> list[str]:
    """The chains that the reader may take out."""
    return [name for name, grants in GRANTS.items() if any(may(g.principal, one) for one in grants)]


@pages.post("/<string:chain>/export")
@needs("journal.export", "access.export")
def take(chain: str) -> Response:
    """The chain as it stands now, while it is read."""
    if chain not in GRANTS:
        abort(404)
    if chain not in offered():
        abort(403)
    session = transaction.session()
    entries, head = journal.head(session, chain)
    journal.access(session, "chain", chain, "exported", format="zip", entries=entries)
    name = f"youshi-{chain}-{clock.now():%Y%m%d-%H%M}.zip"
    heads = {"Content-Disposition": f'attachment; filename="{name}"'}
    pieces = stream_with_context(_pieces(chain, entries, head))
    return Response(pieces, mimetype="application/zip", headers=heads)


def _pieces(chain: str, entries: int, head: str) -> Iterator[bytes]:
    with transaction.reading() as session:
        yield from chain_export.packed(session, chain, entries=entries, head=head, at=clock.now())
