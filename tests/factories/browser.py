"""A person at the desk over HTTP: signs in, reads pages, posts forms with their tokens."""

from __future__ import annotations

import html
import re

from werkzeug.datastructures import MultiDict

from app.demo.accounts import PASSWORD

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Browser:
    """One signed-in browser."""

    def __init__(self, app):
        self.client = app.test_client()
        self.token = ""
        self.last = None

    def sign_in(self, username, password=PASSWORD):
        self.get("/login/")
        answer = self.post("/login/", username=username, password=password)
        assert answer.status_code == 302, answer.text
        return self

    def get(self, address, **more):
        self.last = self.client.get(address, **more)
        found = TOKEN.search(self.last.text) if self.last.mimetype == "text/html" else None
        self.token = found.group(1) if found else self.token
        return self.last

    def post(self, address, pairs=(), **fields):
        data = MultiDict([("csrf_token", self.token), *pairs, *fields.items()])
        self.last = self.client.post(address, data=data)
        return self.last

    def page(self, address):
        answer = self.get(address, follow_redirects=True)
        assert answer.status_code == 200, (answer.status_code, address)
        return text_of(answer.text)


def text_of(page: str) -> str:
    """What a person reads on a page."""
    body = re.sub(r"<(script|style|svg|title)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))
