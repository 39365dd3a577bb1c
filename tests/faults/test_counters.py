"""Several processes serve as several counters with one queue before them do."""

import time
from contextlib import contextmanager

import pytest

from tests.factories.slow_server import SlowServer, answer, asking, until
from tests.faults.test_kill import free_port

pytestmark = pytest.mark.network


def test_who_is_busy_takes_nobody_who_could_be_served_elsewhere(tmp_path):
    with serving(tmp_path, processes=2) as server:
        waits = asking(server.browser(), "/slow")
        until(tmp_path / "begun")
        assert all(answer(asking(server.browser(), "/")) for _ in range(30))
        (tmp_path / "go").touch()
        assert answer(waits) == "keep-alive"


def test_who_comes_back_while_others_wait_is_sent_to_the_queue_before_all(tmp_path):
    with serving(tmp_path, processes=1) as server:
        slow, first, second = browsers = [server.browser() for _ in range(3)]
        assert [answer(asking(one, "/")) for one in browsers] == ["keep-alive"] * 3
        asking(slow, "/slow")
        until(tmp_path / "begun")
        asking(first, "/")
        asking(second, "/")
        time.sleep(0.3)  # both have come
        (tmp_path / "go").touch()
        assert (answer(slow), answer(first)) == ("keep-alive", "close")
        answer(second)
        assert answer(asking(first, "/")) == "keep-alive"


@contextmanager
def serving(folder, *, processes):
    server = SlowServer(folder, free_port(), processes)
    try:
        server.ready()
        yield server
    finally:
        server.stop()
