"""What a publish check has to say, and the blueprint read once for all of its checks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from app.domain.refusal import Word, msgid

Blueprint = dict[str, Any]
Task = dict[str, Any]

#: Joins names inside a sentence; names are Chinese data in every language of the screen.
COMMA = "、"
#: Where a finding hangs that is about the limits of the case as a whole.
WHOLE = "promise"


#: How a task can end, in words; these are translated where the finding is said.
ENDS = {
    "accepted": msgid("accepted"),
    "deferred": msgid("accepted, papers deferred"),
    "not_accepted": msgid("not accepted"),
    "granted": msgid("granted"),
    "partly": msgid("granted in part"),
    "refused": msgid("refused"),
    "returned": msgid("returned"),
    "passed": msgid("passed"),
    "failed": msgid("failed"),
    "upheld": msgid("upheld"),
    "not_upheld": msgid("not upheld"),
}


#: Tasks that serve the whole case have no name of their own.
SERVING = {
    "intake": msgid("Acceptance"),
    "papers": msgid("Deferred papers"),
    "hand_over": msgid("Hand-over"),
}


class Finding(NamedTuple):
    """One thing wrong or doubtful; `say` % `values` is its sentence, with names and not keys.

    `level` is error (no publishing), warning (publishing wants a reason) or step (in a trace);
    `where` is the key it hangs on; `trace` the commands from receipt to the dead end.
    """

    code: str
    level: str
    where: str
    say: str
    values: dict[str, Any]
    trace: tuple[Finding, ...] = ()


Findings = Iterator[Finding]


def finding(code: str, level: str, *, where: str, say: str, **values: Any) -> Finding:
    """A finding whose sentence the catalogue can translate; `say` must be a literal."""
    return Finding(code, level, where, say, values)


class Staffing(NamedTuple):
    """Who is there in a department: its name, how many officers and heads may sign in and act.

    `covers` are people from elsewhere who stand in for one of its own.
    """

    name: str
    officers: int
    heads: int
    covers: int = 0


@dataclass(frozen=True)
class Around:
    """What a blueprint does not say and its readiness hangs on; None: not asked about.

    `staffing` by department code; `confirmed` the years whose calendar notice is in, seen from
    `today`; `texts` per further language of the centre the texts that have been put into it;
    `names` what an item or a question is called that stands elsewhere, by its noun and key.
    """

    staffing: Mapping[str, Staffing] | None = None
    today: date | None = None
    confirmed: Collection[int] | None = None
    texts: Mapping[str, Collection[str]] | None = None
    names: Callable[[str, str], str | None] | None = None


def end_of(outcome: str) -> str:
    """How a task ends, as a word to be translated; what is no outcome stays as it was typed."""
    return Word(ENDS[outcome]) if outcome in ENDS else outcome


@dataclass(frozen=True)
class Reading:
    """A blueprint with the lookups that checks share."""

    blueprint: Blueprint
    departments: Collection[str]
    around: Around = Around()

    @cached_property
    def tasks(self) -> dict[str, Task]:
        """Every task by its key."""
        return {task["key"]: task for task in self.blueprint["tasks"]}

    @cached_property
    def work(self) -> dict[str, Task]:
        """The parts that departments decide, by key."""
        return work_of(self.blueprint)

    @cached_property
    def fields(self) -> frozenset[str]:
        """Keys a condition may ask for."""
        return frozenset(field["key"] for field in self.blueprint["fields"])

    @cached_property
    def limits(self) -> dict[str, Task]:
        """The limits of the whole and of each part; what is handled alone has its part's only."""
        parts = {key: task["limits"] for key, task in self.work.items()}
        # Compiled alone, the case's limits are copies of the part's: one mistake is said once.
        alone = self.blueprint["kind"] != "joint"
        return parts if alone else {WHOLE: self.blueprint["limits"], **parts}

    def name(self, key: str | None) -> str:
        """What a task is called on screen; the case's own name where no key is given.

        What is not part of it is called what it is called elsewhere in the catalogue.
        """
        if key is None:
            return str(self.blueprint["name"])
        if key in SERVING:
            return Word(SERVING[key])
        return str(self.tasks.get(key, {}).get("name") or self._elsewhere("item", key))

    def question(self, key: str) -> str:
        """What a question is called that nobody asks here."""
        return self._elsewhere("field", key)

    def _elsewhere(self, noun: str, key: str) -> str:
        """A key that nothing in the catalogue bears is said as whoever wrote it wrote it."""
        return (self.around.names and self.around.names(noun, key)) or key

    def names(self, keys: Collection[str]) -> str:
        """The names of several tasks, in the order of their keys."""
        return COMMA.join(self.name(key) for key in sorted(keys))

    def paper(self, document: str) -> str:
        """What a document is called on screen."""
        return str(self.blueprint["documents"].get(document, {}).get("name") or document)


def work_of(blueprint: Blueprint) -> dict[str, Task]:
    """The parts that departments decide, by key, in the order of the blueprint."""
    return {task["key"]: task for task in blueprint["tasks"] if task["kind"] == "work"}


def needs_of(task: Task) -> list[dict[str, Any]]:
    """The needs of a task; the hand-over, which opens at the join, has none of its own."""
    opens = task.get("opens") or []
    return [] if isinstance(opens, str) else list(opens)
