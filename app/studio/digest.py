"""The day's look at the catalogue, for those who keep it."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask_admin import BaseView, expose

from app import clock, job_words, transaction
from app.guard import needs
from app.services import digest

#: Places in a package that have a page of their own in the Studio.
PAGES = {"themes": "studio_themes.entry", "items": "studio_items.entry"}


class DigestView(BaseView):  # type: ignore[misc]  # Flask-Admin is untyped here
    """One page a day: what is broken, about to end, or without a person."""

    @expose("/")
    @needs("theme.read")
    def index(self) -> str:
        """Every line of the newest look, each with the entry it is about."""
        return render_template("studio/digest.html", seen=seen(), today=clock.today().isoformat())


def seen() -> dict[str, Any] | None:
    """The newest look: its day and its lines in words; None where nobody has looked yet."""
    job = digest.today(transaction.session())
    if job is None or job.result is None:
        return None
    lines = [
        {"level": one["level"], "say": job_words.line(one), "href": _page(one["top"], one["key"])}
        for one in job.result["found"]
    ]
    return {"day": job.result["day"], "at": job.finished_at, "lines": lines}


def _page(top: str, key: str) -> str:
    return url_for(PAGES[top], key=key) if top in PAGES else ""
