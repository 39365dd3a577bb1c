"""What one person sees of a case: rows, fold and blueprint, without what is not theirs (house §8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from app.access import POLICIES, Principal, may
from app.access.policies import uses
from app.domain.case import VERBS, offers
from app.domain.case.offers import Offer
from app.domain.case.state import open_holds
from app.services import approvals, case_access
from app.services.attachments import Stored
from app.services.cases import File
from app.services.reference import Reference


class Answered(NamedTuple):
    """One answer as it is stored; what is personal in ``sealed``."""

    field: str
    value: Any
    sealed: Any
    by: str | None


@dataclass
class Page:
    """One case as one person may see it; ``focus`` is the part whose number was opened."""

    file: File
    by: Principal
    known: Reference
    tasks: list[Any]
    events: list[dict[str, Any]]
    applicant: dict[str, Any]
    answered: list[Answered]
    #: Papers of the list in its order.
    listed: list[str]
    paper_count: int
    #: Whether this person may take the case out whole, and how many files of it were made.
    archives: bool = False
    files_made: int = 0
    #: Numbers of the cases that follow this one, as far as they are this person's to see (R49).
    followed: list[str] = field(default_factory=list)
    #: Acts on the whole case that reach fewer cases than reading does, by grant: those that reach this one.
    reached: frozenset[str] = frozenset()
    focus: str | None = None
    documents: tuple[Any, ...] = ()
    scans: tuple[Stored, ...] = ()
    papers: tuple[Any, ...] = ()
    notes: tuple[Any, ...] = ()
    #: The oldest paper that was given out and not printed yet: its id and title.
    to_print: tuple[int, str] | None = None
    #: The rows of who applied and of who came for them.
    people: dict[str, Any] = field(default_factory=dict)
    #: The address of the case, once it was built.
    above: str = ""

    @property
    def case(self) -> Any:
        """The case's own row."""
        return self.file.case

    @property
    def state(self) -> dict[str, Any]:
        """The fold."""
        assert self.file.state is not None  # noqa: S101 - a page shows a case that exists
        return self.file.state

    @property
    def blueprint(self) -> dict[str, Any]:
        """What the case was received under."""
        return self.file.blueprint

    @cached_property
    def departments(self) -> dict[str, str]:
        """Part → the department that answers for it."""
        return {key: task["department"] for key, task in self.state["tasks"].items()}

    def task(self, key: str | None) -> Any:
        """The row of a part; None where there is none."""
        return self._parts.get(key)

    @cached_property
    def _parts(self) -> dict[str | None, Any]:
        return {task.key: task for task in self.tasks}

    def is_own(self, key: str) -> bool:
        """Whether a part is of this person's departments."""
        return self.departments.get(key) in self.by.departments

    def reads(self, key: str | None) -> bool:
        """Whether what was said at a part is this person's to read: the case's own words, and their parts'."""
        return key not in self.departments or uses(self.by, {self.departments[key]})

    @cached_property
    def keys(self) -> frozenset[str]:
        """The papers of the list this person may see (house §8)."""
        if not may(self.by, "case_document.read"):
            return frozenset()
        return frozenset(key for key in self.listed if self._sees_document(key))

    def users_of(self, document: str) -> list[str]:
        """Keys of the chosen parts that use a paper, in the blueprint's order."""
        return self._users.get(document, [])

    @cached_property
    def _users(self) -> dict[str, list[str]]:
        used: dict[str, set[str]] = {}
        for line in self.blueprint["merge"]["lines"]:
            used.setdefault(line["document"], set()).update(line["used_by"])
        return {
            document: [key for key in self.departments if key in parts]
            for document, parts in used.items()
        }

    def _sees_document(self, document: str) -> bool:
        return uses(self.by, {self.departments[key] for key in self.users_of(document)})

    @property
    def answers(self) -> list[dict[str, Any]]:
        """The answers this person may see, personal values sealed."""
        if not may(self.by, "answer.read"):
            return []
        specs = {field["key"]: field for field in self.blueprint["fields"]}
        return [
            {"spec": specs[row.field], **POLICIES["answer"].mask(self.by, row._asdict())}
            for row in self.answered
            if row.field in specs and self._asks(specs[row.field])
        ]

    def reads_field(self, field: str) -> bool:
        """Whether what stands at a field of a correction is this person's to read."""
        noun, _dot, key = field.partition(".")
        if noun != "answer":
            return may(self.by, f"{noun}.read")
        spec = next((spec for spec in self.blueprint["fields"] if spec["key"] == key), None)
        return spec is not None and may(self.by, "answer.read") and self._asks(spec)

    def _asks(self, spec: dict[str, Any]) -> bool:
        return sees_answer(self.by, self.departments, spec=spec)

    def offers(self, now: datetime, *, verb: str | None = None) -> list[Offer]:
        """What this person may do now, and what not and why; of one verb alone where it is named."""
        return offers(
            self.blueprint,
            self.state,
            now=now,
            calendar=self.file.calendar,
            facts=self.file.facts,
            by=self.by.username,
            roles=self.by.capacities,
            departments={*self.by.departments, *self._takes_in_for},
            verbs=VERBS if verb is None else [verb],
            theirs=self.may_try,
        )

    @property
    def _takes_in_for(self) -> set[str]:
        """The window takes in what any part has asked for; nothing else of those parts is its own."""
        if not (may(self.by, "scope.window") and may(self.by, "task.supply")):
            return set()
        tasks = self.state["tasks"].values()
        return {task["department"] for task in tasks if task["state"] == "open" and asked_of(task)}

    def may_try(self, verb: str, task: str | None) -> bool:
        """Whether an act is this person's at all; the domain says whether it can be done now."""
        if verb == "answer":
            return bool(approvals.answered_by(self.by, self.state))
        if not case_access.holds_grant(self.by, verb, task=task):
            return False
        if task is None:
            return case_access.reaches(self.by, self.reached, verb=verb)
        return self.is_own(task) or verb == "supply"


def sees_answer(by: Principal, departments: Mapping[str, str], *, spec: Mapping[str, Any]) -> bool:
    """Whether an answer is this person's to read: a part of theirs asks it (house §8)."""
    keys: Iterable[str] = spec.get("items") or departments
    return uses(by, {departments[key] for key in keys if key in departments})


def asked_of(task: dict[str, Any]) -> list[str]:
    """Papers that open supplements of a part still wait for."""
    holds = [hold for hold in open_holds(task) if hold["kind"] == "supplement"]
    return sorted({key for hold in holds for key in hold["documents"]} - _got(holds))


def _got(holds: Iterable[dict[str, Any]]) -> set[str]:
    return {key for hold in holds for key in hold["got"]}
