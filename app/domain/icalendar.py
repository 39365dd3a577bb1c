"""A calendar as other programs read it (RFC 5545): escaped, folded at 75 octets, lines ended by CRLF."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

FOLD = 75
#: The centre's wall clock: no summer time, eight hours before UTC (house §8).
ZONE, OFFSET = "Asia/Shanghai", timedelta(hours=8)
_ZONE = (
    "BEGIN:VTIMEZONE", f"TZID:{ZONE}", "BEGIN:STANDARD", "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0800", "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip


@dataclass(frozen=True)
class Event:
    """One entry; ``uid`` stays the same for life, ``sequence`` grows with every change of it."""

    uid: str
    since: datetime
    until: datetime
    title: str
    changed: datetime
    sequence: int = 0
    about: str = ""
    place: str = ""
    cancelled: bool = False


def calendar(name: str, events: Iterable[Event]) -> str:
    """The text of a calendar with its entries."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Youshi//Roster//EN", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}", f"X-WR-TIMEZONE:{ZONE}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H", *_ZONE,
        *(line for event in events for line in _lines(event)), "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _lines(event: Event) -> Iterable[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_utc(event.changed)}"
    yield f"LAST-MODIFIED:{_utc(event.changed)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART;TZID={ZONE}:{event.since:%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID={ZONE}:{event.until:%Y%m%dT%H%M%S}"
    yield f"SUMMARY:{escaped(event.title)}"
    for name, text in (("DESCRIPTION", event.about), ("LOCATION", event.place)):
        if text:
            yield f"{name}:{escaped(text)}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return f"{moment - OFFSET:%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """A text value: what would end it or part it is written with a stroke before it (§3.3.11)."""
    found = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return found.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """A line of at most 75 octets, the rest on lines that begin with a space; no character is cut (§3.1)."""
    parts, room = [""], FOLD
    for character in line:
        size = len(character.encode())
        if size > room:
            parts.append("")
            room = FOLD - 1  # the space that begins it counts
        parts[-1] += character
        room -= size
    return "\r\n ".join(parts)
