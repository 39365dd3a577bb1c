"""Findings about what a blueprint hangs on: people, the calendar, the languages of the centre.

Each is asked only where the caller says what is there: seeds are published before any account.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from app.domain.case.verb import role_of
from app.domain.findings import COMMA, Findings, Reading, Staffing, Task, finding
from app.domain.refusal import Word, msgid

#: Calendar days that one of a unit takes at the most, holidays of a week and a half included.
DAYS = {"working_day": 1.5, "natural_day": 1.0}
HOLIDAYS = 12
HANDLED = ("work", "check", "inquiry")
#: One who works and one who covers.
ENOUGH = 2
#: Languages by their codes; another is said by its code.
LANGUAGES = {"zh": msgid("Chinese"), "en": msgid("English"), "ko": msgid("Korean")}


def no_officer(reading: Reading) -> Findings:
    """A department of a part in which nobody, or one alone, could act; one finding a department."""
    for code, tasks in _handled(reading):
        staff = _staffing(reading, code)
        names = COMMA.join(dict.fromkeys(reading.name(task["key"]) for task in tasks))
        if staff.officers == 0:
            yield finding(
                "no_officer",
                "warning",
                where=code,
                say="Nobody in “%(department)s” has an account to handle %(tasks)s.",
                department=staff.name,
                tasks=names,
            )
        elif staff.officers + staff.covers < ENOUGH:
            yield finding(
                "no_cover",
                "warning",
                where=code,
                say="Only one person in “%(department)s” can handle %(tasks)s: nobody covers.",
                department=staff.name,
                tasks=names,
            )


def no_head(reading: Reading) -> Findings:
    """A step that only a head of the department may finish, and there is none."""
    for code, tasks in _handled(reading):
        staff = _staffing(reading, code)
        waiting = [task for task in tasks if _wants_head(task)]
        if waiting and staff.heads == 0:
            yield finding(
                "no_head",
                "warning",
                where=code,
                say="“%(department)s” has no head to decide %(tasks)s.",
                department=staff.name,
                tasks=COMMA.join(reading.name(task["key"]) for task in waiting),
            )


def _handled(reading: Reading) -> Iterator[tuple[str, list[Task]]]:
    """Departments that are there, with the tasks they handle; none where nobody asks."""
    if reading.around.staffing is None:
        return
    found: dict[str, list[Task]] = {}
    for task in reading.tasks.values():
        if task["kind"] in HANDLED and task.get("department") in reading.departments:
            found.setdefault(task["department"], []).append(task)
    yield from sorted(found.items())


def _staffing(reading: Reading, code: str) -> Staffing:
    return (reading.around.staffing or {}).get(code) or Staffing(code, 0, 0)


def _wants_head(task: Task) -> bool:
    steps = [step for step in task.get("steps", []) if isinstance(step, dict)]
    return any(role_of(step["by"]) == "department_head" for step in steps if step.get("by"))


def calendar_missing(reading: Reading) -> Findings:
    """R06: a case received today would be due in a year whose holidays are not confirmed."""
    around = reading.around
    if around.today is None or around.confirmed is None:
        return
    last = around.today + timedelta(days=_longest(reading))
    missing = sorted(set(range(around.today.year, last.year + 1)) - set(around.confirmed))
    if missing:
        yield finding(
            "calendar_missing",
            "warning",
            where="calendar",
            say="The calendar of %(years)s is not confirmed: due dates in it are provisional.",
            years=COMMA.join(map(str, missing)),
        )


def _longest(reading: Reading) -> int:
    """Calendar days of the longest limit, an ample guess: only a warning hangs on it."""
    owners = [reading.blueprint["limits"], *(task["limits"] for task in reading.tasks.values())]
    limits = [limit for owner in owners for limit in owner.values() if limit]
    longest = max((_days(limit) for limit in limits), default=0.0)
    return int(longest) + (HOLIDAYS if longest else 1)


def _days(limit: dict[str, Any]) -> float:
    return DAYS.get(limit["unit"], 0.0) * float(limit.get("value") or 0)


def text_missing(reading: Reading) -> Findings:
    """What an applicant reads that has not been put into a language of the centre."""
    wanted = list(dict.fromkeys(_texts(reading)))
    for language, known in sorted((reading.around.texts or {}).items()):
        missing = [text for text in wanted if text not in known]
        if missing:
            yield finding(
                "text_missing",
                "warning",
                where=language,
                say="%(count)s texts are not in %(language)s yet, as “%(text)s”.",
                count=len(missing),
                language=Word(LANGUAGES[language]) if language in LANGUAGES else language,
                text=missing[0],
            )


def _texts(reading: Reading) -> Iterator[str]:
    """Names, questions and notes that stand on an applicant's papers."""
    blueprint = reading.blueprint
    yield str(blueprint["name"])
    yield from (str(task["name"]) for task in reading.work.values() if task.get("name"))
    yield from (str(field["label"]) for field in blueprint["fields"])
    for line in blueprint["merge"]["lines"]:
        document = blueprint["documents"].get(line["document"], {})
        yield from (
            str(text) for text in (document.get("name"), *document.get("points", ())) if text
        )
    yield from (str(rule["text"]) for rule in blueprint.get("accept_conditions") or ())
    yield from map(str, blueprint.get("told") or ())


CHECKS: tuple[Callable[[Reading], Findings], ...] = (
    no_officer,
    no_head,
    calendar_missing,
    text_missing,
)
