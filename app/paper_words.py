"""A numbered paper in words: its blocks with their places filled, as every renderer draws them.

A paper is written in the centre's language, whoever prints it: it lies in the applicant's hand and
in the file, and not on a screen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale, format_date
from flask_babel import gettext as _

from app.domain.due import END_OF_DAY
from app.domain.masking import mask_name, mask_phone
from app.forms.act_words import procedures, ways

PLACE = re.compile(r"\{([a-z_]+)\}")
#: Values that are moments: written out in full; limits in hours and appointments with their hour.
LIMITS = frozenset(
    {
        "promise_due",
        "legal_due",
        "deadline",
        "expected",
        "appointment",
        "moved_from",
        "rating_until",
    }
)
MOMENTS = frozenset({"date", "received_at", "accepted_at"}) | LIMITS
#: Values that the screen shows masked: the mask belongs to the screen, the name to the paper.
MASKED: dict[str, Callable[[str], str]] = {
    "applicant": mask_name,
    "receiver": mask_name,
    "phone": mask_phone,
}
#: Values that are keys → their words.
WORDS: dict[str, Callable[[], dict[str, str]]] = {
    "procedure": lambda: procedures(listed=False),
    "way": ways,
}
#: Values that are sentences of whoever decided: with their full stop or without, the paper has one.
SENTENCES = frozenset({"reason", "points", "law", "remedy", "explanation", "guidance", "progress"})
STOPS, GOES_ON = "。．.；;，,", "。；，"
ENDED = re.compile(r"[。？！?!.：）]$")
Block = dict[str, Any]


@contextmanager
def centres_language() -> Iterator[None]:
    """Whatever is said within is said as the centre writes."""
    with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):
        yield


def sheet(content: Mapping[str, Any], *, printed: int, masked: bool = False) -> list[Block]:
    """The blocks of a paper with everything filled in; personal values as a screen may show them.

    Kinds: title, paragraph, lead (the line over a table), table (heads, rows), rating (beside its
    square), foot (the mark of checking beside the signature, together on one page). What has nothing to say is left out.
    """
    values = {**content["values"], "printed": printed}
    if masked:
        values |= {name: MASKED[name](values[name]) for name in MASKED if values.get(name)}
    with centres_language():
        filled = [_block(block, values) for block in content["blocks"] if _says(block, values)]
    return _footed(_led(filled))


def frame(*, copies: int, times: int) -> dict[str, Any]:
    """What stands around the blocks of a printed sheet: what it is marked by, which copy, how often."""
    with centres_language():
        return {
            "void": _("void"),
            "again": _("Printed again"),
            "mark": _("Check mark"),
            "spent": _("The link for rating was used or has run out."),
            "times": _("Printing number %(count)s", count=times),
            "copies": [
                _("Copy %(copy)s of %(sheets)s", copy=copy, sheets=copies)
                for copy in range(1, copies + 1)
            ],
        }


def moment(value: datetime) -> str:
    """2026年9月24日, as papers write a day."""
    with centres_language():
        return _day(value)


def _day(value: datetime) -> str:
    return str(format_date(value, "long", rebase=False))


def _says(block: Block, values: Mapping[str, Any]) -> bool:
    """A paragraph is left out where it names values and has none of them; nobody rates what is not closed."""
    if block["block"] == "rating":
        return bool(values.get("rating_until"))
    named = PLACE.findall(block.get("text") or "") if block["block"] == "paragraph" else []
    return not named or any(values.get(name) not in (None, "", []) for name in named)


def _block(block: Block, values: Mapping[str, Any]) -> Block:
    if block["block"] != "table":
        text = block.get("text") or ""
        said = _filled(text, values)
        return {
            "block": block["block"],
            "text": _ended(said) if _ends_in_a_sentence(block) else said,
            "plain": not PLACE.search(text),
        }
    rows = [{"no": at, **row} for at, row in enumerate(values.get(block["rows"]) or [], start=1)]
    cells = [[_filled(column["value"], row) for column in block["columns"]] for row in rows]
    return {"block": "table", "heads": [one["label"] for one in block["columns"]], "rows": cells}


def _led(blocks: list[Block]) -> Iterator[Block]:
    """A line without a value over a table is its heading, and goes where the table has no rows."""
    for block, after in zip(blocks, [*blocks[1:], {"block": ""}], strict=True):
        over = block["block"] == "paragraph" and block["plain"] and after["block"] == "table"
        if over and after["rows"]:
            yield {**block, "block": "lead"}
        elif not over and (block["block"] != "table" or block["rows"]):
            yield block


def _footed(blocks: Iterator[Block]) -> list[Block]:
    """What is scanned stands beside what is signed, and no page ends between them."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else {}
        if block["block"] == "qr":
            found.append({"block": "foot", "scan": block["text"], "sign": [], "qr": True})
        elif block["block"] == "signature":
            signs = [_line(part) for part in block["text"].split("　") if part]
            foot = {"block": "foot", "scan": "", "sign": signs, "qr": False}
            if last.get("block") == "foot" and not last["sign"]:
                found[-1] = {**last, "sign": signs}
            else:
                found.append(foot)
        else:
            found.append(block)
    return found


def _line(sign: str) -> str:
    """Where somebody signs there is a line to sign on."""
    return f"{sign} ______________" if sign.endswith("：") else sign


def _filled(text: str, values: Mapping[str, Any]) -> str:
    """A block's text with its named places filled; nothing in it is executed."""

    def fill(found: re.Match[str]) -> str:
        said = _said(found[1], values.get(found[1], ""))
        goes_on = found[1] in SENTENCES and text[found.end() : found.end() + 1] in GOES_ON
        return said.rstrip(STOPS) if goes_on and found.end() < len(text) else said

    return PLACE.sub(fill, text)


def _ends_in_a_sentence(block: Block) -> bool:
    places = PLACE.findall(block.get("text") or "")
    whole = block["block"] == "paragraph" and (block.get("text") or "").endswith("}")
    return whole and bool(places) and places[-1] in SENTENCES


def _ended(said: str) -> str:
    return said if not said or ENDED.search(said) else f"{said.rstrip(STOPS)}。"


def _said(name: str, value: Any) -> str:
    if name in MOMENTS and value:
        return _moment(name, datetime.fromisoformat(str(value)))
    if name in WORDS:
        return WORDS[name]().get(str(value), str(value))
    if isinstance(value, list):
        return "；".join(map(str, value))
    if isinstance(value, dict):
        return copies(value)
    return "" if value is None else str(value)


def _moment(name: str, at: datetime) -> str:
    hour = f" {at:%H:%M}" if name in LIMITS and at.time() != END_OF_DAY else ""
    return f"{_day(at)}{hour}"


def copies(count: Mapping[str, int]) -> str:
    """原件 1 份，复印件 2 份."""
    forms = {"original": _("original"), "copy": _("copy"), "e_file": _("electronic file")}
    sheets = _("sheets")
    return _(", ").join(
        f"{forms.get(form, '')} {number} {sheets}".strip() for form, number in count.items()
    )
