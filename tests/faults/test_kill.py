"""kill -9 in the middle of work: nothing acknowledged is lost, nothing is done twice, no number is missing.

The real server, clients that retry under the same key; YOUSHI_KILLS says how many cycles."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import journal
from app.demo.accounts import PASSWORD
from app.domain import numbers
from app.models import Case, Draft, Paper
from app.services import verification
from tests.conftest import KEYS, ROOT

KILLS = int(os.environ.get("YOUSHI_KILLS", "6"))
CLIENTS = ("lijing", "piaoyu")
THEME = "catering_green_channel"
QUESTIONS = {"f_licence": "apply", "f_signboard": "hang", "f_fire_way": "commit"}
pytestmark = pytest.mark.network


def test_kills_lose_nothing_and_double_nothing(database, tmp_path):
    address = database.copy()
    server = Server(address, tmp_path)
    server.start()
    clients = [Client(server, username) for username in CLIENTS]
    for client in clients:
        client.start()
    for _ in range(KILLS):
        server.live()
        server.kill()
        server.start()
    for client in clients:
        client.stop = True
    for client in clients:
        client.join(timeout=60)
        assert client.retried() == client.acknowledged  # the same keys once more
    server.kill()
    acknowledged = [number for client in clients for number in client.acknowledged]
    assert len(acknowledged) >= KILLS / 4
    check(address, acknowledged)


def check(address, acknowledged):
    engine = sa.create_engine(address)
    with Session(engine) as session:
        stored = session.execute(sa.select(Case.number).order_by(Case.id)).scalars().all()
        assert set(acknowledged) <= set(stored)
        assert len(acknowledged) == len(set(acknowledged))
        # the night may fall in between: serials begin anew each day
        parsed = [numbers.parse(number) for number in stored]
        for day in {number.day for number in parsed}:
            serials = sorted(number.serial for number in parsed if number.day == day)
            assert serials == list(range(1, len(serials) + 1))
        begun = sa.select(Draft.case_id).where(Draft.case_id.is_not(None))
        assert len(session.scalars(begun).all()) == len(stored)
        for kind in ("receipt", "acceptance"):  # gapless within the year
            query = sa.select(Paper.serial).filter_by(kind=kind).order_by(Paper.serial)
            assert session.scalars(query).all() == list(range(1, len(stored) + 1))
        for chain in journal.TABLES:
            verdict = verification.verify(session, chain)
            assert verdict.holds, verdict
        assert list(verification.replay(session)) == []
    engine.dispose()


class Server:
    """gunicorn as it is run, killed with its children."""

    def __init__(self, address, folder, *, worker="off"):
        self.address, self.folder, self.worker = address, folder, worker
        self.port = free_port()
        self.process = None
        self.answers = 0

    def start(self):
        environment = {
            **os.environ,
            "DATABASE_URL": self.address,
            "YOUSHI_KEYS": KEYS,
            "SECRET_KEY": "kill",
            "YOUSHI_ENV": "development",
            "YOUSHI_INSTANCE": str(self.folder),
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "2",
            "YOUSHI_WORKER": self.worker,
        }
        program = Path(sys.executable).parent / "gunicorn"
        command = [program, "--config", "gunicorn.conf.py", "app:create_app()"]
        none = subprocess.DEVNULL
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, start_new_session=True, stdout=none, stderr=none
        )
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                probe = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                probe.request("GET", "/healthz")
                if probe.getresponse().status == 200:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
        raise AssertionError("the server did not start")

    def live(self):
        """A moment in which people get somewhere; longer where the machine is slow."""
        enough, until = self.answers + 4, time.monotonic() + 10
        time.sleep(0.6)
        while self.answers < enough and time.monotonic() < until:
            time.sleep(0.05)

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Client(threading.Thread):
    """A clerk who never gives up: every step is tried again until it is answered."""

    def __init__(self, server, username):
        super().__init__(daemon=True)
        self.server, self.username = server, username
        self.acknowledged, self.bases, self.stop = [], [], False
        self.cookies, self.token = {}, ""

    def run(self):
        self.sign_in()
        while not self.stop:
            base = self.until(lambda: self.begin())
            self.until(lambda: self.post(f"{base}/questions", QUESTIONS))
            self.until(lambda: self.post(f"{base}/form", self.form(base)))
            location = self.until(lambda: self.receive(base))
            self.acknowledged.append(location.rsplit("/", 1)[1])
            self.bases.append(base)

    def retried(self):
        """What every acknowledged act answers when it is sent again after all the kills."""
        again = (self.until(lambda base=base: self.send_again(base)) for base in self.bases)
        return [location.rsplit("/", 1)[1] for location in again]

    def send_again(self, base):
        self.get("/desk/queue")
        return self.post(f"{base}/documents", [("act", "accept"), ("key", base)])

    def begin(self):
        self.get("/desk/green-channel")
        return self.post("/desk/green-channel", {"code": THEME}).rsplit("/", 1)[0]

    def form(self, base):
        page = self.get(f"{base}/form")
        fields = dict.fromkeys(re.findall(r'name="(f_[a-z0-9_]+)"', page), "5")
        for name in re.findall(r'type="radio" name="(f_[a-z0-9_]+)"', page):
            fields[name] = "yes"
        return {
            **fields,
            "applicant-name": "金海",
            "applicant-id_type": "id_card",
            "applicant-id_number": "222405199001011236",
            "applicant-phone": "13804331234",
        }

    def receive(self, base):
        page = self.get(f"{base}/documents", follow=True)
        found = re.search(r"/desk/cases/([A-Z0-9]+)", page)
        if 'name="point-' not in page and found:
            return f"/desk/cases/{found.group(1)}"
        pairs = re.findall(r'name="(point-[A-Z_0-9]+)" value="(\d+)"', page) + [
            ("confirmed", value) for value in re.findall(r'name="confirmed" value="(\d+)"', page)
        ]
        return self.post(f"{base}/documents", [*pairs, ("act", "accept"), ("key", base)])

    def until(self, act):
        for _ in range(400):
            try:
                answer = act()
                self.server.answers += 1
                return answer
            except (OSError, http.client.HTTPException, Unanswered):
                time.sleep(0.1)
        raise AssertionError("never answered")

    def sign_in(self):
        def attempt():
            self.get("/login/")
            return self.post("/login/", {"username": self.username, "password": PASSWORD})

        self.until(attempt)

    def get(self, address, *, follow=False):
        status, location, page = self.call("GET", address)
        if follow and status == 302:
            return location
        if status != 200:
            raise Unanswered(status)
        return page

    def post(self, address, fields):
        pairs = list(fields.items()) if isinstance(fields, dict) else fields
        status, location, page = self.call(
            "POST", address, urllib.parse.urlencode([("csrf_token", self.token), *pairs])
        )
        if status not in (302, 303) or "/login" in location:
            raise Unanswered((status, location, page[-300:]))
        return location

    def call(self, method, address, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        try:
            headers = {
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            }
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
            self.token = found.group(1) if found else self.token
            return answer.status, answer.headers.get("Location", ""), page
        finally:
            connection.close()


class Unanswered(Exception):
    """Not the answer that acknowledges."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
