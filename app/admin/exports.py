"""Generated lists taken out as a file: the same rows, columns and masks as on screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import abort, url_for
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access

from app import clock, transaction
from app.admin import filters, keyset
from app.services import naming
from app.taking_out import Line, sent

#: Rows read in one statement.
ROWS = 500


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
                yield [self._out(row, name, cells[name]) for name in columns]

    def _out(self: Any, row: Any, name: str, shown: Any) -> Any:
        """Days and moments as such, that a spreadsheet orders them; all else as its words."""
        value = getattr(row, name, None)
        # What the mask hides, or nobody is to read as a day, has no words or other ones.
        return (
            value if isinstance(value, date) and str(value)[:10] == str(shown)[:10] else str(shown)
        )

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
