"""Calendars that follow the roster along: an address that is its own key, in the form every calendar reads."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, abort, make_response
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, paper_words, transaction
from app.domain.icalendar import Event, calendar
from app.guard import open_to_all
from app.public.secret_address import SecretAddress, keep_secret
from app.services import post_feeds
from app.services import reference as names

pages = Blueprint("calendars", __name__, url_prefix="/calendars")
FEED = SecretAddress("calendar", re.compile(r"[A-Za-z0-9_-]{43}"), post_feeds.opened)
NOT_FOUND = 404


@pages.get("/<string:secret>.ics")
@open_to_all
def show(secret: str) -> Response:
    """The calendar behind an address; every other address gets one same answer."""
    feed = FEED.opened(secret)
    if feed is None:
        abort(NOT_FOUND)
    with paper_words.centres_language():
        text = _text(transaction.session(), feed)
    answer = keep_secret(make_response(text))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'inline; filename="roster.ics"'
    return answer


def _text(session: Any, feed: Any) -> str:
    people = names.reference(session).people
    places = post_feeds.places(session)
    person = feed.subject if feed.kind == "person" else ""
    title = people.get(person, person) or places.get(feed.subject, (feed.subject, ""))[0]
    found = post_feeds.shifts(session, feed, now=clock.now())
    return calendar(
        _("Roster: %(whose)s", whose=title),
        [_event(row, people, places, person, falls_out=gone) for row, gone in found],
    )


def _event(
    row: Any, people: dict[str, str], places: dict[str, Any], person: str, *, falls_out: bool
) -> Event:
    window, where = places.get(row.window, (row.window, ""))
    a, b = (people.get(one, one) if one else "—" for one in (row.a, row.b))
    own = {row.b: "B", row.a: "A"}.get(person)
    return Event(
        uid=f"{row.window}-{row.since:%Y%m%dT%H%M}@roster.youshi",
        since=row.since, until=row.until, place=where, sequence=row.version, changed=row.changed_at,
        title=_("%(window)s, post %(seat)s", window=window, seat=own) if own else _("%(window)s: A %(a)s, B %(b)s", window=window, a=a, b=b),
        about=_("A %(a)s, B %(b)s", a=a, b=b), cancelled=falls_out,
    )  # fmt: skip
