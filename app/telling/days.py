"""Days and moments as the window writes them: 9月24日, 今天 14:04, 星期四."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from babel import dates
from flask_babel import format_date

from app import clock as centre
from app.domain.due import END_OF_DAY
from app.translations import gettext as _
from app.translations import language
from app.translations import lazy_gettext as _l

#: Steps that the machine itself names, for tasks that serve the whole case.
STEPS = {
    "receive": _l("Receive"),
    "accept": _l("Accept"),
    "collect": _l("Collect deferred papers"),
    "issue": _l("Issue"),
    "deliver": _l("Deliver"),
    "check": _l("Post-check"),
    "inquire": _l("Inquiry"),
    "review": _l("Review"),
    "survey": _l("Site survey"),
    "decide": _l("Decide"),
    "inspect": _l("inspection"),
    "hearing": _l("hearing"),
    "publicity": _l("publication"),
    "expert": _l("expert review"),
    "make": _l("making the certificate"),
    "assign": _l("pass on"),
    "handle": _l("handle"),
    "verify": _l("verify"),
    "rectify": _l("rectify"),
}


def step_name(kind: str, name: str) -> str:
    """The step's words: the catalogue's own name, or the machine's for its own steps."""
    if kind == "intake":
        return _("Acceptance")
    return str(STEPS.get(name, name))


def day(value: date) -> str:
    """9月24日; with its year where that is not this one: 2027年2月1日."""
    only = value.date() if isinstance(value, datetime) else value
    pattern = _("MMM d") if only.year == centre.today().year else _("MMM d, y")
    return _written(only, pattern, language().name)


@lru_cache(maxsize=4096)
def _written(value: date, pattern: str, name: str) -> str:
    """Lists show the same days again and again."""
    return str(dates.format_date(value, pattern, locale=name))


def weekday(value: date) -> str:
    """星期四."""
    only = value.date() if isinstance(value, datetime) else value
    return _written(only, "EEEE", language().name)


def short_weekday(value: date) -> str:
    """周四."""
    return str(format_date(value, "EEE"))


def full(value: date) -> str:
    """2026年9月24日."""
    return str(format_date(value, "long"))


def moment(value: datetime) -> str:
    """9月24日 14:00."""
    return _to_the_minute(
        value.replace(second=0, microsecond=0), _("MMM d, HH:mm"), language().name
    )


@lru_cache(maxsize=4096)
def _to_the_minute(value: datetime, pattern: str, name: str) -> str:
    return str(dates.format_datetime(value, pattern, locale=name))


def clock(value: datetime) -> str:
    """14:00."""
    return f"{value:%H:%M}"


def has_hour(at: datetime) -> bool:
    """Whether a limit ends at an hour; one in days ends with its day (spine §4)."""
    return at.time() != END_OF_DAY


def due(at: datetime, now: datetime) -> str:
    """The due column: the day, or today with the hour where the limit counts hours."""
    hours = has_hour(at)
    if at.date() == now.date():
        return _("today %(time)s", time=clock(at)) if hours else day(at)
    return f"{day(at)} {clock(at)}" if hours else day(at)


def quarter(of: str) -> str:
    """2026Q3 as people say it."""
    return _("quarter %(number)s of %(year)s", number=of[-1], year=of[:4])
