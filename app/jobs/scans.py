"""What is due by the clock stands as a job, once, whoever looks and however often."""

from __future__ import annotations

from datetime import datetime

from app import transaction
from app.domain import hours
from app.jobs import backups
from app.services import calendars, occasions, papers, roster_gaps, ticks, versions

#: The last month's bulletin is drawn up in the first days of a month, whichever of them the house is on.
DRAFTED_UNTIL = 5


def due(*, now: datetime) -> int:
    """Have everything that is due wait as jobs; gives how many are new."""
    with transaction.reading() as session:
        wanted = dict(_wanted(session, now))
    if not wanted:
        return 0
    with transaction.unit() as session:
        return sum(
            occasions.ensure(session, kind, token=token, title="", now=now)
            for kind, token in wanted.items()
        )


def _wanted(session: transaction.UnitSession, now: datetime) -> list[tuple[str, str]]:
    """(kind, token) of what is due. A token names the occasion, so that each is met once.

    Where it fails, the next hour's or day's is another occasion: it is tried again, and not each minute.
    """
    found = [("digest", f"digest-{now:%Y-%m-%d}"), ("usual", f"usual-{now:%Y-%m-%d}")]
    found.append(("files", f"files-{now:%Y-%m-%d}"))
    found += _by_the_hour(session, now)
    behind = versions.behind(session, now=now)
    if behind:
        newest = max(version.id for version, _state in behind)
        found.append(("publication", f"publication-{now:%Y-%m-%d-%H}-{newest}"))
    if roster_gaps.kept(session, now=now):
        found.append(("roster", f"roster-{now:%Y-%m-%d}"))
    if papers.unarchived(session, limit=1):
        found.append(("papers", f"papers-{now:%Y-%m-%d-%H}"))
    if ticks.recountable_numbers(session):
        revision = calendars.current(session).revision
        found.append(("recount", f"recount-{now:%Y-%m-%d}-{revision}"))
    return [one for one in found if not occasions.known(session, one[1])]


def _by_the_hour(session: transaction.UnitSession, now: datetime) -> list[tuple[str, str]]:
    """What is said when the house opens, and what is done while nobody waits at a counter."""
    day, found = f"{now:%Y-%m-%d}", []
    if now.day <= DRAFTED_UNTIL:
        found.append(("bulletin_draft", f"bulletin_draft-{now:%Y-%m}"))
    calendar = calendars.current(session)
    if hours.has_begun(calendar, now) and hours.is_open(calendar, now):
        found.append(("morning", f"morning-{day}"))
        found.append(("post_check", f"post_check-{day}"))
        found.append(("supervision", f"supervision-{now:%Y-%m-%d-%H}"))
    if not hours.is_open(calendar, now):
        found.append(("proof", f"proof-{day}"))
        if backups.folder():
            found.append(("backup", f"backup-{day}"))
    return found
