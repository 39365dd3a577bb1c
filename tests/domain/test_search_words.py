"""How words are cut, and how what is typed is cut the same way."""

from __future__ import annotations

import pytest
from pypinyin import Style, lazy_pinyin

from app.domain.search_words import (
    ANSWER,
    NUMBER,
    PERSON,
    SOUND,
    THING,
    grams,
    runs,
    typed,
    words_of,
)
from app.services import name_sounds

ALL = (NUMBER, THING, PERSON, SOUND, ANSWER)


def test_signs_are_cut_in_pairs_and_letters_in_threes():
    assert [grams(run) for run in runs("海兰江 0007X")] == [["海兰", "兰江"], ["000", "007", "07x"]]


def test_width_case_and_marks_do_not_matter():
    assert runs("ＬＪ２０２６－阿卜杜拉·买买提") == ["lj2026", "阿卜杜拉", "买买提"]


@pytest.mark.parametrize(
    ("name", "initials"),
    [("郇伟", "xw"), ("粘海", "nh"),
        ("单雄信", "sxx"), ("曾国", "zg"), ("仇英", "qy"), ("解晓东", "xxd"), ("查良", "zl"), ("尉迟恭", "ycg"),
        ("长孙皇", "zsh"), ("万俟卨", "mqx"), ("盖叫天", "gjt"), ("朴海", "ph"), ("乐嘉", "yj"), ("区伯", "ob"),
    ],
)  # fmt: skip
def test_a_surname_is_read_as_one(name, initials):
    assert name_sounds.person(name).initials[0] == initials


def test_a_name_is_found_by_the_other_reading_too():
    assert name_sounds.person("单晓").initials == ("sx", "dx")


def test_the_table_of_initials_is_what_the_dictionary_says():
    signs = [chr(code) for code in range(name_sounds.FIRST, name_sounds.FIRST + 0x51A6, 7)]
    said = [lazy_pinyin(sign, style=Style.FIRST_LETTER)[0] for sign in signs]
    wrong = [
        (sign, letter)
        for sign, letter in zip(signs, said, strict=True)
        if letter.isascii() and letter.isalpha() and name_sounds.letter(sign) != letter
    ]
    assert wrong == []


@pytest.mark.parametrize("text", ["", "  ", "·", "a", "金海 7"])
def test_what_is_too_short_is_not_looked_for(text):
    assert typed(text, marks=ALL) is None


def test_digits_alone_are_no_name():
    assert PERSON not in typed("20260918", marks=ALL)[0].choices
    assert SOUND not in typed("j0007", marks=ALL)[0].choices


def test_an_answer_is_found_by_whoever_reads_it_and_only_where_it_is_marked():
    said = words_of("X", BLUEPRINT, departments=DEPARTMENTS, people=[], answers=ANSWERS)
    mark = f"{ANSWER}{b'FIRE'.hex()}·"
    assert f"{ANSWER}灶台" in said.split() and f"{mark}灶台" in said.split()
    assert f"{ANSWER}{b'FOOD'.hex()}·灶台" not in said
    assert "秘密" not in said and "河南" not in said


DEPARTMENTS = {"fire": "FIRE", "food": "FOOD"}
ANSWERS = {"stove": "灶台", "quiet": "秘密", "home": "河南街"}
BLUEPRINT = {
    "name": "开店",
    "tasks": [{"key": "fire", "name": "检查"}],
    "fields": [
        {"key": "stove", "kind": "text", "label": "灶", "searchable": True, "items": ["fire"]},
        {"key": "quiet", "kind": "text", "label": "不查", "items": ["fire"]},
        {"key": "home", "kind": "address", "label": "住址", "searchable": True, "items": ["fire"]},
    ],
}
