"""The commands of the house; each module registers its own."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import click
from flask import Flask
from flask.cli import AppGroup

from app.extensions import Migrations

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


class Later(AppGroup):
    """The commands, read when one is asked for: a web process runs none of them."""

    def __init__(self, app: Flask) -> None:
        """The commands of one application."""
        super().__init__(app.name)
        self._app, self._read = app, False

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of the commands."""
        self._all()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        self._all()
        return super().list_commands(ctx)

    def _all(self) -> None:
        if self._read:
            return
        self._read = True
        if isinstance(migrations := self._app.extensions["migrate"], Migrations):
            migrations.real()
        for name in MODULES:
            if find_spec(name):
                import_module(name).init_app(self._app)


def init_app(app: Flask) -> None:
    """Make room for the commands."""
    # Whatever was registered before stays: blueprints and extensions bring commands of their own.
    later, before = Later(app), app.cli.commands
    for name, command in before.items():
        later.add_command(command, name)
    app.cli = later
