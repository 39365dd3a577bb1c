"""Case numbers that notice a typing mistake: prefix, day, kind letter, serial, check character."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

LETTERS = {"single": "S", "joint": "J", "appeal": "A", "rectification": "R"}
KINDS = {letter: kind for kind, letter in LETTERS.items()}
#: The largest number of a row, in either database.
LARGEST_ROW = 2**31 - 1

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PREFIX = re.compile(r"[0-9A-Z]+")
_NUMBER = re.compile(
    r"(?P<body>(?P<prefix>[0-9A-Z]+)(?P<day>\d{8})(?P<letter>[SJAR])(?P<serial>\d{4,}))"
    r"(?P<check>[0-9A-Z])(?:-(?P<task>\d{2,}))?",
    re.ASCII,
)


class NotANumber(ValueError):
    """The text does not have the shape of a case number at all: search for it as something else."""


class Mistyped(ValueError):
    """Shaped like a case number, but the check character or the date is wrong (R107): say so."""


@dataclass(frozen=True)
class CaseNumber:
    """A number taken apart. `kind` is the blueprint's; `task` None for the case itself."""

    case: str
    prefix: str
    day: date
    kind: str
    serial: int
    task: int | None = None


def compose(prefix: str, day: date, *, kind: str, serial: int) -> str:
    """The case's number: the serial has four digits and grows when needed (spine §9).

    Raises ValueError for a prefix beyond 0-9 and A-Z, an unknown kind, a serial below 1.
    """
    if not _PREFIX.fullmatch(prefix) or kind not in LETTERS or serial < 1:
        msg = f"no case number from {prefix!r}, {kind!r}, {serial}"
        raise ValueError(msg)
    body = f"{prefix}{day:%Y%m%d}{LETTERS[kind]}{serial:04d}"
    return body + check_character(body)


def row_number(text: str) -> int:
    """The number of a row that an address or a form names; 0, which no row has, where it is none."""
    # isdecimal alone takes digits of every script; longer ones are larger than either database's rows.
    plain = text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_ROW))
    return int(text) if plain and int(text) <= LARGEST_ROW else 0


def receipt(prefix: str, day: date, *, serial: int) -> str:
    """The number of what came in online and is no case yet: like a case's, and never taken for one."""
    body = f"{prefix}{day:%Y%m%d}W{serial:04d}"
    return body + check_character(body)


def task_number(case: str, task: int) -> str:
    """The number of a case's part: the case's with -01, -02, ... (spine §9)."""
    return f"{case}-{task:02d}"


def parse(text: str) -> CaseNumber:
    """Take a typed or scanned number apart; blanks, case and full width do not matter.

    Raises NotANumber or, where it has the shape but cannot be right, Mistyped.
    """
    # Keyboards and scanners give full width, people small letters and gaps.
    typed = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    found = _NUMBER.fullmatch(typed)
    if not found:
        raise NotANumber(text)
    try:
        # A day that cannot be is a slip even where the check character happens to agree.
        day = date.fromisoformat(found["day"])
    except ValueError as error:
        raise Mistyped(text) from error
    if check_character(found["body"]) != found["check"]:
        raise Mistyped(text)
    return CaseNumber(
        case=found["body"] + found["check"],
        prefix=found["prefix"],
        day=day,
        kind=KINDS[found["letter"]],
        serial=int(found["serial"]),
        task=int(found["task"]) if found["task"] else None,
    )


def check_character(body: str) -> str:
    """ISO 7064 mod 37-36 over 0-9 and A-Z: finds every wrong character, nearly every swap."""
    # Each step carries the one before, which is what makes two swapped characters show.
    product = 36
    for character in body:
        product = ((product + _ALPHABET.index(character)) % 36 or 36) * 2 % 37
    return _ALPHABET[(1 - product) % 36]
