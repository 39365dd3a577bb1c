"""What of a personal value may be seen without a purpose (domain §5): the mask belongs to the screen."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: An ID number or a mobile number standing in a sentence.
_IN_TEXT = re.compile(r"(?<![0-9A-Za-z])(?:(\d{17}[\dXx])|(1\d{10}))(?![0-9A-Za-z])")


def mask_name(name: str) -> str:
    """The first character and a star: 金*."""
    # One star whatever the length: three would tell a three-sign name.
    return name[:1] + "*" if name else ""


def mask_number(number: str | None) -> str:
    """Six characters, stars, four: 222405********1236; short numbers show their last two only."""
    if not number:
        return ""
    if len(number) < 12:  # noqa: PLR2004 - shorter numbers (passports) would be shown almost whole
        return "*" * (len(number) - 2) + number[-2:]
    return number[:6] + "*" * (len(number) - 10) + number[-4:]


def mask_phone(phone: str | None) -> str:
    """Three digits, four stars, four digits: 138****8000."""
    return phone[:3] + "****" + phone[-4:] if phone else ""


def mask_text(text: str, names: Iterable[str]) -> str:
    """A sentence as who may not read the names in full reads it: names, ID and mobile numbers masked."""
    # The longer first: a shop may bear its owner's name.
    for name in sorted({name for name in names if len(name) > 1}, key=len, reverse=True):
        text = text.replace(name, mask_name(name))
    return _IN_TEXT.sub(
        lambda found: mask_number(found[1]) if found[1] else mask_phone(found[2]), text
    )
