"""A file that an administrator gave: read, proposed, brought in, published where that was asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app import transaction
from app.domain.findings import Finding
from app.domain.refusal import msgid
from app.jobs.work import Work
from app.services import (
    catalogue,
    exchange,
    exchange_reading,
    jobs,
    package_files,
    publishing,
    surroundings,
    workbooks,
)
from app.services.catalogue_bindings import BY_TOP

UNREADABLE = msgid("This is no workbook that can be read.")
CHANGED_SINCE = msgid("The catalogue has changed since: try the file again.")


def run(work: Work) -> None:
    """Go on from the step that the row says."""
    STEPS[work.job.payload["step"]](work)


def _read(work: Work) -> None:
    """Say what the file would do; then the person decides."""
    try:
        with transaction.reading() as session:
            data = exchange.file_of(work.job.payload)
            tried = exchange_reading.try_file(session, work.job.title, data)
    except workbooks.NotAWorkbook:
        with work.step() as session:
            jobs.fail(session, work.job, UNREADABLE, now=work.now())
        return
    with work.step() as session:
        jobs.keep(session, work.job, **exchange.proposed(tried, data))


def _bring(work: Work) -> None:
    """All of it in one transaction with the mark that it was done; then what is to be published."""
    said, job = work.job.payload, work.job
    to_publish = exchange.to_publish(said["content"]) if said["publish"] else []
    try:
        with work.step() as session:
            now = work.now()
            report = catalogue.import_package(session, said["content"], by=job.by, now=now)
            result = exchange_reading.Tried(None, report=report).said()
            if not to_publish:
                jobs.keep(session, job, payload={}, done=1, total=1)
                jobs.finish(session, job, result, now=now)
                return
            payload = {"step": "publish", "entries": to_publish}
            result |= {"published": [], "refused": []}
            jobs.keep(session, job, payload=payload, result=result, done=0, total=len(to_publish))
    except package_files.PackageRefused as refused:
        with work.step() as session:
            detail = "\n".join(" ".join(one) for one in exchange_reading.problems(refused)[:20])
            jobs.fail(session, job, CHANGED_SINCE, now=work.now(), detail=detail)
        return
    _publish(replace(work, job=replace(job, payload=payload, result=result, done=0)))


def _publish(work: Work) -> None:
    """Entry by entry, each with its place in the list: who goes on after a kill begins behind it."""
    entries, result = work.job.payload["entries"], dict(work.job.result)
    with transaction.reading() as session:
        # Once for all of them: what others change meanwhile is theirs to publish.
        package = catalogue.export_package(session)
        around = surroundings.around(session, now=work.now())
    for place, (kind, code) in enumerate(entries[work.job.done :], start=work.job.done + 1):
        with work.step() as session:
            how = {"by": work.job.by, "now": work.now(), "package": package, "around": around}
            noted, what = _published(session, kind, code, how)
            result = {**result, noted: [*result[noted], *what]}
            jobs.keep(session, work.job, result=result, done=place, total=len(entries))
    with work.step() as session:
        jobs.keep(session, work.job, payload={})
        jobs.finish(session, work.job, result, now=work.now())


def _published(
    session: transaction.UnitSession, kind: str, code: str, how: dict[str, Any]
) -> tuple[str, list[Any]]:
    """What is noted of one entry, and under which word; nothing where it is in force already."""
    before = publishing.current(session, kind, code, at=how["now"])
    try:
        version = publishing.publish(session, kind, code, **how)
    except publishing.PublishRefused as refused:
        return "refused", [[kind, _name(how["package"], kind, code), _kept(refused.findings)]]
    except KeyError:
        return "published", []  # removed by somebody meanwhile
    session.flush()  # the number is told
    if before is not None and before.id == version.id:
        return "published", []
    return "published", [[kind, code, version.name, version.number]]


def _name(package: dict[str, Any], kind: str, code: str) -> str:
    return str(BY_TOP[publishing.ORDER[kind]].entries(package)[code]["name"])


def _kept(findings: list[Finding]) -> list[Any]:
    """Findings as a row keeps them: each its sentence and what fills it."""
    return [[one.say, {name: str(value) for name, value in one.values.items()}] for one in findings]


STEPS: dict[str, Callable[[Work], None]] = {"read": _read, "bring": _bring, "publish": _publish}
