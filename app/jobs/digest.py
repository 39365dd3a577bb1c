"""The day's look at the catalogue: what is broken or about to end, for its administrator."""

from __future__ import annotations

from app import transaction
from app.jobs.work import Work
from app.services import digest, digest_versions, jobs

#: Versions are looked at in such handfuls, with the progress seen after each.
HANDFUL = 20


def run(work: Work) -> None:
    """Only reads until its last step, which keeps what was found: begun anew it finds the same."""
    now = work.now()
    with transaction.reading() as session:
        ids = digest_versions.versions_to_look_at(session, now=now)
    looks: list[digest_versions.Looked] = []
    for first in range(0, len(ids), HANDFUL):
        with transaction.reading() as session:
            looks += digest_versions.look_at(session, ids[first : first + HANDFUL], now=now)
        with work.step() as session:
            jobs.progress(session, work.job, done=len(looks), total=len(ids), now=work.now())
    with transaction.reading() as session:
        found = digest.collect(session, looks, now=now)
    with work.step() as session:
        result = {"day": now.date().isoformat(), "found": found}
        jobs.finish(session, work.job, result, now=work.now())
