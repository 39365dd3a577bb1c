"""What of a personal value may be seen without a purpose (domain §5): the mask belongs to the screen."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: An ID number, a mobile or a landline standing in a sentence, with the gaps that people write into them.
_IN_TEXT = re.compile(
    r"(?<![0-9A-Za-z])(?:(\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx]|\d{4}(?:[ -]\d{4}){3}[ -]\d[\dXx])"
    r"|(1[3-9]\d(?:[ -]?\d{4}){2}|0\d{2,3}[ -]?[2-8]\d{6,7}))(?![0-9A-Za-z])"
)
_GAPS = re.compile(r"[ -]")
#: What stands between the parts of a name, and is often left out.
_DOTS = re.compile("[·•・．.]")


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
    """A sentence as who may not read the names in full reads it: names, ID and phone numbers masked."""
    # The longer first: a shop may bear its owner's name.
    written = {one for name in names for one in (name, _DOTS.sub("", name)) if len(one) > 1}
    for name in sorted(written, key=len, reverse=True):
        text = text.replace(name, mask_name(name))
    return _IN_TEXT.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    plain = _GAPS.sub("", found[0])
    return mask_number(plain) if found[1] else mask_phone(plain)
