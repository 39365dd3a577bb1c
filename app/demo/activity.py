"""What happens in a demo centre, as ``demo/activity.yaml`` says it: how often what, and in which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML


@dataclass(frozen=True)
class Reported:
    """Cases of one service that are always there: how many, how long they took, whether they stay open."""

    kind: str
    code: str
    cases: int
    took: Mapping[str, Any] | None = None
    open: bool = False


@dataclass(frozen=True)
class Activity:
    """The file as it was read."""

    months: int
    reported: tuple[Reported, ...]
    weights: Mapping[str, int]
    firms: frozenset[str]
    shapes: Mapping[str, str]
    surnames: str
    given: str
    shops: tuple[str, ...]
    streets: tuple[str, ...]
    texts: Mapping[str, list[str]]

    def text(self, name: str, rng: Random) -> str:
        """One of the texts of this name."""
        return rng.choice(self.texts[name])

    def always(self) -> Iterator[Reported]:
        """Each of the reported cases, one by one."""
        for one in self.reported:
            yield from [one] * one.cases


def read(path: Path) -> Activity:
    """The activity in a file. Raises OSError, TypeError where it says something else than is known."""
    said = dict(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    return Activity(
        **said
        | {
            "reported": tuple(Reported(**one) for one in said["reported"]),
            "firms": frozenset(said["firms"]),
            "shops": tuple(said["shops"]),
            "streets": tuple(said["streets"]),
        }
    )
