"""The words of the Studio: what each key of the package format is called on screen."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.domain.fields import FIELD_KINDS

#: (noun, key) → label; where the noun is "", whatever noun the key stands in.
LABELS: dict[tuple[str, str], Any] = {
    ("", "name"): _l("Name of the thing"), ("", "department"): _l("Department"), ("", "lead"): _l("Lead department"),
    ("", "promise"): _l("Promised limit"), ("", "legal"): _l("Legal limit"), ("", "post_check"): _l("Limit of the post-check"),
    ("", "hand_over"): _l("Limit of the hand-over"), ("", "extend"): _l("Extension"), ("", "basis"): _l("Basis"),
    ("", "fields"): _l("Questions of the form"), ("", "documents"): _l("Documents"), ("", "steps"): _l("Steps"),
    ("", "told"): _l("What the applicant is told"), ("", "accept_conditions"): _l("Conditions of acceptance"),
    ("", "for"): _l("For whom"), ("", "channels"): _l("Channels"), ("", "before"): _l("Before the reform"), ("", "when"): _l("When"),
    ("item", "result"): _l("Result"), ("item", "commit"): _l("By inform and commit"), ("item", "special"): _l("Special procedures that stop the clock"),
    ("", "reopen"): _l("Reopening"), ("", "closing"): _l("What closing asks for"),
    ("closing", "registered"): _l("Where it is registered"), ("closing", "granted"): _l("Where it is granted"), ("closing", "partly"): _l("Where it is granted in part"), ("closing", "refused"): _l("Where it is refused"),
    ("appeal", "intake"): _l("Accepted"), ("appeal", "inquiry"): _l("Inquiry into those who did not do it"),
    ("inquiry", "department"): _l("Who inquires"), ("inquiry", "limit"): _l("Limit of the inquiry"),
    ("result", "document"): _l("What it issues"), ("result", "validity"): _l("Valid for"), ("result", "numbered"): _l("It bears no number"),
    ("special", "name"): _l("Name of the procedure"), ("special", "max"): _l("At most"),
    ("step", "step"): _l("Step"), ("step", "name"): _l("Called"), ("step", "by"): _l("Done by"), ("step", "sets_term"): _l("Fixes the days"),
    ("step", "limit"): _l("Own limit (a reminder only)"),
    ("field", "label"): _l("Question"), ("field", "kind"): _l("Kind"), ("field", "required"): _l("Must be answered"), ("field", "help"): _l("Help"),
    ("field", "options"): _l("Options"), ("field", "default"): _l("Filled in beforehand"), ("field", "pattern"): _l("Pattern"),
    ("field", "min"): _l("Not below"), ("field", "max"): _l("Not above"), ("field", "searchable"): _l("Searchable"), ("field", "asked"): _l("Asked by"),
    ("", "label"): _l("Question"), ("", "kind"): _l("Kind"), ("", "required"): _l("Must be answered"), ("", "help"): _l("Help"),
    ("", "options"): _l("Options"), ("", "default"): _l("Filled in beforehand"), ("", "pattern"): _l("Pattern"), ("", "min"): _l("Not below"),
    ("", "max"): _l("Not above"), ("", "particulars"): _l("Of the person also"), ("field", "fields"): _l("Columns of a row"),
    ("field", "min_rows"): _l("Rows, at least"), ("field", "max_rows"): _l("Rows, at most"),
    ("own_pattern", "expression"): _l("Expression of the whole answer, as RE2 writes it"), ("own_pattern", "sample"): _l("A sample that fits"),
    ("own_pattern", "message"): _l("What is said where it does not fit"),
    ("option", "label"): _l("Option"),
    ("need", "document"): _l("Document"), ("need", "necessity"): _l("Necessity"), ("need", "copies"): _l("Copies"), ("need", "supply"): _l("Comes from"),
    ("need", "note"): _l("Note"),
    ("theme", "area"): _l("Area"), ("theme", "green_channel"): _l("Green channel"), ("theme", "issue"): _l("Issued"), ("theme", "fields"): _l("Situational questions"),
    ("theme", "choices"): _l("Choice groups"), ("theme", "items"): _l("Service items"), ("theme", "notes"): _l("Notes"),
    ("channels", "online"): _l("Online"), ("channels", "window"): _l("At the window"),
    ("choice", "name"): _l("Name of the group"), ("choice", "min"): _l("Choose at least"), ("choice", "max"): _l("Choose at most"),
    ("entry", "item"): _l("Service item"), ("entry", "needs"): _l("Waits until these are done"), ("entry", "choice"): _l("Choice group"), ("entry", "optional"): _l("On demand"),
    ("entry", "if_refused"): _l("If it is refused"), ("entry_need", "task"): _l("Which item"), ("entry_need", "outcomes"): _l("Ended as"),
    ("accept_condition", "text"): _l("Condition"), ("accept_condition", "check"): _l("Checked by the answers"),
    ("accept_condition", "confirm"): _l("The clerk confirms it"), ("accept_condition", "fails"): _l("Without it, no acceptance"),
    ("limit", "value"): _l("Value"), ("limit", "min"): _l("At least"), ("limit", "unit"): _l("Unit"), ("limit", "warn"): _l("Warn before"),
    ("limit", "basis"): _l("Basis"), ("limit", "roll"): _l("An end on a rest day moves on"), ("limit", "cases"): _l("By situation"),
    ("limit_case", "value"): _l("Value"), ("limit_case", "unit"): _l("Unit"), ("limit_case", "min"): _l("At least"), ("limit_case", "warn"): _l("Warn before"),
    ("template", "series"): _l("Series of its numbers"), ("template", "copies"): _l("Copies printed"), ("template", "blocks"): _l("What stands on it"),
    ("block", "block"): _l("Block"), ("block", "text"): _l("Text"), ("block", "rows"): _l("It lists"), ("block", "columns"): _l("Columns"),
    ("column", "label"): _l("Heading"), ("column", "value"): _l("What stands there"),
    ("extend", "cap"): _l("At most, in the unit of the limit"), ("extend", "by"): _l("Approved by"),
    ("reopen", "within"): _l("Within"), ("reopen", "by"): _l("Decided by"),
    ("before", "documents"): _l("Documents, number"), ("before", "days"): _l("Days"), ("before", "trips"): _l("Trips"), ("before", "steps"): _l("Steps, number"),
    ("before", "source"): _l("Source of the figures"),
}  # fmt: skip

#: Word of a package → its words on screen, by the shape of the word list.
WORDS: dict[str, dict[str, Any]] = {
    "unit": {
        "immediate": _l("at once"), "working_minute": _l("working minutes"), "working_hour": _l("working hours"),
        "working_day": _l("working days"), "natural_day": _l("natural days"),
    },
    "necessity": {"required": _l("required"), "deferrable": _l("deferrable")},
    "if_refused": {
        "continue": _l("the others go on"), "stop_all": _l("everything stops"), "advisory": _l("counts as fulfilled"),
    },
    "intake": {"at_once": _l("by registering"), "window": _l("at the window, as an item")},
    "closing_text": {
        "reason": _l("reason"), "explanation": _l("explanation"), "guidance": _l("guidance"), "agent": _l("who helps or acts"), "reply": _l("reply"),
        "progress": _l("progress"),
    },
    "block_kind": {
        "title": _l("Title"), "paragraph": _l("Paragraph"), "table": _l("Table"), "signature": _l("Signature"), "qr": _l("QR code"),
        "rating": _l("Square for rating"),
    },
    "asked": {"clerk": _l("the clerk")},
    "particular": {"id_number": _l("ID number"), "phone": _l("phone")},
    "issue": {"together": _l("together")},
    "field_kind": {
        "text": _l("text"), "long_text": _l("long text"), "number": _l("number"), "money": _l("money"), "date": _l("day"), "yes_no": _l("yes or no"),
        "choice": _l("one of several"), "multiple": _l("several of many"), "id_number": _l("ID number"), "credit_code": _l("credit code"),
        "phone": _l("phone"), "address": _l("address"), "person": _l("a person"), "attachment": _l("attachment"), "group": _l("repeating group"),
    },
    "role": {
        "head": _l("head of department"), "government_head": _l("head of the centre"), "window_clerk": _l("window clerk"), "officer": _l("officer"),
        "department_head": _l("head of department"), "centre_head": _l("head of the centre"), "supervisor": _l("supervisor"),
    },
    "supply": {
        "": _l("the applicant"), "applicant": _l("the applicant"), "e_cert": _l("e-certificate (exempt)"), "data_share": _l("data sharing (exempt)"),
        "output": _l("result of another item"),
    },
    "copies": {"original": _l("originals"), "copy": _l("copies of it"), "e_file": _l("e-files"), "any": _l("in any form")},
    "outcomes": {"granted": _l("granted"), "partly": _l("granted in part"), "refused": _l("refused"), "returned": _l("returned")},
    "for": {"legal_person": _l("legal persons"), "sole_trader": _l("sole traders"), "natural_person": _l("natural persons")},
}  # fmt: skip

#: Shape of a row → what the button that adds one says.
ADDS: dict[str, Any] = {
    "need": _l("Add a document"), "field": _l("Add a question"), "row_field": _l("Add a column"), "option": _l("Add an option"),
    "text|step": _l("Add a step"), "entry": _l("Add a service item"), "choice": _l("Add a choice group"),
    "text|entry_need": _l("Add an item to wait for"), "special": _l("Add a special procedure"),
    "accept_condition": _l("Add a condition of acceptance"), "block": _l("Add a block"), "column": _l("Add a column"), "closing_way": _l("Add another way, any one is enough"), "limit_case": _l("Add a situation"),
}  # fmt: skip

#: Steps of a part.
STEPS: dict[str, Any] = {
    "review": _l("review"), "survey": _l("site survey"), "inspect": _l("inspection"), "hearing": _l("hearing"), "publicity": _l("publication"),
    "expert": _l("expert review"), "make": _l("making the certificate"), "decide": _l("decision"),
    "assign": _l("pass on"), "handle": _l("handle"), "verify": _l("verify"), "rectify": _l("rectify"),
}  # fmt: skip

#: Operators of conditions between the question and the value.
OPERATORS: dict[str, Any] = {
    "eq": _l("is"), "ne": _l("is not"), "gt": _l("is more than"), "ge": _l("is at least"), "lt": _l("is less than"), "le": _l("is at most"),
    "between": _l("is between"), "in": _l("is one of"), "has": _l("includes"), "has_any": _l("includes one of"), "is": _l("is"),
    "before": _l("is before"), "after": _l("is after"), "empty": _l("is not filled in"), "filled": _l("is filled in"),
    "ago_ge": _l("is at least … ago"), "ago_le": _l("is at most … ago"),
}  # fmt: skip
AGO: dict[str, Any] = {"day": _l("days back"), "month": _l("months"), "year": _l("years")}


def label(noun: str, key: str) -> Any:
    """What a key is called; the key itself only where nobody gave it words (a test asks for them)."""
    return LABELS.get((noun, key)) or LABELS.get(("", key)) or key


def adds(shape: str) -> Any:
    """What the button says that adds a row of a shape."""
    return ADDS.get(shape) or _l("Add")


def said(shape: str, word: str) -> Any:
    """A word of the package on screen."""
    return WORDS.get(shape, {}).get(word, word)


YES, NO = _l("yes"), _l("no")
ASK = _l("Or a question that the clerk answers at the counter")


#: Rule of the merge → its words.
RULES: dict[str, Any] = {
    "folded": _l("Folded into one form"), "exempt": _l("Exempt"), "sibling_output": _l("Result of an earlier item"), "kept": _l("Kept"),
    "same": _l("Same paper, once"), "fallback": _l("Brought, as the item is not done here"), "not_chosen": _l("Item not applied for"),
    "not_applicable": _l("Does not apply here"),
}  # fmt: skip


def rule(name: str) -> Any:
    """What a rule of the merge is called."""
    return RULES.get(name, name)


def for_conditions() -> dict[str, Any]:
    """What the browser needs to draw a row of a condition: comparisons by kind, and a few words."""
    operators = {
        name: [[op, str(OPERATORS.get(op, op))] for op in kind.operators]
        for name, kind in FIELD_KINDS.items()
    }
    units = [[unit, str(said_as)] for unit, said_as in AGO.items()]
    plain = {name: str(text) for name, text in PLAIN.items()}
    return {"operators": operators, "units": units, **plain}


PLAIN = {
    "yes": YES, "no": NO, "value": _l("Value"), "from": _l("From"), "to": _l("To"), "many": _l("How much back"), "unit": _l("Unit"),
}  # fmt: skip
