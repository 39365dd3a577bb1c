"""A chain that was taken out proves itself without the program; whoever touches the file is found."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from app import journal
from app.services import chain_export
from tests.conftest import NOW, keep
from tests.factories import desk


def test_the_script_proves_the_chain_and_knows_the_head_that_was_written_down(taken):
    said = run(taken, taken.head[:12])
    assert (said.returncode, said.stdout) == (
        0,
        f"OK: {taken.entries} entries, head {taken.head}\n",
    )
    assert run(taken, "0000").returncode == 1


@pytest.mark.parametrize(
    ("touch", "said"),
    [
        (lambda lines: [*lines[:4], lines[4].replace('"by": "', '"by": "x'), *lines[5:]], "entry 5 was changed"),
        (lambda lines: [*lines[:4], *lines[5:]], "entry 5 is missing"),
        (lambda lines: [*lines[:4], lines[5], lines[4], *lines[6:]], "entry 5 is missing"),
        (lambda lines: lines[:-1], "is missing, or the head was changed"),
    ],
)  # fmt: skip
def test_a_touched_copy_is_found_at_the_first_entry(taken, touch, said):
    file = taken.folder / "entries.ndjson"
    file.write_text("".join(touch(file.read_text().splitlines(keepends=True))))
    found = run(taken)
    assert found.returncode == 1
    assert said in found.stdout


def test_no_name_no_number_and_no_reason_goes_out(taken):
    text = (taken.folder / "entries.ndjson").read_text()
    assert not [value for value in ("金海", "13804331234", "222405199001011236") if value in text]
    assert "event_text" not in text
    assert json.loads((taken.folder / "head.json").read_text())["entries"] == taken.entries


def run(taken, *more):
    command = [sys.executable, "-I", "-S", str(taken.folder / "verify.py"), *more]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own script


@pytest.fixture
def taken(session, tmp_path):
    """The records, taken out and unpacked."""
    desk.accepted_case(session)
    keep(session)
    entries, head = journal.head(session, journal.RECORDS)
    pieces = chain_export.packed(session, journal.RECORDS, entries=entries, head=head, at=NOW)
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as whole:
        whole.extractall(tmp_path)
    return Taken(tmp_path, entries, head)


class Taken(NamedTuple):
    """Where the file was unpacked, and what it is of."""

    folder: Path
    entries: int
    head: str
