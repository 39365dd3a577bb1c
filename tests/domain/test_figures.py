"""Before and now (R54): published figures beside derived ones, and how long it really took."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.blueprint import compile_blueprint
from app.domain.figures import Taken, measures, taken
from tests.factories.calendars import CENTRE
from tests.factories.machine import CATERING, theme
from tests.factories.seeds import NORMAL


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("catering_green_channel", {"documents": (12, 6), "days": (15, None)}),
        ("lodging_green_channel", {"documents": (18, 7), "steps": (7, None)}),
        ("catering_hunan", {"documents": (32, 10), "trips": (5, None)}),
        (
            "newborn_longjing",
            {"documents": (None, 8), "departments": (None, 4), "items": (None, 5)},
        ),
    ],
)
def test_what_a_guide_claims_stands_beside_what_is_derived(code: str, found: Any) -> None:
    lines = {one.name: (one.before, one.now) for one in measures(blueprint(code))}
    assert found.items() <= lines.items()
    assert "source" not in lines


def test_of_thirty_four_accepted_the_middle_and_the_longest_are_told() -> None:
    done = [clock("2026-11-16T10:00:00", f"2026-11-{day}T15:00:00") for day in (17, 18, 19, 20, 25)]
    running = [clock("2026-11-16T10:00:00", None)] * 29
    assert taken(CENTRE, [*done, *running], unit="working_day") == Taken(34, 5, 3, 7)


def test_between_two_the_middle_is_half_way() -> None:
    two = [clock("2026-11-16T10:00:00", f"2026-11-{day}T15:00:00") for day in (17, 18)]
    assert taken(CENTRE, two, unit="natural_day").median == 1.5


def test_what_was_on_hold_is_left_out() -> None:
    held = clock("2026-11-16T10:00:00", "2026-11-24T15:00:00")
    held["holds"] = [["2026-11-17T09:00:00", "2026-11-20T09:00:00"]]
    assert taken(CENTRE, [held], unit="working_day").longest == 3


def test_a_promise_of_two_hours_is_measured_in_minutes_of_work() -> None:
    over_noon = clock("2026-11-16T11:00:00", "2026-11-16T14:00:30")
    assert taken(CENTRE, [over_noon], unit="working_minute").median == 61


def test_nothing_accepted_has_no_middle() -> None:
    assert taken(CENTRE, [], unit="working_day") == Taken(0, 0, None, None)


def test_the_clock_of_a_real_case_can_be_measured() -> None:
    case = theme(CATERING).accepted("2026-11-16T10:00:00")
    case.decided("2026-11-17T10:00:00", "reg", "refuse")
    for key in ("sign", "env", "fire"):
        case.decided("2026-11-18T10:00:00", key)
    found = taken(CENTRE, [case.state["clocks"]["case"]], unit="working_day")
    assert (found.accepted, found.done, found.longest) == (1, 1, 2)


def clock(start: str, stopped: str | None) -> dict[str, Any]:
    return {"start": start, "holds": [], "extra": 0, "stopped_at": stopped}


def blueprint(code: str) -> dict[str, Any]:
    return compile_blueprint(NORMAL, "joint", code=code)
