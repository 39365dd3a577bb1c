"""The browser answers every condition as the server does, under the same strict policy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.network
ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "app" / "static" / "js" / "conditions.js"
VECTORS = json.loads((ROOT / "tests" / "vectors" / "conditions.json").read_text(encoding="utf-8"))
ASK = "(vectors) => vectors.map((v) => window.youshi.holds(v.condition, v.answers, v.today))"


def test_the_browser_says_of_every_vector_what_the_table_says(page):
    said = page.evaluate(ASK, VECTORS)
    differ = [
        vector
        for vector, answer in zip(VECTORS, said, strict=True)
        if answer is not vector["holds"]
    ]
    assert differ == []


def test_an_operator_that_does_not_exist_is_never_true(page):
    row = {"field": "x", "op": "constructor", "value": 1}
    vector = {"condition": row, "answers": {"x": 1}, "today": None}
    assert page.evaluate(ASK, [vector]) == [False]


@pytest.fixture
def page(chromium):
    """A page with nothing but the script, which may run no text as code."""
    context = chromium.new_context()
    opened = context.new_page()
    faults = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.route("**/*", answer)
    opened.goto("http://centre.test/")
    yield opened
    context.close()
    assert faults == []


def answer(route):
    if route.request.url.endswith(".js"):
        route.fulfill(body=SCRIPT.read_text(encoding="utf-8"), content_type="text/javascript")
    else:
        policy = {"Content-Security-Policy": "default-src 'none'; script-src 'self'"}
        body = '<!doctype html><title>-</title><script src="/conditions.js"></script>'
        route.fulfill(body=body, content_type="text/html", headers=policy)
