"""What the doctor looks for first: who could read or enter here that should not."""

from __future__ import annotations

import stat
from collections.abc import Iterator

import sqlalchemy as sa
from flask import current_app
from flask_appbuilder.security.sqla.models import User
from sqlalchemy.orm import Session

import config
from app import prepare, transaction
from app.demo import accounts as demo
from app.domain.refusal import Refusal


def secrets() -> Iterator[Refusal]:
    """Keys and data that others on the machine can read, cookies that others on the way can."""
    kept = [config.INSTANCE / "secret_key", config.INSTANCE / "keys", *prepare.database_files()]
    for path in kept:
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Refusal("doctor", "%(path)s can be read by others: chmod 600.", {"path": path})
    if (
        current_app.config["ENVIRONMENT"] == "production"
        and not current_app.config["SESSION_COOKIE_SECURE"]
    ):
        yield Refusal("doctor", "Session cookies are not marked Secure.", {})


def accounts() -> Iterator[Refusal]:
    """Nobody can sign in, or in production anybody who read the README can."""
    session = transaction.session()
    if not session.execute(sa.select(sa.func.count()).select_from(User)).scalar():
        yield Refusal(
            "doctor", "There is no account: flask account create --role security_admin.", {}
        )

    if current_app.config["ENVIRONMENT"] == "production":
        yield from _demo(session)


def _demo(session: Session) -> Iterator[Refusal]:
    """Accounts whose password is printed in the open, in a database that was used for a trial."""
    query = sa.select(User.username).where(
        User.username.in_(demo.usernames(session)), User.active.is_(True)
    )
    found = sorted(session.execute(query).scalars())
    if found:
        yield Refusal(
            "doctor",
            "Demo accounts may sign in here, flask account disable: %(names)s.",
            {"names": ", ".join(found)},
        )
