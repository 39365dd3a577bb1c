"""Whole numbers of persons and certificates, found by their blind index: nothing is read for it (spine §9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from app import cipher
from app.access import POLICIES, Principal, may
from app.access.policies import tasks_of_mine
from app.domain.field_readers import half_width
from app.models import Agent, Applicant, Result, Task

#: Kind of number → grant, context of its mark, columns that have it.
NUMBERS: dict[str, tuple[str, str, tuple[Any, ...]]] = {
    "id_number": ("applicant.name", "id_number", (Applicant.id_number_index, Agent.id_number_index)),
    "credit_code": ("applicant.name", "credit_code", (Applicant.credit_code_index,)),
    "phone": ("applicant.name", "phone", (Applicant.phone_index, Agent.phone_index)),
    "result": ("result.read", "result_number", (Result.number_index,)),
}  # fmt: skip
#: What the numbers of persons and firms look like once their gaps are taken out; a certificate's is as typed.
SHAPES = {
    "id_number": re.compile(r"\d{15}|\d{17}[0-9X]|[A-Z]{1,3}\d{6,15}"),
    "credit_code": re.compile(r"\d{15}|[0-9A-Z]{18}"),
    "phone": re.compile(r"\d{10,17}"),
}
_GAPS = re.compile(r"[\s\-]|^\+?86(?=1\d{10}$)")
SHORTEST = 4


def of(text: str, *, by: Principal) -> dict[str, str]:
    """Kind of number → its mark, for what may be a whole number of it and is this person's to ask."""
    typed = half_width(text).upper()
    if not any(sign.isdigit() for sign in typed) or len(typed) < SHORTEST:
        return {}
    plain = _GAPS.sub("", _GAPS.sub("", typed))
    said = {name: plain for name, shape in SHAPES.items() if shape.fullmatch(plain)}
    return {
        name: cipher.blind_index(value, context=NUMBERS[name][1])
        for name, value in {**said, "result": typed}.items()
        if may(by, NUMBERS[name][0])
    }


def kinds(whole: dict[str, str]) -> set[str]:
    """Which of them are of a person: asking for those is noted."""
    return set(SHAPES) & whole.keys()


def holding(whole: dict[str, str], *, by: Principal) -> Iterator[Any]:
    """The ids of the cases that have one of the numbers, a select for each column."""
    for name, mark in whole.items():
        for column in NUMBERS[name][2]:
            table = column.class_
            query = sa.select(table.case_id).where(column == mark)
            yield query.where(_of_mine(by)) if table is Result else query


def _of_mine(by: Principal) -> Any:
    """A certificate is found by those who read the case's contents, and by those whose part gave it."""
    part = sa.exists().where(
        Task.case_id == Result.case_id, Task.key == Result.task, tasks_of_mine(by)
    )
    return sa.or_(POLICIES["result"].rows(by), part)
