"""The night's backup: written beside the running centre, opened again to see that it can be read, old ones removed."""

from __future__ import annotations

from pathlib import Path

from flask import current_app

from app import backup, backup_old, journal
from app.jobs.work import Work
from app.services import jobs


def folder() -> Path | None:
    """Where backups are to lie; None where nobody said so."""
    said = current_app.config.get("YOUSHI_BACKUPS")
    return Path(said) if said else None


def run(work: Work) -> None:
    """Written and read again before anything says that there is one; begun anew it writes another."""
    place = folder()
    if place is None:
        with work.step() as session:
            jobs.finish(session, work.job, {"file": None}, now=work.now())
        return
    place.mkdir(parents=True, exist_ok=True)
    target = place / f"youshi-{work.now():%Y%m%d-%H%M%S}.backup"
    files = backup.back_up(target)
    backup.look_at(target)
    removed = backup_old.remove(place, today=work.now().date())
    with work.step() as session:
        journal.record(session, "backup", target.name, "backed_up", by="system")
        found = {"file": target.name, "size": target.stat().st_size, "files": files}
        jobs.finish(session, work.job, found | {"removed": removed}, now=work.now())
