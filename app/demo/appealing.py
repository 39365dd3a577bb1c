"""What people of a demo centre appeal about again, and what they sent online that waits: by the services themselves."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.access import Principal, Role
from app.demo import invented
from app.demo.activity import Activity
from app.demo.posts import Centre
from app.domain.bulletin import month_before
from app.domain.refusal import Refusal
from app.models import Case, ServiceVersion, Task
from app.services import blueprints, cases, online_appeals, versions
from app.services.intake import Intake

#: Matters that come up again, each so often; what waits online.
MATTERS, TIMES, WAITING = 3, 2, 3
#: What somebody says who closes an appeal.
SAID = ("reason", "progress", "explanation", "guidance")


def fill(centre: Centre, activity: Activity) -> None:
    """The same appeals again last month, all answered; and some of these days that nobody registered yet."""
    settings = online_appeals.settings(centre.session)
    window = settings.get("window") or centre.crew.windows[0]
    clerk = centre.crew.one(Role.WINDOW_CLERK, window, rng=centre.rng)
    service = handled(centre, window)
    if service is not None:
        for number, (department, about) in enumerate(_matters(centre, window)):
            for time in range(TIMES):
                at = _last_month(centre, number * TIMES + time)
                register(centre, activity, service, clerk=clerk, department=department,
                         about=about[time % len(about)], at=at)  # fmt: skip
    if settings:
        _send(centre, activity)


class Handled(NamedTuple):
    """A class of appeals that a window handles itself: its version, its part, its steps before the last, its words."""

    version_id: int
    main: str
    steps: int
    told: list[str]


def handled(centre: Centre, window: str) -> Handled | None:
    """A class that this window handles itself and closes with words alone; with what has to be said."""
    for named in versions.all_in_force(centre.session, "appeal", at=centre.now):
        version = versions.current(centre.session, "appeal", named.code, at=centre.now)
        if version is None:
            continue
        plan = blueprints.blueprint(centre.session, version.sha256)
        main = next(task for task in plan["tasks"] if task["kind"] == "work")
        asks = any(task["kind"] == "inquiry" for task in plan["tasks"])
        closing = main.get("closing") or {}
        wanted = [*closing.get("granted", ()), *closing.get("registered", ())]
        if main["department"] == window and not asks and all(set(one) <= {*SAID} for one in wanted):
            told = sorted({name for one in wanted for name in one})
            return Handled(version.id, main["key"], len(main["steps"]) - 1, told)
    return None


def _matters(centre: Centre, window: str) -> list[tuple[str, list[str]]]:
    """Department and cases of one theme of which it had a part, those with most cases first."""
    query = (
        sa.select(Task.department, ServiceVersion.code, Case.number)
        .join(Case, Case.id == Task.case_id)
        .join(ServiceVersion, ServiceVersion.id == Case.version_id)
        .where(Task.kind == "work", ServiceVersion.kind == "joint", Task.department != window)
        .order_by(Case.id, Task.id)
    )
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for department, code, number in centre.session.execute(query):
        found[department, code].append(number)
    most = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(department, numbers[:TIMES]) for (department, _code), numbers in most[:MATTERS]]


def _last_month(centre: Centre, number: int) -> datetime:
    """In the last days of the month that is over, an hour after each other."""
    last = centre.calendar.back_workdays(month_before(centre.now.date()).until, 3)
    return datetime.combine(last, centre.now.time().replace(hour=9)) + timedelta(
        minutes=17 * number
    )


def register(
    centre: Centre, activity: Activity, service: Handled, *,
    clerk: Principal, department: str, at: datetime, about: str | None = None, open_still: bool = False,
) -> str:  # fmt: skip
    """One appeal about a department, answered at once or open still; gives its number, none where it was refused."""
    # By its version and not by what was in force: a demo centre is older than its catalogue.
    channel = centre.rng.choice(("walk_in", "phone"))
    told = {name: activity.text(name, centre.rng) for name in service.told}
    given = {
        "channel": channel, "departments": [department], "about": about, "anonymous": True,
        "said": activity.text("appealed", centre.rng), "external_ref": "", **told,
    }  # fmt: skip
    person = {"name": invented.name(activity, centre.rng), "id_type": "id_card", "phone": invented.phone(centre.rng)}  # fmt: skip
    taken = Intake(
        version_id=service.version_id, window=clerk.department or "", applicant=person, answers={},
        chosen=[], documents=[], barred=[], appeal=given,
    )  # fmt: skip
    way = "in_person" if channel == "walk_in" else "phone"
    ended = [
        *[{"verb": "finish_step", "task": service.main}] * service.steps,
        {"verb": "grant", "task": service.main, "way": way, **told},
        {"verb": "finish_step", "task": "hand_over"},
        {"verb": "deliver", "task": "hand_over", "way": way},
    ]
    done = cases.receive(centre.session, taken, by=clerk, now=at, then=[] if open_still else ended)
    return "" if isinstance(done, Refusal) else done.number


def _send(centre: Centre, activity: Activity) -> None:
    """Sent since yesterday, one of them long enough ago to be late."""
    departments: Any = centre.crew.handling
    for number in range(WAITING):
        key = f"{centre.rng.getrandbits(120):030x}"
        sent = online_appeals.Sent(
            name=invented.name(activity, centre.rng), phone=invented.phone(centre.rng),
            said=activity.text("appealed", centre.rng), department=centre.rng.choice(departments),
        )  # fmt: skip
        days = (4, 1, 0)[number]
        at = datetime.combine(centre.day(-days), centre.now.time()) - timedelta(minutes=25)
        online_appeals.arrive(centre.session, sent, key=key, now=at)
