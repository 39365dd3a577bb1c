"""Takes what the services of a demo centre would execute, until it is written in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.result import null_result
from sqlalchemy.orm import Session

from app.models import Case, Rating, Result, inserting


class Gathered:
    """Takes what the services would execute: rows are kept by table, all else is done after them."""

    def __init__(self) -> None:
        """Nothing is gathered yet."""
        self.info: dict[str, Any] = {}
        self.rows: dict[Any, dict[tuple[str, ...], list[dict[str, Any]]]] = {}
        self.later: list[Any] = []
        #: (case, channel) → the link that goes along with a paper
        self.links: dict[tuple[int, str], dict[str, Any]] = {}
        self.results: dict[int, list[dict[str, Any]]] = defaultdict(list)

    def connection(self) -> Gathered:
        """Whoever writes past the unit of work is heard too."""
        return self

    def execute(self, statement: Any, rows: Sequence[dict[str, Any]] | None = None) -> Any:
        """An insert with its rows, or a statement for later; whoever asks for something finds nothing."""
        if isinstance(statement, sa.Select):
            # Whom to tell: nobody hears of what is only played.
            return null_result()
        if rows is None:
            self.later.append(statement)
            return None
        # As the metadata has it: what an insert names is a marked copy.
        table = Case.metadata.tables.get(statement.table.name, statement.table)
        if table is Rating.__table__:
            self.links |= {(row["case_id"], row["channel"]): dict(row) for row in rows}
            return None
        kept = self.rows.setdefault(table, defaultdict(list))
        for row in rows:
            # Rows that are inserted together name the same columns.
            kept[tuple(sorted(row))].append(dict(row))
            if table is Result.__table__:
                self.results[row["case_id"]].append(row)
        return None

    def write(self, session: Session, cases: Collection[int]) -> None:
        """The rows of these cases in bulk, each table's in the order in which they came, the cases first."""
        connection = session.connection()
        for table in sorted(self.rows, key=lambda table: table is not Case.__table__):
            for names, rows in self.rows[table].items():
                mine = [row for row in rows if _case_of(row) in cases]
                self.rows[table][names] = [row for row in rows if _case_of(row) not in cases]
                if mine:
                    connection.execute(sa.insert(table), mine)

    def end(self, session: Session) -> None:
        """What was to be done after the rows."""
        for statement in self.later:
            session.execute(statement)
        self.later = []


@inserting.insert.register(Gathered)
def _gather(session: Gathered, model: Any, rows: Iterable[dict[str, Any]]) -> None:
    session.execute(sa.insert(model), [*rows])


def _case_of(row: Mapping[str, Any]) -> Any:
    """A case's own row is known by its id, its words by the same number."""
    return next(row[name] for name in ("case_id", "rowid", "id") if name in row)
