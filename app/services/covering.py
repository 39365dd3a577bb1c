"""A comparison that an index answers alone: all that is read stands in it, and no row is fetched."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class _Same(FunctionElement[Any]):
    """A column and the value that it has; no Boolean, which would be compared with 1 anew."""

    inherit_cache = True


def same(column: Any, value: Any) -> Any:
    """That a column, in which a value stands once at most, has this one."""
    return _Same(column, value)


@compiles(_Same)
def _same(element: Any, compiler: Any, **more: Any) -> str:
    column, value = (compiler.process(one, **more) for one in element.clauses)
    return f"({column} = {value})"


@compiles(_Same, "sqlite")
def _same_in_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    # Asked for equality it takes the unique index and fetches the row, though another index has all.
    column, value = (compiler.process(one, **more) for one in element.clauses)
    return f"({column} BETWEEN {value} AND {value})"
