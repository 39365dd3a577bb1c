"""Service items with their fields, needed documents and steps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Json, JsonDict, Key, Model, Name, fk


class ServiceItem(Model):
    """One 事项 as an administrator edits it; running cases pin a published version instead."""

    __tablename__ = "service_item"
    __journal__ = "item"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Name]
    department: Mapped[Key]
    # A key or a mapping, as the package says it: normalised, it would export as something else.
    result: Mapped[Any | None] = mapped_column(Json)
    promise: Mapped[Any | None] = mapped_column(Json)
    legal: Mapped[Any | None] = mapped_column(Json)
    post_check: Mapped[Any | None] = mapped_column(Json)
    # Inform and commit: decided on a promise, checked afterwards within ``post_check``.
    commit: Mapped[bool] = mapped_column(default=False)
    special: Mapped[dict[str, Any] | None] = mapped_column(Json)
    # Cases refer to it for ever, so it is taken out of use and not out of the table (R98).
    retired_at: Mapped[dt.datetime | None]
    more: Mapped[JsonDict] = mapped_column(default=dict)
    fields: Mapped[list[FormField]] = relationship(
        cascade="all, delete-orphan", order_by="FormField.position"
    )
    documents: Mapped[list[DocumentNeed]] = relationship(
        cascade="all, delete-orphan", order_by="DocumentNeed.position"
    )
    steps: Mapped[list[Step]] = relationship(cascade="all, delete-orphan", order_by="Step.position")

    def __str__(self) -> str:
        return self.name


class FormField(Model):
    """One question of the form: of an item, or a situational question of a theme."""

    __tablename__ = "form_field"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int | None] = fk("service_item.id")
    theme_id: Mapped[int | None] = fk("theme.id")
    position: Mapped[int]
    key: Mapped[Key]
    kind: Mapped[Key]
    label: Mapped[Name]
    required: Mapped[bool | None]
    condition: Mapped[dict[str, Any] | None] = mapped_column(Json)
    more: Mapped[JsonDict] = mapped_column(default=dict)

    def __str__(self) -> str:
        return self.label


class DocumentNeed(Model):
    """One row of required documents: which, how needed, when, from where, how many copies."""

    __tablename__ = "document_need"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int | None] = fk("service_item.id")
    theme_id: Mapped[int | None] = fk("theme.id")
    position: Mapped[int]
    document: Mapped[Key]
    necessity: Mapped[Key | None]
    copies: Mapped[dict[str, Any] | None] = mapped_column(Json)
    condition: Mapped[dict[str, Any] | None] = mapped_column(Json)
    supply: Mapped[Any | None] = mapped_column(Json)
    more: Mapped[JsonDict] = mapped_column(default=dict)


class Step(Model):
    """One step inside an item's task: what one department does one after another."""

    __tablename__ = "step"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = fk("service_item.id")
    position: Mapped[int]
    step: Mapped[Key]
    name: Mapped[Name | None]
    by: Mapped[Key | None]
    sets_term: Mapped[bool | None]
    condition: Mapped[dict[str, Any] | None] = mapped_column(Json)
    more: Mapped[JsonDict] = mapped_column(default=dict)
