"""The classes as cards of the registering form: what must be said, and by when it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.domain import sla
from app.forms.act_words import closing
from app.forms.appeal_choices import demanded, offered, plans
from app.forms.appeals import Choices
from app.services import calendars
from app.telling import days


@dataclass(frozen=True)
class Card:
    """One class as the form shows it; ``texts`` are the fields that belong to it."""

    code: str
    name: str
    says: str
    due: str
    texts: str


def choices(session: Session, *, now: datetime) -> tuple[Choices, list[Card]]:
    """What may be chosen now, and the classes as cards in the order of their days."""
    calendar, classes = calendars.current(session), plans(session, now=now)
    dues = {code: sla.due(calendar, now, limit=_promise(plan)) for code, plan in classes.items()}

    def place(code: str) -> tuple[datetime, str]:
        due = dues[code]
        return (due.at if due else datetime.max, code)

    cards = [_card(code, classes[code], dues[code], now) for code in sorted(classes, key=place)]
    return offered(session, classes, by=g.principal), cards


def _promise(plan: Mapping[str, Any]) -> dict[str, Any] | None:
    limits = plan["limits"]
    found: dict[str, Any] | None = limits.get("promise") or limits.get("legal")
    return found


def _card(code: str, plan: Mapping[str, Any], due: Any, now: datetime) -> Card:
    ways = demanded(plan) or demanded(plan, "granted")
    says = _(" or ").join(_(", ").join(closing()[name] for name in way) for way in ways)
    texts = " ".join(dict.fromkeys(name for way in ways for name in way))
    return Card(code, plan["name"], says, _day(due, now), texts)


def _day(due: Any, now: datetime) -> str:
    if due is None:
        return _("no limit is set")
    if due.at.date() == now.date():
        return _("answered today")
    return _("by %(day)s", day=days.day(due.at))
