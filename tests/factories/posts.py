"""People and shifts for tests of the roster: a third clerk at the window, shifts that are there."""

from __future__ import annotations

from datetime import date, datetime

from app.access import SYSTEM
from app.models import Shift
from app.services import accounts
from app.services.account_places import Place
from app.services.accounts import NewAccount
from tests.factories import desk

NOW = desk.NOW
HEAD = desk.person("zhuren", "centre_head")
LI, PIAO = (desk.person(name, "window_clerk", "ZHCK") for name in ("lijing", "piaoyu"))
JIN = desk.person("jinhai", "window_clerk", "ZHCK")
MONDAY = date(2026, 9, 21)


def third_clerk(session):
    fresh = NewAccount("jinhai", "金海", "Shiyong-2026-ceshi!", ("window_clerk",), Place("ZHCK"))
    accounts.create(session, fresh, by=SYSTEM, now=NOW)
    session.flush()


def at(day, hour=8, minute=30):
    return datetime(day.year, day.month, day.day, hour, minute)


def shift(session, a, b, *, day=MONDAY, window="ZH01", hours=((8, 30), (17, 0))):
    row = Shift(
        window=window, day=day, since=at(day, *hours[0]), until=at(day, *hours[1]), a=a, b=b,
        edited=False, version=0, changed_by="zhuren", changed_at=NOW,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row
