"""Which sets of work tasks a case may be made of: what the publish check explores one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, combinations, product
from typing import Any


def is_always(task: Mapping[str, Any]) -> bool:
    """Whether a work task needs no picking (its condition may still drop it)."""
    return bool(task["pick"] == "always" or "always" in task["pick"])


def group_of(task: Mapping[str, Any]) -> str | None:
    """The choice group of a work task."""
    pick = task["pick"]
    return pick.get("choice") if isinstance(pick, dict) else None


def selections(blueprint: Mapping[str, Any]) -> Iterator[frozenset[str]]:
    """Every admissible set of chosen work tasks, conditions taken as free."""
    work = [task for task in blueprint["tasks"] if task["kind"] == "work"]
    base = [task["key"] for task in work if is_always(task) and not task.get("when")]
    free = [task["key"] for task in work if task["key"] not in base and not group_of(task)]
    groups = [_group_choices(work, key, group) for key, group in blueprint["choices"].items()]
    for picked in product(*[((), (key,)) for key in free], *groups):
        yield frozenset(base).union(*picked)


def _group_choices(
    work: list[dict[str, Any]], key: str, group: Mapping[str, int]
) -> list[tuple[str, ...]]:
    members = [task["key"] for task in work if group_of(task) == key]
    return list(
        chain.from_iterable(combinations(members, n) for n in range(group["min"], group["max"] + 1))
    )
