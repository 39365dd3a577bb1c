"""R105, R106: numbers that identify are right, or it is said what is wrong with them."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.fields import FIELD_KINDS
from app.services.identity_checks import CHECKS, child_of, credit_code, id_number, identity, phone

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "number", ["222405199001011236", "11010519491231002X", "11010519491231002x"]
)
def test_a_right_id_number_is_taken(number: str) -> None:
    assert id_number(number, TODAY) is None


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("222405199002291233", "birth date"),
        ("110105194912310021", "last character"),
        ("222405209912310014", "lies in the future"),
        ("220405900101123", "18 characters"),
        ("222405 199001011236", "no spaces inside"),
        ("2224051990O1011236", "digits"),
        ("", "18 characters"),
    ],
)
def test_a_wrong_id_number_is_refused_with_what_is_wrong(number: str, said: str) -> None:
    assert said in (id_number(number, TODAY) or "")


def test_who_is_born_today_has_a_number_and_who_is_born_tomorrow_has_none() -> None:
    born = "222405209912310014"
    assert id_number(born, date(2099, 12, 31)) is None
    assert id_number(born, date(2099, 12, 30))


@pytest.mark.parametrize(
    "code",
    ["91110000600037341L", "91222405MA1BCD2E3J", "92222405MA0ABCDE10", "11222405MB1K234567"],
)
def test_a_right_credit_code_is_taken(code: str) -> None:
    assert credit_code(code) is None


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("91110000600037341M", "last character"),
        ("9111000060003734", "18 characters"),
        ("91110000600037341I", "without I, O, Z, S and V"),
        ("", "18 characters"),
    ],
)
def test_a_wrong_credit_code_is_refused_with_what_is_wrong(code: str, said: str) -> None:
    assert said in (credit_code(code) or "")


@pytest.mark.parametrize(
    "number", ["13800138000", "0433-3251111", "04333251111", "010-62511111", "0433-3251111-802"]
)
def test_a_phone_that_can_be_called_is_taken(number: str) -> None:
    assert phone(number) is None


@pytest.mark.parametrize(
    "number", ["12345", "1380013800", "138001380000", "3251111", "12800138000", "0433-1251111", ""]
)
def test_a_phone_that_cannot_be_called_is_refused(number: str) -> None:
    """R106: 12345 is a hotline, nobody's number."""
    assert phone(number)


@pytest.mark.parametrize(
    ("paper", "number", "ok"),
    [
        ("id_card", "222405199001011236", True),
        ("id_card", "222405199001011237", False),
        ("passport", "E12345678", True),
        ("passport", "e12345678", True),
        ("passport", "E1", False),
        ("passport", "E 1234567", False),
        ("hk_macau_permit", "H12345678", True),
        ("hk_macau_permit", "M1234567800", True),
        ("hk_macau_permit", "T12345678", False),
        ("taiwan_permit", "12345678", True),
        ("taiwan_permit", "1234567", False),
        ("foreign_permit", "USA110012345678", True),
        ("foreign_permit", "911124199108030024", True),
        ("foreign_permit", "811124199108030024", False),
        ("birth_certificate", "R220012345", True),
        ("birth_certificate", "R22001234", False),
        ("library_card", "1", False),
    ],
)
def test_each_kind_of_paper_has_its_own_number(paper: str, number: str, ok: bool) -> None:
    assert (identity(paper, number, today=TODAY) is None) is ok


@pytest.mark.parametrize(
    ("born", "ok"), [(date(2026, 1, 1), True), (date(1990, 1, 1), False), (date(1989, 1, 1), False)]
)
def test_a_parent_is_older_than_the_child(born: date, ok: bool) -> None:
    assert (child_of("222405199001011236", born) is None) is ok


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("id_number", "11010519491231002x", "11010519491231002X"),
        ("credit_code", "9122 2405 ma1bcd2e3j", "91222405MA1BCD2E3J"),
        ("phone", "138 0013 8000", "13800138000"),
    ],
)
def test_fields_ask_these_checks(kind: str, typed: str, value: str) -> None:
    spec = {"key": "x", "kind": kind, "label": "某"}
    read = FIELD_KINDS[kind].parse
    assert read(typed, spec, checks=CHECKS, today=TODAY) == (value, None)
    assert read("12345", spec, checks=CHECKS, today=TODAY)[1]
