"""Themes (一件事): items composed, choice groups, and the published versions that cases pin."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Hash, Json, JsonDict, JsonList, Key, Model, Moment, Name, Text, fk
from app.models.items import DocumentNeed, FormField


class Theme(Model):
    """One 一件事 as an administrator edits it: composed from items, never written out."""

    __tablename__ = "theme"
    __journal__ = "theme"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Name]
    lead: Mapped[Key]
    area: Mapped[Key | None]
    # ``for`` in a package; the word is taken in Python.
    serves: Mapped[list[str] | None] = mapped_column(Json)
    channels: Mapped[dict[str, Any] | None] = mapped_column(Json)
    green_channel: Mapped[bool] = mapped_column(default=False)
    promise: Mapped[Any | None] = mapped_column(Json)
    legal: Mapped[Any | None] = mapped_column(Json)
    accept_conditions: Mapped[list[Any] | None] = mapped_column(Json)
    told: Mapped[list[str] | None] = mapped_column(Json)
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    retired_at: Mapped[dt.datetime | None]
    more: Mapped[JsonDict] = mapped_column(default=dict)
    items: Mapped[list[ThemeItem]] = relationship(
        cascade="all, delete-orphan", order_by="ThemeItem.position"
    )
    choices: Mapped[list[ChoiceGroup]] = relationship(
        cascade="all, delete-orphan", order_by="ChoiceGroup.id"
    )
    fields: Mapped[list[FormField]] = relationship(
        cascade="all, delete-orphan", order_by="FormField.position"
    )
    documents: Mapped[list[DocumentNeed]] = relationship(
        cascade="all, delete-orphan", order_by="DocumentNeed.position"
    )

    def __str__(self) -> str:
        return self.name


class ThemeItem(Model):
    """One item inside a theme under a key of its own, with what it waits for."""

    __tablename__ = "theme_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = fk("theme.id")
    position: Mapped[int]
    key: Mapped[Key]
    item: Mapped[Key]
    # Edges of the task graph, by key within the theme: one item may stand in it twice.
    needs: Mapped[list[Any] | None] = mapped_column(Json)
    choice: Mapped[Key | None]
    # Three states: a package that says false and one that says nothing have other hashes.
    optional: Mapped[bool | None]
    condition: Mapped[dict[str, Any] | None] = mapped_column(Json)
    if_refused: Mapped[Key | None]
    more: Mapped[JsonDict] = mapped_column(default=dict)


class ChoiceGroup(Model):
    """A group of which so many are chosen, no fewer and no more."""

    __tablename__ = "choice_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = fk("theme.id")
    key: Mapped[Key]
    name: Mapped[Name]
    min: Mapped[int]
    max: Mapped[int]


class ServiceVersion(Model):
    """A blueprint frozen with the package it came from. Nothing of it changes but its end."""

    __tablename__ = "service_version"
    __table_args__ = (
        sa.UniqueConstraint("kind", "code", "number"),
        sa.Index("ix_service_version_current", "kind", "code", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Key]
    code: Mapped[Key]
    number: Mapped[int]
    name: Mapped[Name]
    # Read out of the blueprint when it is published: the counter asks it on every page.
    offered: Mapped[bool]
    state: Mapped[Key]
    # Half-open: the new one begins at the very instant at which the old one ends (R99).
    valid_from: Mapped[Moment]
    valid_until: Mapped[dt.datetime | None]
    # Not unique: going back to what was published before gives the same hash again.
    sha256: Mapped[Hash] = mapped_column(index=True)
    # Text, not JSON: PostgreSQL would put the keys in another order, and the hash is of the text.
    blueprint: Mapped[Text]
    # What it was compiled from, to prove it and to go back to it (services.reverting).
    package: Mapped[Text]
    warnings: Mapped[JsonList]
    published_at: Mapped[Moment]
    published_by: Mapped[Key]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
