"""What of a personal value may be seen without a purpose (domain §5): the mask belongs to the screen."""

from __future__ import annotations


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
