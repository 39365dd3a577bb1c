"""What a bulletin says of themes and of repeat causes, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.access import Principal
from app.domain.causes import Cause
from app.models import Bulletin
from app.services import cause_reasons, causes
from app.supervision import cause_words
from app.supervision.bulletin_words import NOTHING
from app.taking_out import Line


def days(value: float | None) -> str:
    """A middle of days; of too few cases there is none."""
    return NOTHING if value is None else f"{value:g}"


def themes(figures: Mapping[str, Any]) -> list[tuple[str, str, Mapping[str, Any]]]:
    """Entry, name and line of each theme, the one received most first."""
    called = figures["names"]["entries"]
    lines = [(of, called[of], line) for of, line in figures.get("themes", {}).items()]
    return sorted(lines, key=lambda one: (-one[2]["received"], one[1]))


def repeated(session: Session, row: Bulletin, *, by: Principal) -> list[dict[str, Any]]:
    """Each repeat cause with its figures and what was decided about it, names in the reasons masked."""
    kept, named = row.figures.get("causes", {}), row.figures["names"]
    decisions = causes.by_number(session, [line["decision"] for line in kept.values()])
    reasons = cause_reasons.reasons(session, list(decisions.values()), by=by)
    asked = {"since": row.since.isoformat(), "until": row.until.isoformat()}
    found = []
    for key, line in kept.items():
        cause, decision = Cause.read(key), decisions.get(line["decision"])
        if cause is None:
            continue
        found.append({
            "matter": named["entries"].get(cause.subject) or _("no case named"),
            "department": named["departments"].get(cause.department, ""),
            "kind": named["entries"].get(f"appeal/{cause.code}", cause.code),
            "line": line,
            "decided": cause_words.outcome(decision) if decision else "",
            "why": reasons[decision.id] if decision else "",
            "address": url_for("causes.one", cause=key, **asked),
        })  # fmt: skip
    return sorted(found, key=lambda one: -one["line"]["received"])


def lines(figures: Mapping[str, Any], repeat: list[dict[str, Any]]) -> Iterator[Line]:
    """Themes and repeat causes as lines of a sheet."""
    yield [_("Themes, before and now"), _("Received"), _("The period before"), _("Closed in the period"), _("The period before"), _("Middle of the days"), _("The period before")]  # fmt: skip
    for _of, name, line in themes(figures):
        counts = [line[one] for one in ("received", "received_before", "closed", "closed_before")]
        yield [name, *counts, days(line["days"]), days(line["days_before"])]
    yield [_("Repeat causes"), _("Department"), _("Class"), _("Appeals"), _("The period before"), _("What was decided")]  # fmt: skip
    for one in repeat:
        said = " ".join((one["decided"], one["why"])).strip() or _("nothing yet")
        line = one["line"]
        yield [one["matter"], one["department"], one["kind"], line["received"], line["before"], said]  # fmt: skip
