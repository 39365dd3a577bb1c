"""What-if by hand: the same handling under another graph, another promise; figures and their limits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from app.domain.blueprint import compile_blueprint
from app.domain.package import normalise
from app.domain.whatif import (
    LEAST,
    Figures,
    History,
    Replayed,
    Tally,
    figures,
    history_of,
    replay,
    what_if,
)
from app.domain.whatif_history import laid, span
from tests.factories.machine import CALENDAR, Moved
from tests.factories.themes import theme

MONDAY, WEDNESDAY, FRIDAY = "2026-03-02T09:00", "2026-03-04T10:00", "2026-03-06T10:00"


def test_without_the_need_the_second_part_runs_beside_the_first() -> None:
    """Thirteen working hours from Monday nine o'clock end on Wednesday at nine."""
    before, after = under(chain()), under(chain(needs=False))
    assert ended(before, "p1") == "2026-03-06 10:00"
    assert ended(after, "p1") == "2026-03-04 09:00"
    assert (before.days, after.days) == (4, 2)


def test_a_shorter_promise_is_passed_by_the_same_handling() -> None:
    assert not under(chain()).marks["case", "promise"].late
    shorter = under(chain(promise=3)).marks["case", "promise"]
    assert (str(shorter.due), shorter.late) == ("2026-03-05 23:59:59", True)
    assert not under(chain(promise=3, needs=False)).marks["case", "promise"].late


def test_the_case_stands_only_while_every_open_part_does() -> None:
    """Alone on hold from Wednesday to Friday the part stops the case; beside another it does not."""
    case = begun()
    case("2026-03-04T11:00", "suspend", task="p1", kind="hearing", notice=True, expected=FRIDAY)
    hold = case.state["tasks"]["p1"]["holds"][0]["id"]
    case("2026-03-06T11:00", "resume", task="p1", hold=hold)
    finish(case, "2026-03-06T14:00")
    before, after = under(chain(), case), under(chain(needs=False), case)
    assert (ended(before, "p1"), before.days) == ("2026-03-06 14:00", 2)
    assert (ended(after, "p1"), after.days) == ("2026-03-04 11:00", 2)
    assert str(before.marks["case", "promise"].due) == "2026-03-11 23:59:59"
    assert str(after.marks["case", "promise"].due) == "2026-03-09 23:59:59"


def test_a_part_that_nobody_has_handled_leaves_the_case_out() -> None:
    assert replay(history(), blueprint(theme(3)), calendar=CALENDAR) is None


def test_an_item_taken_out_is_taken_out_of_the_case() -> None:
    alone = under(blueprint(theme(1)))
    assert set(alone.closings) == {"intake", "p0", "hand_over"}


def test_a_case_begun_anew_has_no_single_course() -> None:
    log = [*finished().log, {"type": "reopened"}]
    assert history_of(log, {}, calendar=CALENDAR) is None


def test_a_running_case_is_not_measured() -> None:
    assert history_of(begun().log, {}, calendar=CALENDAR) is None


def test_fewer_than_five_cases_give_no_figure() -> None:
    assert what_if([history()] * (LEAST - 1), chain(), calendar=CALENDAR) is None
    assert what_if([history()] * LEAST, blueprint(theme(3)), calendar=CALENDAR) is None


def test_the_figures_of_five_cases() -> None:
    """Four take four days, one takes nine; three days are promised, and one day for each part."""
    slow = finished("2026-03-13T10:00")
    found = what_if([history()] * 4 + [history(slow)], chain(promise=3), calendar=CALENDAR)
    assert found == Figures(
        n=5,
        left_out=0,
        on_time=0,
        percent=0.0,
        median=4,
        p90=9,
        whole=(Tally("D", "promise", 5, 5),),
        departments=(
            Tally("D", "promise", 10, 10),
            Tally("ZHCK", "legal", 10, 0),
        ),
    )


def test_a_promise_of_four_days_would_have_kept_four_of_five() -> None:
    slow = finished("2026-03-13T10:00")
    found = what_if([history()] * 4 + [history(slow)], chain(promise=4), calendar=CALENDAR)
    assert found is not None
    assert (found.on_time, found.percent) == (4, 80.0)


def test_the_ninth_of_ten_is_the_p90() -> None:
    cases = [Replayed({}, {}, {}, days) for days in (3, 1, 2, 4, 5, 6, 10, 8, 9, 7)]
    found = figures(cases, left_out=2)
    assert found is not None
    assert (found.median, found.p90, found.left_out) == (5.5, 9, 2)


@pytest.mark.parametrize("start", ["2026-03-02T09:00:10", "2026-03-02T12:00", "2026-03-07T20:00"])
@pytest.mark.parametrize(
    "end", ["2026-03-07T20:00", "2026-03-09T13:30", "2026-03-09T13:29:59", "2026-03-12T16:59:59"]
)
def test_a_moment_is_found_again_from_where_it_was_measured(start: str, end: str) -> None:
    begin, finish_ = datetime.fromisoformat(start), datetime.fromisoformat(end)
    assert laid(CALENDAR, begin, length=span(CALENDAR, begin, end=finish_)) == finish_


def test_what_was_done_at_night_does_not_eat_into_working_time() -> None:
    """Two working hours and the evening: begun in the morning, the idle part ends with the break."""
    length = span(CALENDAR, datetime(2026, 3, 2, 15), end=datetime(2026, 3, 2, 20))
    assert length == (7200, 10800)
    found = laid(CALENDAR, datetime(2026, 3, 3, 9, 30), length=length)
    assert found == datetime(2026, 3, 3, 13, 30)
    assert laid(CALENDAR, datetime(2026, 3, 3, 9), length=length) == datetime(2026, 3, 3, 11)


def chain(*, needs: bool = True, promise: int = 5) -> dict[str, Any]:
    """Two parts, the second waiting for the first or not, and the promise of the whole."""
    package = theme(2, {1: ["p0"]} if needs else {})
    package["themes"]["t"]["promise"]["value"] = promise
    return blueprint(package)


def blueprint(package: dict[str, Any]) -> dict[str, Any]:
    return compile_blueprint(normalise(package), "joint", code="t")


def begun() -> Moved:
    """Accepted on Monday at nine, the first part granted on Wednesday at ten."""
    case = Moved(chain()).accepted(MONDAY)
    case.decided(WEDNESDAY, "p0")
    return case


def finish(case: Moved, at: str) -> Moved:
    case.decided(at, "p1")
    case(at, "finish_step", task="hand_over")
    case(at, "deliver", task="hand_over")
    assert case.state["closed_at"]
    return case


def finished(at: str = FRIDAY) -> Moved:
    return finish(begun(), at)


def history(case: Moved | None = None) -> History:
    found = history_of((case or finished()).log, {}, calendar=CALENDAR)
    assert found is not None
    return found


def under(plan: dict[str, Any], case: Moved | None = None) -> Replayed:
    found = replay(history(case), plan, calendar=CALENDAR)
    assert found is not None
    return found


def ended(case: Replayed, key: str) -> str:
    return f"{case.closings[key]:%Y-%m-%d %H:%M}"
