"""The trail of a case as sentences: who did what, why; what followed by itself; what was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from flask_babel import gettext as _

from app.access import may
from app.services import timeline
from app.services.case_page import Page
from app.services.reference import Reference
from app.telling import appeals, asking, days
from app.telling.told import Told
from app.telling.verbs import BUTTON


class Said(NamedTuple):
    """One line of the trail in words."""

    at: datetime
    who: str
    text: str
    why: str
    mark: str


def trail(page: Page, known: Reference) -> list[tuple[str, list[Said]]]:
    """The sentences by day, the latest first."""
    said = sentences(page, known, timeline.woven(page.events, page.notes))
    return [
        (f"{days.day(day)} {days.weekday(day)}", list(group))
        for day, group in groupby(said, key=lambda line: line.at.date())
    ]


def sentences(page: Page, known: Reference, lines: Iterable[timeline.Line]) -> list[Said]:
    """Lines in words; reasons only where the part is the reader's to read."""
    return [_said(line, page, known) for line in lines if line.type in SAID]


def _said(line: timeline.Line, page: Page, known: Reference) -> Said:
    told = Told(line.event, page, known)
    who = _("System") if line.by == timeline.SYSTEM else known.people.get(line.by, line.by)
    # Whoever covers answers for what they do; whose part it is stands beside it.
    if line.event.get("acted_for"):
        who = _("%(who)s for %(owner)s", who=who, owner=told.person("acted_for"))
    texts = [SAID[line.type](told), *_followed(line, page, known)]
    why = _why(line, page) if page.reads(line.task) else ""
    return Said(line.at, who, " ".join(text for text in texts if text), why, _mark(line))


def _why(line: timeline.Line, page: Page) -> str:
    """The reason, the points that failed (to who reads the papers they are of) and the law."""
    failed = line.event.get("points") if may(page.by, "case_document.read") else None
    given = [line.why, *(failed or ()), line.event.get("law") or ""]
    return _("; ").join(part for part in given if part)


def _mark(line: timeline.Line) -> str:
    if line.type in timeline.TRIED:
        return _("not done")
    return _("by itself") if line.by == timeline.SYSTEM else ""


def _followed(line: timeline.Line, page: Page, known: Reference) -> Iterable[str]:
    """What followed in the same act: parts that began or went on, the end of the case."""
    for kind, say in FOLLOWED.items():
        found = [event for event in line.follows if event["type"] == kind]
        if found:
            names = [Told(event, page, known).task for event in found]
            yield say(_(", ").join(dict.fromkeys(names)))


#: What follows → its sentence.
FOLLOWED: dict[str, Callable[[str], str]] = {
    "task_opened": lambda parts: _("%(parts)s began.", parts=parts),
    "hold_closed": lambda parts: _("“%(task)s” goes on.", task=parts),
    "case_closed": lambda _parts: _("The case is closed."),
}


#: Outcome → the sentence of a task that closed.
CLOSED: dict[str, Callable[[Told], str]] = {
    "accepted": lambda told: (
        _("accepted the case; nothing was said in time, so it counts as accepted.")
        if told.event.get("deemed")
        else _("accepted the case.")
    ),
    "deferred": lambda _told: _("accepted the case with papers deferred."),
    "not_accepted": lambda _told: _("refused to accept the case."),
    "granted": lambda told: _("granted “%(task)s”.", task=told.task),
    "partly": lambda told: _("granted “%(task)s” in part.", task=told.task),
    "refused": lambda told: _("refused “%(task)s”.", task=told.task),
    "returned": lambda told: _("returned “%(task)s”.", task=told.task),
    "delivered": lambda _told: _("delivered the results."),
    "withdrawn": lambda told: _("withdrew “%(task)s”.", task=told.task),
    "void": lambda told: _("declared “%(task)s” void.", task=told.task),
    "cannot_continue": lambda told: _("“%(task)s” cannot go on.", task=told.task),
    "complete": lambda _told: _("all deferred papers are here."),
    "incomplete": lambda _told: _("the deferred papers did not come in time."),
    "passed": lambda told: _("“%(task)s”: the post-check passed.", task=told.task),
    "failed": lambda told: _("“%(task)s”: the post-check failed.", task=told.task),
    "upheld": lambda told: _("“%(task)s”: what was complained of is upheld.", task=told.task),
    "not_upheld": lambda told: _(
        "“%(task)s”: what was complained of is not upheld.", task=told.task
    ),
}


def _closed(told: Told) -> str:
    plain = lambda one: _("“%(task)s” is closed.", task=one.task)  # noqa: E731 - one word for what has none of its own
    own = appeals.CLOSED.get(told.page.case.kind, {})
    return {**CLOSED, **own}.get(told.event["outcome"], plain)(told)


def _received(told: Told) -> str:
    plain = lambda: _("received the application.")  # noqa: E731 - one word for what has none of its own
    return appeals.RECEIVED.get(told.page.case.kind, plain)()


def _step_done(told: Told) -> str:
    if "issued" in told.event:
        return str(_("issued everything together."))
    return str(_("“%(task)s”: %(step)s done.", task=told.task, step=told.step()))


def _owner(told: Told) -> str:
    owner = told.event["owner"]
    if not owner:
        return str(_("released “%(task)s”.", task=told.task))
    if owner == told.event["by"]:
        return str(_("claimed “%(task)s”.", task=told.task))
    return str(_("assigned “%(task)s” to %(owner)s.", task=told.task, owner=told.person("owner")))


def _card(told: Told) -> str:
    say = {
        "yellow": lambda: _(
            "“%(task)s” gets a yellow card: the promised limit passed.", task=told.task
        ),
        "red": lambda: _("“%(task)s” gets a red card: the legal limit passed.", task=told.task),
    }
    return str(say[told.event["colour"]]())


def _held(told: Told) -> str:
    """An order to correct stops no clock, so it is no suspension."""
    if told.event["kind"] == "correction":
        return str(_("ordered a correction: “%(task)s”.", task=told.task))
    return str(_("suspended “%(task)s”.", task=told.task))


def _recalculated(told: Told) -> str:
    closure = told.event.get("closure")
    if not closure:
        return str(_("worked the due dates out anew after a change of the calendar."))
    since, until = (days.moment(datetime.fromisoformat(closure[end])) for end in ("from", "until"))
    return str(
        _("worked the due dates out anew: the centre is closed %(since)s to %(until)s.", since=since, until=until)
    )  # fmt: skip


def _corrected(told: Told) -> str:
    """What was put right by its name: neither what stood there nor what stands there now."""
    said = [_("corrected: %(fields)s.", fields=told.fields)] if told.event.get("fields") else []
    if told.event.get("documents"):
        said.append(_("noted that these had not come: %(papers)s.", papers=told.papers))
    return " ".join(map(str, said))


def _refused(told: Told) -> str:
    act = BUTTON.get(told.event.get("verb", ""), _("something"))
    return str(_("wanted to do “%(act)s” with “%(task)s”.", act=act, task=told.task))


def _ticked(told: Told) -> str:
    """Whose look at which papers, and at how many of them it came out otherwise than the look before."""
    otherwise = [key for key in told.event["before"] if key in told.page.keys]
    if not otherwise:
        return _("looked at the review points of: %(papers)s.", papers=told.papers)
    return _(
        "looked at the review points of: %(papers)s; otherwise than before: %(count)s papers.",
        papers=told.papers,
        count=len(otherwise),
    )


#: Event → its sentence; what is not here is bookkeeping.
SAID: dict[str, Callable[[Told], str]] = {
    "received": _received,
    "task_opened": lambda told: _("“%(task)s” began.", task=told.task),
    "task_closed": _closed,
    "told": asking.in_writing,
    "asked": asking.asked,
    "answered": asking.answered,
    "survey_arranged": asking.arranged,
    "survey_recorded": asking.surveyed,
    "documents_received": lambda told: _("took in: %(papers)s.", papers=told.papers),
    "hold_opened": _held,
    "hold_closed": lambda told: _("“%(task)s” goes on.", task=told.task),
    "owner_set": _owner,
    "transferred": lambda told: _(
        "transferred “%(task)s” to %(department)s.",
        task=told.task,
        department=told.known.departments.get(told.event["department"], told.event["department"]),
    ),
    "step_done": _step_done,
    "extended": lambda told: _(
        "extended the limit by %(days)s working days.", days=told.event["days"]
    ),
    "term_set": lambda told: _(
        "fixed the promise at %(days)s working days.", days=told.event["days"]
    ),
    "revoked": lambda told: _("revoked “%(task)s”.", task=told.task),
    "card": _card,
    "case_closed": lambda _told: _("The case is closed."),
    "reopened": lambda _told: _("reopened the case."),
    "reclassified": lambda _told: _("gave the case another class."),
    "undone": lambda _told: _("took the last act back."),
    "corrected": _corrected,
    "recalculated": _recalculated,
    "file_added": lambda told: _("added a file to: %(papers)s.", papers=told.papers),
    "file_struck": lambda told: _(
        "said that a file does not count: %(papers)s.", papers=told.papers
    ),
    "points_ticked": _ticked,
    "refused": _refused,
    "unmasked": lambda _told: _("read the applicant's full values."),
    "file_read": lambda _told: _("opened a file that was handed in."),
    "printed": lambda _told: _("printed a paper with the full name."),
    "paper_taken": lambda _told: _("took out an archived PDF with the full name."),
    "file_asked": lambda _told: _("had the whole case made into a file for the archive."),
    "file_taken": lambda _told: _("took out the whole case as a file."),
    **appeals.SAID,
    "paper_void": lambda told: _("declared the paper %(what)s void.", what=told.event["number"]),
}
