"""What a running case is pinned to, and what is published today instead; for whom, and without names."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from app.models import ServiceVersion
from app.services import pinned_case
from tests.factories.hall import Hall
from tests.factories.studio import save

THEME = "catering_green_channel"
ITEM, PAGE = "/studio/items/food", f"/studio/themes/{THEME}"


def test_it_says_the_version_its_mark_the_calendar_and_every_part_as_it_was(hall, rows):
    hall.receive(THEME, answers={"signboard": "none"})
    sha256 = rows(sa.select(ServiceVersion.sha256).filter_by(code=THEME))[0][0]
    page = read(hall, "ducha")
    assert f"校验 (SHA-256) {sha256}" in page
    assert "先后按过的版本 第 1 版 “开办餐饮店一件事” 2026-09-18 09:40:00 起" in page
    assert "工作日历 第 1 次修订 随目录导入 · 已确认" in page
    assert "定了这些期限：受理、全件、市场主体设立登记" in page
    assert "食品经营许可新办 市场监督管理局 · 事项第 1 版" in page
    assert "营业执照 必要 形式不限 1 市场主体设立登记、数据共享（免提交） 一直要" in page
    assert "户外招牌设施设置规范管理 这件不办" in page
    assert re.search(r"用的文书模板 .*送达回证 [0-9a-f]{12} · .*收件凭证 [0-9a-f]{12}", page)
    assert "一样，没有不同。" in page


def test_what_is_published_since_is_told_and_does_not_reach_it(hall):
    hall.receive(THEME)
    administrator = hall.person("mulu")
    save(administrator, ITEM, {"promise.named": "day_3"})
    administrator.get(PAGE)
    administrator.post(f"{PAGE}/publish")
    page = read(hall, "jiancha")
    assert "和今天发布的比 第 2 版" in page
    assert "食品经营许可新办 · 承诺时限：4 工作日 → 3 工作日" in page
    assert "法定时限 10 工作日 市场监管总局令第78号（凭记忆，待核） 承诺时限 4 工作日" in page
    assert "食品经营许可新办 市场监督管理局 · 事项第 1 版" in page


def test_nobodys_name_stands_on_it(hall):
    hall.receive(THEME)
    for username in ("lijing", "scjg1", "ducha", "zhuren", "jiancha"):
        assert "金" not in read(hall, username)


def test_who_does_not_see_the_case_does_not_see_what_it_is_pinned_to(hall):
    hall.receive(THEME)
    for username in ("mulu", "zfjs1"):
        assert hall.person(username).get(f"{hall.address(None)}/version").status_code == 404
    assert hall.person("anquan").get(f"{hall.address(None)}/version").status_code == 403


def test_the_administrator_reads_a_version_whole_with_the_cases_it_has(hall):
    hall.receive(THEME)
    page = hall.person("mulu").page(f"{PAGE}/versions/1")
    assert "凡按这一版收的件都照这里办；在办的有 1 件。" in page
    assert "这件不办" not in page
    assert hall.person("mulu").get(f"{PAGE}/versions/9").status_code == 404


def test_a_case_put_under_another_class_stood_under_both(session):
    one, other = session.execute(
        sa.select(ServiceVersion).where(ServiceVersion.code.in_([THEME, "lodging_green_channel"]))
    ).scalars()
    events = [
        {"type": "received", "at": "2026-09-18T09:40:00", "blueprint": one.sha256},
        {"type": "reclassified", "at": "2026-09-19T10:00:00", "blueprint": other.sha256},
    ]
    assert [version.id for _at, version in pinned_case.under(session, events)] == [one.id, other.id]


def read(hall, username):
    return hall.person(username).page(f"{hall.address(None)}/version").split("按哪一版办", 2)[-1]


@pytest.fixture
def hall(sign_in, rows, at):
    return Hall(sign_in, rows, at)
