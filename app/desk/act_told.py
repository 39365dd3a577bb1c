"""What of a case is somebody else's or over, said beside the acts without being asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from app.access import may
from app.domain.case.state import moment
from app.domain.case.verb import role_of
from app.services.case_page import Page
from app.telling import days
from app.telling.verbs import ANSWERED, BUTTON
from app.translations import gettext as _
from app.translations import lazy_gettext as _l


def told(page: Page, now: datetime) -> dict[str, str]:
    """What is somebody else's or over: the act → why it cannot be done now."""
    if page.case.closed_at or not page.case.accepted_at:
        return {}
    return {what: why for tell in TELLING for what, why in tell(page, now)}


def _tell_issue(page: Page, _now: datetime) -> Iterable[tuple[str, str]]:
    waits = waits_for(page)
    if waits and page.case.kind not in ANSWERED:
        why = _(
            "%(count)s parts are still open: %(parts)s.",
            count=len(waits),
            parts=_(", ").join(waits),
        )
        yield _("Issue everything together"), why


def _tell_extend(page: Page, now: datetime) -> Iterable[tuple[str, str]]:
    rule = page.blueprint["extend"]
    if not rule or page.state["clocks"]["case"]["stopped_at"] or page.case.kind in ANSWERED:
        return
    dues = page.state["dues"].get("case") or {}
    due = dues.get("promise") or dues.get("legal")
    approves = role_of(rule["by"])
    if due and may(page.by, "task.work") and approves not in map(role_of, page.by.capacities):
        day = days.day(moment(due["at"]))
        why = APPROVES.get(approves, lambda _day: _("Somebody else approves this extension."))(day)
        if now > moment(due["at"]):
            why = _(
                "The limit ended on %(day)s; it is extended before that or not at all.", day=day
            )
        elif page.state["clocks"]["case"]["extra"]:
            why = _("It was extended once already; a limit is extended only once.")
        yield _("Extend the limit of the case"), why


#: Who approves an extension → the sentence that says so.
APPROVES: dict[str, Callable[[str], str]] = {
    "department_head": lambda day: _("A head of the department approves it before %(day)s, once.", day=day),
    "centre_head": lambda day: _("The head of the centre approves it before %(day)s, once.", day=day),
    "supervisor": lambda day: _("A supervisor approves it before %(day)s, once.", day=day),
}  # fmt: skip


def _tell_decide(page: Page, _now: datetime) -> Iterable[tuple[str, str]]:
    open_parts = [task for task in page.tasks if task.kind == "work" and task.state == "open"]
    if (
        may(page.by, "task.work")
        and open_parts
        and not any(page.is_own(part.key) for part in open_parts)
    ):
        yield str(DECIDE.get(page.case.kind, DECIDE["single"])), _("The departments that handle the parts decide. You may read, not act for them.")  # fmt: skip


#: Kind of a case → what its departments decide.
DECIDE = {
    "single": _l("Grant or refuse"),
    "appeal": _l("Answer it"),
    "rectification": _l("Answer it"),
}


def _tell_reject(page: Page, _now: datetime) -> Iterable[tuple[str, str]]:
    answered = page.case.kind in ANSWERED
    if not answered and may(page.by, "task.work") and page.is_own("intake"):
        day = days.day(page.case.accepted_at)
        yield str(BUTTON["reject_acceptance"]), _("It was accepted on %(day)s.", day=day)


TELLING = (_tell_issue, _tell_extend, _tell_decide, _tell_reject)


def waits_for(page: Page) -> list[str]:
    """Names of the parts the hand-over waits for."""
    return [task.name for task in page.tasks if task.gates and task.state != "closed"]
