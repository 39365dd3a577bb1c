"""Codes of the registers and the catalogue in the words of the window: code → words."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.services.naming import Names, called
from app.translations import gettext as _
from app.translations import language

#: Who acts where no person does.
SYSTEM = "system"

PHASES = {
    "received": _l("received, not accepted yet"), "supplementing": _l("waiting for papers"), "in_progress": _l("in progress"),
    "suspended": _l("on hold"), "issuing": _l("to be issued"), "closed": _l("closed"),
}  # fmt: skip
STATES = {"waiting": _l("not begun"), "open": _l("being handled"), "closed": _l("closed")}
#: How a case ended.
ENDS = {
    "granted": _l("granted"), "partial": _l("granted in part"), "refused": _l("refused"), "returned": _l("returned"),
    "withdrawn": _l("withdrawn"), "void": _l("void"), "cannot_continue": _l("cannot go on"), "not_accepted": _l("not accepted"),
}  # fmt: skip
#: How a part ended.
OUTCOMES = {
    **ENDS, "partly": _l("granted in part"), "accepted": _l("accepted"), "deferred": _l("accepted, papers deferred"),
    "delivered": _l("delivered"), "revoked": _l("revoked"), "skipped": _l("not needed"), "passed": _l("passed"), "failed": _l("failed"),
    "complete": _l("all came"), "incomplete": _l("did not come"), "upheld": _l("upheld"), "not_upheld": _l("not upheld"),
}  # fmt: skip
CASE_KINDS = {
    "single": _l("single item"), "joint": _l("joint case"), "appeal": _l("appeal"), "rectification": _l("rectification"),
}  # fmt: skip
TASK_KINDS = {
    "intake": _l("Acceptance"), "work": _l("Department's part"), "check": _l("Post-check"), "inquiry": _l("Inquiry"),
    "papers": _l("Deferred papers"), "hand_over": _l("Hand-over"),
}  # fmt: skip
#: Steps that the machine itself names.
STEPS = {
    "receive": _l("Receive"), "accept": _l("Accept"), "collect": _l("Collect deferred papers"), "issue": _l("Issue"),
    "deliver": _l("Deliver"), "check": _l("Post-check"), "inquire": _l("Inquiry"), "review": _l("Review"),
    "survey": _l("Site survey"), "decide": _l("Decide"), "inspect": _l("inspection"), "hearing": _l("hearing"),
    "publicity": _l("publication"), "expert": _l("expert review"), "make": _l("making the certificate"),
    "assign": _l("pass on"), "handle": _l("handle"), "verify": _l("verify"), "rectify": _l("rectify"),
}  # fmt: skip
LIGHTS = {
    "red": _l("Overdue"),
    "yellow": _l("Due soon"),
    "green": _l("In time"),
    "held": _l("On hold"),
}
DOCUMENT_KINDS = {
    "form": _l("form"), "certificate": _l("certificate"), "proof": _l("proof"), "drawing": _l("drawing"), "report": _l("report"),
    "rules": _l("rules"), "photo": _l("photo"), "bank": _l("bank account"), "other": _l("other"),
}  # fmt: skip
SOURCES = {
    "applicant": _l("applicant"), "government": _l("government"), "third_party": _l("third party"),
}  # fmt: skip
MADE_BY = {"system": _l("printed by the system")}
WINDOW_KINDS = {"general": _l("general window"), "dedicated": _l("dedicated window")}
UNITS = {
    "immediate": _l("at once"), "working_minute": _l("working minutes"), "working_hour": _l("working hours"),
    "working_day": _l("working days"), "natural_day": _l("natural days"),
}  # fmt: skip
#: Who approves or does a step, as a package names them.
HEADS = {"head": _l("Head of department"), "government_head": _l("Head of the centre")}
ROLES = {
    **HEADS, "department_head": _l("Head of department"), "centre_head": _l("Head of the centre"), "supervisor": _l("Supervisor"),
    "officer": _l("Officer"), "window_clerk": _l("Window clerk"), "auditor": _l("Auditor"),
}  # fmt: skip
FIELD_KINDS = {
    "text": _l("text"), "long_text": _l("long text"), "number": _l("number"), "money": _l("amount"), "date": _l("day"),
    "yes_no": _l("yes or no"), "choice": _l("one of a list"), "multiple": _l("several of a list"), "id_number": _l("ID number"),
    "credit_code": _l("credit code"), "phone": _l("phone"), "address": _l("address"), "person": _l("person"),
}  # fmt: skip
NECESSITY = {"required": _l("required"), "deferrable": _l("may follow later")}
SUPPLY = {
    "applicant": _l("the applicant brings it"), "e_cert": _l("exempt: e-certificate"), "data_share": _l("exempt: data share"),
}  # fmt: skip
COPIES = {
    "original": _l("original"),
    "copy": _l("copies"),
    "e_file": _l("e-file"),
    "any": _l("any form"),
}
IF_REFUSED = {
    "continue": _l("the others go on"), "stop_all": _l("everything stops"), "advisory": _l("counts as done"),
}  # fmt: skip
SERVES = {
    "legal_person": _l("legal persons"), "sole_trader": _l("sole traders"), "natural_person": _l("natural persons"),
    "person": _l("natural persons"),
}  # fmt: skip
VERSION_STATES = {"scheduled": _l("scheduled"), "published": _l("in force"), "retired": _l("ended")}
BLOCKS = {
    "title": _l("Title"), "paragraph": _l("Paragraph"), "table": _l("Table"), "signature": _l("Signature"), "qr": _l("QR code"),
}  # fmt: skip
#: What a table of a paper lists.
TABLES = {
    "conditions": _l("Conditions"), "questions": _l("Questions"), "documents": _l("Papers"), "exempt": _l("Exempt papers"),
    "parts": _l("Items"), "missing": _l("Missing papers"), "results": _l("Results"),
}  # fmt: skip
LANGUAGES = {"zh": "中文", "en": "English", "ko": "한국어"}
CLOSING = {
    "explanation": _l("explanation"), "guidance": _l("guidance"), "agent": _l("who helps or acts"), "reason": _l("reason"),
    "progress": _l("progress"), "reply": _l("reply"),
}  # fmt: skip
#: Warnings of the publish check that somebody may accept with a reason.
WARNINGS = {
    "promise_under_path": _l("the promise is shorter than the longest path"),
    "output_maybe_absent": _l("the item that gives this paper may not be chosen"),
    "exempt_and_demanded": _l("exempt for one department, demanded by another"),
    "no_promise": _l("no promised limit"),
    "never_granted": _l("no path grants everything"),
    "too_big": _l("too many paths to try them all"),
    "special_endless": _l("a special procedure without a maximum"),
    "commit_unchecked": _l("granted on a promise without a check afterwards"),
    "demanded_twice": _l("one item asks for a paper twice"),
    "accept_unjudged": _l("a condition that nobody judges"),
    "immediate_number": _l("done at once, with a number of days"),
    "output_other": _l("the item hands out another paper"),
    "output_maybe_refused": _l("starts although the item that gives its paper was refused"),
    "needs_void": _l("needs an item that is never chosen with it"),
    "condition_always": _l("a condition that is always true"),
    "condition_never": _l("a condition that is never true"),
    "condition_field": _l("a condition on a question that is not asked here"),
    "deferrable_unused": _l("a deferrable paper that no item waits for"),
    "no_points": _l("a paper without review points"),
    "no_officer": _l("nobody in the department has an account"),
    "no_cover": _l("one person in the department, nobody covers"),
    "no_head": _l("the department has no head"),
    "calendar_missing": _l("a year whose calendar is not confirmed"),
    "text_missing": _l("texts missing in a language"),
}
#: What a theme cost before, as its source says.
BEFORE = {
    "documents": _l("papers"), "days": _l("days"), "trips": _l("trips"), "steps": _l("steps"), "source": _l("source"),
}  # fmt: skip


#: Language and table → the table (kept, so that its id names no other) and its words once said.
_said: dict[tuple[str, int], tuple[dict[str, Any], dict[Any, str]]] = {}


def word(words: dict[str, Any], code: Any) -> str:
    """The words for a code; the code itself where there are none, nothing for nothing."""
    if code in (None, "") or code not in words:
        return "" if code is None else str(code)
    # A list asks for the same few words a hundred times, and each asks for the language anew.
    _words, said = _said.setdefault((language().name, id(words)), (words, {}))
    if code not in said:
        said[code] = str(words[code])
    return said[code]


def person(names: Names, username: str | None) -> str:
    """A person's name; what no person did was done by the program itself."""
    return _("the system") if username == SYSTEM else called(names, "people", key=username)


def listed(texts: Any) -> str:
    """Words beside each other."""
    return _(", ").join(str(text) for text in texts if text)
