"""The day's look at the store: bytes that no row names any more go, rows whose bytes are gone are counted."""

from __future__ import annotations

import logging

from app import files, transaction
from app.jobs.work import Work
from app.services import file_store, jobs

log = logging.getLogger("youshi.worker")
#: Folders swept in one step.
HANDFUL = 32


def run(work: Work) -> None:
    """Folder by folder; begun anew it finds the same, less what has gone already."""
    gone, done = 0, 0
    for first in range(0, len(files.SHARDS), HANDFUL):
        shards = files.SHARDS[first : first + HANDFUL]
        with work.step() as session:
            now = work.now()
            gone += sum(file_store.sweep(session, shard, now=now) for shard in shards)
            done += len(shards)
            jobs.progress(session, work.job, done=done, total=len(files.SHARDS), now=now)
    with transaction.reading() as session:
        bad = [*file_store.missing(session), *file_store.altered(session)]
    for name in bad:
        log.warning("the file %s is gone or altered: flask doctor", name)
    with work.step() as session:
        jobs.finish(session, work.job, {"gone": gone, "bad": len(bad)}, now=work.now())
