"""The cells of a board in words: what stands in each, for whom a case waits, what holds up most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.desk.board_words import PEOPLE, SHORT, Cell, Lit, columns_of, held_of, several_of
from app.domain import board, light
from app.domain.due import END_OF_DAY, Due
from app.services.board import Line
from app.services.reference import Reference
from app.telling import lights
from app.telling.outcomes import OUTCOMES
from app.translations import ngettext


class View:
    """A board as its template shows it."""

    def __init__(self, lines: list[Line], known: Reference, *, now: datetime, more: bool) -> None:
        """``lines`` as the service gives them; ``more`` says that there are further ones."""
        self.all, self.lines, self.known, self.now, self.more = lines, lines, known, now, more
        self.columns = columns_of(lines)
        self.several = several_of(lines)
        self.worst = board.bottleneck(line.standing for line in lines)

    def narrowed(self, on: str, *, order: str) -> View:
        """Only the cases that wait for somebody; by limit, or by whom most of them wait for."""
        self.lines = [line for line in self.all if not on or on in line.standing.on]
        if order == "wait":
            counts = Counter(who for line in self.all for who in line.standing.on)
            weight = {id(line): max(map(counts.get, line.standing.on)) for line in self.lines}
            self.lines.sort(key=lambda line: (-weight[id(line)], line.standing.on))
        return self

    def department(self, code: str) -> str:
        """A department's short name."""
        return self.known.departments.get(code, code)

    def whole(self, line: Line) -> Cell:
        """The case's own limit; before acceptance that of the acceptance."""
        case, on = line.case, line.standing.on
        if case.phase in ("supplementing", "suspended"):
            waits = board.APPLICANT in on
            return Cell("pause", _("supplementing") if waits else _("On hold"))
        if case.due_at is None:
            kind = "hand_over" if case.phase == "issuing" else "intake"
            return self._running(next(part for part in line.parts.values() if part.kind == kind))
        return self._lit(case)

    def cells(self, line: Line, department: str) -> list[Cell]:
        """The parts of a department in a case; one cell that says so where it has none."""
        own = [
            self._cell(line, line.parts[spec["key"]])
            for spec in line.specs
            if spec["key"] in line.parts and line.parts[spec["key"]].department == department
        ]
        return own or [Cell("absent", _("not in this case"))]

    def _cell(self, line: Line, part: Any) -> Cell:
        named = part.name if part.department in self.several else ""
        return STANDS[part.state](self, line, part)._replace(name=named)

    def _closed(self, _line: Line, part: Any) -> Cell:
        good = part.outcome in ("granted", "partly")
        return Cell("done", _("closed") if good else str(OUTCOMES[part.outcome]()))

    def _waiting(self, line: Line, part: Any) -> Cell:
        needs = [line.parts[key] for key in line.needs[part.key]]
        open_ones = [one for one in needs if one.state != "closed"]
        before = open_ones[0] if open_ones else None
        if before is None or before.kind == "intake":
            return Cell("wait", _("after acceptance"))
        if before.department == part.department:
            return Cell("wait", _("after the one before"))
        return Cell("wait", _("after %(who)s", who=self.department(before.department)))

    def _open(self, _line: Line, part: Any) -> Cell:
        return self._running(part)

    def _running(self, part: Any) -> Cell:
        if part.held:
            said = _("supplementing") if part.hold == board.SUPPLEMENT else _("On hold")
            return Cell("pause", said)
        return self._lit(part)

    def _lit(self, row: Any) -> Cell:
        kind = lights.kind_of(Lit(row.due_at, row.warn_at, held=False), self.now)
        return Cell(kind, self._left(row.due_at))

    def _left(self, due_at: datetime | None) -> str:
        """How much is left, as short as a narrow cell needs it."""
        if due_at is None:
            return _("no limit")
        in_days = due_at.time() == END_OF_DAY
        left = light.remaining(
            self.known.calendar,
            Due(due_at, due_at, provisional=False),
            now=self.now,
            unit="working_day" if in_days else "working_minute",
        )
        return SHORT[(left.late, in_days)](left)

    def joined(self, line: Line) -> tuple[int, int]:
        """How many of the parts that the hand-over waits for are closed, and of how many."""
        gates = [part for part in line.parts.values() if part.gates]
        return sum(part.state == "closed" for part in gates), len(gates)

    def waits(self, line: Line) -> str:
        """For whom a case waits, in one line: whose part further parts wait for is named with it."""
        held = held_of(line)
        named = _(", ").join(map(self._who, held[:NAMED]))
        if len(held) > NAMED:
            named = _("%(who)s and %(more)s more", who=named, more=len(held) - NAMED)
        return _("waits for %(who)s", who=named)

    def _who(self, waited: tuple[str, str]) -> str:
        who, part = waited
        if who in PEOPLE:
            return PEOPLE[who]()
        said = self.department(who)
        return _("%(who)s: %(part)s", who=said, part=part) if part else said

    def sentence(self) -> str:
        """What holds up most, in one sentence; where nothing does, that nothing does."""
        worst, count = self.worst, len(self.all)
        if worst is None:
            return _("Nobody is waited for: what runs here is ready to be handed over.")
        if worst.who in PEOPLE:
            return _(
                "Most wait for %(who)s: %(count)s of %(all)s cases.",
                who=PEOPLE[worst.who](), count=worst.cases, all=count,
            )  # fmt: skip
        said = _(
            "%(who)s holds up most: %(count)s of %(all)s cases wait for it",
            who=self.department(worst.who), count=worst.cases, all=count,
        )  # fmt: skip
        return said + (self._further(worst) if worst.held_up else _("."))

    def _further(self, worst: board.Bottleneck) -> str:
        part = next(line.parts[worst.part].name for line in self.all if worst.part in line.parts)
        return _(
            ", and in %(count)s of them other parts go on only after “%(part)s”.",
            count=worst.held_up, part=part,
        )  # fmt: skip

    def foot(self, department: str) -> str:
        """How much a department has at work on this board, and how much of it is yellow or red."""
        kinds = Counter(
            cell.kind
            for line in self.lines
            for cell in self.cells(line, department)
            if cell.kind in AT_WORK
        )
        said = [ngettext("%(num)s part", "%(num)s parts", kinds.total())]
        said += [_("%(count)s yellow", count=kinds["yellow"])] if kinds["yellow"] else []
        said += [_("%(count)s red", count=kinds["red"])] if kinds["red"] else []
        return " · ".join(said)


#: So many are named in a cell; more of them say no more than their number.
NAMED = 2
#: What counts as at work in a column's foot; what stands still on a hold is still the department's.
AT_WORK = ("green", "yellow", "red", "pause", "none")
#: State of a part → its cell.
STANDS: dict[str, Callable[[View, Line, Any], Cell]] = {
    "closed": View._closed,
    "waiting": View._waiting,
    "open": View._open,
}
