"""Youshi (有事): the back office of a government service centre."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """A new application (see app.factory)."""
    # Imported on call: app.domain must be importable, and fast, without any framework.
    import_module("app.late").put_off()
    application: Flask = import_module("app.factory").create_app(overrides)
    return application
