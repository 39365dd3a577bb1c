"""A person, files and rows that repeat; cells of a spreadsheet; keys of a field that fit together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.domain.field_parts import read_rows
from app.domain.fields import FIELD_KINDS, Checks, parse_in_row
from app.domain.package import problems
from app.services.identity_checks import CHECKS
from tests.factories.packages import small

TODAY = date(2026, 11, 26)
OPTIONS = [{"value": "a", "label": "甲"}, {"value": 2, "label": "乙"}]
ID = "11010519491231002X"
PARTNERS = {
    "key": "partners",
    "kind": "group",
    "label": "合伙人",
    "min_rows": 1,
    "max_rows": 3,
    "fields": [
        {"key": "who", "kind": "person", "label": "姓名", "required": True},
        {"key": "share", "kind": "number", "label": "份额", "min": 1, "max": 100},
    ],
}


def test_a_name_alone_stays_what_it_was() -> None:
    assert parse("person", " 张三 ") == ("张三", None)
    assert parse("person", {"name": "张三", "id_type": "id_card", "id_number": ""}) == (
        "张三",
        None,
    )


def test_a_person_is_kept_with_papers_and_phone() -> None:
    posted = {"name": "张三", "id_number": ID.lower(), "phone": "138 0013 8000"}
    value, said = parse("person", posted)
    kept = {"name": "张三", "id_type": "id_card", "id_number": ID, "phone": "13800138000"}
    assert (value, said) == (kept, None)
    assert shown("person", value) == f"张三、Resident ID card {ID}、13800138000"


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"id_number": ID}, "Please fill this in."),
        ({"name": "张三", "id_number": "1"}, "An ID number has 18 characters."),
        ({"name": "张三", "id_number": "E1", "id_type": "passport"}, "A passport number has"),
        ({"name": "张三", "id_number": ID, "id_type": "library_card"}, "Choose the kind of ID."),
        ({"name": "张三", "phone": "12"}, "Write a mobile number"),
        ({"name": "长" * 201}, "At most 200 characters."),
    ],
)
def test_what_is_wrong_with_a_person_is_said(posted: Any, said: str) -> None:
    value, problem = parse("person", posted)
    assert value is None
    assert str(problem).startswith(said)


def test_files_are_numbers_of_what_is_stored() -> None:
    assert parse("attachment", ["7", "3", "7", ""]) == ([7, 3], None)
    assert parse("attachment", ["seven"])[1] == "This file is not stored; please add it again."
    assert parse("attachment", [str(n) for n in range(1, 22)])[1] == "At most 20 files."
    assert shown("attachment", [7, 3]) == "2 files"


def test_rows_without_a_word_are_no_rows() -> None:
    posted = [{"who": "张三", "share": "60"}, {"who": " ", "share": ""}, {"who": "李四"}]
    value, said = parse("group", posted)
    assert (value, said) == ([{"who": "张三", "share": 60}, {"who": "李四"}], None)
    assert shown("group", value) == "姓名 张三，份额 60；姓名 李四"
    assert parse("group", [{"who": ""}]) == (None, None)


def test_a_text_where_rows_are_asked_is_not_dropped_in_silence() -> None:
    assert parse("group", "张三，李四") == (None, "Fill this in row by row.")
    assert parse("group", [{"who": "张三"}, "李四"]) == (None, "Fill this in row by row.")


def test_what_is_wrong_in_a_row_is_said_at_its_place() -> None:
    posted = [{"who": "张三", "share": "0"}, {}, {"share": "5"}]
    found = read_rows(posted, PARTNERS, parse_in_row(CHECKS, TODAY))[1]
    assert [(one.row, one.key) for one in found] == [(0, "share"), (2, "who")]
    assert parse("group", posted)[1] == "This number is outside what is allowed here."


@pytest.mark.parametrize(
    ("rows", "changes", "said"),
    [(1, {"min_rows": 2}, "There are too few rows."), (4, {}, "There are too many rows."),
     (51, {"max_rows": None}, "There are too many rows.")],
)  # fmt: skip
def test_a_group_has_as_many_rows_as_it_may(rows: int, changes: Any, said: str) -> None:
    posted = [{"who": "张三"}] * rows
    asked = {**PARTNERS, **changes}
    assert FIELD_KINDS["group"].parse(posted, asked, checks=CHECKS, today=TODAY) == (None, said)


@pytest.mark.parametrize(
    ("kind", "format_", "options"),
    [
        ("text", "@", ()),
        ("id_number", "@", ()),
        ("number", "General", ()),
        ("money", "#,##0.00", ()),
        ("date", "yyyy-mm-dd", ()),
        ("yes_no", "@", ("Yes", "No")),
        ("choice", "@", ("甲", "乙")),
        ("multiple", "@", ()),
    ],
)
def test_a_spreadsheet_asks_as_the_kind_does(kind: str, format_: str, options: Any) -> None:
    assert FIELD_KINDS[kind].excel_cell(spec(kind)) == (format_, options)


def test_rows_and_files_do_not_fit_into_a_cell() -> None:
    assert [k for k, kind in FIELD_KINDS.items() if kind.excel_cell(spec(k)) is None] == [
        "attachment",
        "group",
    ]


FIELD = {"key": "x", "kind": "text", "label": "某"}
INNER = {"key": "y", "kind": "text", "label": "一"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "group"}, "the group x has no fields"),
        ({"fields": [INNER]}, "x is of kind text"),
        ({"particulars": ["phone"]}, "x is of kind text"),
        ({"kind": "choice"}, "x has nothing to choose from"),
        ({"kind": "group", "fields": [INNER], "max_rows": 51}, "51 rows cannot be"),
        ({"kind": "group", "fields": [INNER], "min_rows": 3, "max_rows": 2}, "more than there may"),
        ({"kind": "number", "min": 3, "max": 2}, "3 is more than 2"),
        ({"kind": "group", "fields": [{**INNER, "kind": "group"}]}, "a kind of field for a row"),
        ({"kind": "group", "fields": [INNER, INNER]}, "y stands here twice"),
        ({"kind": "group", "fields": [{**INNER, "pattern": "no"}]}, "there is no pattern no"),
    ],
)
def test_a_field_that_contradicts_itself_is_refused(changes: Any, said: str) -> None:
    found = problems(small(fields=[{**FIELD, **changes}]))
    assert [one for one in found if said in one.message], found


def test_a_group_and_a_person_with_particulars_may_be_imported() -> None:
    person = {**FIELD, "key": "who", "kind": "person", "particulars": ["id_number", "phone"]}
    assert problems(small(fields=[PARTNERS, person])) == []


def parse(kind: str, posted: Any, checks: Checks = CHECKS) -> tuple[Any, str | None]:
    return FIELD_KINDS[kind].parse(posted, spec(kind), checks=checks, today=TODAY)


def shown(kind: str, value: Any) -> str:
    return FIELD_KINDS[kind].display(value, spec(kind))


def spec(kind: str) -> dict[str, Any]:
    return {**PARTNERS, "options": OPTIONS, "key": "x", "kind": kind}
