"""A year was confirmed: provisional due dates of running cases are worked out anew (R06, ADR 0005)."""

from __future__ import annotations

from app import transaction
from app.domain.case import Refusal
from app.jobs.ticking import first_line, log
from app.jobs.work import Stopped, Work
from app.services import cases, jobs, ticks


def run(work: Work) -> None:
    """Case by case through the one door, each with its events in a transaction of its own.

    A case that was recounted is found no more: whoever goes on after a worker that died does the rest.
    """
    with transaction.reading() as session:
        numbers = ticks.recountable_numbers(session)
    done, total = work.job.done, work.job.done + len(numbers)
    left: list[str] = []
    for number in numbers:
        if _recounted(work, number, done=done + 1, total=total):
            done += 1
        else:
            left.append(number)
    with work.step() as session:
        jobs.finish(session, work.job, {"cases": done, "left": left[:20]}, now=work.now())


def _recounted(work: Work, number: str, *, done: int, total: int) -> bool:
    """One case, and how far the job is, in one transaction; a case that cannot be is left."""
    try:
        with work.step() as session:
            now = work.now()
            answer = cases.let_time_act(session, number, now=now, recount=True)
            jobs.progress(session, work.job, done=done, total=total, now=now)
    except (Stopped, jobs.LostLease):
        raise
    except Exception as problem:  # noqa: BLE001 - whatever is wrong with one case is no other's delay
        log.warning("%s was left as it is: %s", number, first_line(problem))
        return False
    return not isinstance(answer, Refusal)
