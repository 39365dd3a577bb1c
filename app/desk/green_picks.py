"""What the applicant picks at the counter: one or some of each group, and what may be left."""

from __future__ import annotations

from app.desk.green_intake import Intake
from app.forms import picks
from app.forms.picks import Group, picked

__all__ = ["groups", "picked", "wrong"]


def groups(intake: Intake) -> list[Group]:
    """The theme's choice groups in their order, then what is wanted or not."""
    return picks.groups(intake.blueprint)


def wrong(intake: Intake) -> dict[str, str]:
    """Group → what is said where too few or too many of it are picked; the case would be refused (R44)."""
    return picks.wrong(intake.blueprint, intake.outline.chosen)
