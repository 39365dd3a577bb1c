"""Whose turn it is to write where one writes at a time: SQLite's lock, waited for without sleeping past it."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

import sqlalchemy as sa

#: Seconds that writers wait for each other at most, and between two looks whether the lock is free.
PATIENCE, AGAIN = 10, 0.001
WRITER = "BEGIN IMMEDIATE"


def waiting() -> str:
    """The setting by which everything but a writer's beginning waits as SQLite does."""
    return f"busy_timeout={PATIENCE * 1000:.0f}"


def take(connection: sa.Connection) -> None:
    """Begin as a writer as soon as the one before has ended, and not as late as SQLite looks again.

    It sleeps longer each time, up to a tenth of a second, with the lock free and everybody waiting.
    """
    driver: Any = connection.connection.driver_connection
    until = time.monotonic() + PATIENCE
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while not _begun(driver) and time.monotonic() < until:
            time.sleep(AGAIN)
        if not driver.in_transaction:
            connection.exec_driver_sql(WRITER)
    finally:
        driver.execute(f"PRAGMA {waiting()}")


def _begun(driver: sqlite3.Connection) -> bool:
    """Whether there is nothing to wait for: it has begun, or something else is wrong than another writer."""
    try:
        driver.execute(WRITER)
    except sqlite3.OperationalError as failed:
        return failed.sqlite_errorcode != sqlite3.SQLITE_BUSY
    return True
