"""Take the oldest job and do it; whatever happens, the row says the truth afterwards."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from app import transaction
from app.domain.refusal import msgid
from app.jobs import (
    archiving,
    backups,
    bulletin,
    checking,
    digest,
    drafting,
    files,
    imports,
    morning,
    moves,
    papers,
    posts,
    proof,
    publication,
    receiving,
    recount,
    supervision,
    usual,
)
from app.jobs.ticking import first_line
from app.jobs.work import Stopped, Work
from app.services import jobs

log = logging.getLogger("youshi.worker")
#: Kind of job → what does it; it ends the job in the transaction of its last step.
KINDS: dict[str, Callable[[Work], None]] = {
    "import": imports.run,
    "publication": publication.run,
    "recount": recount.run,
    "digest": digest.run,
    "moves": moves.run,
    "usual": usual.run,
    "papers": papers.run,
    "proof": proof.run,
    "files": files.run,
    "receive": receiving.run,
    "roster": posts.run,
    "bulletin": bulletin.run,
    "bulletin_draft": drafting.run,
    "morning": morning.run,
    "post_check": checking.run,
    "supervision": supervision.run,
    "backup": backups.run,
    "case_file": archiving.run,
}
FAILED = msgid("It could not be done; nothing of the step it was at was kept.")


def run_next(*, now: Callable[[], datetime], stopping: Callable[[], bool] = lambda: False) -> bool:
    """Do the oldest job that nobody works on; whether there was one."""
    with transaction.reading() as session:
        # Asked every second, so it must not take the lock that writers take.
        if not jobs.anything(session, now=now()):
            return False
    with transaction.unit() as session:
        jobs.give_up(session, now=now())
        job = jobs.claim(session, now=now())
    if job is None:
        return False
    run(Work(job, now, stopping))
    return True


def run(work: Work) -> None:
    """Do a claimed job to its end, to where it was asked to stop, or to where it fails."""
    try:
        KINDS[work.job.kind](work)
    except Stopped:
        with transaction.unit() as session:
            jobs.put_back(session, work.job)
    except jobs.LostLease:
        log.warning("job %s went on elsewhere", work.job.id)
    except DBAPIError as problem:
        # The database does not answer, or waits for another: the lease ends, and it is tried again.
        log.warning("job %s waits: %s", work.job.id, first_line(problem))
    except Exception as problem:  # noqa: BLE001 - one job that fails keeps no other waiting
        log.warning("job %s failed: %s", work.job.id, first_line(problem))
        with transaction.unit() as session:
            jobs.fail(session, work.job, FAILED, now=work.now(), detail=first_line(problem))
