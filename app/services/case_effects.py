"""What follows from events beside the fold's own rows: papers, results, the delivery, ticked points."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import cipher, journal
from app.models import CaseDocument, Delivery, Paper, Result
from app.services import (
    appeal_rows,
    case_messages,
    correcting,
    paper_values,
    papers,
    rating_links,
    rating_papers,
    reclassifying,
    search_words,
)
from app.services.paper_sources import GOOD, Sources

if TYPE_CHECKING:
    from app.services.cases import File


def follow(
    session: Session,
    file: File,
    events: Iterable[dict[str, Any]],
    *,
    payload: dict[str, Any],
    sources: Sources,
    now: datetime,
) -> list[str]:
    """Carry out what the events imply; gives the numbers of the papers that were issued."""
    sheets: list[papers.Sheet] = []
    for event in events:
        # Before the paper: a decision prints the number of the result it leaves.
        for act in FOLLOWED_BY.get(event["type"], ()):
            act(session, file, event, payload)
        for sheet in called_for(file, [event]):
            values = paper_values.of_event(file, event, sources=sources, payload=payload, now=now)
            sheets.append(replace(sheet, values=values))
    inviting = rating_papers.invite(session, file, sheets, sources=sources, now=now)
    return papers.issue_all(session, inviting, sources=sources)


def called_for(file: File, events: Iterable[dict[str, Any]]) -> list[papers.Sheet]:
    """The papers that events call for, nothing filled in yet; none where nothing is handed over."""
    called = [
        papers.Sheet(
            kind, {}, event["by"], datetime.fromisoformat(event["at"]), case_id=file.case_id,
            task=event.get("task"), copies=event.get("copies"), plan=file.blueprint,
        )
        for event in events
        for kind in (event.get("notice"), *event.get("also", ()))
        if kind
    ]  # fmt: skip
    return [] if called and _is_read_online(file) else called


def _spec(file: File, key: str | None) -> dict[str, Any]:
    return next((task for task in file.blueprint["tasks"] if task["key"] == key), {})


def _is_read_online(file: File) -> bool:
    """Whether the answer is read where it was asked for: no paper is made and nobody fetches one."""
    return bool(_spec(file, "hand_over").get("mode") == "at_once")


def _result(session: Session, file: File, event: dict[str, Any], payload: dict[str, Any]) -> None:
    """A granted part leaves its certificate: number and validity as the officer gave them."""
    spec = _spec(file, event["task"])
    if event.get("outcome") not in GOOD or not (spec.get("result") or payload.get("result_number")):
        return
    assert file.state is not None  # noqa: S101 - effects follow events, so the case exists
    number, document = payload.get("result_number"), spec.get("result")
    row = {
        "case_id": file.case_id,
        "task": event["task"],
        "round": file.state["tasks"][event["task"]]["round"],
        "document": document,
        "name": file.blueprint["documents"].get(document, {}).get("name") or spec["name"],
        "number": number,
        # Found by its number without being readable in the table.
        "number_index": cipher.blind_index(number, context="result_number") if number else None,
        "valid_from": _day(payload.get("valid_from")),
        "valid_until": _day(payload.get("valid_until")),
        "at": datetime.fromisoformat(event["at"]),
    }
    session.execute(sa.insert(Result), [row])


def _delivery(session: Session, file: File, event: dict[str, Any], payload: dict[str, Any]) -> None:
    """The one hand-over: how, to whom."""
    if event.get("outcome") != "delivered" or _is_read_online(file):
        return
    row = {
        "case_id": file.case_id,
        "way": payload.get("way") or "window",
        "receiver": payload.get("receiver"),
        "tracking": payload.get("tracking"),
        "collector": payload.get("collector"),
        "receiver_id_type": payload.get("receiver_id_type"),
        "at": datetime.fromisoformat(event["at"]),
        "by": event["by"],
    }
    if _was_reopened(file, event["task"]):
        # There is one hand-over: the last. How one was told before stands in the trail.
        session.execute(sa.update(Delivery).where(Delivery.case_id == file.case_id).values(row))
    else:
        session.execute(sa.insert(Delivery), [row])


def _was_reopened(file: File, key: str) -> bool:
    task: dict[str, Any] = (file.state or {})["tasks"][key]
    return int(task["round"]) > 1


def _void(session: Session, file: File, event: dict[str, Any], _payload: dict[str, Any]) -> None:
    """What a void case gave out is void with it; the numbers stay taken (R26)."""
    if event["outcome"] == "void":
        # Not deleted: a gap in the numbers would look like a paper somebody hid (R26).
        given = sa.update(Paper).where(Paper.case_id == file.case_id, Paper.void_at.is_(None))
        session.execute(given.values(void_at=datetime.fromisoformat(event["at"])))


def _ticks(session: Session, file: File, event: dict[str, Any], payload: dict[str, Any]) -> None:
    """Keep which review points were ticked: when a paper came, or when an officer looked at it."""
    ticks = payload.get("ticks") or {}
    # Where one paper stands for another, only the one that lay on the counter was ticked.
    looked = {} if "because" in event else ticks
    there = {key: looked[key] for key in event.get("documents", ticks) if key in looked}
    if there:
        _note_ticks(session, file, event, there)


def _note_ticks(
    session: Session, file: File, event: dict[str, Any], ticks: dict[str, list[bool]]
) -> None:
    """Whose look it was and what it changed, in the journal: the rows keep only how it stands now (R27)."""
    mine = sa.and_(CaseDocument.case_id == file.case_id, CaseDocument.document.in_(ticks))
    kept = sa.select(CaseDocument.document, CaseDocument.points).where(mine)
    before = dict(session.execute(kept.order_by(CaseDocument.id)).tuples().all())
    changed = {key: points for key, points in before.items() if points != ticks[key]}
    for document in changed:
        line = sa.update(CaseDocument).where(mine, CaseDocument.document == document)
        session.execute(line.values(points=ticks[document]))
    journal.record(
        session, "case_document", file.number, "points_ticked", by=event["by"],
        task=event.get("task"), documents=list(ticks), before=changed,
        after={key: ticks[key] for key in changed},
    )  # fmt: skip


def _corrected(
    session: Session, file: File, event: dict[str, Any], payload: dict[str, Any]
) -> None:
    """The values, which no event carries, go into their rows."""
    if event["fields"]:
        correcting.write(session, file, payload["values"], by=event["by"])


def _of_another_class(
    session: Session, file: File, event: dict[str, Any], payload: dict[str, Any]
) -> None:
    """Version, names, answers and the list of papers, which no event carries, become the new class's."""
    reclassifying.write(session, file, event, payload=payload)


def _found_first(
    session: Session, file: File, _event: dict[str, Any], _payload: dict[str, Any]
) -> None:
    """A case is found from the moment it is there."""
    search_words.keep_first(session, file)


def _found(session: Session, file: File, _event: dict[str, Any], payload: dict[str, Any]) -> None:
    """Found by what is so now, and by those whose part it is now."""
    search_words.keep(session, file, payload.get("values") or {})


def _replied(session: Session, file: File, event: dict[str, Any], payload: dict[str, Any]) -> None:
    """What answers a rating is read where it was given."""
    rating_links.replied(session, file, event, reply=payload.get("reply"))


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None


Follow = Callable[[Session, "File", dict[str, Any], dict[str, Any]], None]
#: Event type → what follows, beside the paper an event may call for.
FOLLOWED_BY: dict[str, tuple[Follow, ...]] = {
    "task_closed": (_result, _delivery, _ticks, _replied),
    "step_done": (_ticks,),
    "documents_received": (_ticks,),
    "case_closed": (_void,),
    "corrected": (_corrected, _found),
    "received": (_found_first,),
    "transferred": (_found, case_messages.transferred),
    "reclassified": (_of_another_class, _ticks, _found),
    "owner_set": (case_messages.assigned,),
    "asked": (case_messages.asked,),
    "answered": (case_messages.answered,),
    "department_asked": (appeal_rows.keep, appeal_rows.question),
    "department_answered": (appeal_rows.keep, appeal_rows.answered),
    "called_back": (appeal_rows.keep,),
    "brought_to_group": (appeal_rows.keep,),
    "group_decided": (appeal_rows.keep, appeal_rows.decided),
    "group_carried_out": (appeal_rows.keep,),
    "found": (appeal_rows.keep, appeal_rows.found),
    "finding_settled": (appeal_rows.keep,),
}
