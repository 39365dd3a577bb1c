"""The place in an ID number is one that was given out when its holder was born."""

from __future__ import annotations

from datetime import date

import pytest
from stdnum import numdb
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from app.services import id_places
from app.services.identity_checks import id_number

YEARS = (1949, 1958, 1970, 1984, 1986, 1987, 1996, 1997, 2010, 2011, 2020)
NOWHERE = "The place or the birth date in the ID number does not exist."


def test_every_code_is_known_in_the_years_in_which_the_library_knows_it():
    codes = [f"{province[1]}{county[1]}" for province in numdb.get("cn/loc").prefixes for county in province[4]]  # fmt: skip
    assert len(codes) > 6000
    for code in codes:
        for year in YEARS:
            assert id_places.known(code, year) == known_to_the_library(code, year), (code, year)


@pytest.mark.parametrize("code", ["229999", "990101", "000000"])
def test_a_place_that_never_was_is_told(code):
    assert id_number(numbered(code), date(2026, 9, 18)) == NOWHERE


def test_a_place_is_told_that_was_no_more_when_its_holder_was_born():
    assert id_number(numbered("110103", 2005), date(2026, 9, 18)) is None
    assert id_number(numbered("110103", 2012), date(2026, 9, 18)) == NOWHERE


def known_to_the_library(code, year):
    try:
        return bool(ric.get_birth_place(f"{code}{year}0101"))
    except ValidationError:
        return False


def numbered(code, year=1990):
    body = f"{code}{year}0101001"
    return body + ric.calc_check_digit(body + "0")
