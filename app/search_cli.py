"""``flask search rebuild``: the words that cases are found by, made anew from their rows."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from app import transaction
from app.services import search_words

group = AppGroup("search", help="What cases are found by.")


@group.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Make the words of every case anew; nobody finds less meanwhile."""
    with transaction.unit() as session:
        made = search_words.rebuild(session)
    click.echo(f"{made} cases can be found")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(group)
