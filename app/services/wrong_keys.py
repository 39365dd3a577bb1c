"""Keys that open nothing, counted by the address they come from: rows, so that every process counts as one."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import cipher
from app.models.account import LoginGuard
from app.services import sign_in

#: Wrong keys from one address, none of them long after the one before, until it has to wait.
MOST = 10
#: Bits of an address of the sixth version that one customer has: within them anybody is anybody.
ONE_HOUSE = 64


def wait(session: Session, address: str, *, now: datetime) -> timedelta | None:
    """How long whoever sends wrong keys from this address has to wait by now; None where nobody has to."""
    query = sa.select(LoginGuard.locked_until).where(LoginGuard.name == _name(address))
    until = session.execute(query).scalar_one_or_none()
    return until - now if until is not None and until > now else None


def count(session: Session, address: str, *, now: datetime) -> None:
    """One more that opened nothing."""
    sign_in.count_failure(session, _name(address), most=MOST, now=now)


def _name(address: str) -> str:
    # Not by the key's own beginning: that is known to others, who could shut its owner out.
    return cipher.blind_index(_house(address), context="wrong key")


def _house(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:  # noqa: PLR2004 - the version's own number
        return str(found)
    return str(ipaddress.ip_network((found, ONE_HOUSE), strict=False))
