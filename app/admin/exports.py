"""Lists taken out as a file: the same rows, columns and masks as on screen, and who took them is kept."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import xlsxwriter
from flask import Response, abort, request, stream_with_context, url_for
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access

from app import clock, journal, transaction
from app.admin import filters, keyset
from app.services import naming

#: Rows read in one statement, and bytes of a finished workbook sent at once.
ROWS, BYTES = 500, 1 << 16
#: How a cell begins that a spreadsheet would take for a formula, in either width.
FORMULA = tuple("=+-@\t\r＝＋－＠")
Line = list[str]


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: what looks like a formula is told to be text."""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_csv(lines: Iterable[Line]) -> Iterator[bytes]:
    """Lines as CSV, a piece a line; the mark in front is what a spreadsheet knows Chinese by."""
    yield b"\xef\xbb\xbf"
    for line in lines:
        out = io.StringIO()
        csv.writer(out).writerow(map(harmless, line))
        yield out.getvalue().encode()


def as_workbook(lines: Iterable[Line]) -> Iterator[bytes]:
    """Lines as a workbook: written row by row to a file, every cell a text, then sent in pieces."""
    with tempfile.TemporaryFile() as out:
        settings = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(out, settings)
        page = book.add_worksheet()
        page.freeze_panes(1, 1)
        for row, line in enumerate(lines):
            for column, text in enumerate(line):
                page.write_string(row, column, text)
        book.close()
        out.seek(0)
        yield from iter(lambda: out.read(BYTES), b"")


#: Kind of file → its type, and how lines become one.
FORMATS: dict[str, tuple[str, Callable[[Iterable[Line]], Iterator[bytes]]]] = {
    "csv": ("text/csv", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_workbook),
}


def sent(
    noun: str, lines: Iterable[Line], *, filtered: Iterable[str] = (), what: str = "list"
) -> Response:
    """Lines as the file that this request asks for; the access chain keeps who took them (R95).

    ``filtered``: by what, never for what: what was typed may be somebody's name.
    """
    said = request.form.get("format", "csv")
    if said not in FORMATS:
        abort(400)
    journal.access(
        transaction.session(), noun, what, "exported", format=said, filtered=list(filtered)
    )
    kind, make = FORMATS[said]
    # Rights and language are this request's; the rows are read while they are sent.
    pieces = stream_with_context(make(lines))
    name = f"{noun}-{clock.now():%Y%m%d-%H%M}.{said}"
    heads = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(pieces, mimetype=kind, headers=heads)


class Exporting:
    """A generated list that may be taken out, filtered and ordered as its address says."""

    @expose("/export", methods=["POST"])
    @has_access
    def export(self: Any) -> Any:
        """The rows of the list as a file; the access chain keeps who took it (R95)."""
        kept, now = self._kept(), clock.now()
        where, wrong = filters.clauses(self.searched, self.datamodel.obj, kept.given, now=now)
        if wrong:
            abort(400)
        lines = self._lines(kept, [*self._rules(), *where])
        return sent(self.class_permission_name, lines, filtered=sorted(kept.given))

    def _lines(self: Any, kept: Any, where: list[Any]) -> Iterator[Line]:
        """The heading, then every row in words: one unbroken view, a part at a time."""
        columns = self.export_columns or self.show_columns
        with transaction.reading() as session:
            names = naming.names(session, *self.names)
            yield [self.label(name) for name in columns]
            for row in self._every(session, kept, where):
                cells = self._shown(row, columns, names)["cells"]
                yield [str(cells[name]) for name in columns]

    def _every(self: Any, session: Any, kept: Any, where: list[Any]) -> Iterator[Any]:
        """Rows of all pages, each page beginning where the last one ended."""
        descending, name = kept.order.startswith("-"), kept.order.removeprefix("-")
        column, beyond = self._mapped(name), []
        wanted = dict.fromkeys((*(self.export_columns or self.show_columns), name))
        query = self._reading([one for one in wanted if one != "id"]).where(*where)
        query = query.select_from(self.datamodel.obj)
        query = query.order_by(*keyset.order(column, self._id, descending=descending)).limit(ROWS)
        rows: list[Any] = [None] * ROWS
        while len(rows) == ROWS:
            rows = session.execute(query.where(*beyond)).all()
            yield from rows
            if rows:
                last = rows[-1]
                place = keyset.Place(last.id, None if name == "id" else getattr(last, name))
                beyond = [keyset.beyond(column, self._id, place, descending=descending)]

    def takes(self: Any) -> bool:
        """Whether this reader may take the list out."""
        if "export" not in self.include_route_methods:
            return False
        act = f"can_{self.get_method_permission('export')}"
        return bool(self.appbuilder.sm.has_access(act, self.class_permission_name))

    def export_address(self: Any, kept: Any) -> str:
        """Where this list, filtered and ordered as it is, is taken out."""
        order = kept.order if kept.order != self.base_order else ""
        asked = {"order": order, **kept.given}
        return url_for(f"{self.endpoint}.export", **{k: v for k, v in asked.items() if v})
