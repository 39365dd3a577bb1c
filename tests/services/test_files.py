"""Files stand beside the database: never a row without its bytes, nobody's bytes for long, whole in a backup."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import cipher, doctor, files
from app.jobs import worker
from app.models import Attachment, Job, Paper
from app.services import attachments
from app.services.attachments import Place
from tests.conftest import KEYS, NOW, keep
from tests.factories import desk

PDF = b"%PDF-1.7 one page"


def test_what_is_stored_is_named_by_its_sealed_bytes_and_says_nothing(store, scanned):
    name = scanned.stored
    path = store / name[:2] / name
    assert b"PDF" not in path.read_bytes()
    assert (path.parent.parent.stat().st_mode & 0o077, files.sealed(name)) == (0, path.read_bytes())
    assert files.get(name, context=attachments.CONTENT) == PDF


def test_the_bytes_are_there_before_the_row_and_stay_where_it_is_rolled_back(session, store, case):
    add(session, case)
    before = list(files.all_names())
    session.rollback()
    assert len(before) == 1
    assert list(files.all_names()) == before


def test_a_write_that_fails_leaves_no_half_of_it_and_no_row(session, store, case, monkeypatch):
    def full(_handle):
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        add(session, case)
    assert list(files.all_names()) == []
    assert session.execute(sa.select(Attachment.id)).all() == []


def test_what_no_row_names_goes_after_a_day_and_what_one_names_stays(app, rows, store, scanned):
    lost = files.put(b"nobody's", context="attachment.content")
    half = store / lost[:2] / f"{lost}.half"
    half.write_bytes(b"cut off")
    stored = files.stored_at(lost)
    with app.app_context():
        worker.once(now=lambda: stored)
        assert {lost, scanned.stored} <= set(files.all_names())
        worker.once(now=lambda: stored + timedelta(days=2))
    # What papers are archived as is named by papers.
    papers = {pdf for (pdf,) in rows(sa.select(Paper.pdf).where(Paper.pdf.is_not(None)))}
    assert set(files.all_names()) == {scanned.stored, *papers}
    assert not half.exists()
    done = rows(sa.select(Job.result).where(Job.kind == "files").order_by(Job.id))
    assert [one.result["gone"] for one in done] == [0, 2]


def test_the_doctor_names_what_is_gone_and_what_was_altered(app, store, scanned):
    path = store / scanned.stored[:2] / scanned.stored
    path.write_bytes(path.read_bytes() + b"!")
    assert said(app) == ["not what was stored"]
    path.unlink()
    assert said(app) == ["not in the store"]


def test_a_file_swapped_for_another_is_not_given(store, scanned):
    other = files.put(b"another", context=attachments.CONTENT)
    place = store / scanned.stored[:2] / scanned.stored
    place.write_bytes((store / other[:2] / other).read_bytes())
    with pytest.raises(files.FileAltered):
        files.get(scanned.stored, context=attachments.CONTENT)


def test_a_backup_takes_the_files_along_and_brings_back_what_is_gone(app, scanned, store, tmp_path):
    assert "1 files to" in command(app, "backup", tmp_path / "copy").output
    path = store / scanned.stored[:2] / scanned.stored
    path.write_bytes(b"altered")
    assert command(app, "restore", "--replace", tmp_path / "copy").exit_code == 0
    assert files.get(scanned.stored, context=attachments.CONTENT) == PDF
    (tmp_path / "copy.files").unlink()
    refused = command(app, "restore", "--replace", tmp_path / "copy")
    assert (refused.exit_code, "copy.files belongs beside it" in refused.output) == (1, True)
    alone = command(app, "restore", "--replace", "--without-files", tmp_path / "copy")
    assert alone.exit_code == 0, alone.output


def test_a_damaged_copy_of_the_files_is_refused_before_anything_is_touched(app, scanned, tmp_path):
    command(app, "backup", tmp_path / "copy")
    copy = tmp_path / "copy.files"
    copy.write_bytes(copy.read_bytes().replace(b"k1\x00", b"k2\x00"))
    refused = command(app, "restore", "--replace", tmp_path / "copy")
    assert (refused.exit_code, "damaged" in refused.output) == (1, True)


@pytest.mark.network  # moto answers for S3 on this machine; nothing leaves it
def test_the_same_in_s3_by_its_url_and_keys_from_the_environment(bucket):
    cipher.use(cipher.Keys.parse(KEYS))
    name = files.put(PDF, context=attachments.CONTENT)
    assert files.get(name, context=attachments.CONTENT) == PDF
    assert list(files.all_names()) == [name]
    assert files.folder() is None
    assert files.stored_at(name).tzinfo is None
    files.remove(name)
    with pytest.raises(files.FileGone):
        files.sealed(name)


def add(session, case, content=PDF):
    place = Place(case=case.case_id, document="LAYOUT")
    return attachments.add(session, place, name="a.pdf", content=content, by="lijing", now=NOW)


def said(app):
    with app.app_context():
        found = [one.say for one in doctor._files()]
    return [
        "not in the store" if "not in the store" in say else "not what was stored" for say in found
    ]


def command(app, *words):
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


@pytest.fixture
def store(app, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_held", [str(tmp_path / "store")])
    return tmp_path / "store"


@pytest.fixture
def case(session, store):
    return desk.accepted_case(session)


@pytest.fixture
def scanned(session, case, rows):
    number = add(session, case)
    keep(session)
    return rows(sa.select(*attachments.KNOWN).where(Attachment.id == number))[0]


@pytest.fixture
def bucket(monkeypatch):
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    keys = {"AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "AWS_DEFAULT_REGION": "us-east-1"}  # fmt: skip
    for key, value in {**keys, "AWS_ENDPOINT_URL": f"http://{host}:{port}"}.items():
        monkeypatch.setenv(key, value)
    import s3fs

    s3fs.S3FileSystem(skip_instance_cache=True).mkdir("youshi")
    monkeypatch.setattr(files, "_held", ["s3://youshi/files"])
    yield
    server.stop()
