"""The rows of a sheet in words: what each will come to, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import transaction
from app.models import Job
from app.services import appeal_columns, receiving_many

#: What is done with a row → its words: what is left to do first.
COMES_TO: dict[str, Any] = {
    "supplement": _l("supplement notice given"),
    "accept_deferred": _l("accepted, papers deferred"),
    "accept": _l("Accept"),
}
#: The same when it is done.
CAME_OF = {**COMES_TO, "accept": _l("accepted")}


class Came(NamedTuple):
    """One row, what came of it, the number of its case."""

    row: int
    said: str
    number: str


def ahead(job: Job) -> list[tuple[str, int]]:
    """What the rows that were tried come to, and how many; empty where that is not asked of them."""
    said = job.result or {}
    if not _of_papers(job):
        return []
    counts = Counter(comes_to for _row, comes_to, _lacks in said["beside"])
    counts["accept"] = said["rows"] - len(said["again"]) - counts.total()
    return [(str(words), counts[verb]) for verb, words in COMES_TO.items() if counts[verb]]


def _of_papers(job: Job) -> bool:
    """Whether papers decide what becomes of a row: an appeal brings none."""
    return "beside" in (job.result or {}) and job.payload["code"] != appeal_columns.CODE


def came_of(job: Job) -> Iterator[Came]:
    """What came of each row, in the order of the sheet."""
    said = job.result or {}
    there = receiving_many.numbers(transaction.session(), said["keys"] + said["again"])
    again = {row for row, *_key in said["again"]}
    became = dict(map(tuple, said.get("beside", ())))
    usual = CAME_OF["accept"] if _of_papers(job) else _("received")
    found = {
        row: Came(row, _("received before") if row in again else str(CAME_OF.get(became.get(row, ""), usual)), number)
        for row, number in there.items()
    }  # fmt: skip
    found |= {row: Came(row, _("not received: %(why)s", why=why), "") for row, why in said["refused"]}  # fmt: skip
    return (found[row] for row in sorted(found))


def left_first(came: Came) -> tuple[bool, int]:
    """What is left to do comes first: what was not received, then what asks for papers."""
    order = [str(words) for words in CAME_OF.values()]
    return bool(came.number), order.index(came.said) if came.said in order else len(order)
