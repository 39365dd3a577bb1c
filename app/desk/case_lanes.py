"""How far a case is: its parts drawn by department (lanes) and by the order in which they can begin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from markupsafe import Markup

from app.desk import act_told, acts
from app.domain.case.state import is_stopped, moment, open_holds
from app.domain.case.state import step_name as name_of_step
from app.domain.case.surveys import SURVEY
from app.domain.lanes import JOIN, RECEIPT, Drawing, Sizes, drawing
from app.domain.waves import needs_in, waves
from app.marks import light
from app.services.case_page import Page
from app.services.reference import Reference
from app.telling import days, lights
from app.telling.outcomes import outcome
from app.telling.told import HANDED
from app.translations import gettext as _

#: What stands between receipt and hand-over; checks and inquiries once they have begun.
ALWAYS, ONCE_BEGUN = ("work",), ("papers", "check", "inquiry")
#: By the number of columns: as wide as the card leaves room for; more of them scroll.
NARROW = Sizes(width=129, height=40, gap=24, row=48, names=104, ends=108, line=18)
SIZES = {1: NARROW._replace(width=236), 2: NARROW._replace(width=206)}
#: What of a box's width no letter stands on, and how wide a letter is at most.
EDGES, LETTER = 20, 13


@dataclass(frozen=True)
class Node:
    """One part: its name, its light and a note."""

    name: str
    state: str
    kind: str
    words: str
    note: str
    is_own: bool

    @cached_property
    def light(self) -> Markup:
        """Its light with the words: in the picture and in the list below it."""
        return light(self.kind, self.words)


@dataclass(frozen=True)
class Lanes:
    """The picture of the parts, each part in words by its key, and who answers for it; receipt and
    hand-over apart.
    """

    drawn: Drawing
    nodes: dict[str, Node]
    departments: dict[str, str]
    #: part → the names of those it waits for
    waits: dict[str, str]
    first: Node | None
    last: Node | None

    def state_of(self, source: str) -> str:
        """The state of what a line leads from: a part, the receipt, or what comes when all are there."""
        ends = {RECEIPT: self.first, JOIN: self.last}
        found = ends[source] if source in ends else self.nodes[source]
        return found.state if found else ""


def lanes(page: Page, known: Reference, now: datetime) -> Lanes:
    """The parts of a case as this person may see them."""
    specs = [_spec(page, task) for task in page.blueprint["tasks"] if _is_shown(page, task)]
    nodes = {spec["key"]: _node(page, known, now, spec["key"]) for spec in specs}
    ends = [
        _node(page, known, now, key) if key in page.departments else None
        for key in ("intake", "hand_over")
    ]
    sizes = SIZES.get(1 + max(waves(specs).values(), default=0), NARROW)
    return Lanes(
        _drawn(page, specs, known, sizes, _tall(specs, nodes, sizes)),
        nodes,
        {one["key"]: known.departments.get(one["department"], "") for one in specs},
        {one["key"]: _(", ").join(_names(one, nodes)) for one in specs},
        *ends,
    )


#: Drawings of cases of one version whose parts are with the same departments: they are all alike.
_kept: dict[tuple[Any, ...], Drawing] = {}
MOST = 2048


def _drawn(
    page: Page, specs: list[dict[str, Any]], known: Reference, sizes: Sizes, tall: set[str]
) -> Drawing:
    where = tuple((one["key"], known.departments.get(one["department"])) for one in specs)
    key = (page.state["blueprint"], where, sizes, frozenset(tall))
    if key not in _kept:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = drawing(specs, known.departments, sizes=sizes, tall=tall)
    return _kept[key]


def _tall(specs: list[dict[str, Any]], nodes: dict[str, Node], sizes: Sizes) -> set[str]:
    """Parts whose name takes two lines; of one department all: receipt and hand-over stand beside."""
    letters = (sizes.width - EDGES) // LETTER
    alone = len({spec["department"] for spec in specs}) == 1
    return {key for key, node in nodes.items() if alone or len(node.name) > letters}


def _spec(page: Page, task: dict[str, Any]) -> dict[str, Any]:
    """A part as it is planned, in the lane of the department that has it now."""
    return {**task, "department": page.departments[task["key"]], "name": task.get("name", "")}


def _names(spec: dict[str, Any], nodes: dict[str, Node]) -> list[str]:
    return [nodes[need].name for need in needs_in(spec, nodes)]


def _is_shown(page: Page, spec: dict[str, Any]) -> bool:
    task = page.state["tasks"].get(spec["key"])
    if task is None:
        return False
    # What was not needed (no paper was deferred) has neither begun nor anything to tell.
    begun = task["state"] != "waiting" and task["outcome"] != "skipped"
    return spec["kind"] in ALWAYS or (spec["kind"] in ONCE_BEGUN and begun)


def _node(page: Page, known: Reference, now: datetime, key: str) -> Node:
    row = page.task(key)
    state = "held" if row.held else row.state
    kind, words, note = SAID[state](page, known, now, row)
    own = page.is_own(key) and row.state == "open"
    told = HANDED.get(page.case.kind) if row.kind == "hand_over" else None
    return Node(str(told or acts.part_name(row)), state, kind, words, note, own)


def _closed(page: Page, _known: Reference, _now: datetime, row: Any) -> tuple[str, str, str]:
    day = days.day(row.closed_at) if row.closed_at else ""
    return "done", outcome(row.outcome, page.case.kind), day


def _stopping(page: Page, key: str) -> list[dict[str, Any]]:
    return [hold for hold in open_holds(page.state["tasks"][key]) if hold["effect"] != "run"]


def held_words(page: Page, key: str) -> str:
    """Why a part's clock stands: papers are awaited, or something else."""
    asked = any(hold["kind"] == "supplement" for hold in _stopping(page, key))
    return str(_("being supplied") if asked else _("On hold"))


def _held(page: Page, _known: Reference, _now: datetime, row: Any) -> tuple[str, str, str]:
    holds = _stopping(page, row.key)
    since = _("since %(day)s", day=days.day(moment(holds[0]["since"]))) if holds else ""
    return "pause", held_words(page, row.key), since


def _open(page: Page, known: Reference, now: datetime, row: Any) -> tuple[str, str, str]:
    kind = lights.kind_of(row, now)
    step = step_of(page, row.key)
    # When the place is seen says more than that it will be.
    if row.visit_at and row.step_name == SURVEY:
        step = f"{days.moment(row.visit_at)} {step}"
    notes = [step, known.people.get(row.owner, "") if row.owner else ""]
    said = lights.words(kind, row, calendar=known.calendar, now=now)
    return kind, said, " · ".join(note for note in notes if note)


def _waiting(page: Page, _known: Reference, _now: datetime, row: Any) -> tuple[str, str, str]:
    waits = act_told.waits_for(page) if row.kind == "hand_over" and page.case.accepted_at else []
    note = _("waits for %(count)s parts", count=len(waits)) if waits else ""
    return "wait", _("not begun"), note


#: State → light, words, note.
SAID: dict[str, Callable[[Page, Reference, datetime, Any], tuple[str, str, str]]] = {
    "closed": _closed,
    "held": _held,
    "open": _open,
    "waiting": _waiting,
}


def step_of(page: Page, key: str) -> str:
    """The words of the step a part stands at; nothing where the part is not the reader's."""
    row = page.task(key)
    return step_words(page, key, row.steps[row.step]) if row.steps else ""


def step_words(page: Page, key: str, step: str) -> str:
    """The catalogue's name of a step of a part, else the machine's for its own steps."""
    spec = next((task for task in page.blueprint["tasks"] if task["key"] == key), {"steps": []})
    named = {
        name_of_step(one): one.get("name") for one in spec["steps"] if not isinstance(one, str)
    }
    return str(named.get(step) or days.step_name(spec.get("kind", ""), step))


def own(page: Page, known: Reference) -> dict[str, Any] | None:
    """The reader's own open part, the one whose number was opened first: steps, who handles it."""
    mine = [task for task in page.tasks if task.state == "open" and page.is_own(task.key)]
    rank = sorted(mine, key=lambda task: (task.key != page.focus, task.owner != page.by.username))
    if not rank or rank[0].kind not in ("work", "check", "inquiry", "hand_over"):
        return None
    row = rank[0]
    steps = [
        (step_words(page, row.key, row.steps[at]), at < row.step, at == row.step)
        for at in range(len(row.steps))
    ]
    owner = known.people.get(row.owner, row.owner) if row.owner else ""
    stopped = is_stopped(page.state["tasks"][row.key])
    return {"name": acts.part_name(row), "steps": steps, "owner": owner, "held": stopped}
