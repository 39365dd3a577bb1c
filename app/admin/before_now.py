"""What a theme cost before and costs now, with what its cases really took, as one table of its page."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.admin import limits, words
from app.admin.sections import Section
from app.domain.figures import IN_MINUTES, Taken
from app.services.figures import Figures

NAMES = {**words.BEFORE, "items": _l("items"), "departments": _l("departments")}


def before_and_now(figures: Figures | None) -> Section:
    """Measure, before (as published), now (derived), and how the cases of the last year went."""
    headings = (_("Measure"), _("Before"), _("Now"), _("In the last year"))
    if figures is None:
        return Section(_("Before and now"), headings, [])
    rows = [
        (words.word(NAMES, one.name), _number(one.before), _number(one.now), "")
        for one in figures.measures
        if one.name != "days"
    ]
    days = next((one.before for one in figures.measures if one.name == "days"), None)
    return Section(_("Before and now"), headings, [*rows, _time(figures, days)])


def _time(figures: Figures, before: int | None) -> tuple[str, str, str, str]:
    promise = figures.promise
    now = limits.amount(promise["value"], promise["unit"], promise.get("min")) if promise else ""
    unit = promise["unit"] if promise else "working_day"
    # Guides do not say which days they counted, so neither do we.
    was = _("%(days)s days", days=before) if before else ""
    return _("Time from acceptance to decision"), was, now, _taken(figures.taken, unit)


def _taken(taken: Taken, unit: str) -> str:
    if taken.median is None or taken.longest is None:
        return _("%(accepted)s accepted, none decided yet", accepted=taken.accepted)
    counted = "working_minute" if unit in IN_MINUTES else "working_day"
    return _(
        "%(accepted)s accepted, %(done)s decided; median %(median)s, longest %(longest)s",
        accepted=taken.accepted,
        done=taken.done,
        median=f"{taken.median:g}",
        longest=limits.amount(taken.longest, counted),
    )


def _number(value: object) -> str:
    return "" if value is None else str(value)
