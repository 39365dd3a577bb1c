"""Packages in and out in the browser: tried first, every error by its place, brought in once."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
import sqlalchemy as sa

from app.models import AccessEntry, Department, ServiceVersion
from app.services import package_files, workbooks

PAGE = "/studio/exchange/"
GOOD = "package: 1\ndepartments:\n  YPJG: {name: 药品监管科}\n"
BAD = "package: 1\ndepartments:\n  YPJG: {name: 药品监管科, chief: 张三}\n  X: {}\n"


def test_the_whole_catalogue_goes_out_and_comes_back_the_same(administrator):
    text = export(administrator, format="yaml").data
    page = tried(administrator, "catalogue.yaml", text)
    assert "catalogue.yaml：和目录没有不同" in page
    assert "不用导入" in page
    assert "bring" not in administrator.last.text


def test_so_it_does_as_a_workbook(administrator):
    data = export(administrator, format="xlsx").data
    assert "和目录没有不同" in tried(administrator, "catalogue.xlsx", data)


def test_one_theme_goes_with_all_it_needs(administrator):
    text = export(administrator, format="yaml", theme="newborn_longjing").text
    package = package_files.read_text(text).content
    assert list(package["themes"]) == ["newborn_longjing"]
    assert {"items", "documents", "sla", "departments"} <= set(package)


def test_who_took_it_out_is_kept(administrator, rows):
    export(administrator, format="yaml")
    taken = rows(sa.select(AccessEntry.by, AccessEntry.type).where(AccessEntry.noun == "package"))
    assert taken == [("mulu", "exported")]


def test_a_file_is_tried_before_it_is_brought_in_and_then_once(administrator, rows):
    page = tried(administrator, "new.yaml", GOOD.encode())
    assert "新增 1 条，改动 0 条" in page
    assert rows(named("YPJG")) == []
    token = re.search(r'name="token" value="([^"]+)"', administrator.last.text).group(1)
    administrator.post(f"{PAGE}bring", token=token)
    assert "已导入：新增 1 条" in administrator.page(PAGE)
    assert rows(named("YPJG")) == [("药品监管科",)]
    administrator.post(f"{PAGE}bring", token=token)
    assert "已经导入过" in administrator.page(PAGE)


def test_bringing_in_publishes_nothing(administrator, rows):
    before = rows(sa.select(sa.func.count()).select_from(ServiceVersion))
    text = export(administrator, format="yaml").text.replace("新生儿一件事", "新生儿出生一件事")
    tried(administrator, "renamed.yaml", text.encode())
    token = re.search(r'name="token" value="([^"]+)"', administrator.last.text).group(1)
    administrator.post(f"{PAGE}bring", token=token)
    assert rows(sa.select(sa.func.count()).select_from(ServiceVersion)) == before


def test_every_error_is_told_with_its_line_and_nothing_can_be_brought_in(administrator, rows):
    page = tried(administrator, "bad.yaml", BAD.encode())
    assert "有 2 处不对" in page
    assert "bad.yaml:3" in page
    assert "格式里没有这个键" in page
    assert "导入目录包" not in page
    assert rows(named("YPJG")) == []


def test_a_workbook_with_errors_comes_back_with_notes_at_its_cells(administrator):
    package = {"package": 1, "departments": {"A": {"name": "甲", "parent": "NOWHERE"}}}
    page = tried(administrator, "bad.xlsx", workbooks.write(package))
    assert "部门 D3" in page
    token = re.search(r'name="token" value="([^"]+)"', administrator.last.text).group(1)
    copy = administrator.post(f"{PAGE}annotated", token=token)
    assert copy.headers["Content-Disposition"] == 'attachment; filename="annotated.xlsx"'
    assert workbooks.read(copy.data, known={}).wrong
    with zipfile.ZipFile(io.BytesIO(copy.data)) as packed:
        notes = packed.read("xl/comments1.xml").decode()
    assert 'ref="D3"' in notes
    assert "没有这个名称" in notes


@pytest.mark.parametrize("data", [b"PK\x03\x04 nothing", "package: 1\n".encode("utf-16")])
def test_what_cannot_be_read_is_said_and_kept_out(administrator, data):
    page = tried(administrator, "odd.xlsx", data)
    assert "不能导入" in page or "不是能读的" in page


def test_an_auditor_takes_out_and_brings_nothing_in(sign_in):
    auditor = sign_in("jiancha")
    assert export(auditor, format="yaml").status_code == 200
    assert "试读" not in auditor.page(PAGE)
    assert post_file(auditor, "x.yaml", GOOD.encode()).status_code == 403


@pytest.mark.parametrize("username", ["lijing", "scjg1", "anquan", "ducha"])
def test_nobody_else_comes_here(sign_in, username):
    assert sign_in(username).get(PAGE).status_code == 403


def named(code):
    return sa.select(Department.name).where(Department.code == code)


def export(browser, **asked):
    browser.get(PAGE)
    return browser.post(f"{PAGE}export", **asked)


def tried(browser, name, data):
    browser.get(PAGE)
    answer = post_file(browser, name, data)
    assert answer.status_code == 302, answer.status_code
    return browser.page(answer.location)


def post_file(browser, name, data):
    browser.get(PAGE)
    browser.last = browser.client.post(
        f"{PAGE}try",
        data={"csrf_token": browser.token, "file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )
    return browser.last


@pytest.fixture
def administrator(sign_in):
    return sign_in("mulu")
