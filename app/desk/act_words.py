"""Verbs as the desk says them: the button, its icon, which comes first, which need no form."""

from __future__ import annotations

from app.domain.case.acceptance import to_confirm
from app.domain.case.state import Blueprint
from app.domain.refusal import msgid
from app.translations import lazy_gettext as _l

#: Words where the step says more than the verb.
AT_STEP = {"issue": _l("Issue everything together")}
#: Verb → icon.
ICONS = {
    "accept": "check", "accept_deferred": "check", "reject_acceptance": "circle-x", "supplement": "file-alert", "supply": "file-import",
    "claim": "hand-grab", "release": "arrow-back-up", "assign": "user-check", "transfer": "arrow-right", "finish_step": "check",
    "step_back": "arrow-left", "suspend": "player-pause", "resume": "player-play", "extend": "calendar-plus", "set_term": "calendar-event",
    "grant": "circle-check", "grant_partly": "circle-half", "refuse": "circle-x", "return_task": "arrow-back-up", "collect_fail": "file-x",
    "deliver": "package", "order_correction": "tool", "pass_check": "circle-check", "fail_check": "circle-x", "close_inquiry": "gavel",
    "withdraw": "arrow-back-up", "void": "ban", "reopen": "refresh",
    "correct": "file-pencil", "reclassify": "arrow-right", "undo": "arrow-back-up", "arrange_survey": "calendar-event", "record_survey": "file-pencil",
    "feedback": "message-2", "ask_department": "building", "call_back": "message-2", "bring_to_group": "users",
    "ask_void": "ban", "ask_supplement": "file-alert", "ask_extend": "calendar-plus", "answer": "gavel",
}  # fmt: skip
#: What the eye should land on: the first of these that may be done is the one filled button.
FIRST = ("answer", "supply", "claim", "record_survey", "accept", "deliver", "finish_step", "grant", "pass_check", "close_inquiry", "resume", "supplement")  # fmt: skip
#: Verbs that need no form: one press does them.
AT_ONCE = frozenset({"claim", "release", "accept", "pass_check", "collect_fail", "undo"})


def at_once(verb: str, blueprint: Blueprint) -> bool:
    """Whether one press does it: not where the clerk has conditions to confirm first."""
    return verb in AT_ONCE and not (verb == "accept" and to_confirm(blueprint))


#: What is shown under 现在不能做: others would only be noise.
TOLD = ("finish_step", "extend", "grant", "accept", "reject_acceptance", "void", "reopen")
#: Verb → what is said when it is done: the fact, not that it worked.
DONE = {
    "accept": msgid("Accepted: %(number)s."),
    "accept_deferred": msgid("Accepted with papers deferred: %(number)s."),
    "reject_acceptance": msgid("Not accepted: %(number)s."),
    "supplement": msgid("Papers asked for at “%(part)s”."),
    "supply": msgid("Papers taken in for “%(part)s”."),
    "claim": msgid("Claimed “%(part)s”."),
    "release": msgid("Released “%(part)s”: its department can claim it again."),
    "assign": msgid("Assigned “%(part)s”."),
    "transfer": msgid("Transferred “%(part)s”."),
    "finish_step": msgid("Step done at “%(part)s”."),
    "issue": msgid("Issued everything together: %(number)s. Deliver it now."),
    "step_back": msgid("“%(part)s” is one step back."),
    "suspend": msgid("Suspended “%(part)s”; other parts go on."),
    "resume": msgid("“%(part)s” goes on."),
    "extend": msgid("Extended the limit of “%(part)s”."),
    "set_term": msgid("Fixed the promised days of “%(part)s”."),
    "grant": msgid("Granted “%(part)s”."),
    "grant_partly": msgid("Granted “%(part)s” in part."),
    "refuse": msgid("Refused “%(part)s”; other parts go on."),
    "return_task": msgid("Returned “%(part)s”; other parts go on."),
    "collect_fail": msgid("Noted: the deferred papers did not come."),
    "deliver": msgid("Delivered: %(number)s."),
    "order_correction": msgid("Ordered a correction at “%(part)s”."),
    "pass_check": msgid("Post-check of “%(part)s” passed."),
    "fail_check": msgid("Post-check of “%(part)s” failed; what was granted is revoked."),
    "close_inquiry": msgid("Closed the inquiry “%(part)s”."),
    "withdraw": msgid("Withdrawn: %(number)s."),
    "void": msgid("Declared void: %(number)s."),
    "reopen": msgid("Reopened: %(number)s."),
    "correct": msgid("Corrected, and kept with its reason: %(number)s."),
    "reclassify": msgid("Changed the class: %(number)s."),
    "undo": msgid("Taken back, as if it had not been done: %(number)s."),
    "arrange_survey": msgid("Arranged the site survey of “%(part)s”."),
    "record_survey": msgid("The site survey of “%(part)s” is on record."),
    "ask_void": msgid("Asked for; a supervisor answers: %(number)s."),
    "ask_supplement": msgid("Asked for; a supervisor answers: “%(part)s”."),
    "ask_extend": msgid("Asked for; whoever approves the extension answers: “%(part)s”."),
    "answer": msgid("Answered: %(number)s."),
    "feedback": msgid("On record: what the person was told of “%(part)s”."),
    "ask_department": msgid("The department was asked to explain “%(part)s”."),
    "call_back": msgid("The call-back is on record: %(number)s."),
    "bring_to_group": msgid("Before the problem group: “%(part)s”."),
}
#: Kind of a case → verb → the fact, where something is answered and not licensed.
DONE_OWN = {
    "appeal": {
        "grant": msgid("Answered “%(part)s”: done."),
        "refuse": msgid("Answered “%(part)s”: not done."),
        "deliver": msgid("The person was told the answer: %(number)s."),
    },
    "rectification": {
        "grant": msgid("Replied to the rating: put right."),
        "grant_partly": msgid("Replied to the rating: put right in part."),
        "refuse": msgid("Replied to the rating: not put right."),
    },
}


def done(verb: str, kind: str) -> str:
    """The fact that a verb made on a case of this kind."""
    return DONE_OWN.get(kind, {}).get(verb, DONE[verb])


#: Words of an address that are a verb by another name.
ALIAS = {"issue": "finish_step", "return": "return_task"}


def verb_of(act: str) -> str:
    """The verb behind the last word of an address."""
    return ALIAS.get(act, act.replace("-", "_"))
