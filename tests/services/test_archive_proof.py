"""The script in a case's file: green as it was made, red after one byte, with nothing but Python."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from functools import partial

import pytest
import sqlalchemy as sa

from app.models import JournalEntry
from tests.factories import archive
from tests.factories.archive import packed


def test_its_script_proves_it_with_nothing_but_python(made, unpacked, session):
    row = made()
    session.rollback()
    assert run(unpacked(row)) == (0, "一致")
    assert run(unpacked(row), row.manifest) == (0, "一致")
    assert run(unpacked(row), "0" * 64) == (1, "清单散列与给出的不同")
    chain = unpacked(row).parent / "entries.ndjson"
    query = sa.select(JournalEntry.id, JournalEntry.hash).order_by(JournalEntry.id)
    lines = [json.dumps({"seq": one.id, "hash": one.hash}) for one in session.execute(query)]
    chain.write_text("\n".join(lines))
    assert run(unpacked(row), str(chain)) == (0, "每条留痕都在整条链里")
    chain.write_text(lines[0])
    assert run(unpacked(row), str(chain)) == (1, "整条链里没有留痕")


@pytest.mark.parametrize(
    "name", ["案卷.pdf", "附件/01 纸 表（不作数）.pdf", "journal.json", "verify.py"]
)
def test_one_byte_that_is_another_is_found(made, scanned, unpacked, name):
    there = unpacked(made())
    changed = bytearray((there / name).read_bytes())
    changed[-2] ^= 1
    (there / name).write_bytes(changed)
    assert run(there)[0] == 1


def test_a_journal_written_anew_with_its_list_is_found_by_its_links(made, unpacked):
    there = unpacked(made())
    kept = json.loads((there / "journal.json").read_text())
    kept["entries"][1]["by"] = "somebody"
    del kept["entries"][3]
    (there / "journal.json").write_text(json.dumps(kept))
    listed = json.loads((there / "manifest.json").read_text())
    mine = next(one for one in listed["files"] if one["name"] == "journal.json")
    mine["sha256"] = hashlib.sha256((there / "journal.json").read_bytes()).hexdigest()
    (there / "manifest.json").write_text(json.dumps(listed))
    said = run(there, whole=True)[1]
    assert "条被改过" in said
    assert "之前缺条目" in said


def run(folder, *asked, whole=False):
    """(exit code, the first word or what is wrong)."""
    command = [sys.executable, "-I", folder / "verify.py", *asked]
    done = subprocess.run(
        command,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
    )
    said = done.stdout
    if whole:
        return done.returncode, said
    words = [
        one
        for one in ("清单散列与给出的不同", "整条链里没有留痕", "每条留痕都在整条链里", "一致")
        if one in said
    ]
    return done.returncode, words[0] if words else said + done.stderr


@pytest.fixture
def unpacked(tmp_path):
    def unpack(row):
        with zipfile.ZipFile(io.BytesIO(packed(row))) as whole:
            whole.extractall(tmp_path / "案卷")
        return tmp_path / "案卷"

    return unpack


@pytest.fixture
def case(session):
    return archive.closed_case(session)


@pytest.fixture
def scanned(session, case):
    return archive.scan(session, case)


@pytest.fixture
def made(app, session, case):
    return partial(archive.make, app, session, case)
