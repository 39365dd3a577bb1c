"""The action panel: one first act, the others, and what cannot be done now with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import url_for

from app.desk import act_told, undoing
from app.desk.act_hints import hint_of
from app.desk.act_words import AT_STEP, FIRST, ICONS, TOLD, at_once
from app.domain.case.offers import Offer
from app.refusals import sentence
from app.services.case_page import Page, asked_of
from app.telling.told import CALLED
from app.telling.verbs import BUTTON, button
from app.translations import gettext as _

#: Tasks of the window that received the case.
COUNTER = ("intake", "papers", "hand_over")


@dataclass(frozen=True)
class Act:
    """One act as the panel shows it."""

    words: str
    icon: str
    href: str
    at_once: bool
    version: int
    seen: int
    part: str = ""
    hint: str = ""


@dataclass
class Panel:
    """What may be done now, the first thing first; what not, and why."""

    first: Act | None = None
    others: list[Act] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def panel(page: Page, now: datetime) -> Panel:
    """The panel of one case for the person who looks at it."""
    offers = [offer for offer in page.offers(now) if _makes_sense(page, offer)]
    offers += undoing.offered(page, now)
    able = [offer for offer in offers if offer.may and offer.verb in BUTTON]
    able.sort(key=lambda offer: _rank(page, offer))
    acts = [_act(page, offer) for offer in able]
    leads = bool(able) and able[0].verb in FIRST
    shown = Panel(acts[0] if leads else _print(page), acts[1:] if leads else acts)
    shown.refused = _refused(page, offers) | act_told.told(page, now)
    return shown


def _print(page: Page) -> Act | None:
    """At the window that received, where nothing else leads: the paper that was not handed over yet."""
    if page.to_print is None or not page.is_own("intake"):
        return None
    paper, title = page.to_print
    words = _("Print: %(paper)s", paper=title)
    return Act(words, "printer", url_for("papers.show", paper_id=paper), False, 0, 0)


def _rank(page: Page, offer: Offer) -> int:
    """What the eye lands on first; at the counter nobody claims before they do."""
    row = page.task(offer.task)
    if offer.verb == "claim" and row is not None and row.kind in COUNTER:
        return len(FIRST)
    return FIRST.index(offer.verb) if offer.verb in FIRST else len(FIRST)


def _makes_sense(page: Page, offer: Offer) -> bool:
    """What waits says so once; papers are taken in where some are awaited."""
    # What is answered is answered whole and has one limit; what is said once of it is no part of a licence.
    none = NOT_OF.get(page.blueprint["kind"])
    if none is not None and (offer.verb in none or (offer.task is None and offer.verb in WHOLE)):
        return False
    task = page.state["tasks"].get(offer.task) if offer.task else None
    if task is None:
        return True
    if offer.verb == "supply":
        return task["state"] == "open" and _lacks(page, task)
    return bool(task["state"] != "waiting")


def _lacks(page: Page, task: dict[str, Any]) -> bool:
    """Whether a part waits for papers: it asked for some, some may come later, or not all came at receipt."""
    came = page.state["documents"]
    late = task["kind"] == "intake" and any(key not in came for key in page.listed)
    return late or task["kind"] == "papers" or bool(asked_of(task))


#: Acts that make no sense where nobody applied for anything.
_LICENSED = frozenset({"supply", "arrange_survey", "record_survey", "ask_supplement", "supplement"})
#: Kind of a case → acts that make no sense of it.
NOT_OF = {"appeal": _LICENSED | {"grant_partly"}, "rectification": _LICENSED | {"correct"}}


def _refused(page: Page, offers: Iterable[Offer]) -> dict[str, str]:
    """What the person might look for and may not do anywhere here now."""
    offers = list(offers)
    able = {offer.verb for offer in offers if offer.may}
    told: dict[str, str] = {}
    for offer in offers:
        if (
            offer.refusal
            and offer.verb in TOLD
            and offer.verb not in able
            and _is_news(page, offer)
        ):
            what, part = words(page, offer.verb, offer.task)
            named = _("%(act)s: %(part)s", act=what, part=part) if part else what
            told.setdefault(named, sentence(offer.refusal))
    return told


def _is_news(page: Page, offer: Offer) -> bool:
    """That the last step is none to finish is seen from the acts that end it."""
    row = page.task(offer.task)
    return offer.verb != "finish_step" or row is None or row.step < len(row.steps) - 1


def words(page: Page, verb: str, task: str | None) -> tuple[str, str]:
    """The button, by the step where that says more; and the part, where several are one's own."""
    row = page.task(task)
    if row is None:
        # A part's limit and the case's are two, asked for and approved apart.
        return button(verb, page.blueprint["kind"]), str(
            _("The whole case")
        ) if verb in WHOLE else ""
    at_step = AT_STEP.get(row.step_name) if verb == "finish_step" else None
    several = sum(part.state == "open" and page.is_own(part.key) for part in page.tasks) > 1
    named = several or not page.is_own(row.key)
    return str(at_step or button(verb, page.blueprint["kind"])), part_name(
        row
    ) if named and not at_step else ""


#: Acts that a part has too: on the case they say so.
WHOLE = ("extend", "ask_extend")


def part_name(row: Any) -> str:
    """What a part is called: its item, or what it does for the whole case."""
    return str(CALLED.get(row.kind, str)(row.name))


def _act(page: Page, offer: Offer) -> Act:
    row = page.task(offer.task)
    seen = page.state["seq"]
    label, part = words(page, offer.verb, offer.task)
    return Act(
        label,
        ICONS.get(offer.verb, "check"),
        address(page, offer.verb, row),
        at_once(offer.verb, page.blueprint),
        seen if row is None else int(row.version),
        seen,
        part,
        hint_of(page, offer.verb, row),
    )


def address_of(page: Page) -> str:
    """The case page's own: one address a page is built, those of its acts and limits stand below it."""
    page.above = page.above or url_for("cases.show", number=page.case.number)
    return page.above


def address(page: Page, verb: str, row: Any) -> str:
    """Where an act is done: under the work task's number, else under the case's with the task's key."""
    act, case = verb.replace("_", "-"), page.case.number
    above = address_of(page)
    if row is None:
        return f"{above}/{act}"
    if row.kind == "work":
        return f"{above}{row.number.removeprefix(case)}/{act}"
    step = row.step_name if verb == "finish_step" and row.step_name in AT_STEP else act
    return f"{above}/{row.key.replace('_', '-')}/{step}"
