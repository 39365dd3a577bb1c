"""Verbs in the words of their buttons."""

from __future__ import annotations

from app.translations import lazy_gettext as _l

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
    "correct": _l("Correct the data"),
    "reclassify": _l("Change the class"),
    "undo": _l("Take back the last act"),
    "arrange_survey": _l("Arrange a site survey"),
    "record_survey": _l("Record the site survey"),
    "ask_void": _l("Ask to declare it void"),
    "ask_supplement": _l("Ask to request papers once more"),
    "ask_extend": _l("Ask to extend the limit"),
    "answer": _l("Answer the request"),
    "feedback": _l("Put on record what the person was told"),
    "ask_department": _l("Have a department explain"),
    "call_back": _l("Put the call-back on record"),
    "bring_to_group": _l("Bring before the problem group"),
}
#: Kind of a case → verbs that are said otherwise of it: an appeal and a bad rating are answered, not licensed.
OWN = {
    "appeal": {
        "grant": _l("Answer and close: done"),
        "refuse": _l("Answer and close: not done"),
        "deliver": _l("Tell the person the answer"),
        "close_inquiry": _l("Decide the inquiry"),
    },
    "rectification": {
        "grant": _l("Reply: put right"),
        "grant_partly": _l("Reply: put right in part"),
        "refuse": _l("Reply: not put right"),
    },
}
#: Kinds that are answered: nothing of them is granted, issued or handed over.
ANSWERED = frozenset(OWN)


def button(verb: str, kind: str) -> str:
    """The words of a verb on a case of this kind."""
    return str(OWN.get(kind, {}).get(verb, BUTTON[verb]))
