"""网上诉求: what a citizen sends waits at the window until it is registered through the one door, or set aside.

Nobody signed in sends it, so it is no case yet: a class is a judgement of the window's, and its limits
begin with the registration. Until when it is registered is promised, and the sender can look.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import cipher, journal
from app.access import POLICIES, Principal
from app.domain import numbers, sla
from app.domain.case import Refusal
from app.models import OnlineAppeal, ServiceCentre
from app.services import calendars, inbox
from app.services import colleagues as people
from app.services import numbers as series
from app.services.appeals import LONGEST

#: Nobody signed in: who sent it is in the row.
SENDER = "nobody"
#: As which system it is registered: twice registered it is one case.
SOURCE = "online"
#: Working days until it is registered, where the centre does not say.
DAYS = 1
CLOSED = Refusal("R70", "Appeals are not taken online here: come to the window, or call.", {})
SETTLED = Refusal("R70", "It was registered or set aside meanwhile.", {})
NO_REASON = Refusal("R74", "Write why it is no appeal: the person reads it.", {})
#: What is asked of a form's key, so that no code is worked out of a guess.
KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
#: Signs of a code, in groups that are easily read out.
SIGNS, GROUP = 16, 4


class NoSuchAppeal(LookupError):
    """Nothing came in under this number, or it is not theirs to see: the two look the same."""


@dataclass(frozen=True)
class Sent:
    """What a person wrote; checked by the form."""

    name: str
    phone: str
    said: str
    department: str = ""
    about: str = ""


@dataclass(frozen=True)
class Receipt:
    """What the sender keeps: the number, and the code that is written down nowhere else."""

    number: str
    code: str
    due: datetime


def settings(session: Session) -> dict[str, Any]:
    """Which window registers what comes in online, and within how many days; empty where nothing is taken."""
    more = session.execute(sa.select(ServiceCentre.more)).scalar_one_or_none() or {}
    found: dict[str, Any] = more.get("online_appeals") or {}
    return found


def arrive(session: Session, sent: Sent, *, key: str, now: datetime) -> Receipt | Refusal:
    """Take it in; sent twice from one form (``key``) it is one, with the same number and code."""
    said = settings(session)
    if not said:
        return CLOSED
    code = _code(key)
    calendars.held(session)  # one order of locks, as whoever receives a case has it
    row = _behind(session, code)
    if row is None:
        row = _taken(session, sent, said, code=code, now=now)
    return Receipt(row.number, code, row.due_at)


def _taken(
    session: Session, sent: Sent, said: dict[str, Any], *, code: str, now: datetime
) -> OnlineAppeal:
    (serial,) = series.take(session, [f"online {now:%Y%m%d}"])
    # Whoever came second from the same form waited for the series: it finds the first one now.
    there = _behind(session, code)
    if there is not None:
        return there
    prefix = session.execute(sa.select(ServiceCentre.prefix)).scalar_one()
    limit = {"value": said.get("days", DAYS), "unit": "working_day"}
    due = sla.due(calendars.current(session), now, limit=limit)
    assert due is not None  # noqa: S101 - the limit is set above
    # Its own clerks would read who complained of them (R80).
    window = said["window"] if sent.department != said["window"] else None
    row = OnlineAppeal(
        number=numbers.receipt(prefix, now.date(), serial=serial), code=_hash(code), window=window,
        department=sent.department or None, received_at=now, due_at=due.at, name=sent.name,
        phone=sent.phone, said=sent.said, about=sent.about or None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.record(session, "online_appeal", row.number, "came_online", by=SENDER, window=window)
    if window:
        inbox.tell(
            session, people.of(session, window), "online", now=now,
            occasion=f"online:{row.number}", content={"number": row.number, "due": row.due_at.isoformat()},
        )  # fmt: skip
    return row


def find(session: Session, number: str, code: str) -> OnlineAppeal | None:
    """What came in under a number, for whoever has its code."""
    row = _behind(session, spelled(code))
    return row if row and hmac.compare_digest(row.number, number.strip().upper()) else None


def spelled(code: str) -> str:
    """A code as it is kept, however it was typed."""
    bare = "".join(sign for sign in code.upper() if sign.isalnum())
    return "-".join(bare[at : at + GROUP] for at in range(0, len(bare), GROUP))


def _behind(session: Session, code: str) -> OnlineAppeal | None:
    query = sa.select(OnlineAppeal).where(OnlineAppeal.code == _hash(code))
    return session.scalars(query).one_or_none()


def _code(key: str) -> str:
    """Worked out of the form's key by the centre's own: the same whenever the form is sent again."""
    made = hmac.digest(cipher.held().derived("online appeal"), key.encode(), "sha256")
    return spelled(base64.b32encode(made).decode()[:SIGNS])


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def one(session: Session, number: str, *, by: Principal, lock: bool = False) -> OnlineAppeal:
    """One of them. Raises NoSuchAppeal."""
    query = sa.select(OnlineAppeal).where(
        OnlineAppeal.number == number, POLICIES["online_appeal"].rows(by)
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NoSuchAppeal(number)
    return row


def registered(
    session: Session, row: OnlineAppeal, case_id: int, *, by: Principal, now: datetime
) -> None:
    """It stands in a case from now on, and its words there alone."""
    _settle(session, row, "online_registered", by=by, now=now)
    row.case_id = case_id
    # Emptied at once: twice kept is twice to be protected.
    row.name = row.phone = row.said = row.about = None


def set_aside(
    session: Session, number: str, *, reason: str, by: Principal, now: datetime
) -> OnlineAppeal | Refusal:
    """It is no appeal: sent twice, or nothing that anybody could answer; the person reads why.

    Raises NoSuchAppeal.
    """
    row = one(session, number, by=by, lock=True)
    if row.settled_at:
        return SETTLED
    if not reason.strip():
        return NO_REASON
    _settle(session, row, "online_set_aside", by=by, now=now)
    row.reason = reason.strip()[:LONGEST]
    return row


def _settle(
    session: Session, row: OnlineAppeal, kind: str, *, by: Principal, now: datetime
) -> None:
    row.settled_at, row.settled_by = now, by.username
    journal.record(session, "online_appeal", row.number, kind, by=by.username)
