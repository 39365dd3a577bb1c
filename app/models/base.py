"""What every table shares: FAB's declarative base with names for constraints, and our column types."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Annotated, Any

import sqlalchemy as sa
from flask_appbuilder.models.sqla import Model
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column

from app import cipher, stored_json

#: Set before any table exists, so that both databases get the same names (migrations stay equal).
Model.metadata.naming_convention = {
    # Both databases must be able to name a constraint in order to drop it; SQLite invents none.
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

#: JSON that PostgreSQL can index and SQLite keeps as text.
Json = sa.JSON().with_variant(JSONB, "postgresql")


class _MomentText(sqlite.DATETIME):
    """A moment as SQLite's dialect writes it, in half the work: a received case has a hundred."""

    def bind_processor(self, dialect: sa.Dialect) -> Callable[[Any], str | None]:
        """Write what is a moment without a zone; all else is the library's to write or to refuse."""
        otherwise: Any = super().bind_processor(dialect)

        def written(value: Any) -> str | None:
            if type(value) is dt.datetime and value.tzinfo is None:
                return value.isoformat(" ", "microseconds")
            return otherwise(value)  # type: ignore[no-any-return]

        return written


MOMENT = sa.DateTime().with_variant(_MomentText(), "sqlite")  # type: ignore[no-untyped-call]  # SQLAlchemy's own
Model.registry.update_type_annotation_map({dt.datetime: MOMENT})

# Lengths are PostgreSQL's to enforce: SQLite takes any, so a form that lets more through passes
# on a developer's machine and fails in the centre.
Key = Annotated[str, mapped_column(sa.String(64))]
Name = Annotated[str, mapped_column(sa.String(200))]
Text = Annotated[str, mapped_column(sa.Text)]
# Naive on purpose: one centre, one wall clock (house §8). A zone here would be converted by
# PostgreSQL and kept by SQLite, and the two would differ.
Moment = Annotated[dt.datetime, mapped_column(MOMENT)]
Hash = Annotated[str, mapped_column(sa.String(64))]
JsonDict = Annotated[dict[str, Any], mapped_column(Json)]
JsonList = Annotated[list[Any], mapped_column(Json)]


class Encrypted(sa.types.TypeDecorator[str]):
    """Text kept encrypted at rest; the context (table.column) is authenticated with it."""

    impl = sa.LargeBinary
    cache_ok = True

    def __init__(self, context: str) -> None:
        """The context is fixed for the life of the column: changing it makes old values unreadable."""
        super().__init__()
        self.context = context

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> bytes | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Encrypt on the way in."""
        # None stays NULL: whether there is a value at all is no secret, and queries ask it.
        return None if value is None else cipher.seal(value.encode(), context=self.context)

    def process_result_value(self, value: bytes | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Decrypt on the way out; raises CipherError."""
        return None if value is None else cipher.unseal(bytes(value), context=self.context).decode()


class EncryptedJson(Encrypted):
    """A JSON value kept encrypted at rest."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> bytes | None:
        """Encrypt the value's JSON."""
        if isinstance(value, stored_json.Written):
            return super().process_bind_param(value.text, dialect)
        # Not sorted: an answer comes back in the order in which the form asks.
        text = None if value is None else stored_json.plain(value)
        return super().process_bind_param(text, dialect)

    def process_result_value(self, value: bytes | None, dialect: sa.Dialect) -> Any:
        """Decrypt and parse."""
        text = super().process_result_value(value, dialect)
        return None if text is None else json.loads(text)


def fk(target: str, **more: Any) -> Any:
    """An integer foreign key column with an index."""
    # PostgreSQL makes no index for a foreign key; without one, each delete reads the whole table.
    return mapped_column(sa.ForeignKey(target), index=True, **more)


__all__ = [
    "Encrypted",
    "EncryptedJson",
    "Hash",
    "Json",
    "JsonDict",
    "JsonList",
    "Key",
    "Model",
    "Moment",
    "Name",
    "Text",
    "fk",
]
