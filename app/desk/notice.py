"""The notice sheet in words: the proof grouped by result, copies, promise, days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask

from app.domain.due import END_OF_DAY, Due
from app.domain.fields import FIELD_KINDS
from app.services.outline import Outline
from app.telling import days
from app.translations import gettext as _

#: Rules by which a row is not carried by the applicant.
EXEMPT = ("exempt", "sibling_output")
#: Rules whose rows live on in a line of the list.
KEPT = ("folded", "kept", "same", "fallback")
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True)
class Group:
    """Rows of the proof that went the same way: into one line, or out of the list."""

    rule: str
    kept: bool
    number: str
    to: str
    rows: list[dict[str, str]]


def proof(blueprint: dict[str, Any], outlined: Outline) -> list[Group]:
    """The proof of this selection, folded groups first, then what is exempt, then what stays."""
    names = {task["key"]: task["name"] for task in blueprint["tasks"] if task["kind"] == "work"}
    places = {line["document"]: at for at, line in enumerate(outlined.lines)}
    gathered: dict[tuple[str, str], list[dict[str, str]]] = {}
    for entry in outlined.merged["proof"]:
        if entry["rule"] in KEPT or entry["rule"] in EXEMPT:
            key = (entry["rule"], str(entry["to"]) if entry["rule"] in KEPT else entry["document"])
            row = {
                "name": blueprint["documents"][entry["document"]]["name"],
                "item": names.get(entry["item"], blueprint["name"]),
            }
            gathered.setdefault(key, []).append(row)
    groups = [_group(rule, to, rows, blueprint, places) for (rule, to), rows in gathered.items()]
    return sorted(groups, key=lambda group: (ORDER.index(group.rule), group.number))


ORDER = ("folded", "exempt", "sibling_output", "same", "kept", "fallback")


def _group(
    rule: str,
    to: str,
    rows: list[dict[str, str]],
    blueprint: dict[str, Any],
    places: dict[str, int],
) -> Group:
    if rule in KEPT:
        at = places.get(to, 0)
        return Group(
            rule,
            kept=True,
            number=CIRCLED[at] if at < len(CIRCLED) else str(at + 1),
            to=blueprint["documents"][to]["name"],
            rows=rows,
        )
    return Group(rule, kept=False, number="", to=SOURCES[rule](), rows=rows)


SOURCES = {
    "exempt": lambda: _("exempt, the window fetches it"),
    "sibling_output": lambda: _("exempt, passed on when the earlier item is done"),
}


def proof_sum(groups: Iterable[Group]) -> str:
    """并入 5，免提交 2，保留 5: the proof's last line adds up."""
    counts = {"folded": 0, "exempt": 0, "kept": 0}
    for group in groups:
        counts[SUMMED[group.rule]] += len(group.rows)
    return _("folded %(folded)s, exempt %(exempt)s, kept %(kept)s", **counts)


SUMMED = {
    "folded": "folded",
    "exempt": "exempt",
    "sibling_output": "exempt",
    "kept": "kept",
    "same": "kept",
    "fallback": "kept",
}


def answers_said(questions: list[dict[str, Any]], answers: dict[str, Any]) -> list[str]:
    """Each answered question as the sheet repeats it."""
    said = []
    for field in questions:
        value = answers.get(field["key"])
        if value not in (None, "", []):
            said.append(
                f"{field['label']}{FIELD_KINDS[field['kind']].display(value, field, translate=_)}"
            )
    return said


def copies_words(line: dict[str, Any]) -> str:
    """原件 1 份，复印 2 份; what the window fills itself says so."""
    if line.get("made_by") == "system":
        return _("filled at the window, signed once")
    forms = {"original": _("original"), "copy": _("copy"), "e_file": _("electronic file")}
    sheets = _("sheets")
    return _(", ").join(
        f"{forms.get(form, '')} {count} {sheets}".strip()
        for form, count in (line.get("copies") or {}).items()
    ) or _("1 copy")


UNITS = {
    "working_day": lambda n: _("%(n)s working days", n=n),
    "working_hour": lambda n: _("%(n)s working hours", n=n),
    "working_minute": lambda n: (
        _("%(n)s working hours", n=n // 60) if n % 60 == 0 else _("%(n)s working minutes", n=n)
    ),
    "natural_day": lambda n: _("%(n)s days", n=n),
    "immediate": lambda _n: _("at once"),
}


def promise_words(limit: dict[str, Any]) -> str:
    """3 至 5 工作日 where a survey fixes it, else the limit."""
    words = str(UNITS[limit["unit"]](limit["value"]))
    return (
        _("%(least)s to %(limit)s", least=limit["min"], limit=words) if limit.get("min") else words
    )


def due_words(due: Due) -> str:
    """9月30日（周三）, with the hour where hours count."""
    day = f"{days.day(due.at.date())}（{days.short_weekday(due.at.date())}）"
    return day if due.at.time() == END_OF_DAY else f"{day} {days.clock(due.at)}"


def moment_words(value: datetime) -> str:
    """9月24日 14:00."""
    return days.moment(value)


def full_words(value: datetime) -> str:
    """2026年9月24日."""
    return days.full(value.date())


def init_app(app: Flask) -> None:
    """Give the templates these words."""
    app.jinja_env.globals.update(
        copies_words=copies_words,
        promise_words=promise_words,
        due_words=due_words,
        moment_words=moment_words,
        full_words=full_words,
    )
