"""A person at the desk over HTTP: signs in, reads pages, posts forms with their tokens."""

from __future__ import annotations

import html
import re

from werkzeug.datastructures import MultiDict

from app import clock
from app.demo.accounts import PASSWORD
from app.extensions import db

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
        self.last = sendable(self.client.get(address, **more))
        found = TOKEN.search(self.last.text) if self.last.mimetype == "text/html" else None
        self.token = found.group(1) if found else self.token
        return self.last

    def post(self, address, pairs=(), **fields):
        data = MultiDict([("csrf_token", self.token), *pairs, *fields.items()])
        self.last = sendable(self.client.post(address, data=data))
        return self.last

    def page(self, address):
        answer = self.get(address, follow_redirects=True)
        assert answer.status_code == 200, (answer.status_code, address)
        return text_of(answer.text)


def sendable(answer):
    """An answer that a real server would send too: it takes no header that is not ASCII."""
    strange = [name for name, value in answer.headers if not value.isascii()]
    assert strange == [], strange
    return answer


class Door:
    """Where people sign in; what stands behind it may be kept and come back to."""

    def __init__(self, app, database):
        self.app, self.database = app, database
        #: What was gone through since the seeds, and after how many commits nothing else had happened.
        self.way, self.commits = (), 0

    def __call__(self, username):
        return Browser(self.app).sign_in(username)

    def once(self, key, username, act):
        """``act(browser)`` of a person in a house where nothing else has happened yet, and what it gives.

        Gone through once a worker: the next who asks for the same after the same goes on from its
        rows, with the same browser. Where anything else has happened it is gone through as ever.
        """
        person, way = Browser(self.app), (*self.way, (key, username, clock.now()))
        with self.app.app_context():
            engine = db.engine
        if engine.pool.checkedout() or engine.commits != self.commits:
            person.sign_in(username)
            return person, act(person)
        address = self.app.config["SQLALCHEMY_DATABASE_URI"]
        if way in self.database.kept:
            kept, given, person.token, cookies = self.database.kept[way]
            engine.dispose()
            self.database.go_back(address, kept)
            person.client._cookies = {**cookies}
        else:
            given = act(person.sign_in(username))
            engine.dispose()
            kept = self.database.keep(address)
            self.database.kept[way] = kept, given, person.token, {**person.client._cookies}
        self.way, self.commits = way, engine.commits
        return person, given


def text_of(page: str) -> str:
    """What a person reads on a page."""
    body = re.sub(r"<(script|style|svg|title)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))
