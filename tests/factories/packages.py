"""Packages for tests: the shop of the format's description, and the smallest one there is."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from app.domain.package import problems
from app.services.package_files import Package, read_package

SHOP = Path(__file__).parent / "shop.yaml"


@cache
def shop_as_read() -> Package:
    return read_package(SHOP)


def shop() -> dict[str, Any]:
    """A fresh copy, to be broken in one place."""
    return copy.deepcopy(shop_as_read().content)


def small(**item: Any) -> dict[str, Any]:
    """One department, one document, one item with what is given, a theme of it."""
    return {
        "package": 1,
        "departments": {"D": {"name": "局"}},
        "sla": {"day": {"name": "一日", "value": 1, "unit": "working_day", "warn": 1}},
        "documents": {"X": {"name": "证", "kind": "proof", "source": "applicant"}},
        "items": {"i": {"name": "某项", "department": "D", "promise": "day", **item}},
        "themes": {
            "t": {"name": "某一件事", "lead": "D", "items": [{"key": "p", "item": "i"}]},
        },
    }


def put(*path: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    """The package with one thing said at one place."""

    def change(package: dict[str, Any]) -> None:
        holder = package
        for key in path[:-1]:
            holder = holder.setdefault(key, {}) if isinstance(holder, dict) else holder[key]
        holder[path[-1]] = value

    return change


def broken(*changes: Callable[[dict[str, Any]], None]) -> list[Any]:
    """What is wrong with the smallest package after these changes."""
    package = small()
    for change in changes:
        change(package)
    return problems(package)


def messages(*changes: Callable[[dict[str, Any]], None]) -> list[str]:
    return [one.message for one in broken(*changes)]
