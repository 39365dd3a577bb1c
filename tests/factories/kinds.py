"""A theme whose one item asks a field of every kind, and what people write into each."""

from __future__ import annotations

from typing import Any

from app.services import catalogue, publishing
from tests.conftest import keep

THEME = "every_kind"
ID = "222405199001011236"
OPTIONS = [{"value": "a", "label": "甲类"}, {"value": "b", "label": "乙类"}]
#: Kind → (what is written wrongly, rightly, how the case page says the right one).
WRITTEN: dict[str, tuple[Any, Any, str]] = {
    "text": ("长" * 201, "海兰路", "海兰路"),
    "long_text": ("长" * 4001, "一层，临街", "一层，临街"),
    "number": ("十二", "120", "120"),
    "money": ("一万", "12000.5", "12000.50"),
    "date": ("2026-02-30", "2026-09-01", "2026-09-01"),
    "yes_no": ("maybe", "yes", "是"),
    "choice": ("z", "a", "甲类"),
    "multiple": (["a", "z"], ["a", "b"], "甲类、乙类"),
    "id_number": ("222405199001011237", ID, "***"),
    "credit_code": ("91110000600037341X", "91110000600037341L", "91110000600037341L"),
    "phone": ("12", "13804331234", "***"),
    "address": ("长" * 201, "龙井市海兰路1号", "***"),
}
MORE: dict[str, dict[str, Any]] = {"choice": {"options": OPTIONS}, "multiple": {"options": OPTIONS}}
PERSON = {"kind": "person", "label": "负责人", "particulars": ["id_number", "phone"]}
STAFF = {
    "kind": "group",
    "label": "从业人员",
    "max_rows": 3,
    "fields": [
        {"key": "who", "kind": "person", "label": "姓名", "required": True, "particulars": ["id_number"]},
        {"key": "since", "kind": "date", "label": "到岗日期"},
        {"key": "proof", "kind": "attachment", "label": "健康证"},
    ],
}  # fmt: skip
PLATE = {"kind": "text", "label": "车牌", "pattern": "plate"}
POST = {"kind": "text", "label": "邮编", "pattern": {"expression": r"[1-9]\d{5}", "sample": "133400", "message": "邮政编码是6位数字。"}}  # fmt: skip
PDF = b"%PDF-1.7 one page"


def fields(**of_all: Any) -> list[dict[str, Any]]:
    """A field of every kind, keyed by its kind."""
    plain = [
        {"key": kind, "kind": kind, "label": f"问{kind}", **MORE.get(kind, {})} for kind in WRITTEN
    ]
    parted = [
        {"key": "person", **PERSON},
        {"key": "attachment", "kind": "attachment", "label": "现场照片"},
        {"key": "group", **STAFF},
        {"key": "plate", **PLATE},
        {"key": "post", **POST},
    ]
    return [{**field, **of_all} for field in (*plain, *parted)]


def package(asked: list[dict[str, Any]], **theme: Any) -> dict[str, Any]:
    return {
        "package": 1,
        "patterns": {"plate": {"expression": r"[A-Z]\d{3}", "message": "车牌写成 A123。"}},
        "items": {
            "every": {
                "name": "什么都问", "department": "SCJG", "fields": asked,
                "promise": {"value": 5, "unit": "working_day", "warn": 1},
                "documents": theme.pop("documents", []),
            }
        },
        "themes": {
            THEME: {
                "name": "什么都问一件事", "lead": "SCJG", "green_channel": True, "for": ["natural_person"],
                "promise": {"value": 5, "unit": "working_day", "warn": 1},
                "legal": {"value": 20, "unit": "working_day", "warn": 1},
                "items": [{"key": "every", "item": "every"}], **theme,
            }
        },
    }  # fmt: skip


#: Warnings that a theme of one item in a test has, and nobody minds.
MINDED = [("every", code) for code in ("never_granted",)]


def publish(session: Any, content: dict[str, Any], *, now: Any) -> None:
    """Import and publish, so that the counter offers it."""
    catalogue.import_package(session, content, by="mulu", now=now)
    publishing.publish(session, "single", "every", by="mulu", now=now)
    publishing.publish(session, "joint", THEME, by="mulu", now=now)
    keep(session)


def written(at: int) -> dict[str, Any]:
    """What the form sends: the wrong texts (0) or the right ones (1) of every kind of one input."""
    return {f"f_{kind}": said[at] for kind, said in WRITTEN.items()}


def pairs(values: dict[str, Any]) -> list[tuple[str, Any]]:
    """A form's fields, those with several values several times."""
    return [
        (name, one)
        for name, value in values.items()
        for one in (value if isinstance(value, list) else [value])
    ]


#: Kind → what is filled in beforehand, as a package says it.
BEFOREHAND: dict[str, Any] = {
    "text": "海兰路", "money": "12000.50", "multiple": ["b"], "yes_no": True, "person": {"name": "金海"},
    "group": [{"who": "朴英"}],
}  # fmt: skip


def default(field: dict[str, Any]) -> dict[str, Any]:
    """The key of a field that fills it in beforehand, where there is something for its kind."""
    return {"default": BEFOREHAND[field["key"]]} if field["key"] in BEFOREHAND else {}
