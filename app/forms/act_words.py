"""The words of choices in the forms of acts: value → label, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _

from app.domain.case.clocks import LISTED
from app.domain.field_people import PAPERS


def faults(*, whole: bool) -> dict[str, str]:
    """What may be wrong with a paper; at the intake nothing is asked for that the list does not name."""
    missing, wrong = {"incomplete": _("missing")}, {"incorrect": _("not right")}
    return missing | wrong if whole else wrong | missing | {"extra": _("more than the list asks")}


def procedures(*, listed: bool) -> dict[str, str]:
    """Special procedures that stop a clock; ``listed``: only those the law lists."""
    names = {
        "hearing": _("hearing"),
        "tender": _("tender"),
        "auction": _("auction"),
        "inspection": _("inspection"),
        "test": _("testing"),
        "quarantine": _("quarantine"),
        "appraisal": _("appraisal"),
        "expert_review": _("expert review"),
        "force_majeure": _("force majeure"),
    }
    return {key: name for key, name in names.items() if not listed or key in LISTED}


def closing() -> dict[str, str]:
    """Texts that closing a part may demand."""
    return {
        "explanation": _("Explanation with its basis in policy"),
        "guidance": _("Guidance"),
        "agent": _("Who helps or acts for the applicant"),
        "reason": _("Reason"),
        "progress": _("Progress"),
        "reply": _("Reply"),
    }


def grounds() -> dict[str, str]:
    """Why an application is not accepted."""
    return {
        "wrong_department": _("not this department"),
        "no_permit_needed": _("needs no permit"),
        "condition": _("a condition is not met"),
        "not_supplied": _("what was asked for did not come in time"),
    }


def collectors() -> dict[str, str]:
    """Who receives the results."""
    return {"self": _("the applicant in person"), "other": _("somebody for them")}


def id_types() -> dict[str, str]:
    """What somebody who receives for another shows."""
    return {name: _(label) for name, label in PAPERS.items()}


def ways() -> dict[str, str]:
    """How results reach the applicant."""
    return {"window": _("at the window"), "mail": _("by mail"), "door": _("brought home")}


def found() -> dict[str, str]:
    """What a site survey came to."""
    return {
        "met": _("is as it must be"),
        "not_met": _("is not as it must be"),
        "again": _("must be seen again after it is put right"),
    }


def answers() -> dict[str, str]:
    """Answers to a request."""
    return {"agreed": _("I agree"), "declined": _("I do not agree")}


def findings() -> dict[str, str]:
    """What an inquiry found."""
    return {"upheld": _("upheld"), "not_upheld": _("not upheld")}


def told_by() -> dict[str, str]:
    """How somebody was told an answer."""
    return {
        "in_person": _("face to face"),
        "phone": _("by phone"),
        "message": _("by text message"),
        "letter": _("by letter"),
    }


def outside() -> dict[str, str]:
    """Why an appeal is not for the centre."""
    return {
        "out_of_scope": _("other departments coordinate it"),
        "excluded": _("the law has a procedure of its own for it"),
    }


def calls() -> dict[str, str]:
    """What a call-back came to."""
    return {
        "satisfied": _("content"),
        "dissatisfied": _("not content"),
        "not_reached": _("not reached"),
    }
