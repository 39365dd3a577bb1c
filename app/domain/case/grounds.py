"""Why something is not taken on, and what each ground demands to be said with it."""

from __future__ import annotations

from app.domain.case.verb import Ask
from app.domain.refusal import msgid, refuse

#: Ground → what must be said with it, the rule, and the sentence where it is not said.
GROUNDS: dict[str, tuple[str, str, str]] = {
    "wrong_department": (
        "competent_department",
        "R20",
        msgid("Name the department that is competent."),
    ),
    "out_of_scope": (
        "competent_department",
        "R74",
        msgid("Name the department that coordinates it."),
    ),
    "excluded": (
        "remedy",
        "R74",
        msgid("Tell the way that is open instead: the law has a procedure of its own for this."),
    ),
}


def check_ground(ask: Ask) -> None:
    """Raises a refusal where the ground of a rejection or refusal lacks what belongs to it.

    A wrong department names the competent one (R20); out of scope names who coordinates it, a
    statutory exclusion (涉法、涉诉、信访) the remedy (R74). Any other ground, no permit needed
    among them (R21), stands by itself.
    """
    said_with, rule, sentence = GROUNDS.get(ask.command.get("ground") or "", ("", "", ""))
    if said_with and not ask.command.get(said_with):
        raise refuse(rule, sentence)
