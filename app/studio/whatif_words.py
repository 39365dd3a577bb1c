"""The figures of a what-if, each with a sentence that says what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.domain.diff_names import LIMITS
from app.domain.whatif import LEAST, Figures, Tally

#: With fewer cases the figures are shown and nothing is concluded from them.
FEW = 20

__all__ = ["FEW", "LEAST", "Line", "lines"]


@dataclass(frozen=True)
class Line:
    """One figure: its name, both sides, and what that means."""

    name: str
    before: str
    after: str
    said: str


def lines(before: Figures | None, after: Figures | None, names: Mapping[str, str]) -> list[Line]:
    """Every figure of both sides; nothing where there are too few cases for any."""
    if before is None or after is None:
        return []
    found = [
        Line(_("Closed in time"), _share(before), _share(after), _in_time(after.on_time - before.on_time)),
        Line(_("Median, working days"), f"{before.median:g}", f"{after.median:g}", _days(after.median - before.median)),
        Line(_("Nine of ten within, working days"), str(before.p90), str(after.p90), _days(after.p90 - before.p90)),
    ]  # fmt: skip
    for group, whole in (("whole", True), ("departments", False)):
        found += _tallies(getattr(before, group), getattr(after, group), {} if whole else names)
    return found


def _share(one: Figures) -> str:
    return _("%(done)s of %(all)s (%(percent)s %%)", done=one.on_time, all=one.n, percent=f"{one.percent:g}")  # fmt: skip


def _in_time(more: int) -> str:
    if not more:
        return _("As many as before.")
    if more > 0:
        return _("%(count)s more are in time.", count=more)
    return _("%(count)s would be late that were in time.", count=-more)


def _days(more: float) -> str:
    if not more:
        return _("The same.")
    if more > 0:
        return _("%(count)s working days longer.", count=f"{more:g}")
    return _("%(count)s working days shorter.", count=f"{-more:g}")


def _tallies(
    before: tuple[Tally, ...], after: tuple[Tally, ...], names: Mapping[str, str]
) -> list[Line]:
    """Late of total by limit, of the whole case or of each department."""
    old, new = ({(one.department, one.limit): one for one in side} for side in (before, after))
    return [
        Line(_named(key, names), _late(old.get(key)), _late(new.get(key)), _later(old.get(key), new.get(key)))
        for key in dict.fromkeys([*old, *new])
    ]  # fmt: skip


def _named(key: tuple[str, str], names: Mapping[str, str]) -> str:
    department, limit = key
    whose = names.get(department, department) if names else _("The whole case")
    return _("%(whose)s late, %(limit)s", whose=whose, limit=_(LIMITS.get(limit, limit)))


def _late(one: Tally | None) -> str:
    return _("%(late)s of %(all)s late", late=one.late, all=one.total) if one else "—"


def _later(old: Tally | None, new: Tally | None) -> str:
    if old is None or new is None:
        return _("There is no such limit on the other side.")
    more = new.late - old.late
    if not more:
        return _("As many as before.")
    return _("%(count)s more late.", count=more) if more > 0 else _("%(count)s fewer late.", count=-more)  # fmt: skip
