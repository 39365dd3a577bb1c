"""People and firms that do not exist: their numbers pass every check and were never given to anybody.

An ID number's order code runs from 001, ours is 000; no mobile number begins with 154; no body has
the letters of our firms for its own code.
"""

from __future__ import annotations

import string
from datetime import date, timedelta
from random import Random
from typing import Any

from stdnum.cn import ric, uscc

from app.demo.activity import Activity

COUNTY = "222405"
NOBODY, UNGIVEN = "000", "154"
FIRM = "92" + COUNTY + "DEMA"
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LETTERS = string.ascii_uppercase


def name(activity: Activity, rng: Random) -> str:
    """A name of two or three signs."""
    given = "".join(rng.choices(activity.given, k=rng.choice((1, 2, 2))))
    return rng.choice(activity.surnames) + given


def firm(activity: Activity, rng: Random) -> str:
    """A shop's name."""
    return "".join(rng.choices(activity.given, k=2)) + rng.choice(activity.shops)


def id_number(rng: Random, *, before: date, least: int = 20, most: int = 36) -> str:
    """The ID number of somebody of this age, with the order code that nobody has."""
    born = before - timedelta(days=rng.randrange(least * 366, most * 365))
    body = f"{COUNTY}{born:%Y%m%d}{NOBODY}"
    return body + ric.calc_check_digit(body + "0")


def credit_code(rng: Random) -> str:
    """The credit code of a firm that nobody registered."""
    body = FIRM + "".join(rng.choices(SIGNS, k=17 - len(FIRM)))
    return body + uscc.calc_check_digit(body)


def phone(rng: Random) -> str:
    """A mobile number of a range that was never given out."""
    return UNGIVEN + "".join(rng.choices(string.digits, k=8))


def shaped(shape: str, rng: Random) -> str:
    """A text of this shape: A is a letter, 9 a digit, all else stands for itself."""
    drawn = {"A": LETTERS, "9": string.digits}
    return "".join(rng.choice(drawn.get(sign, sign)) for sign in shape)


def applicant(activity: Activity, rng: Random, *, firm_of: bool, today: date) -> dict[str, Any]:
    """Who asks, as the window takes them in."""
    person = {
        "name": name(activity, rng),
        "id_type": "id_card",
        "id_number": id_number(rng, before=today),
        "phone": phone(rng),
    }
    if firm_of:
        person |= {"organisation": firm(activity, rng), "credit_code": credit_code(rng)}
    return person
