"""What an administrator may do to the calendar, and what is refused at which field."""

from datetime import date, datetime

import pytest

from app.domain import calendar_changes as changes
from app.domain.calendar_days import DayRule, year_of
from app.domain.calendar_days import with_year as changed
from app.domain.refusal import Refused

SAID = {
    "confirmed": [2026],
    "hours": [["08:30", "11:30"], ["13:30", "17:00"]],
    "off": {"2026-10-01": "国庆节", "2026-10-02": "国庆节", "2027-01-01": "元旦"},
    "work": {"2026-10-10": "国庆节调休上班"},
    "special": {"2026-02-13": [["08:30", "11:30"]]},
}
NOON, EVENING = datetime(2026, 9, 22, 12), datetime(2026, 9, 22, 17)
OFF = DayRule(date(2027, 2, 5), date(2027, 2, 11), False, "春节", [])
MADE_UP = DayRule(date(2027, 2, 14), date(2027, 2, 14), True, "春节调休上班", [])
HALF = DayRule(date(2027, 2, 4), date(2027, 2, 4), True, "除夕前", [["08:30", "11:30"]])


def test_a_year_reads_as_holidays_and_days_with_their_hours():
    assert year_of(SAID, 2026) == [
        DayRule(date(2026, 2, 13), date(2026, 2, 13), True, "", [["08:30", "11:30"]]),
        DayRule(date(2026, 10, 1), date(2026, 10, 2), False, "国庆节", []),
        DayRule(date(2026, 10, 10), date(2026, 10, 10), True, "国庆节调休上班", []),
    ]


def test_a_year_comes_out_as_it_was_put_in_and_leaves_the_others_alone():
    after = with_year(OFF, MADE_UP, HALF)
    assert year_of(after, 2027) == [HALF, OFF, MADE_UP]
    assert year_of(after, 2026) == year_of(SAID, 2026)
    assert (after["confirmed"], after["sources"]) == ([2026, 2027], {"2027": "国办发明电1号"})
    assert SAID["confirmed"] == [2026]


@pytest.mark.parametrize(
    ("rules", "field", "said"),
    [
        ([OFF._replace(first=date(2026, 2, 5))], "0.first", "not in"),
        ([OFF, OFF._replace(first=date(2027, 2, 9), last=date(2027, 2, 1))], "1.last", "before it begins"),
        ([OFF._replace(hours=[["08:30", "11:30"]])], "0.hours", "no office hours"),
        ([HALF._replace(hours=[], name="")], "0.hours", "working day anyway"),
        ([MADE_UP, OFF._replace(last=date(2027, 2, 14))], "1.first", "too"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_at_its_row(rules, field, said):
    with pytest.raises(Refused, match=said) as refused:
        with_year(*rules)
    assert refused.value.refusal.rule == field


def test_a_closure_is_added_shortened_and_withdrawn_each_as_a_calendar_of_its_own():
    shut = changes.close(SAID, since=NOON, until=EVENING, reason="暴雨内涝")
    assert shut["closures"] == [{"from": "2026-09-22T12:00", "until": "2026-09-22T17:00", "reason": "暴雨内涝"}]  # fmt: skip
    earlier = changes.reclose(shut, since=NOON, until=datetime(2026, 9, 22, 15))
    assert [one["until"] for one in earlier["closures"]] == ["2026-09-22T15:00"]
    assert changes.reclose(earlier, since=NOON, until=None) == SAID
    assert "closures" not in SAID


@pytest.mark.parametrize(
    ("until", "field"), [(NOON, "until"), (datetime(2026, 12, 22, 12), "until"), (EVENING, "since")]
)
def test_a_closure_that_cannot_be_is_refused_at_its_field(until, field):
    shut = changes.close(SAID, since=NOON, until=EVENING, reason="暴雨内涝")
    with pytest.raises(Refused) as refused:
        changes.close(shut, since=NOON, until=until, reason="又是暴雨")
    assert refused.value.refusal.rule == field


@pytest.mark.parametrize(
    ("seasons", "field"),
    [
        ([{"hours": [["09:00", "12:00"]]}], "0.since"),
        ([{"weekday": 5, "hours": [["09:00", "12:00"]]}] * 2, "1.since"),
    ],
)
def test_hours_that_say_nothing_or_stand_twice_are_refused(seasons, field):
    with pytest.raises(Refused) as refused:
        changes.with_hours(SAID, [["09:00", "17:00"]], seasons=seasons)
    assert refused.value.refusal.rule == field


def test_two_calendars_are_compared_by_the_part_an_act_changes():
    after = with_year(OFF)
    assert changes.same_part(SAID, after, year=2026)
    assert not changes.same_part(SAID, after, year=2027)
    assert changes.same_part(SAID, after, year=None)


def with_year(*rules):
    return changed(SAID, 2027, rules=rules, source="国办发明电1号", confirmed=True)
