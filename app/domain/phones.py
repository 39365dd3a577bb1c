"""Phone numbers as people write them, and what of them is dialled."""

from __future__ import annotations

import re

MOBILE = re.compile(r"1\d{10}", re.ASCII)
#: What telephones write before a mobile number.
MOBILE_BEFORE = re.compile(r"(\+|00)?86(?=1\d{10}$)", re.ASCII)


def plain(text: str) -> str:
    """A number without its gaps; a mobile also without dashes and the country's code."""
    number = "".join(text.split())
    mobile = MOBILE_BEFORE.sub("", number.replace("-", ""))
    return mobile if MOBILE.fullmatch(mobile) else number


def dialled(phone: str) -> str:
    """What is dialled of a phone number: 0433-3251111 and 0433 3251111 are one."""
    return "".join(sign for sign in phone if sign.isdecimal())
