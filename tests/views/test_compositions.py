"""An administrator reads a whole item, theme, calendar or template on its page; the auditor too, and only reads."""

from __future__ import annotations

import json
import re

import pytest
import sqlalchemy as sa

from app.models import Theme
from tests.factories.office import DICTIONARIES

#: Grants of the auditor are reading ones: pages that would write are not theirs.
WRITING = [f"{noun}/{act}" for noun in DICTIONARIES for act in ("add", "edit/1", "retire/1")] + [
    "appeals/edit/1", "appeals/retire/1", "templates/edit/1", "acknowledged/add", "acknowledged/edit/1", "centre/edit/1",
]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "市场主体设立登记 市场监督管理局 1 个工作日 有没有营业执照？为没有，这次一起办",
        "食品经营许可新办 市场监督管理局 4 个工作日 市场主体设立登记",
        "要不要挂户外招牌？ signboard 单选 是 要 不要",
        "有固定经营场所并能提供合法使用证明 窗口核实",
        "一项不通过不影响其他项，整改后向该部门单独申请",
        "3 至 5 个工作日",
        "材料：12、天数：15、出处：本中心公开报道",
        "1 在用 2026-01-05 09:00 一直有效 系统",
    ],
)
def test_a_whole_theme_is_read_on_its_page(sign_in, rows, words):
    assert words in sign_in("mulu").page(
        f"/admin/themes/show/{theme(rows, 'catering_green_channel')}"
    )


@pytest.mark.parametrize(
    "words",
    [
        "营业执照 BIZ_LICENCE 必要 “市场主体设立登记”的结果；没有时免提交：数据共享",
        "设备设施布局、操作流程等文件 LAYOUT 必要 原件 1 申请人提交",
        "经营面积 floor_area 数字 是 单位：平方米",
        "2 现场核查 定承诺天数",
        "现场核查 没有上限",
        "主题 1 开办餐饮店一件事",
    ],
)
def test_a_whole_item_is_read_on_its_page(sign_in, words):
    mulu = sign_in("mulu")
    found = re.search(r'href="(/admin/items/show/\d+)"', mulu.get("/admin/items/list/?q=food").text)
    assert words in mulu.page(found.group(1))


def test_a_theme_of_elsewhere_is_marked_in_the_list_and_on_its_page(sign_in, rows):
    mulu = sign_in("mulu")
    assert "开办餐饮店一件事（外省样例）" in mulu.page("/admin/themes/list/")
    page = mulu.page(f"/admin/themes/show/{theme(rows, 'catering_hunan')}")
    assert "仅供对照 本窗口不收件" in page
    assert "食品许可类别 1 《食品经营许可证》新办" in page


def test_a_calendar_is_read_by_year_and_holiday(sign_in):
    page = sign_in("mulu").page("/admin/calendars/show/1")
    assert "第 1 版" in page and "08:30-11:30" in page
    assert "春节 2月15日（周日） – 2月23日（周一） 9 日 2月14日（周六） 2月28日（周六）" in page


def test_a_template_is_read_block_by_block(sign_in):
    page = sign_in("mulu").page("/admin/templates/show/2")
    assert "1 标题" in page and "表格" in page and "二维码" in page


@pytest.mark.parametrize(
    "noun", ["themes", "items", "documents", "sla", "appeals", "templates", "calendars"]
)
def test_no_page_shows_a_value_as_a_program_writes_it(sign_in, noun):
    mulu, seen = sign_in("mulu"), []
    for number in range(1, 8):
        answer = mulu.get(f"/admin/{noun}/show/{number}")
        seen += re.findall(r"<td[^>]*>([^<]*)<", answer.text) if answer.status_code == 200 else []
    said = [text for text in seen if re.search(r"[{}\[\]]|&#39;|None|True|False|working_day", text)]
    assert seen and not [text for text in said if not re.search(r"\{[a-z_]+\}", text)]


@pytest.mark.parametrize("address", WRITING)
def test_the_auditor_reads_everything_and_writes_nothing(sign_in, rows, address):
    auditor = sign_in("jiancha")
    noun = address.split("/")[0]
    page = auditor.get(f"/admin/{noun}/list/")
    assert page.status_code == 200
    assert "/add" not in page.text and "/edit/" not in page.text
    before = everything(rows)
    assert auditor.post(f"/admin/{address}", name="审计改的", reason="审计改的").status_code == 403
    assert everything(rows) == before


def everything(rows):
    """All rows of the dictionaries, as one text."""
    from app.models import (
        AppealClass,
        Department,
        DocumentType,
        PaperTemplate,
        ServiceCentre,
        SlaClass,
    )

    models = AppealClass, Department, DocumentType, PaperTemplate, ServiceCentre, SlaClass
    found = [[tuple(map(str, row)) for row in rows(sa.select(*one.__table__.c))] for one in models]
    return json.dumps(found)


def theme(rows, key):
    return rows(sa.select(Theme.id).where(Theme.key == key))[0][0]
