"""Where a figure leads: the register, narrowed to the cases or parts that it counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g, url_for

from app.access import may
from app.domain.bulletin import Period

#: Register → its list, and what somebody needs to read it.
REGISTERS = {"cases": ("CaseView.list", "case.read"), "tasks": ("TaskView.list", "task.read")}


def to(register: str, **asked: Any) -> str:
    """The address of a register with what it is asked; empty for who may not read it."""
    endpoint, grant = REGISTERS[register]
    if not may(g.principal, grant):
        return ""
    return url_for(endpoint, **{name: value for name, value in asked.items() if value})


def rated(period: Period) -> Callable[..., str]:
    """``lead(level="5")``: where a figure of the ratings given in this period leads."""
    days = {"since": period.since.isoformat(), "until": period.until.isoformat()}
    reads = may(g.principal, "rating.read")
    return lambda **asked: url_for("ratings.show", **days, **asked) if reads else ""


def figures(period: Period) -> Callable[..., str]:
    """``lead("cases", "late", of="joint/x")``: where a figure of this period leads."""
    days = {"counted-from": period.since.isoformat(), "counted-until": period.until.isoformat()}
    return lambda register, figure, **more: to(register, counted=figure, **days, **more)
