"""What a web process does not read: the tools of the worker, of commands and of rare pages stay out of its memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.late import LATE
from tests.databases import KEYS

ROOT = Path(__file__).resolve().parents[2]
#: Package → who reads it, when it is asked for.
ELSEWHERE = {
    "typst": "whoever draws a paper",
    "alembic": "flask db",
    "flask_migrate": "flask db",
    "mako": "flask db",
    "pygments": "flask db",
    "xlsxwriter": "whoever takes a workbook out",
    "openpyxl": "whoever brings a workbook in",
    "rapidfuzz": "whoever imports names that are nearly known",
    "pypinyin": "whoever saves a name",
    "pypdfium2": "whoever looks at a PDF",
    "moto": "tests",
    "boto3": "a store that is not a folder",
    "app.jobs": "the worker",
    "app.demo.centre": "flask demo",
}
#: What a web process may hold (MiB), before its first page.
MOST = 120
READ = """
import sys
from app import create_app
create_app()
status = open("/proc/self/status").read()
print(status.partition("VmRSS:")[2].split()[0])
def read():
    return [name for name, module in sys.modules.items() if type(module).__name__ != "_LazyModule"]
print(*read())
from app.late import LATE
for name in LATE:
    assert sys.modules[name].__file__
print(*(name for name in LATE if name in read()))
"""


@pytest.fixture(scope="module")
def process(tmp_path_factory):
    """A web process as it stands before its first page: KiB held, what it has read, what was read when asked."""
    folder = tmp_path_factory.mktemp("instance")
    env = {
        "YOUSHI_ENV": "testing", "YOUSHI_INSTANCE": str(folder), "DATABASE_URL": "sqlite://",
        "YOUSHI_KEYS": KEYS, "SECRET_KEY": "test", "PATH": os.environ["PATH"],
    }  # fmt: skip
    words = [sys.executable, "-c", READ]
    said = subprocess.run(words, cwd=ROOT, env=env, check=True, capture_output=True, text=True)
    held, read, asked = said.stdout.splitlines()
    return int(held), {*read.split()}, {*asked.split()}


def test_a_web_process_reads_no_tool_of_the_worker_or_of_commands(process):
    _held, read, _asked = process
    assert {name: why for name, why in ELSEWHERE.items() if name in read} == {}


def test_what_is_rarely_asked_waits_until_it_is_asked(process):
    _held, read, _asked = process
    assert {name: why for name, why in LATE.items() if name in read} == {}


def test_a_web_process_holds_no_more_than_it_may(process):
    held, *_rest = process
    assert held < MOST * 1024


def test_what_waits_is_read_when_it_is_asked(process):
    *_rest, asked = process
    assert asked == {*LATE}
