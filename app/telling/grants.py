"""Grants in words: what a role may do, by the noun it does it to."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

#: Noun of a grant → its words, in the order a role's page shows them.
NOUNS = {
    "scope": _l("Reach of the role"), "case": _l("Cases"), "task": _l("Parts of a case"), "draft": _l("Intakes in progress"), "saved_view": _l("Views of the queue"), "applicant": _l("Applicants"),
    "agent": _l("Agents"), "answer": _l("Answers on the form"), "case_document": _l("Documents received"), "attachment": _l("Attachments"), "paper": _l("Papers"),
    "result": _l("Results of a case"), "note": _l("Notes on a case"), "assistance": _l("Help for applicants"), "cover": _l("Covers"), "message": _l("Inbox"), "hold": _l("Holds"), "approval": _l("Requests to answer"), "card": _l("Yellow and red cards"), "rating": _l("Ratings"), "grading": _l("Grades of departments"), "bulletin": _l("Bulletins"), "order": _l("Orders of supervision"), "cause": _l("Repeat causes"), "supervision": _l("Supervision board"),
    "roster": _l("Roster"), "leave": _l("Leave"), "swap": _l("Swaps of shifts"), "training": _l("Rotation training"), "problem_group": _l("Problem group"), "statement": _l("What was said in appeals"), "question": _l("Questions to departments"), "online_appeal": _l("Appeals that came online"), "finding": _l("Findings on departments"), "theme": _l("Themes"), "item": _l("Service items"), "document_type": _l("Document catalogue"), "sla": _l("SLA classes"),
    "appeal": _l("Appeal classes"), "template": _l("Paper templates"), "pattern": _l("Patterns of fields"), "department": _l("Departments"), "window": _l("Windows"), "calendar": _l("Working calendar"),
    "centre": _l("The centre itself"), "version": _l("Published versions"), "package": _l("Packages"), "acknowledged": _l("Accepted warnings"), "journal": _l("Trail"),
    "account": _l("Accounts"), "role": _l("Roles"), "staff": _l("Places of work"), "workplace": _l("Who sits where"), "session": _l("Sessions"), "api_key": _l("Keys of the interface"), "access": _l("Access trail"), "grant_trail": _l("Trail of grants"),
    "job": _l("Jobs"), "outbox": _l("Messages that go out"), "backup": _l("Backups"), "doctor": _l("State of the system"),
}  # fmt: skip
#: Verb of a grant → its words.
VERBS = {
    "read": _l("see"), "write": _l("keep up"), "receive": _l("receive and accept"), "withdraw": _l("withdraw"), "correct": _l("correct"), "undo": _l("take back"),
    "reclassify": _l("change the class"), "print": _l("print"), "name": _l("see the whole name"), "unmask": _l("see the whole number, with a purpose"), "claim": _l("claim"),
    "work": _l("handle and decide"), "transfer": _l("transfer"), "supply": _l("take papers in"), "assign": _l("assign"), "remind": _l("remind"), "ask": _l("ask for"), "answer": _l("answer for the department"), "settle": _l("settle"), "decide": _l("decide what changes"), "carry": _l("carry out what was decided"), "share": _l("share with the department"), "extend": _l("extend the limit"), "void": _l("declare void"),
    "confirm": _l("confirm a second supplement"), "reopen": _l("reopen"), "publish": _l("publish"), "export": _l("export"), "verify": _l("verify the chains"), "review": _l("take an untrue one out of the averages"), "ask_review": _l("ask for a review"), "freeze": _l("freeze"), "revisit": _l("call on who rated badly"), "count": _l("have counted anew"), "archive": _l("take out for the archive"),
}  # fmt: skip
#: Reaches are said whole.
REACHES = {
    "window": _l("what the general windows received"),
    "department": _l("the parts of one's own departments"),
    "below": _l("also the departments below them"),
    "centre": _l("the whole centre"),
}


class Group(NamedTuple):
    """One noun and what may be done to it: (grant, words) pairs."""

    noun: Any
    grants: list[tuple[str, Any]]


def word(grant: str) -> Any:
    """The verb of a grant in words."""
    noun, _dot, verb = grant.partition(".")
    return (REACHES if noun == "scope" else VERBS).get(verb, verb)


def grouped(grants: Collection[str]) -> list[Group]:
    """Grants by noun, both in the order of the words above; a grant of former days keeps its name."""
    order = {verb: number for number, verb in enumerate([*REACHES, *VERBS])}
    found: dict[str, list[str]] = {noun: [] for noun in NOUNS}
    for grant in sorted(grants, key=lambda one: order.get(one.partition(".")[2], len(order))):
        found.setdefault(grant.partition(".")[0], []).append(grant)
    return [
        Group(NOUNS.get(noun, noun), [(grant, word(grant)) for grant in held])
        for noun, held in found.items()
        if held
    ]


def words(grant: str) -> str:
    """A grant as one phrase: its noun and its verb."""
    noun = grant.partition(".")[0]
    return _("%(noun)s: %(verb)s", noun=NOUNS.get(noun, noun), verb=word(grant))
