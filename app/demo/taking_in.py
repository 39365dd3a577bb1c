"""What the window takes in of an invented applicant: answers of every kind, parts, papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.demo import invented
from app.demo.activity import Activity
from app.domain.calendar import Calendar
from app.domain.case.appeals import CHANNELS
from app.domain.case.events_of_appeals import GIVEN
from app.services import outline
from app.services.intake import Intake

Spec = dict[str, Any]
#: How often the first option of a question, the most usual one, is the answer.
USUAL = 0.85
#: What need not be said is said by half; some have been told twice.
HALF, TOLD_TWICE = 0.5, 0.2


@dataclass(frozen=True)
class Service:
    """A published version that people come for."""

    version_id: int
    kind: str
    code: str
    blueprint: dict[str, Any]


@dataclass(frozen=True)
class Drawing:
    """What answers are drawn from."""

    activity: Activity
    rng: Random
    now: datetime
    usual: float = USUAL

    def answer(self, spec: Spec) -> Any:
        """An answer that the field's own check would take; None where it stays empty."""
        shape = self.activity.shapes.get(spec["key"])
        if shape:
            return invented.shaped(shape, self.rng)
        if not spec.get("required") and not spec.get("asked") and self.rng.random() < HALF:
            return None
        drawn = DRAWN.get(spec["kind"])
        return drawn(self, spec) if drawn else None

    def day(self) -> str:
        """A day of the last two months."""
        return (self.now - timedelta(days=self.rng.randrange(3, 60))).date().isoformat()

    def option(self, spec: Spec) -> Any:
        """The first option mostly."""
        values = [option["value"] for option in spec["options"]]
        return values[0] if self.rng.random() < self.usual else self.rng.choice(values)

    def number(self, spec: Spec) -> int:
        """A number within its bounds."""
        least = int(spec.get("min") or 1)
        return self.rng.randrange(least, int(spec.get("max") or least + 300) + 1)


#: Kind of field → what is drawn for it; a kind that is not here stays empty.
DRAWN: dict[str, Callable[[Drawing, Spec], Any]] = {
    "text": lambda draw, _spec: draw.activity.text("word", draw.rng),
    "long_text": lambda draw, _spec: draw.activity.text("word", draw.rng),
    "number": Drawing.number,
    "money": lambda draw, _spec: f"{draw.rng.randrange(1, 500)}.00",
    "date": lambda draw, _spec: draw.day(),
    "yes_no": lambda draw, _spec: draw.rng.random() < draw.usual,
    "choice": Drawing.option,
    "multiple": lambda draw, spec: [draw.option(spec)],
    "person": lambda draw, _spec: invented.name(draw.activity, draw.rng),
    "id_number": lambda draw, _spec: invented.id_number(
        draw.rng, before=draw.now.date(), least=22, most=36
    ),
    "credit_code": lambda draw, _spec: invented.credit_code(draw.rng),
    "phone": lambda draw, _spec: invented.phone(draw.rng),
    "address": lambda draw, _spec: (
        f"{draw.rng.choice(draw.activity.streets)} {draw.rng.randrange(1, 200)} 号"
    ),
}


@dataclass(frozen=True)
class Taken:
    """One intake, and the papers of its list that the applicant has not brought."""

    intake: Intake
    lines: list[dict[str, Any]]
    missing: list[str]
    deferrable: list[str]


def take_in(
    service: Service,
    activity: Activity,
    *,
    rng: Random,
    now: datetime,
    calendar: Calendar,
    window: str,
    leave: str = "",
    usual: bool = False,
    handling: Sequence[str] = (),
) -> Taken:
    """Somebody comes for a service. ``leave`` says which paper is not there: none, a deferrable one, any.

    ``usual`` is the usual situation: the first answer to every question. Appeals are about one of those ``handling``.
    """
    draw, plan = Drawing(activity, rng, now, 1.0 if usual else USUAL), service.blueprint
    drawn = {field["key"]: draw.answer(field) for field in plan["fields"]}
    answers = {key: value for key, value in drawn.items() if value is not None}
    picked = _picked(plan, rng)
    outlined = outline.outline(plan, answers, picked=picked, now=now, calendar=calendar)
    brought = [line for line in outlined.lines if line["kind"] != "form"]
    may_wait = [line["document"] for line in brought if line["necessity"] == "deferrable"]
    left = {"deferrable": may_wait, "any": [line["document"] for line in brought]}.get(leave) or []
    missing = [rng.choice(left)] if left else []
    came = [line for line in outlined.lines if line["document"] not in missing]
    taken = Intake(
        version_id=service.version_id,
        window=window,
        applicant=invented.applicant(
            activity, rng, firm_of=service.code in activity.firms, today=now.date()
        ),
        answers=answers,
        chosen=outlined.chosen,
        documents=[line["document"] for line in came],
        ticks={line["document"]: [True] * len(line["points"] or ()) for line in came},
        told=1 + (rng.random() < TOLD_TWICE),
        appeal=_appeal(plan, activity, rng, window=window, handling=handling),
    )
    return Taken(taken, outlined.lines, missing, [key for key in missing if key in may_wait])


def _appeal(
    plan: dict[str, Any], activity: Activity, rng: Random, *, window: str, handling: Sequence[str]
) -> dict[str, Any] | None:
    """How an appeal came, about whom, and what is told at once; None of what is no appeal."""
    if plan["kind"] != "appeal":
        return None
    # Nobody registers, answers or looks into what is said of themselves (R80).
    own = {window, *(task["department"] for task in plan["tasks"])}
    about = [code for code in handling if code not in own]
    channel = rng.choice(CHANNELS)
    wanted = [
        one for task in plan["tasks"] for one in (task.get("closing") or {}).get("registered", ())
    ]
    told = {name for one in wanted[:1] for name in one if name in GIVEN}
    return {
        "channel": channel, "departments": [rng.choice(about)] if about else [], "about": None,
        "anonymous": True, "said": activity.text("appealed", rng),
        "external_ref": f"SAMPLE{rng.randrange(10**8):08}" if channel == "hotline" else "",
        **{name: activity.text(name, rng) for name in sorted(told)},
    }  # fmt: skip


def _picked(plan: dict[str, Any], rng: Random) -> list[str]:
    """As many of every group as must be chosen at least, and half of what is optional."""
    work = [task for task in plan["tasks"] if task["kind"] == "work"]
    picked = [task["key"] for task in work if task["pick"] == "optional" and rng.random() < HALF]
    for key, group in plan["choices"].items():
        members = [
            task["key"]
            for task in work
            if isinstance(task["pick"], dict) and task["pick"].get("choice") == key
        ]
        picked += rng.sample(members, k=min(group["min"], len(members)))
    return picked
