"""A bare checkout on a machine that is not there: every program only writes down that it was asked."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess

from tests.conftest import ROOT


def launcher():
    """The launcher as a module, fresh."""
    spec = importlib.util.spec_from_file_location("launcher", ROOT / "bin" / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Machine:
    """What was asked of it, what fails, and how the database stands."""

    def __init__(self, run, monkeypatch):
        self.run, self.asked, self.fails, self.stands = run, [], None, "nothing published"
        monkeypatch.setattr(run.subprocess, "run", self.answer)
        monkeypatch.setattr(run.venv, "create", self.create)
        monkeypatch.setattr(run, "serve", lambda _port: self.asked.append("serve"))
        monkeypatch.setattr(run.shutil, "which", lambda _name: "/usr/bin/npm")

    def answer(self, words, **_):
        asked = " ".join(word.rsplit("/", 1)[-1] for word in words)
        self.asked.append(asked)
        if self.fails and self.fails in asked:
            return subprocess.CompletedProcess(words, 1, "", "ERROR: the network is away")
        if "flask seed" in asked:
            self.stands = "published"
        if "app.assets" in asked:
            self.run.VENDOR.mkdir(parents=True, exist_ok=True)
            for name in ("tabler.min.css", "../icons.svg"):
                (self.run.VENDOR / name).touch()
        if "app.translate" in asked:
            (self.run.ROOT / "translations/zh/LC_MESSAGES/messages.mo").touch()
        return subprocess.CompletedProcess(words, 0, self.stands + "\n", "")

    def create(self, place, *, with_pip, clear):
        self.asked.append("venv clear" if clear else "venv")
        if clear:
            shutil.rmtree(place)
        (place / "bin").mkdir(parents=True)
        for name in ("python", "pip"):
            (place / "bin" / name).touch()
