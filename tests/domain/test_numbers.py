"""Case numbers: what they say, and that a typing mistake is noticed (R107)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from app.domain import numbers
from app.domain.numbers import CaseNumber, Mistyped, NotANumber

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DAYS = st.dates(date(2020, 1, 1), date(2099, 12, 31))
KINDS = st.sampled_from(sorted(numbers.LETTERS))
SERIALS = st.integers(1, 10**6)
PREFIXES = st.text(ALPHABET, min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("kind", "serial", "begins"),
    [
        ("joint", 7, "LJ20260918J0007"),
        ("single", 14, "LJ20260918S0014"),
        ("appeal", 9999, "LJ20260918A9999"),
        ("rectification", 10000, "LJ20260918R10000"),
    ],
)
def test_a_number_names_centre_day_kind_and_a_serial_that_grows(kind, serial, begins):
    number = numbers.compose("LJ", DAY, kind=kind, serial=serial)
    assert number[:-1] == begins
    assert mod_37_36.is_valid(number)


def test_a_part_has_the_number_of_its_case_and_two_digits():
    assert numbers.task_number(NUMBER, 1) == f"{NUMBER}-01"
    assert numbers.task_number(NUMBER, 12) == f"{NUMBER}-12"
    assert numbers.parse(f"{NUMBER}-12").task == 12


def test_blanks_case_and_full_width_do_not_matter():
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in NUMBER)
    for typed in (f"  {NUMBER}\n", f"{NUMBER[:6]} {NUMBER[6:]}", NUMBER.lower(), full_width):
        assert numbers.parse(typed).case == NUMBER


@pytest.mark.parametrize(
    "text",
    ["", "LJ", "12345", "Zhang San", "LJ20260918X00070", "LJ20260918J007", "LJ-7"],
)
def test_another_text_is_not_taken_for_a_number(text):
    with pytest.raises(NotANumber):
        numbers.parse(text)


def test_a_day_that_does_not_exist_is_a_typing_mistake():
    body = "LJ20260231J0007"
    with pytest.raises(Mistyped):
        numbers.parse(body + numbers.check_character(body))


@pytest.mark.parametrize(
    ("prefix", "kind", "serial"),
    [
        ("", "joint", 1),
        ("lj", "joint", 1),
        ("龙", "joint", 1),
        ("LJ", "other", 1),
        ("LJ", "joint", 0),
    ],
)
def test_a_number_that_could_not_be_read_back_is_not_made(prefix, kind, serial):
    with pytest.raises(ValueError, match="no case number"):
        numbers.compose(prefix, DAY, kind=kind, serial=serial)


@settings(max_examples=200, deadline=None)
@given(PREFIXES, DAYS, KINDS, SERIALS, st.none() | st.integers(1, 120))
def test_a_number_is_read_back_as_it_was_made(prefix, day, kind, serial, task):
    case = numbers.compose(prefix, day, kind=kind, serial=serial)
    text = case if task is None else numbers.task_number(case, task)
    assert numbers.parse(text) == CaseNumber(case, prefix, day, kind, serial, task)


@settings(max_examples=200, deadline=None)
@given(DAYS, KINDS, SERIALS, st.data())
def test_one_wrong_character_is_always_noticed(day, kind, serial, data):
    number = numbers.compose("LJ", day, kind=kind, serial=serial)
    place = data.draw(st.integers(0, len(number) - 1))
    wrong = data.draw(st.sampled_from(ALPHABET.replace(number[place], "")))
    with pytest.raises((Mistyped, NotANumber)):
        numbers.parse(number[:place] + wrong + number[place + 1 :])


def test_of_swapped_neighbours_hardly_any_pass():
    made = [numbers.compose("LJ", DAY, kind="joint", serial=n) for n in range(1, 400)]
    swapped = [
        number[:n] + number[n + 1] + number[n] + number[n + 2 :]
        for number in made
        for n in range(len(number) - 1)
        if number[n] != number[n + 1]
    ]
    assert sum(passes(number) for number in swapped) < len(swapped) / 100


@settings(max_examples=200, deadline=None)
@given(st.text(ALPHABET, min_size=1, max_size=30))
def test_the_check_character_is_the_one_of_the_standard(body):
    assert numbers.check_character(body) == mod_37_36.calc_check_digit(body)


def passes(number):
    try:
        return bool(numbers.parse(number))
    except (Mistyped, NotANumber):
        return False


DAY = date(2026, 9, 18)
NUMBER = numbers.compose("LJ", DAY, kind="joint", serial=7)
