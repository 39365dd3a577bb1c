"""Time acts beside the server: one process for an instance, gone when the server is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
import sqlalchemy as sa

from tests.conftest import ROOT
from tests.faults.test_kill import Server

#: The process itself, with a tick that only writes down that it ran.
PROGRAM = """
import sys; sys.path.insert(0, "bin")
import ticking
ticking.TICK = ["sh", "-c", "echo ticked >> " + sys.argv[1]]
sys.exit(ticking.main())
"""


@pytest.mark.network
def test_a_server_lets_time_act_while_it_runs(database, tmp_path):
    server = Server(database.copy(), tmp_path, tick="0.5")
    server.start()
    engine = sa.create_engine(server.address)
    assert within(30, lambda: seals(engine))
    os.kill(server.process.pid, signal.SIGTERM)
    server.process.wait(timeout=30)
    assert within(20, lambda: free(tmp_path))
    engine.dispose()


def test_it_ticks_again_and_again_until_its_starter_is_gone(tmp_path):
    one = start(tmp_path, "one")
    assert within(20, lambda: ticks(tmp_path, "one") >= 2)
    one.stdin.close()
    assert one.wait(timeout=20) == 0


def test_a_second_waits_and_takes_over(tmp_path):
    one = start(tmp_path, "one")
    assert within(20, lambda: ticks(tmp_path, "one"))
    two = start(tmp_path, "two")
    assert within(20, lambda: ticks(tmp_path, "one") >= 8)
    assert ticks(tmp_path, "two") == 0
    one.kill()
    assert one.wait() == -signal.SIGKILL
    assert within(20, lambda: ticks(tmp_path, "two"))
    two.stdin.close()
    assert two.wait(timeout=20) == 0


def test_it_is_not_started_where_cron_ticks(monkeypatch):
    settings = {"__file__": str(ROOT / "gunicorn.conf.py")}
    exec((ROOT / "gunicorn.conf.py").read_text(), settings)
    monkeypatch.setenv("YOUSHI_TICK", "off")
    settings["when_ready"](None)
    assert settings["ticking"] == []


def start(folder, name):
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, folder / name],
        cwd=ROOT,
        env={**os.environ, "YOUSHI_INSTANCE": str(folder), "YOUSHI_TICK": "0.1"},
        stdin=subprocess.PIPE,
    )


def ticks(folder, name):
    return (folder / name).read_text().count("ticked") if (folder / name).exists() else 0


def seals(engine):
    with engine.connect() as connection:
        return connection.execute(sa.text("SELECT count(*) FROM chain_seal")).scalar()


def free(folder):
    """Whether no process holds the lock any more."""
    return subprocess.run(["flock", "-n", folder / "ticking", "true"], check=False).returncode == 0


def within(seconds, truth):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if truth():
            return True
        time.sleep(0.05)
    return False
