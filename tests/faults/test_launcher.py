"""make run: what cannot be done is said in one sentence, and what was begun is begun anew. No network."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.faults.machine import Machine, launcher

NOTHING_AT_ALL = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}


@pytest.mark.parametrize(
    ("port", "says"),
    [
        ("acht", "PORT is 'acht', not a number"),
        ("-1", "PORT is '-1', not a number"),
        ("0", "a port is a number from 1 to 65535"),
        ("65536", "a port is a number from 1 to 65535"),
    ],
)
def test_a_port_that_is_none(port, says, tmp_path):
    told(start(tmp_path, PORT=port), says)
    assert list(tmp_path.iterdir()) == []


def test_a_taken_port(tmp_path):
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))
        other.listen()
        port = other.getsockname()[1]
        told(start(tmp_path, PORT=str(port)), f"port {port} is taken: choose another with PORT=…")
    assert list(tmp_path.iterdir()) == []


def test_a_port_of_the_system(run, monkeypatch):
    def bind(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", bind, raising=False)
    with pytest.raises(run.CannotRun, match="port 80 is kept for the system's administrator"):
        run.port_is_free(80)


def test_an_old_python(run, monkeypatch, capsys):
    monkeypatch.setattr(run.sys, "version_info", (3, 10, 4))
    assert run.main() == 1
    assert "cannot run: Python 3.11 or newer is needed" in capsys.readouterr().out


#: What a program says when it fails → the sentence that is left of it.
SAID = {
    "npm error code ENOTFOUND\nnpm error errno ENOTFOUND\nnpm error network request to https://example.test/x failed, reason: getaddrinfo ENOTFOUND\nnpm error network This is a problem related to network connectivity.\nnpm error A complete log of this run can be found in: /root/.npm/_logs/x.log": "network request to https://example.test/x failed, reason: getaddrinfo ENOTFOUND",
    "WARNING: Retrying after connection broken\nERROR: Could not find a version that satisfies the requirement flask==3.1.3\nERROR: No matching distribution found for flask==3.1.3\n\n[notice] A new release of pip is available": "No matching distribution found for flask==3.1.3",
    'Traceback (most recent call last):\n  File "config.py", line 9\nconfig.NotConfigured: production does not start without SECRET_KEY': "production does not start without SECRET_KEY",
    "Traceback (most recent call last):\nsqlalchemy.exc.OperationalError: (sqlite3.OperationalError) unable to open database file\n[SQL: PRAGMA x]\n(Background on this error at: https://sqlalche.me/e/20/e3q8)": "unable to open database file",
    "refused, nothing was changed:\nitems/food.yaml:12: items.x: unknown key": "items/food.yaml:12: items.x: unknown key",
    "": "no message",
}


@pytest.mark.parametrize("said", SAID)
def test_of_what_a_program_says_the_reason_is_left(run, said):
    assert run.reason(said) == SAID[said]


@pytest.mark.parametrize("failing", ["pip install", "npm ci", "flask seed"])
def test_a_step_that_fails_is_one_sentence_and_is_done_again(machine, capsys, failing):
    machine.fails = failing
    assert machine.run.main() == 1
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if line.startswith("cannot run: ")] == said[-1:]
    assert "the network is away" in said[-1]
    machine.fails = None
    machine.asked.clear()
    assert machine.run.main() == 0
    assert any(failing in asked for asked in machine.asked)


def test_the_second_start_installs_nothing_and_loads_nothing(machine):
    assert machine.run.main() == 0
    first = list(machine.asked)
    assert [what for what in ("pip install", "npm ci", "flask seed") if not said(first, what)] == []
    machine.asked.clear()
    assert machine.run.main() == 0
    assert machine.asked == ["flask prepare", "flask demo-accounts", "serve"]


def test_what_was_taken_away_is_made_again(machine):
    machine.run.main()
    machine.asked.clear()
    shutil.rmtree(machine.run.VENDOR)
    machine.run.main()
    assert said(machine.asked, "npm ci")
    assert not said(machine.asked, "pip install")


def test_a_new_lock_is_installed_on_a_machine_for_development_too(machine):
    machine.run.ready(dev=True)
    machine.asked.clear()
    (machine.run.ROOT / "requirements.txt").write_text("flask==3.1.4")
    machine.run.main()
    assert said(machine.asked, "pip install -q --require-hashes -r requirements-dev.txt")


def test_an_environment_left_half_made_is_made_anew(machine):
    machine.run.main()
    (machine.run.BIN / "pip").unlink()
    machine.asked.clear()
    machine.run.main()
    assert machine.asked[0] == "venv clear"
    assert said(machine.asked, "pip install")


def test_a_database_that_was_emptied_is_filled_again(machine):
    machine.run.main()
    machine.stands = "nothing published"
    machine.asked.clear()
    machine.run.main()
    assert said(machine.asked, "flask seed")


def test_a_centre_at_work_keeps_what_it_made_of_the_seeds(machine, monkeypatch):
    monkeypatch.setenv("YOUSHI_ENV", "production")
    machine.stands = "published"
    machine.run.main()
    assert machine.asked[-2:] == ["flask prepare", "serve"]
    assert not said(machine.asked, "demo-accounts")


def test_a_folder_that_cannot_be_written(machine, monkeypatch, capsys):
    monkeypatch.setattr(machine.run.os, "access", lambda *_: False)
    assert machine.run.main() == 1
    assert "cannot be written: choose another by YOUSHI_INSTANCE" in capsys.readouterr().out
    monkeypatch.undo()


def test_a_file_where_the_folder_should_be(machine, capsys, tmp_path):
    (tmp_path / "file").write_text("x")
    machine.run.INSTANCE = tmp_path / "file" / "instance"
    assert machine.run.main() == 1
    assert "cannot run: " in capsys.readouterr().out.splitlines()[-1]


def test_a_long_step_says_that_it_goes_on(run, monkeypatch, capsys):
    monkeypatch.setattr(run, "SLOW", 0.01)
    run.step("slow", lambda: run.time.sleep(0.05))
    said = capsys.readouterr().out.splitlines()
    assert (said[0], said[1].startswith("  … "), said[-1].startswith("  done in")) == (
        "· slow",
        True,
        True,
    )


def test_whoever_stops_it_is_told_that_it_goes_on_from_there(machine, monkeypatch, capsys):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(machine.run, "install", stop)
    assert machine.run.main() == 130
    assert "the next start goes on from here" in capsys.readouterr().out


def test_two_starts_go_one_after_the_other(run, capsys):
    with run.alone():
        code = "import importlib.util as u; s = u.spec_from_file_location('r', 'bin/run.py'); r = u.module_from_spec(s); s.loader.exec_module(r)\nwith r.alone(): print('mine')"
        other = subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert "waiting for it" in other.stdout.readline()
    assert other.communicate(timeout=30)[0] == "mine\n"


def start(folder, **environment):
    """The launcher itself, as make runs it; it is refused before it installs anything."""
    return subprocess.run(
        [sys.executable, "bin/run.py"],
        cwd=ROOT,
        env={**NOTHING_AT_ALL, "YOUSHI_INSTANCE": str(folder / "instance"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def told(done, sentence):
    """One sentence, non-zero, no traceback."""
    assert done.returncode == 1
    assert sentence in done.stdout
    assert (done.stdout.count("\n"), done.stderr) == (1, "")


def said(asked, what):
    return any(what in words for words in asked)


@pytest.fixture
def run():
    """The launcher as a module."""
    return launcher()


@pytest.fixture
def machine(run, tmp_path, monkeypatch):
    """A bare checkout on a machine where every program only writes down that it was asked."""
    for name in ("app/templates", "seeds", "translations/zh/LC_MESSAGES", "bin"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("requirements.txt", "requirements-dev.txt", "package-lock.json", "app/menu.py"):
        (tmp_path / name).write_text("")
    run.ROOT, run.VENV = tmp_path, tmp_path / ".venv"
    run.BIN, run.STAMPS = run.VENV / "bin", run.VENV / "stamps"
    run.VENDOR, run.INSTANCE = tmp_path / "app/static/vendor", tmp_path / "instance"
    monkeypatch.setattr(run.sys, "argv", ["run.py"])
    monkeypatch.setenv("YOUSHI_ENV", "development")
    monkeypatch.setattr(run, "port_is_free", lambda _port: None)
    return Machine(run, monkeypatch)
