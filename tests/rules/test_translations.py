"""Every sentence has its Chinese, and a Chinese page has no English in it."""

from __future__ import annotations

import re

import pytest

from app import translate
from tests.factories.browser import text_of

ENGLISH = re.compile(r"\b[A-Z][a-z]{2,} [a-z]{2,}|\b[a-z]{3,} [a-z]{2,} [a-z]{2,}")


def test_no_sentence_lacks_its_chinese():
    assert translate.untranslated("zh") == []


@pytest.mark.parametrize(
    "address",
    ["/desk/queue", "/desk/queue?scope=all", "/desk/green-channel", "/password", "/no-such-page"],
)
def test_a_chinese_page_has_no_english_sentence(sign_in, address):
    page = sign_in("lijing").get(address).text
    assert not ENGLISH.findall(text_of(page))


def test_placeholders_are_the_same_in_both_languages():
    for message in translate.catalogue("zh"):
        if message.id and isinstance(message.id, str) and message.string:
            assert set(re.findall(r"%\((\w+)\)s", message.string)) <= set(
                re.findall(r"%\((\w+)\)s", message.id)
            ), message.id
