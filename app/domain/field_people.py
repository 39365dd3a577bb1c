"""A person as a field asks for one: the name, and as far as it is asked the paper, its number, a phone.

A person of whom only the name was given is that name, as a text; else it is
{name, id_type, id_number, phone} without what was not given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.domain.field_parts import MISSING
from app.domain.field_readers import (
    PAPER_NUMBER,
    Checks,
    Parsed,
    Spec,
    half_width,
    read_phone,
    read_text,
)
from app.domain.refusal import msgid

Translate = Callable[[str], str]
Texts = Mapping[str, str]
#: What one part gives: what is known of the person by it, or the msgid of what is wrong.
Part = tuple[dict[str, str], str | None]

#: Papers a person is known by → what they are called.
PAPERS = {
    "id_card": msgid("Resident ID card"),
    "passport": msgid("Passport"),
    "hk_macau_permit": msgid("Hong Kong and Macau permit"),
    "taiwan_permit": msgid("Taiwan permit"),
    "foreign_permit": msgid("Foreign permanent resident ID card"),
    "birth_certificate": msgid("Birth certificate"),
}


def read_person(posted: Any, spec: Spec, checks: Checks, today: date) -> Parsed:
    """A name alone stays a text; with a number or a phone it is the person's particulars."""
    person, wrong = person_parts(posted, spec, checks=checks, today=today)
    if wrong:
        return None, next(iter(wrong.values()))
    if not person:
        return None, None
    return (person if len(person) > 1 else person["name"]), None


def person_parts(
    posted: Any, spec: Spec, *, checks: Checks, today: date
) -> tuple[dict[str, str], dict[str, str]]:
    """What is known of the person, and what is wrong by the part it is wrong in; nothing said is neither.

    A person that must be named must also be known by the particulars the field asks for.
    """
    said = posted if isinstance(posted, Mapping) else {"name": posted}
    texts = {name: _text(said.get(name)) for name in ("name", "id_type", "id_number", "phone")}
    person: dict[str, str] = {}
    wrong: dict[str, str] = {}
    if not any(texts[name] for name in READ):
        return person, wrong
    for part, read in READ.items():
        more, problem = read(texts, spec, checks, today)
        if problem is None and not more and part in _demanded(spec):
            problem = MISSING
        person |= more
        wrong |= {part: problem} if problem else {}
    return person, wrong


def _demanded(spec: Spec) -> set[str]:
    # Who a number belongs to must be said before the number means anything.
    return {"name", *(spec.get("particulars") or () if spec.get("required") else ())}


def _read_name(texts: Texts, spec: Spec, checks: Checks, today: date) -> Part:
    name, problem = read_text(texts["name"], spec, checks, today)
    return ({"name": name} if name else {}), problem


def _read_paper(texts: Texts, _spec: Spec, checks: Checks, today: date) -> Part:
    number = half_width(texts["id_number"]).upper()
    if not number:
        return {}, None
    # Nearly everybody shows this one, so nothing chosen means it.
    paper = texts["id_type"] or "id_card"
    if paper not in PAPERS:
        return {}, msgid("Choose the kind of ID.")
    problem = checks.identity(paper, number, today) if checks.identity else None
    if problem is None and not PAPER_NUMBER.fullmatch(number):
        problem = msgid("This is not an ID number.")
    return {"id_type": paper, "id_number": number}, problem


def _read_phone(texts: Texts, _spec: Spec, checks: Checks, today: date) -> Part:
    if not texts["phone"]:
        return {}, None
    phone, problem = read_phone(texts["phone"], {}, checks, today)
    return ({} if problem else {"phone": phone}), problem


#: Part → how it is read; in the order in which they are asked.
READ: dict[str, Callable[[Texts, Spec, Checks, date], Part]] = {
    "name": _read_name,
    "id_number": _read_paper,
    "phone": _read_phone,
}


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def show_person(value: Any, _spec: Spec, translate: Translate) -> str:
    """The name, then what else is known of the person."""
    if not isinstance(value, Mapping):
        return str(value)
    paper = ""
    if value.get("id_number"):
        paper = f"{translate(PAPERS[value['id_type']])} {value['id_number']}"
    return "、".join(part for part in (value["name"], paper, value.get("phone")) if part)
