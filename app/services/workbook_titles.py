"""What the sheets and columns of a workbook are called for whoever opens it.

They are part of the file, not of a page: whatever language it was taken out in, every centre finds the
same words. The keys of the format stand in the hidden second row; sheets are found by either name.
"""

from __future__ import annotations

SHEET_TITLES = {
    "departments": "部门", "windows": "窗口", "sla": "时限类别", "patterns": "格式规则", "documents": "材料目录",
    "items": "事项", "item fields": "事项表单字段", "item documents": "事项材料", "item steps": "事项环节",
    "themes": "一件事", "theme items": "一件事的事项", "theme choices": "一件事的选办组", "theme fields": "一件事的情形问题",
    "theme documents": "一件事的材料", "appeals": "诉求类别", "templates": "文书模板", "rest": "其他",
}  # fmt: skip
#: Either name of a sheet → the one the format knows.
NAMED = {name: key for key, title in SHEET_TITLES.items() for name in (key, title)}
#: The sheet of an annotated copy that lists what is wrong; it is passed over when the file comes back.
NOTES_SHEET = "要改的地方"
#: (noun, key) → the title of a column; where the noun is "", whatever noun the key stands in.
COLUMN_TITLES = {
    ("", "key"): "代码", ("", "of"): "属于", ("", "name"): "名称", ("", "department"): "部门", ("", "promise"): "承诺时限", ("", "legal"): "法定时限",
    ("", "extend"): "延长", ("", "basis"): "依据", ("", "kind"): "类型", ("", "hours"): "办公时间", ("", "place"): "地点", ("", "when"): "什么时候",
    ("", "min"): "最少", ("", "max"): "最多", ("", "copies"): "份数", ("", "steps"): "环节", ("", "fields"): "表单字段", ("", "documents"): "材料",
    ("", "channels"): "渠道", ("", "for"): "服务对象", ("", "told"): "一次告知", ("", "before"): "改革前", ("", "accept_conditions"): "受理条件",
    ("", "closing"): "办结要什么", ("", "hand_over"): "交接时限", ("", "reopen"): "重新办理",
    ("department", "short_name"): "简称", ("department", "parent"): "上级部门", ("department", "window"): "窗口",
    ("limit", "value"): "数值", ("limit", "unit"): "单位", ("limit", "warn"): "提前提醒", ("limit", "roll"): "遇休息日顺延", ("limit", "cases"): "按情形",
    ("pattern", "expression"): "表达式", ("pattern", "message"): "不合格时的提示",
    ("document", "source"): "来源", ("document", "standard_code"): "标准编码", ("document", "folds_into"): "并入", ("document", "made_by"): "由谁生成",
    ("document", "points"): "审查要点", ("document", "sample"): "样例", ("document", "blank_form"): "空白表", ("document", "validity"): "有效期",
    ("item", "result"): "办理结果", ("item", "commit"): "告知承诺", ("item", "post_check"): "事后核查时限", ("item", "special"): "特别程序",
    ("item", "fee"): "收费", ("item", "codes"): "编码",
    ("field", "kind"): "问题类型", ("field", "label"): "问题", ("field", "help"): "说明", ("field", "asked"): "由谁询问", ("field", "required"): "必填",
    ("field", "options"): "选项", ("field", "default"): "预填", ("field", "pattern"): "格式规则", ("field", "searchable"): "可查询",
    ("field", "min"): "不小于", ("field", "max"): "不大于", ("field", "particulars"): "人员信息", ("field", "fields"): "每行的列",
    ("field", "min_rows"): "至少几行", ("field", "max_rows"): "至多几行",
    ("need", "document"): "材料", ("need", "necessity"): "必要程度", ("need", "supply"): "从哪里来", ("need", "note"): "备注",
    ("step", "step"): "环节", ("step", "name"): "环节名称", ("step", "by"): "由谁办", ("step", "sets_term"): "定天数", ("step", "limit"): "环节时限",
    ("theme", "area"): "行政区划", ("theme", "lead"): "牵头部门", ("theme", "green_channel"): "绿色通道", ("theme", "issue"): "统一出件",
    ("theme", "notes"): "备注", ("entry", "item"): "事项", ("entry", "needs"): "等谁办完", ("entry", "choice"): "选办组", ("entry", "optional"): "按需选办",
    ("entry", "if_refused"): "不予时", ("choice", "min"): "至少选几", ("choice", "max"): "至多选几",
    ("appeal", "intake"): "受理时限", ("appeal", "inquiry"): "问责调查", ("template", "series"): "编号序列", ("template", "blocks"): "内容",
}  # fmt: skip


def sheet_title(name: str) -> str:
    """What a sheet is called in a file; a name that is nobody's stays as it is."""
    return SHEET_TITLES.get(name, name)


def column_title(noun: str, key: str) -> str:
    """What stands above a column."""
    return COLUMN_TITLES.get((noun, key)) or COLUMN_TITLES.get(("", key)) or key
