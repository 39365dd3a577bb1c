"""The files beside a backup of the database: one zip, ``FILE.files``; sealed as they are in the store."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

from app import files
from app.backup_refused import CannotBackUp

#: From this migration on the bytes stand in the store and not in the table.
SINCE = "0008"
#: Migration from which on → table and column that name files, what those are.
NAMED = (
    (SINCE, "attachment", "stored", "scans and other files of cases"),
    ("0010", "paper", "pdf", "archived papers (drawn again where they lack)"),
    ("0016", "case_file", "stored", "case files for the archive"),
)


def beside(target: Path) -> Path:
    """Where the files of a backup stand."""
    return target.with_name(target.name + ".files")


class Copy:
    """Files as they are copied: once before the database's own copy and once after, so that every row
    in it has its bytes, whatever was added or swept meanwhile.
    """

    def __init__(self, target: Path) -> None:
        """Nothing is written before ``take``."""
        self.half = beside(target).with_name(beside(target).name + ".half")
        self.done: set[str] = set()

    def take(self) -> None:
        """Copy what is not copied yet. Raises FileAltered, OSError."""
        fresh = [name for name in files.all_names() if name not in self.done]
        if not fresh:
            return
        if not self.done:
            self.half.unlink(missing_ok=True)
            os.close(os.open(self.half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        # Sealed bytes do not shrink.
        with zipfile.ZipFile(self.half, "a", zipfile.ZIP_STORED) as out:
            for name in fresh:
                self._one(out, name)

    def _one(self, out: zipfile.ZipFile, name: str) -> None:
        try:
            out.writestr(name, files.sealed(name))
        except files.FileGone:
            return  # nobody's, and swept in this moment
        except files.FileAltered as problem:
            raise CannotBackUp(
                f"the file {problem} is not what was stored: flask doctor"
            ) from problem
        self.done.add(name)


def look_at(source: Path) -> None:
    """Read the files of a backup whole, each against its name. Raises CannotBackUp."""
    try:
        with zipfile.ZipFile(source) as copy:
            for name in copy.namelist():
                if hashlib.sha256(copy.read(name)).hexdigest() != name:
                    raise CannotBackUp(f"{source} is damaged at {name}")
    except (zipfile.BadZipFile, ValueError, EOFError) as problem:
        raise CannotBackUp(f"{source} is damaged or cut off: {problem}") from problem


def put_back(source: Path) -> int:
    """Store what is not there as it was; gives how many files the copy has."""
    with zipfile.ZipFile(source) as copy:
        for name in copy.namelist():
            _put(name, copy.read(name))
        return len(copy.namelist())


def _put(name: str, sealed: bytes) -> None:
    try:
        files.sealed(name)
    except (files.FileGone, files.FileAltered):
        files.remove(name)
        files.keep(sealed)
