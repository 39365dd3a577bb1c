"""What an applicant picks: one or some of each choice group, and what may be left; for counter and preview."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.domain.case.selections import group_of, is_always
from app.domain.findings import work_of

#: Name of the boxes; the choice of one from a group has the group's key behind it.
NAME = "pick"


class Group(NamedTuple):
    """Parts to pick from, with the words above them; ``least`` to ``most`` are picked."""

    key: str
    words: str
    least: int
    most: int
    tasks: list[dict[str, Any]]

    @property
    def name(self) -> str:
        """The name of its inputs: of exactly one the last one pressed holds, all else are boxes."""
        return f"{NAME}-{self.key}" if self.least == self.most == 1 else NAME


def optional(blueprint: dict[str, Any]) -> list[dict[str, Any]]:
    """Tasks the applicant may have or leave: optional ones and members of choice groups."""
    return [task for task in work_of(blueprint).values() if not is_always(task)]


def groups(blueprint: dict[str, Any]) -> list[Group]:
    """The theme's choice groups in their order, then what is wanted or not."""
    found = [
        Group(key, _words(rule), rule["min"], rule["max"], _members(blueprint, key))
        for key, rule in blueprint["choices"].items()
    ]
    alone = _members(blueprint, None)
    rest = Group("", _("Which of these are wanted?"), 0, len(alone) + 1, alone)
    return [group for group in (*found, rest) if group.tasks]


def _members(blueprint: dict[str, Any], key: str | None) -> list[dict[str, Any]]:
    return [task for task in optional(blueprint) if group_of(task) == key]


def _words(rule: dict[str, Any]) -> str:
    if rule["min"] == rule["max"]:
        return _("%(group)s: choose %(count)s", group=rule["name"], count=rule["min"])
    return _(
        "%(group)s: choose %(least)s to %(most)s",
        group=rule["name"],
        least=rule["min"],
        most=rule["max"],
    )


def picked(posted: MultiDict[str, str]) -> list[str]:
    """The keys of the parts that were picked, of boxes and of choices."""
    names = (name for name in posted if name == NAME or name.startswith(f"{NAME}-"))
    return [key for name in names for key in posted.getlist(name) if key]


def wrong(blueprint: dict[str, Any], chosen: Collection[str]) -> dict[str, str]:
    """Group → what is said where too few or too many of it are picked; the case would be refused (R44)."""
    return {
        group.key: _unpicked(group, blueprint["choices"][group.key]["name"])
        for group in groups(blueprint)
        if group.key
        and not group.least <= sum(task["key"] in chosen for task in group.tasks) <= group.most
    }


def _unpicked(group: Group, name: str) -> str:
    if group.least == group.most:
        return _("Choose %(count)s of “%(group)s”.", count=group.least, group=name)
    return _(
        "Choose %(least)s to %(most)s of “%(group)s”.",
        least=group.least,
        most=group.most,
        group=name,
    )
