"""A calendar as other programs read it: lines of 75 octets, what is special escaped, nothing lost."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from app.domain.icalendar import Event, calendar, escaped, folded

AT = datetime(2026, 9, 21, 8, 30)
EVENT = Event("1@x", AT, AT.replace(hour=11), "综合窗口 1 号 A 岗", AT, sequence=3, about="A 岗李静，B 岗朴玉" * 6)  # fmt: skip


def test_a_calendar_is_lines_of_seventy_five_octets_that_end_as_the_standard_says():
    text = calendar("值班表", [EVENT])
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "\n" not in text.replace("\r\n", "")


def test_an_event_says_when_in_the_centres_zone_and_was_changed_in_universal_time():
    lines = calendar("x", [EVENT]).replace("\r\n ", "").split("\r\n")
    assert "DTSTART;TZID=Asia/Shanghai:20260921T083000" in lines
    assert "DTSTAMP:20260921T003000Z" in lines
    assert {"UID:1@x", "SEQUENCE:3", "STATUS:CONFIRMED", "TZID:Asia/Shanghai"} <= set(lines)


def test_what_would_part_a_value_is_escaped():
    assert escaped("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=300))
def test_folding_loses_nothing_and_cuts_no_character(text):
    line = folded(text)
    assert line.replace("\r\n ", "") == text
    assert all(len(part.encode()) <= 75 for part in line.split("\r\n"))
