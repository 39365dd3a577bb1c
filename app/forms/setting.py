"""What the form of an act may ask about: the case as it stands, and what is read only when needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from app.domain.case.state import document_names
from app.services.correctable import Entry
from app.services.other_classes import Becoming

Spec = dict[str, Any]


class Around(Protocol):
    """What a form may need beside the fold; read only when it is asked for."""

    @property
    def ticks(self) -> Mapping[str, list[bool]]:
        """Papers of the case's list, each with its points as they were ticked last."""

    @property
    def listed(self) -> Sequence[str]:
        """Papers of the case's list in its order."""

    @property
    def departments(self) -> Mapping[str, str]:
        """Names of departments by code."""

    @property
    def colleagues(self) -> Mapping[str, str]:
        """Names of the people of the part's department by username."""

    @property
    def requests(self) -> Mapping[str, str]:
        """Requests of the case that whoever asks may answer: number → in short."""

    @property
    def classes(self) -> Mapping[str, str]:
        """Other classes the case could become one of: code → name."""

    @property
    def becoming(self) -> Becoming | None:
        """The class that was chosen, as the case would have it."""

    @property
    def corrections(self) -> Sequence[Entry]:
        """What of the case's data can be put right by whoever asks."""


@dataclass(frozen=True)
class Setting:
    """What a form may ask about: the case's fold and blueprint, the task, and what is around them."""

    state: dict[str, Any]
    blueprint: dict[str, Any]
    task: str | None
    around: Around

    @property
    def spec(self) -> Spec:
        """The task's entry in the blueprint."""
        # Empty for an act on the whole case: forms ask it as they ask a part.
        return next((task for task in self.blueprint["tasks"] if task["key"] == self.task), {})

    @property
    def part(self) -> dict[str, Any]:
        """The task's fold."""
        found: dict[str, Any] = self.state["tasks"].get(self.task, {"holds": [], "steps": []})
        return found

    @property
    def missing(self) -> list[str]:
        """Papers of the list that have not come."""
        return [key for key in self.around.listed if key not in self.state["documents"]]

    @property
    def used(self) -> list[str]:
        """Papers that this task looks at, folded forms as what they were folded into."""
        lines = self.blueprint["merge"]["lines"]
        return self.in_order(line["document"] for line in lines if self.task in line["used_by"])

    def in_order(self, keys: Iterable[str]) -> list[str]:
        """Papers in the order of the notice sheet; what its list does not name comes last."""
        places = {key: at for at, key in enumerate(self.around.listed)}
        return sorted(keys, key=lambda key: (places.get(key, len(places)), key))

    def name(self, document: str) -> str:
        """A document's name."""
        return document_names(self.blueprint, [document])[0]

    def papers(self, keys: list[str]) -> list[tuple[str, str, list[str]]]:
        """Key, name and review points of documents the blueprint knows."""
        known = self.blueprint["documents"]
        return [
            (key, self.name(key), known[key].get("points") or []) for key in keys if key in known
        ]
