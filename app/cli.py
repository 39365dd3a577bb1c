"""The commands of the house; each module registers its own."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

MODULES = (
    "app.prepare",
    "app.seed_cli",
    "app.demo_cli",
    "app.catalogue_cli",
    "app.compare_cli",
    "app.whatif_cli",
    "app.backup_cli",
    "app.journal_cli",
    "app.search_cli",
    "app.accounts_cli",
    "app.jobs.cli",
)


def init_app(app: Flask) -> None:
    """Register every command."""
    for name in MODULES:
        if find_spec(name):
            import_module(name).init_app(app)
