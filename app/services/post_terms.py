"""What a rotation knows of a person: half a post, out of it for a while, only some windows."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.access import Principal, may
from app.domain.case import Refusal
from app.domain.roster_fairness import FULL
from app.models import PostTerms, Window
from app.services import colleagues
from app.services.roster import NOT_YOURS

NOBODY = Refusal("roster", "Choose somebody who sits at a window.", {})
SHARE = Refusal("roster", "A share is between 0 and 100 hundredths of a full post.", {})
ELSEWHERE = Refusal("roster", "Choose windows of their own departments.", {})


def everybody(session: Session) -> dict[str, tuple[str, list[str]]]:
    """Whoever could sit at a window in use: username → name, and the windows of their departments."""
    windows = list(session.scalars(sa.select(Window).where(Window.retired_at.is_(None)).order_by(Window.code)))  # fmt: skip
    people = colleagues.sitting(session, {one.department for one in windows})
    found: dict[str, tuple[str, list[str]]] = {}
    for window in windows:
        for username, name in people[window.department].items():
            found.setdefault(username, (name, []))[1].append(window.code)
    return dict(sorted(found.items()))


def known(session: Session) -> dict[str, PostTerms]:
    """The terms that were set, by person."""
    return {row.person: row for row in session.scalars(sa.select(PostTerms))}


def put(
    session: Session, person: str, *, share: int, windows: Collection[str], by: Principal
) -> PostTerms | Refusal:
    """Set somebody's share and the windows they know; none chosen is all of their departments'."""
    people = everybody(session)
    wrong = (
        (not may(by, "roster.write"), NOT_YOURS),
        (person not in people, NOBODY),
        (not 0 <= share <= FULL, SHARE),
        (not set(windows) <= set(people.get(person, ("", []))[1]), ELSEWHERE),
    )
    refused = next((refusal for holds, refusal in wrong if holds), None)
    if refused:
        return refused
    query = sa.select(PostTerms).where(PostTerms.person == person).with_for_update()
    row = session.scalars(query).one_or_none() or PostTerms(person=person, share=FULL, windows=[])
    before, after = [row.share, row.windows], [share, sorted(windows)]
    row.share, row.windows = share, sorted(windows)
    session.add(row)
    if before != after:
        changes = {"share": [before[0], share], "windows": [before[1], sorted(windows)]}
        journal.record(session, "roster", person, "roster_set", by=by.username, changes=changes)
    return row
