"""What a web process does not read: the tools of the worker, of commands and of rare pages stay out of its memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
READ = """
import sys
from app import create_app
create_app()
print(*sorted(sys.modules))
"""


def test_a_web_process_reads_no_tool_of_the_worker_or_of_commands(tmp_path):
    env = {
        "YOUSHI_ENV": "testing", "YOUSHI_INSTANCE": str(tmp_path), "DATABASE_URL": "sqlite://",
        "YOUSHI_KEYS": KEYS, "SECRET_KEY": "test", "PATH": os.environ["PATH"],
    }  # fmt: skip
    words = [sys.executable, "-c", READ]
    said = subprocess.run(words, cwd=ROOT, env=env, check=True, capture_output=True, text=True)
    read = set(said.stdout.split())
    assert {name: why for name, why in ELSEWHERE.items() if name in read} == {}
