"""Verbs as the desk says them: the button, what is said when it is done, which comes first."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

#: Verb → the words on its button.
BUTTON = {
    "accept": _l("Accept"),
    "accept_deferred": _l("Accept with papers deferred"),
    "reject_acceptance": _l("Refuse to accept"),
    "supplement": _l("Ask for papers"),
    "supply": _l("Take papers in"),
    "claim": _l("Claim"),
    "release": _l("Release"),
    "assign": _l("Assign"),
    "transfer": _l("Transfer"),
    "finish_step": _l("Finish this step"),
    "step_back": _l("Back one step"),
    "suspend": _l("Suspend"),
    "resume": _l("Resume"),
    "extend": _l("Extend the limit"),
    "set_term": _l("Fix the promised days"),
    "grant": _l("Grant"),
    "grant_partly": _l("Grant in part"),
    "refuse": _l("Refuse"),
    "return_task": _l("Return"),
    "collect_fail": _l("The deferred papers did not come"),
    "deliver": _l("Deliver"),
    "order_correction": _l("Order a correction"),
    "pass_check": _l("Post-check passed"),
    "fail_check": _l("Post-check failed, revoke"),
    "close_inquiry": _l("Close the inquiry"),
    "withdraw": _l("Withdraw"),
    "void": _l("Declare void"),
    "reopen": _l("Reopen"),
}
#: Words where the step says more than the verb.
AT_STEP = {"issue": _l("Issue everything together")}
#: Verb → icon.
ICONS = {
    "accept": "check", "accept_deferred": "check", "reject_acceptance": "circle-x", "supplement": "file-alert", "supply": "file-import",
    "claim": "hand-grab", "release": "arrow-back-up", "assign": "user-check", "transfer": "arrow-right", "finish_step": "check",
    "step_back": "arrow-left", "suspend": "player-pause", "resume": "player-play", "extend": "calendar-plus", "set_term": "calendar-event",
    "grant": "circle-check", "grant_partly": "circle-half", "refuse": "circle-x", "return_task": "arrow-back-up", "collect_fail": "file-x",
    "deliver": "package", "order_correction": "tool", "pass_check": "circle-check", "fail_check": "circle-x", "close_inquiry": "gavel",
    "withdraw": "arrow-back-up", "void": "ban", "reopen": "refresh", "correct": "pencil",
}  # fmt: skip
#: What the eye should land on: the first of these that may be done is the one filled button.
FIRST = (
    "supply",
    "claim",
    "accept",
    "deliver",
    "finish_step",
    "grant",
    "pass_check",
    "close_inquiry",
    "resume",
    "supplement",
)  # fmt: skip
#: Verbs that need no form: one press does them.
AT_ONCE = frozenset({"claim", "release", "accept", "pass_check", "collect_fail"})
#: What is shown under 现在不能做: others would only be noise.
TOLD = (
    "finish_step",
    "extend",
    "grant",
    "accept",
    "reject_acceptance",
    "void",
    "reopen",
)
