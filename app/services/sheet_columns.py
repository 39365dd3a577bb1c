"""The columns of a sheet by which many applications of one theme come in: what is asked, and how it is typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from app.domain.case.acceptance import to_confirm
from app.domain.case.selections import is_always
from app.domain.documents import in_order, merge
from app.domain.field_people import PAPERS
from app.domain.fields import FIELD_KINDS, Cell, Translate
from app.domain.findings import work_of
from app.domain.refusal import msgid
from app.services import outline

#: Headings in the first row, keys in the second, which is hidden; then an application a row.
FIRST = 2
#: Rows of one sheet: what a worker receives within a quarter of an hour.
MOST = 2000
TEXT = Cell("@")


class Column(NamedTuple):
    """One column: ``sort`` and ``key`` of what it fills, its heading, how a cell is typed.

    ``values`` are the values of the words that a cell may hold; empty where any text may stand.
    """

    sort: str
    key: str
    title: str
    cell: Cell
    values: Mapping[str, str]
    needed: bool = False

    @property
    def name(self) -> str:
        """As the hidden row says it."""
        return f"{self.sort}.{self.key}"


def columns(blueprint: Mapping[str, Any], *, say: Translate) -> list[Column]:
    """Every column of a theme's sheet, in the order in which a window asks."""
    return [
        Column("ref", "number", say(msgid("External number")), TEXT, {}),
        *_people(blueprint, say),
        *_fields(blueprint, say),
        *_picks(blueprint, say),
        *_papers(blueprint, say),
        *_confirmed(blueprint, say),
    ]


def not_by_sheet(blueprint: Mapping[str, Any]) -> list[str]:
    """Labels of what must be said and fits into no cell: such a theme is received at the counter."""
    return [
        spec["label"]
        for spec in blueprint["fields"]
        if spec.get("required") and FIELD_KINDS[spec["kind"]].cell is None
    ]


def _yes_no(say: Translate) -> dict[str, str]:
    return {say(msgid("Yes")): "yes", say(msgid("No")): "no"}


def _listed(values: dict[str, str]) -> Cell:
    return Cell("@", tuple(values))


def _people(blueprint: Mapping[str, Any], say: Translate) -> Iterator[Column]:
    papers = {say(label): value for value, label in PAPERS.items()}
    yield Column("applicant", "name", say(msgid("Name")), TEXT, {}, needed=True)
    yield Column("applicant", "id_type", say(msgid("Kind of ID")), _listed(papers), papers)
    yield Column("applicant", "id_number", say(msgid("ID number")), TEXT, {}, needed=True)
    yield Column("applicant", "phone", say(msgid("Phone")), TEXT, {}, needed=True)
    if set(blueprint.get("for") or ()) != {"natural_person"}:
        yield Column("applicant", "organisation", say(msgid("Name of the business")), TEXT, {})
        code = say(msgid("Unified social credit code"))
        yield Column("applicant", "credit_code", code, TEXT, {})
    credit, answers = say(msgid("Earlier false promise, not repaired")), _yes_no(say)
    yield Column("applicant", "bad_credit", credit, _listed(answers), answers)


def _fields(blueprint: Mapping[str, Any], say: Translate) -> Iterator[Column]:
    asked = {spec["key"]: spec for spec in outline.questions(dict(blueprint))}
    for plain in blueprint["fields"]:
        spec = asked.get(plain["key"], plain)
        cell = FIELD_KINDS[spec["kind"]].excel_cell(spec, translate=say)
        if cell is None:
            continue
        title = f"{spec['of']}：{spec['label']}" if spec.get("of") else spec["label"]
        yield Column("answer", spec["key"], title, cell, _values(spec, say), bool(spec.get("required")))  # fmt: skip


def _values(spec: Mapping[str, Any], say: Translate) -> dict[str, str]:
    if spec["kind"] == "yes_no":
        return _yes_no(say)
    return {str(one["label"]): str(one["value"]) for one in spec.get("options") or []}


def _picks(blueprint: Mapping[str, Any], say: Translate) -> Iterator[Column]:
    answers = _yes_no(say)
    for key, task in work_of(dict(blueprint)).items():
        if not is_always(task):
            title = say(msgid("Wanted: %(name)s")) % {"name": task["name"]}
            yield Column("pick", key, title, _listed(answers), answers)


def _papers(blueprint: Mapping[str, Any], say: Translate) -> Iterator[Column]:
    answers = _yes_no(say)
    merged = merge(blueprint["rows"], blueprint["documents"])
    for line in in_order(merged["lines"], blueprint["documents"], parts=list(work_of(dict(blueprint)))):  # fmt: skip
        name = blueprint["documents"][line["document"]]["name"]
        title = say(msgid("Came, and is right: %(name)s")) % {"name": name}
        yield Column("paper", line["document"], title, _listed(answers), answers)


def _confirmed(blueprint: Mapping[str, Any], say: Translate) -> Iterator[Column]:
    answers = _yes_no(say)
    for at, condition in enumerate(to_confirm(dict(blueprint))):
        title = say(msgid("Confirmed: %(text)s")) % {"text": condition["text"]}
        yield Column("confirm", str(at), title, _listed(answers), answers)
