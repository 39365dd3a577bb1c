"""The dictionaries of the catalogue: documents, SLA classes, appeal classes, templates, patterns.

A key of the package without a column of its own is kept in ``more``, so export gives back what
import took.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Json, JsonDict, JsonList, Key, Model, Name, Text


class DocumentType(Model):
    """One paper of the catalogue: the merge key, where it comes from, what makes it acceptable."""

    __tablename__ = "document_type"
    __journal__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Name]
    kind: Mapped[Key]
    source: Mapped[Key]
    standard_code: Mapped[Key | None]
    folds_into: Mapped[Key | None]
    made_by: Mapped[Key | None]
    sample: Mapped[Name | None]
    blank_form: Mapped[Name | None]
    points: Mapped[JsonList] = mapped_column(default=list)
    retired_at: Mapped[dt.datetime | None]
    more: Mapped[JsonDict] = mapped_column(default=dict)

    def __str__(self) -> str:
        return self.name


class SlaClass(Model):
    """A named limit: value, unit, when it turns yellow, who may extend it and how far."""

    __tablename__ = "sla_class"
    __journal__ = "sla"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Name | None]
    value: Mapped[int]
    unit: Mapped[Key]
    warn: Mapped[int | None]
    min: Mapped[int | None]
    roll: Mapped[bool | None]
    cases: Mapped[list[Any] | None] = mapped_column(Json)
    extend: Mapped[dict[str, Any] | None] = mapped_column(Json)
    basis: Mapped[str | None] = mapped_column(sa.String(400))
    retired_at: Mapped[dt.datetime | None]
    more: Mapped[JsonDict] = mapped_column(default=dict)

    def __str__(self) -> str:
        return self.name or self.key


class AppealClass(Model):
    """A class of appeals with its limit and what closing demands; a rectification is one more."""

    __tablename__ = "appeal_class"
    __journal__ = "appeal"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[Key] = mapped_column(unique=True)
    rectification: Mapped[bool] = mapped_column(default=False)
    name: Mapped[Name]
    department: Mapped[Key]
    promise: Mapped[Any | None] = mapped_column(Json)
    legal: Mapped[Any | None] = mapped_column(Json)
    extend: Mapped[dict[str, Any] | None] = mapped_column(Json)
    closing: Mapped[dict[str, Any] | None] = mapped_column(Json)
    reopen: Mapped[dict[str, Any] | None] = mapped_column(Json)
    inquiry: Mapped[dict[str, Any] | None] = mapped_column(Json)
    retired_at: Mapped[dt.datetime | None]
    more: Mapped[JsonDict] = mapped_column(default=dict)

    def __str__(self) -> str:
        return self.name


class PaperTemplate(Model):
    """A paper as a list of blocks with named placeholders; administrators write text, never markup."""

    __tablename__ = "paper_template"
    __journal__ = "template"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Name]
    series: Mapped[Name | None]
    copies: Mapped[int | None]
    blocks: Mapped[JsonList] = mapped_column(default=list)
    more: Mapped[JsonDict] = mapped_column(default=dict)

    def __str__(self) -> str:
        return self.name


class NamedPattern(Model):
    """A pattern that fields may name; expressions are RE2."""

    __tablename__ = "named_pattern"
    __journal__ = "pattern"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[Key] = mapped_column(unique=True)
    retired_at: Mapped[dt.datetime | None]
    more: Mapped[JsonDict] = mapped_column(default=dict)

    def __str__(self) -> str:
        return self.key


class AcknowledgedWarning(Model):
    """A warning of the publish check that somebody accepts, with the reason they typed."""

    __tablename__ = "acknowledged_warning"
    __journal__ = "acknowledged"
    __table_args__ = (sa.UniqueConstraint("of", "code", "where"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    of: Mapped[Key]
    code: Mapped[Key]
    where: Mapped[str] = mapped_column(sa.String(200), default="")
    reason: Mapped[Text]

    def __str__(self) -> str:
        return f"{self.of} {self.code}"
