"""Front-end files: fetched once, kept for good, and by another address when they change."""

from __future__ import annotations

import re
from pathlib import Path

from app import front_end

ASKED = re.compile(r'(?:href|src)="(/static/[^"#]+)')


def test_what_a_page_asks_for_is_there_and_kept_for_good(sign_in):
    clerk = sign_in("lijing")
    asked = set(ASKED.findall(clerk.get("/desk/queue").text))
    assert len(asked) >= 5
    for address in asked:
        answer = clerk.client.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, front_end.FOR_GOOD)


def test_a_file_asked_for_by_what_it_was_or_without_its_mark_is_asked_for_again(app):
    client = app.test_client()
    for address in ("/static/css/youshi.css", "/static/css/youshi.css?v=00000000"):
        assert "immutable" not in client.get(address).headers["Cache-Control"]


def test_what_is_no_front_end_file_has_no_mark(app):
    answer = app.test_client().get(f"/static/../icons.py?v={front_end.mark('../icons.py')}")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("Cache-Control", "")
    assert front_end.mark("no-such-file.css") == ""


def test_the_sheet_has_every_icon_that_a_page_names(sign_in):
    sheet = Path(front_end.FOLDER, "icons.svg").read_text(encoding="utf-8")
    clerk = sign_in("lijing")
    pages = [clerk.get(one).text for one in ("/desk/queue", "/no-such-page", "/desk/covers")]
    named = set(re.findall(r'icons\.svg\?v=\w+#([a-z0-9-]+)"', "".join(pages)))
    assert len(named) > 10
    assert named <= set(re.findall(r'<symbol id="([^"]+)"', sheet))
