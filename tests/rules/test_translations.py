"""Every sentence has its Chinese, and a Chinese page has no English in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import wtforms
from babel.messages.pofile import read_po

from app import translate
from tests.factories.browser import text_of
from tests.factories.source import nodes

ENGLISH = re.compile(r"\b[A-Z][a-z]+ [A-Za-z][a-z]+|\b[a-z]{3,} [a-z]{2,} [a-z]{2,}")
LINK = re.compile(r'<a class="nav-link" href="([^"]+)"')


def test_no_sentence_lacks_its_chinese():
    assert translate.untranslated("zh") == []


def test_no_sentence_hides_inside_an_f_string_where_the_extraction_does_not_look():
    hidden = [
        (path.name, inside.lineno)
        for path in (translate.ROOT / "app").rglob("*.py")
        for text in nodes(path, ast.JoinedStr)
        for inside in ast.walk(text)
        if isinstance(inside, ast.Call) and getattr(inside.func, "id", "") in translate.KEYWORDS
    ]
    assert hidden == []


@pytest.mark.parametrize(
    "address",
    ["/desk/queue", "/desk/queue?scope=all", "/desk/green-channel", "/password", "/no-such-page"],
)
def test_a_chinese_page_has_no_english_sentence(sign_in, address):
    page = sign_in("lijing").get(address).text
    assert not ENGLISH.findall(text_of(page))


@pytest.mark.parametrize("username", ["lijing", "zhuren", "mulu", "jiancha", "anquan", "xitong"])
def test_no_page_of_anybodys_menu_has_an_english_sentence(sign_in, username):
    person = sign_in(username)
    links = LINK.findall(person.get("/", follow_redirects=True).text)
    found = {
        link: ENGLISH.findall(text_of(person.get(link, follow_redirects=True).text))
        for link in ["/", *links]
    }
    assert {link: words for link, words in found.items() if words} == {}


@pytest.mark.parametrize("address", ["/login/", "/no-such-page"])
def test_a_chinese_page_before_signing_in_has_no_english_sentence(app, address):
    assert not ENGLISH.findall(text_of(app.test_client().get(address).text))


def test_what_the_forms_library_says_is_said_in_our_words():
    known = translate.catalogue("zh")
    with (Path(wtforms.__file__).parent / "locale" / "wtforms.pot").open("rb") as source:
        said = [first(message) for message in read_po(source) if message.id]
    assert len(said) > 30
    assert [text for text in said if not translate._is_translated(known, text)] == []


def first(message):
    return message.id if isinstance(message.id, str) else message.id[0]


def test_placeholders_are_the_same_in_both_languages():
    for message in translate.catalogue("zh"):
        if message.id and isinstance(message.id, str) and message.string:
            assert set(re.findall(r"%\((\w+)\)s", message.string)) <= set(
                re.findall(r"%\((\w+)\)s", message.id)
            ), message.id
