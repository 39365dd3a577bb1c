"""The shape of a policy: which rows, may this be done to that row, and what of it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import object_session

from app.access.grounds import OTHER, Ground, Grounds
from app.access.principal import Principal, may

Where = Callable[[Principal], Any]


@dataclass(frozen=True, eq=False)
class Policy:
    """One noun: ``reach`` gives the rows a reader may see, ``acts`` those an act may touch."""

    noun: str
    model: Any
    reach: Where
    #: grant → rows for acts that reach less (or more) than reading does
    acts: Mapping[str, Where] = field(default_factory=dict)
    #: the relations that ``reach`` is any of, by name; None where it is one that has no name
    grounds: Grounds | None = None
    #: column → how it is shown, applied unless the grant beside it is held
    masks: Mapping[str, tuple[str, Callable[[Any], Any]]] = field(default_factory=dict)

    def rows(self, principal: Principal, grant: str | None = None) -> Any:
        """The where-clause for what the principal may read (or do, where a grant is named)."""
        return _clause(self, principal, grant or f"{self.noun}.read")

    def may(self, principal: Principal, grant: str, row: Any) -> bool:
        """Whether the grant holds for this stored row: the same rule as ``rows``, asked of one row."""
        return self._holds(self.rows(principal, grant), row)

    def why(self, principal: Principal, row: Any) -> list[Ground]:
        """On which grounds this stored row is reached for reading; none where it is not.

        Each is asked with the clause that ``rows`` is made of, so a reason is given exactly where
        the row is reached.
        """
        if "scope.system" in principal.grants or not may(principal, f"{self.noun}.read"):
            return []
        named = self.grounds or (lambda who: [Ground(OTHER, f"{self.noun}.read", self.reach(who))])
        return [ground for ground in named(principal) if self._holds(ground.clause, row)]

    def _holds(self, where: Any, row: Any) -> bool:
        if isinstance(where, sa.sql.elements.False_ | sa.sql.elements.True_):
            return isinstance(where, sa.sql.elements.True_)
        # Asked of the database with the same clause: two ways of saying one rule would drift apart.
        session = object_session(row)
        # A row that is stored nowhere is nobody's: closed, not open.
        if session is None:
            return False
        asked = (
            sa.select(sa.literal(1)).select_from(self.model).where(self.model.id == row.id, where)
        )
        return session.execute(asked).first() is not None

    def mask(self, principal: Principal, row: Any) -> dict[str, Any]:
        """The row's columns as this principal may see them; row is mapped, a Row, a record or a mapping."""
        values = _values(row)
        for name, (grant, masked) in self.masks.items():
            # None stays None: a masked nothing would look like something.
            if values.get(name) is not None and not may(principal, grant):
                values[name] = masked(values[name])
        return values


@lru_cache(maxsize=1024)
def _clause(policy: Policy, principal: Principal, grant: str) -> Any:
    """Built once per person and grant: at 25 rows building a clause costs more than running it."""
    # Jobs only: no role contains this grant, and no composed one may.
    if "scope.system" in principal.grants:
        return sa.true()
    if not may(principal, grant):
        return sa.false()
    return policy.acts.get(grant, policy.reach)(principal)


def _values(row: Any) -> dict[str, Any]:
    # First what is met most: to ask of an abstract class is dear.
    if type(row) is SimpleNamespace:
        return {**vars(row)}
    if type(row) is dict or isinstance(row, Mapping):
        return dict(row)
    if hasattr(row, "_asdict"):
        return dict(row._asdict())  # a row of the library's, or of services.plain
    return {column.key: getattr(row, column.key) for column in sa.inspect(row).mapper.column_attrs}
