"""What each operation of the interface does, in the language that a program or a reader asks for."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

#: Endpoint, or of the dictionaries the operation → one sentence.
SUMMARIES: dict[str, Any] = {
    "get_list": _l("A page of rows."),
    "get_one": _l("One row by its key."),
    "add": _l("A new row; the same sent again is the same row."),
    "edit": _l("Change what is sent, keep the rest."),
    "retire": _l("No longer for new work; what uses it keeps it."),
    "restore": _l("In use again."),
    "api_services.calendar": _l("The working calendar in force: confirmed years, days off and worked, office hours, closures."),
    "api_services.listed": _l("The services that are received now, by code."),
    "api_services.show": _l("One service: the schema of what is received, papers with their points, conditions."),
    "api_services.me": _l("Who this is, what it may do, and whether by key."),
    "api_receiving.receive": _l("Receive a case, and accept it or ask for what is missing in the same act."),
    "api_appeals.register": _l("Register an appeal; sent again under the same number of the same system it is the same case."),
    "api_cases.find": _l("Cases by number, name, initials, two signs, phone, ID number or the number of another system."),
    "api_cases.show": _l("One case: its header, its parts with their holds and dues, its papers, its applicant masked."),
    "api_cases.offered": _l("What may be done now, and what not and by which rule."),
    "api_cases.trail": _l("What happened, the latest first: events, refusals, and the reasons that are yours to read."),
    "api_acts.ask": _l("What an act asks here and now, as a JSON Schema; “part” names one of the case's own parts."),
    "api_acts.do": _l("Do an act on the case, or on the work task whose number this is."),
    "api_acts.do_part": _l("Do an act on one of the case's own parts: intake, papers, hand-over, a check."),
    "api_openapi.description": _l("The description of every operation, OpenAPI 3.1."),
    "api_openapi.docs": _l("The same as a page."),
}  # fmt: skip


def summary(endpoint: str) -> str:
    """The sentence of an operation; empty where nobody wrote one."""
    return str(SUMMARIES.get(endpoint) or SUMMARIES.get(endpoint.rpartition(".")[2], ""))
