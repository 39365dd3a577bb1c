"""The columns of a sheet by which many applications of one theme come in: what is asked, and how it is typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from app.domain.case.acceptance import to_confirm
from app.domain.case.selections import is_always
from app.domain.document_ways import in_some_case
from app.domain.documents import fold_target, in_order, merge
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
MARK = "of"
OF_AN_AGENT = {
    "name": msgid("Name"), "id_type": msgid("Kind of ID"), "id_number": msgid("ID number"),
    "phone": msgid("Phone"),
}  # fmt: skip
CAME = msgid("Here: it came, and every point holds. Lacking, or empty: the notice asks for it.")
WAITS = msgid("Deferred: it comes by the day that the row names.")
BY_WHEN = msgid("Only where a paper is deferred: a day like 2026-09-18, within the promised limit.")


class Column(NamedTuple):
    """One column: ``sort`` and ``key`` of what it fills, its heading, how a cell is typed.

    ``values`` are the values of the words that a cell may hold; empty where any text may stand.
    ``told`` is said beside a cell that is being filled in.
    """

    sort: str
    key: str
    title: str
    cell: Cell
    values: Mapping[str, str]
    needed: bool = False
    told: str = ""

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
        *_later(blueprint, say),
        *_confirmed(blueprint, say),
        mark(blueprint["code"]),
    ]


def mark(code: str) -> Column:
    """The last column, hidden and empty: its key says whose sheet it is."""
    return Column(MARK, code, "", TEXT, {})


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
    # Asked only of a row for which somebody else came: a sheet often comes from whoever does it for many.
    for key, label in OF_AN_AGENT.items():
        words = papers if key == "id_type" else {}
        title = say(msgid("Who came for the applicant: %(field)s")) % {"field": say(label)}
        yield Column("agent", key, title, _listed(words), words)


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
    came, lacking, later = say(msgid("Here")), say(msgid("Lacking")), say(msgid("Deferred"))
    # What older sheets say of a paper goes on being understood.
    values = {came: "yes", lacking: "no", later: "later", **_yes_no(say)}
    deferrable, usual, waits = _deferrable(blueprint), say(CAME), say(WAITS)
    for line in _lines(blueprint):
        key, document = line["document"], blueprint["documents"][line["document"]]
        words = (came, lacking, *([later] if key in deferrable else []))
        told = [usual, *([waits] if key in deferrable else []), *(document.get("points") or ())]
        title = say(msgid("Paper: %(name)s")) % {"name": document["name"]}
        yield Column("paper", key, title, Cell("@", words), values, told="\n".join(told))


def _lines(blueprint: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Whatever paper a row may be asked for, in the order of the notice sheet."""
    work = work_of(dict(blueprint))
    sure = [key for key, task in work.items() if is_always(task) and not task.get("when")]
    rows = [in_some_case(row, sure=sure) for row in blueprint["rows"]]
    lines = merge(rows, blueprint["documents"])["lines"]
    return in_order(lines, blueprint["documents"], parts=list(work))


def _deferrable(blueprint: Mapping[str, Any]) -> set[str]:
    """Papers that may come later in some case; in another the same paper may be required."""
    return {
        fold_target(row["document"], blueprint["documents"])
        for row in blueprint["rows"]
        if row["necessity"] == "deferrable"
    }


def _later(blueprint: Mapping[str, Any], say: Translate) -> Iterator[Column]:
    """Asked of a row with a deferred paper, as the window asks it."""
    if _deferrable(blueprint):
        answers = _yes_no(say)
        day = say(msgid("Deferred papers come by"))
        yield Column("later", "deadline", day, TEXT, {}, told=say(BY_WHEN))
        signed = say(msgid("Commitment for deferred papers signed"))
        yield Column("later", "commitment", signed, _listed(answers), answers)


def _confirmed(blueprint: Mapping[str, Any], say: Translate) -> Iterator[Column]:
    answers = _yes_no(say)
    for at, condition in enumerate(to_confirm(dict(blueprint))):
        title = say(msgid("Confirmed: %(text)s")) % {"text": condition["text"]}
        yield Column("confirm", str(at), title, _listed(answers), answers)
