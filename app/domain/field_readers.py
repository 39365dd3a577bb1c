"""From what was posted to a value: one reader per kind of field, each giving a value or a sentence.

Sentences are msgids. What a library must check comes in with ``Checks``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from app.domain import phones
from app.domain.refusal import msgid

Spec = Mapping[str, Any]
#: What a reader gives: the value, or the msgid of what is wrong.
Parsed = tuple[Any, str | None]

TEXT_LIMIT, LONG_LIMIT = 200, 4000
NUMBER_LIMIT = Decimal(10) ** 12
CENT = Decimal("0.01")
#: The shape of a number on any paper that identifies somebody.
PAPER_NUMBER = re.compile(r"[A-Z0-9]{5,20}")


class Checks(NamedTuple):
    """The library's checks: each gives the msgid of what is wrong with a text, or None."""

    id_number: Callable[[str, date], str | None]
    credit_code: Callable[[str], str | None]
    phone: Callable[[str], str | None]
    #: of a number on a paper of any kind; without it only its shape is checked
    identity: Callable[[str, str, date], str | None] | None = None
    #: whether a whole text is as a pattern's expression says; without it patterns are not asked
    pattern: Callable[[str, str], bool] | None = None
    #: whether a file of this number was stored here; without it any number will do
    stored: Callable[[int], bool] | None = None


def half_width(text: str) -> str:
    """Digits, letters and signs as a Chinese keyboard may widen them (１３８ → 138)."""
    return unicodedata.normalize("NFKC", text).strip()


NOT_AS_ASKED = msgid("This is not written in the way it is asked for.")


def fitted(value: Any, spec: Spec, *, checks: Checks) -> Parsed:
    """The value where it is as the field's pattern says, or the pattern's own sentence.

    What fits once its signs are half-width was only typed with a Chinese keyboard.
    """
    pattern = spec.get("pattern")
    if value is None or not isinstance(pattern, Mapping) or checks.pattern is None:
        return value, None
    for text in (str(value), half_width(str(value))):
        if checks.pattern(pattern["expression"], text):
            return text, None
    return None, pattern.get("message") or NOT_AS_ASKED


def read_text(text: str, _spec: Spec, _checks: Checks, _today: date) -> Parsed:
    """One line."""
    return (text, None) if len(text) <= TEXT_LIMIT else (None, "At most 200 characters.")


def read_long_text(text: str, _spec: Spec, _checks: Checks, _today: date) -> Parsed:
    """Several lines; whatever ends them becomes one sign."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return (plain, None) if len(plain) <= LONG_LIMIT else (None, "At most 4000 characters.")


def read_number(text: str, spec: Spec, _checks: Checks, _today: date) -> Parsed:
    """A number within its bounds; whole numbers stay whole."""
    number = _decimal(half_width(text))
    if number is None:
        return None, "This is not a number."
    if abs(number) >= NUMBER_LIMIT:
        return None, "This number is too large."
    low, high = spec.get("min"), spec.get("max")
    if (low is not None and number < low) or (high is not None and number > high):
        return None, "This number is outside what is allowed here."
    return (int(number) if number == number.to_integral_value() else float(number)), None


def read_money(text: str, _spec: Spec, _checks: Checks, _today: date) -> Parsed:
    """Yuan with at most two decimals, kept as text."""
    amount = _decimal(half_width(text).removeprefix("¥"))
    if amount is None:
        return None, "This is not an amount."
    if abs(amount) >= NUMBER_LIMIT:
        return None, "This number is too large."
    if amount != amount.quantize(CENT):
        return None, "An amount has at most two decimals."
    return f"{amount:.2f}", None


def _decimal(text: str) -> Decimal | None:
    """The finite number a text says; commas may part its thousands."""
    plain = text.replace(",", "").replace(" ", "")
    # Before Decimal sees it: a text like 1e999999999 would never come back.
    if not PLAIN_NUMBER.fullmatch(plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


PLAIN_NUMBER = re.compile(r"[+-]?(\d{1,40}(\.\d{0,20})?|\.\d{1,20})")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def read_date(text: str, _spec: Spec, _checks: Checks, _today: date) -> Parsed:
    """A day typed as 2026-09-18, or as people write it."""
    found = DAY.fullmatch(half_width(text))
    if not found:
        return None, "Write the day as 2026-09-18."
    try:
        return date(*map(int, found.groups())).isoformat(), None
    except ValueError:
        return None, "There is no such day."


YES_NO = {"yes": True, "no": False, "true": True, "false": False}


def read_yes_no(text: str, _spec: Spec, _checks: Checks, _today: date) -> Parsed:
    """True or false."""
    answer = YES_NO.get(text.lower())
    return (answer, None) if answer is not None else (None, "Choose yes or no.")


def read_choice(text: str, spec: Spec, _checks: Checks, _today: date) -> Parsed:
    """The option whose value was posted."""
    values = _values(spec)
    return (values[text], None) if text in values else (None, "Choose one of the options.")


def read_options(texts: list[Any], spec: Spec, _checks: Checks, _today: date) -> Parsed:
    """The options posted, each once, in the order of the configuration; none is no value."""
    # Each once and in the order of the configuration, whatever order was posted.
    values = _values(spec)
    wanted = {str(text).strip() for text in texts if text is not None} - {""}
    if wanted - set(values):
        return None, "Choose among the options."
    return [value for text, value in values.items() if text in wanted] or None, None


def _values(spec: Spec) -> dict[str, Any]:
    return {str(option["value"]): option["value"] for option in spec.get("options") or []}


def read_id_number(text: str, _spec: Spec, checks: Checks, today: date) -> Parsed:
    """A resident ID number; a small x is the check character X (R105)."""
    number = half_width(text).upper()
    return _checked(number, checks.id_number(number, today))


def read_credit_code(text: str, _spec: Spec, checks: Checks, _today: date) -> Parsed:
    """A unified social credit code without the gaps it is printed with."""
    # Once more without its gaps: a lone accent had a space of its own.
    code = half_width(half_width(text).upper().replace(" ", "").replace("-", ""))
    return _checked(code, checks.credit_code(code))


def read_phone(text: str, _spec: Spec, checks: Checks, _today: date) -> Parsed:
    """A phone number without gaps; a mobile also without the country's code (R106)."""
    number = phones.plain(half_width(text))
    return _checked(number, checks.phone(number))


def _checked(value: str, problem: str | None) -> Parsed:
    return (None, problem) if problem else (value, None)
