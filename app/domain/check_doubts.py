"""Findings about what can be received and still goes wrong in somebody's hands."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.blueprint import canonical
from app.domain.case.verb import role_of
from app.domain.findings import WHOLE, Findings, Reading, finding
from app.domain.refusal import Word, msgid
from app.domain.roles import Role

#: Steps of the house by their words; another is called as it was named.
STEPS = {
    "review": msgid("Review"), "survey": msgid("Site survey"), "inspect": msgid("inspection"),
    "hearing": msgid("hearing"), "publicity": msgid("publication"), "expert": msgid("expert review"),
    "make": msgid("making the certificate"), "decide": msgid("Decide"),
}  # fmt: skip
#: Who ever acts on a part: a step that wants anybody else is never finished.
ABLE = frozenset({Role.WINDOW_CLERK, Role.OFFICER, Role.DEPARTMENT_HEAD})


def step_nobody(reading: Reading) -> Findings:
    """A step for a role that never acts on a part (house §8)."""
    for key, task in reading.work.items():
        for step in task["steps"]:
            if step.get("by") and role_of(step["by"]) not in ABLE:
                yield finding(
                    "step_nobody",
                    "error",
                    where=key,
                    say="The step “%(step)s” of “%(task)s” is for somebody who handles no parts.",
                    task=reading.name(key),
                    step=step.get("name") or _step(step["step"]),
                )


def _step(name: str) -> str:
    return Word(STEPS[name]) if name in STEPS else name


def special_endless(reading: Reading) -> Findings:
    """R14: a procedure that stops the clock, and nothing says for how long at most."""
    for key, task in reading.work.items():
        # What the law itself lists is bounded by what it lists; the item's own by nobody.
        for kind, said in sorted((task.get("procedures") or {}).items()):
            if not said.get("max"):
                yield finding(
                    "special_endless",
                    "warning",
                    where=key,
                    say="“%(procedure)s” may stop the clock of “%(task)s” without end: it has no maximum.",
                    task=reading.name(key),
                    procedure=said.get("name") or kind,
                )


def commit_unchecked(reading: Reading) -> Findings:
    """R31: granted on a promise, and nobody looks afterwards whether it was kept."""
    for key, task in reading.work.items():
        # Not an error: some commitments are checked by the yearly inspection, outside any case.
        if task.get("commit") and f"{key}.check" not in reading.tasks:
            yield finding(
                "commit_unchecked",
                "warning",
                where=key,
                say="“%(task)s” is granted on a promise that nobody checks afterwards.",
                task=reading.name(key),
            )


def demanded_twice(reading: Reading) -> Findings:
    """One item that asks for a paper twice in the same situation, perhaps now and later at once."""
    seen: set[tuple[str | None, str, str]] = set()
    for row in reading.blueprint["rows"]:
        # In two situations it may well be asked for in two ways; then both lines are meant.
        demand = row["item"], row["document"], canonical(row.get("when"))
        if demand in seen:
            yield finding(
                "demanded_twice",
                "warning",
                where=row["id"],
                say="“%(task)s” asks for “%(paper)s” more than once: the strictest line counts.",
                task=reading.name(row["item"]),
                paper=reading.paper(row["document"]),
            )
        seen.add(demand)


def accept_unjudged(reading: Reading) -> Findings:
    """A condition of acceptance that neither an answer decides nor the clerk confirms."""
    for rule in reading.blueprint.get("accept_conditions") or ():
        if not rule.get("check") and not rule.get("confirm"):
            yield finding(
                "accept_unjudged",
                "warning",
                where="accept_conditions",
                say="Nobody judges the condition “%(text)s”: it is only printed.",
                text=rule["text"],
            )


def immediate_number(reading: Reading) -> Findings:
    """R09: what is done at once has no number of days; one that stands there was meant otherwise."""
    for key, limits in reading.limits.items():
        # Whoever wrote the number took the unit for another: it is never counted.
        if any(one and one["unit"] == "immediate" and one["value"] for one in limits.values()):
            yield finding(
                "immediate_number",
                "warning",
                where=key,
                say="“%(task)s” is done at once, and its limit has a number all the same.",
                task=reading.name(None if key == WHOLE else key),
            )


CHECKS: tuple[Callable[[Reading], Findings], ...] = (
    step_nobody,
    special_endless,
    commit_unchecked,
    demanded_twice,
    accept_unjudged,
    immediate_number,
)
