"""Numbers that identify: is it well formed, does its check digit hold, can it be (R105, R106)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from stdnum.cn import ric, uscc
from stdnum.exceptions import (
    InvalidChecksum,
    InvalidComponent,
    InvalidFormat,
    InvalidLength,
    ValidationError,
)
from stdnum.util import isdigits

from app.domain.fields import Checks
from app.services import id_places, patterns

ID_LENGTH = 18
#: Library's error → sentence.
ID_WRONG: dict[type[ValidationError], str] = {
    InvalidLength: "An ID number has 18 characters.",
    InvalidFormat: "An ID number has 17 digits and a digit or X.",
    InvalidChecksum: "The last character of the ID number does not fit; please check it.",
    InvalidComponent: "The place or the birth date in the ID number does not exist.",
}
MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"0\d{2,3}-?[2-8]\d{6,7}(-\d{1,5})?")
#: Other papers have no check digit: their shape is all that can be checked.
OTHER_PAPERS: dict[str, tuple[re.Pattern[str], str]] = {
    "passport": (
        re.compile(r"[A-Z0-9]{5,17}"),
        "A passport number has 5 to 17 letters and digits.",
    ),
    "hk_macau_permit": (
        re.compile(r"[HM]\d{8}(\d{2})?"),
        "The permit number begins with H or M and 8 digits.",
    ),
    "taiwan_permit": (re.compile(r"\d{8}(\d{2})?"), "The permit number has 8 digits."),
    "foreign_permit": (
        re.compile(r"([A-Z]{3}\d{12}|9\d{16}[\dX])"),
        "The card number has 15 or 18 characters.",
    ),
    "birth_certificate": (
        re.compile(r"[A-Z]\d{9}"),
        "A birth certificate number is a letter and 9 digits.",
    ),
}


def id_number(number: str, today: date) -> str | None:
    """What is wrong with a resident ID number; the library lets future births pass, we do not."""
    text = number.strip().upper()
    if " " in text:
        return "An ID number has no spaces inside."
    try:
        born = _born(ric.compact(text))
    except ValidationError as problem:
        return ID_WRONG.get(type(problem), "This is not an ID number.")
    return "The birth date in the ID number lies in the future." if born > today else None


def _born(number: str) -> date:
    """The birth date, of a number that the library would find valid. Raises its errors."""
    if len(number) != ID_LENGTH:
        raise InvalidLength
    if not isdigits(number[:-1]):
        raise InvalidFormat
    if number[-1] != ric.calc_check_digit(number):
        raise InvalidChecksum
    born: date = ric.get_birth_date(number)
    if not id_places.known(number[:6], born.year):
        raise InvalidComponent
    return born


def credit_code(code: str) -> str | None:
    """What is wrong with a unified social credit code (GB 32100)."""
    try:
        uscc.validate(code)
    except InvalidLength:
        return "A credit code has 18 characters."
    except InvalidChecksum:
        return "The last character of the credit code does not fit; please check it."
    except ValidationError:
        return "A credit code has digits and capital letters, without I, O, Z, S and V."
    return None


def phone(number: str) -> str | None:
    """What is wrong with a phone number: a mobile, or a landline with its area code."""
    text = number.strip().replace(" ", "")
    if MOBILE.fullmatch(text) or LANDLINE.fullmatch(text):
        return None
    return "Write a mobile number, or a landline with its area code, as 0433-3251111."


def identity(id_type: str, number: str, *, today: date) -> str | None:
    """What is wrong with a number on this kind of paper."""
    if id_type == "id_card":
        return id_number(number, today)
    pattern, sentence = OTHER_PAPERS.get(id_type, (None, "Choose the kind of ID."))
    return None if pattern and pattern.fullmatch(number.strip().upper()) else sentence


def child_of(parent: str, child_born: date) -> str | None:
    """A parent is older than the child (R105)."""
    check: Callable[[str], date] = ric.get_birth_date
    return (
        None
        if check(parent.strip().upper()) < child_born
        else "The parent cannot be younger than the child."
    )


CHECKS = Checks(
    id_number=id_number,
    credit_code=credit_code,
    phone=phone,
    identity=lambda paper, number, today: identity(paper, number, today=today),
    pattern=patterns.fits,
)
