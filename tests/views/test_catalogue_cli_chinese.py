"""With --lang zh the commands of the catalogue speak Chinese; keys and codes stay as they are."""

from __future__ import annotations

import json
import re

import pytest

from app import transaction
from app.models import ServiceItem
from tests.factories.guided import path

THEME, GUIDE = "catering_green_channel", str(path("bankruptcy"))
BROKEN = "package: 1\nitems:\n  a: {name: A, department: NOWHERE}\n"


def test_what_differs_is_said_in_chinese(run, app):
    with app.app_context(), transaction.unit() as session:
        session.query(ServiceItem).filter_by(key="food").one().promise = "day_3"
    said = run("diff", "single", "food", "1", "rows")
    assert "承诺时限：4 工作日 → 3 工作日" in said
    assert not re.search(r"working|promised", said)
    assert run("diff", "single", "reg", "1", "1") == "没有不同\n"
    found = json.loads(run("diff", "single", "food", "1", "rows", "--json"))
    assert "承诺时限" in found["changes"][0]["sentence"] + found["changes"][-1]["sentence"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("derive", THEME), "居民身份证, 免提交"),
        (("derive", THEME), "reg/F_REG#0 并入一表 ONE_FORM"),
        (("derive", THEME, "--answers", "licence=maybe"), "licence：请选一项。"),
        (("what-if", "joint", THEME), "0 件办结的。"),
        (("what-if", "joint", THEME), "不足 5 件，不出数字"),
        (("what-if", "single", "no_item"), "没有在用的版本"),
        (("import", GUIDE), "新增 themes/bankruptcy"),
        (("check", GUIDE), "这个目录包可以导入"),
        (("check",), "都可以发布"),
        (("diff", "single", "reg", "1", "9"), "single/reg 没有第 9 版"),
        (("revert", "single", "reg", "9"), "single/reg 没有第 9 版"),
        (("publish", "single", "no_item"), "目录里没有 items no_item"),
    ],
)
def test_each_command_says_it_in_chinese(run, args, said):
    assert said in run(*args)


@pytest.mark.parametrize("command", ["import", "check"])
def test_a_refused_package_is_told_in_chinese_at_its_line(run, tmp_path, command):
    file = tmp_path / "broken.yaml"
    file.write_text(BROKEN, encoding="utf-8")
    said = run(command, str(file))
    assert "broken.yaml:3 items.a.department 没有这个名称，请从列表里选。" in said
    (problem,) = json.loads(run(command, str(file), "--json"))["refused"]
    assert problem["message"] == "没有这个名称，请从列表里选。"


@pytest.fixture
def run(app, at):
    runner = app.test_cli_runner()
    return lambda *args: runner.invoke(args=["catalogue", *args, "--lang", "zh"]).output
