"""How an appeal stands, for whoever knows its number and how the telephone ends that was given with it.

Four digits are soon guessed: so nothing is told that was written, by nobody, and each number answers
but so many guesses (``public.appeals``). The whole answer is for the code of an online receipt alone.
"""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Applicant, Case, OnlineAppeal
from app.services import online_progress
from app.services.online_progress import Progress

#: How many digits of a telephone are asked for.
DIGITS = 4


class Standing(NamedTuple):
    """Its number, when it came, and how it stands."""

    number: str
    came: datetime
    progress: Progress


def standing(session: Session, number: str, digits: str) -> Standing | None:
    """How it stands, without a word of what was said; None where the two do not belong together."""
    wanted = number.strip().upper()
    return _registered(session, wanted, digits) or _online(session, wanted, digits)


def _registered(session: Session, number: str, digits: str) -> Standing | None:
    query = sa.select(Case, Applicant.phone).join(Applicant, Applicant.case_id == Case.id)
    query = query.where(Case.number == number, Case.kind == "appeal")
    row = session.execute(query).one_or_none()
    if row is None or not _ends(row.phone, digits):
        return None
    return Standing(
        number, row.Case.received_at, _wordless(online_progress.of_case(session, row.Case))
    )


def _online(session: Session, number: str, digits: str) -> Standing | None:
    row = session.scalars(sa.select(OnlineAppeal).filter_by(number=number)).one_or_none()
    if row is None:
        return None
    if row.case_id is None:
        phone = row.phone
    else:
        query = sa.select(Applicant.phone).where(Applicant.case_id == row.case_id)
        phone = session.execute(query).scalar_one_or_none()
    if not _ends(phone, digits):
        return None
    return Standing(number, row.received_at, _wordless(online_progress.of(session, row)))


def _ends(phone: str | None, digits: str) -> bool:
    # One way through for every number: what is not there takes as long as what does not fit.
    last = (phone or "")[-DIGITS:].encode()
    return len(last) == DIGITS == len(digits) and hmac.compare_digest(last, digits.encode())


def _wordless(progress: Progress) -> Progress:
    return replace(progress, told=[])
