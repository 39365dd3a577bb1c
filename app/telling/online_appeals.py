"""An appeal that came in online in plain words: what its sender reads, and the trail's sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.services.online_progress import Progress
from app.telling import days


@dataclass(frozen=True)
class Shown:
    """The page of one appeal: the sentence, what is to be done, by when, by whom, what was said."""

    number: str
    came: str
    sentence: str
    to_do: str
    due: str
    department: str
    told: list[tuple[str, list[str]]]


#: State → the sentence that says it.
STATES: dict[str, Callable[[], str]] = {
    "waiting": lambda: _("It has arrived and waits to be registered."),
    "set_aside": lambda: _("It was not registered. The reason stands below."),
    "handled": lambda: _("It is registered and being handled."),
    "answered": lambda: _("It is answered."),
    "granted": lambda: _("It is answered and closed."),
    "partial": lambda: _("It is answered and closed."),
    "refused": lambda: _("It is answered and closed: it could not be done as you asked."),
}
OVER = ("set_aside", "granted", "partial", "refused")


def shown(
    progress: Progress, *, number: str, came: datetime, departments: Mapping[str, str]
) -> Shown:
    """What the sender reads: nobody's name, nothing of anybody else's case."""
    code = progress.department
    return Shown(
        number,
        days.moment(came),
        STATES.get(progress.state, lambda: _("It is closed."))(),
        _to_do(progress),
        days.day(progress.due) if progress.due else "",
        departments.get(code, "") if code else "",
        [(days.moment(one.at), one.texts) for one in progress.told],
    )


def _to_do(progress: Progress) -> str:
    if progress.asked:
        return _("Bring to the window: %(papers)s.", papers=_(", ").join(progress.asked))
    if progress.state in OVER:
        return _("Nothing. Where you are not content, say so at the window or send another one.")
    return _("Nothing now. Keep your telephone within reach: we may call.")


#: What was done to it → the trail's sentence, given the entry's reference.
TRAIL: dict[str, Callable[[str, str, Mapping[str, Any]], str]] = {
    "came_online": lambda _noun, ref, _data: _("sent %(what)s online.", what=ref),
    "online_registered": lambda _noun, ref, _data: _("registered what came online as %(what)s.", what=ref),
    "online_set_aside": lambda _noun, ref, _data: _("set aside what came online as %(what)s.", what=ref),
}  # fmt: skip
