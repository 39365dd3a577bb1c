"""Steps and decisions: finish a step, go back one, grant, refuse, return, issue, deliver."""

from __future__ import annotations

from app.domain.case.closing import check_texts, way_of
from app.domain.case.graph import GOOD
from app.domain.case.grounds import check_ground
from app.domain.case.papers import last_moment, lines_of
from app.domain.case.state import Event, debts_open, document_names, moment, open_holds
from app.domain.case.surveys import check_recorded
from app.domain.case.verb import Ask, Handler, role_of
from app.domain.refusal import msgid, refuse


def finish_step(ask: Ask) -> list[Event]:
    """Go on to the next step; 出件 is the hand-over's first step and happens once (R52)."""
    if ask.is_last_step:
        raise refuse("step", "This is the last step: it ends with a decision.")
    _check_role(ask)
    check_recorded(ask)
    at, name = ask.task["step"], ask.task["steps"][ask.task["step"]]
    done = {
        "type": "step_done",
        "task": ask.key,
        "step": name,
        "to": at + 1,
        "opinion": ask.command.get("opinion"),
    }
    if name == "issue":
        parts = ask.state["tasks"].items()
        done["issued"] = sorted(
            key for key, part in parts if part["gates"] and part["outcome"] in GOOD
        )
    return [done]


def _check_role(ask: Ask) -> None:
    """A step that says who finishes it is finished by them."""
    wanted = ask.step.get("by")
    if wanted and not ask.has_role(wanted):
        raise refuse("role", DECIDES.get(role_of(wanted), "Somebody else finishes this step."))


#: Role of a step → the sentence that says who decides.
DECIDES = {
    "department_head": msgid("A head of the department decides this step."),
    "centre_head": msgid("The head of the centre decides this step."),
    "supervisor": msgid("A supervisor decides this step."),
}


def step_back(ask: Ask) -> list[Event]:
    """One step back; the clock runs on."""
    steps, at = ask.task["steps"], ask.task["step"]
    if at == 0:
        raise refuse("step", "This is the first step.")
    # The results have left the window.
    if steps[at - 1] == "issue":
        raise refuse("R52", "What was issued is not taken back.")
    back = {"type": "step_done", "task": ask.key, "step": steps[at], "to": at - 1}
    return [back | {"reason": ask.command["reason"]}]


#: What a decision may say; free text among it is encrypted beside the event (spine §9).
REASONS = ("reason", "remedy", "law", "points", "ground", "competent_department")
CLOSING_TEXTS = ("explanation", "guidance", "agent", "reply", "progress", "opinion")


def _decision(outcome: str, notice: str) -> Handler:
    """The handler of one decision: steps done, debts paid, reasons and texts given (R27, R29, R73)."""

    def decide_part(ask: Ask) -> list[Event]:
        if not ask.is_last_step:
            raise refuse("step", "Steps before the decision are still open.")
        _check_role(ask)
        if outcome in GOOD:
            _check_debts(ask)
            _check_result(ask)
        appeal = ask.state.get("appeal") or {}
        _check_refused(ask, outcome)
        check_texts(ask.spec, outcome, given=ask.command, told=appeal.get("given", ()))
        event = {"type": "task_closed", "task": ask.key, "outcome": outcome, "notice": notice}
        texts = {
            name: ask.command[name] for name in (*REASONS, *CLOSING_TEXTS) if ask.command.get(name)
        }
        # An appeal is answered, not licensed: the person was told, and a paper says what (R75).
        answered = {"way": way_of(ask.command), "notice": "appeal_reply"} if appeal else {}
        return [event | texts | answered]

    return decide_part


def _check_debts(ask: Ask) -> None:
    """Deferred papers that this part uses must have come (R29)."""
    lines, owed = lines_of(ask), debts_open(ask.state)
    used = [key for key in owed if key in lines and ask.key in lines[key]["used_by"]]
    if used:
        raise refuse(
            "R29",
            "Deferred papers are still owed: %(papers)s.",
            papers=document_names(ask.blueprint, used),
        )


def _check_result(ask: Ask) -> None:
    """What is handed out bears a number, unless the package says that this result has none."""
    numbered = ask.spec.get("result") and ask.spec.get("numbered", True)
    if numbered and not str(ask.command.get("result_number") or "").strip():
        raise refuse("result", "Give the number of the result: it stands on what is handed out.")


def _check_refused(ask: Ask, outcome: str) -> None:
    """What R27 asks of a refusal; a rectification answers a rating, where nobody applied for anything."""
    if outcome not in ("refused", "partly") or ask.blueprint["kind"] == "rectification":
        return
    _check_reasons(ask)
    if outcome == "refused" and not ask.state.get("appeal"):
        _check_grounded(ask)


def _check_reasons(ask: Ask) -> None:
    """A refusal names the failed point or the law, and the remedy (R27)."""
    if not (ask.command.get("reason") and ask.command.get("remedy")):
        raise refuse(
            "R27",
            "Give the reason (the review point that failed, or the law) and the remedy that is open.",
        )
    check_ground(ask)


def _check_grounded(ask: Ask) -> None:
    """A refusal says which review point failed, which law forbids it, or the ground of an appeal (R27)."""
    if not any(ask.command.get(name) for name in ("points", "law", "ground")):
        raise refuse("R27", "Name the review point that failed, or the law that it rests on.")


grant = _decision("granted", "decision_grant")
grant_partly = _decision("partly", "decision_grant")
refuse_part = _decision("refused", "decision_refuse")


def return_task(ask: Ask) -> list[Event]:
    """退件: only where papers that were asked for did not come, or a deferral lapsed (R30)."""
    asked = [hold for hold in open_holds(ask.task) if hold["kind"] == "supplement"]
    debts = ask.state["debts"]
    # Past its day an owed paper counts like one that was asked for and did not come.
    lapsed = debts and ask.now > moment(debts["deadline"]) and debts_open(ask.state)
    if not asked and not lapsed:
        raise refuse("R30", "Returned is only what waits for papers that did not come.")
    if not lapsed and all(
        hold["expected"] and ask.now <= last_moment(ask, hold["expected"]) for hold in asked
    ):
        raise refuse("R30", "The time set for the papers has not passed.")
    returned = {"type": "task_closed", "task": ask.key, "outcome": "returned", "notice": "return"}
    return [returned | {"reason": ask.command["reason"]}]


def _check_received(ask: Ask) -> None:
    """Who took it is on record: another than the applicant by name and ID, the mail by its number."""
    command = ask.command
    if command.get("collector") == "other" and not (
        command.get("receiver") and command.get("receiver_id_type")
    ):
        raise refuse(
            "delivery", "Write who receives it for the applicant, and which ID they showed."
        )
    if command.get("way") == "mail" and not command.get("tracking"):
        raise refuse("delivery", "Give the tracking number: it goes by mail.")


def deliver(ask: Ask) -> list[Event]:
    """送达: after everything was issued once (R19, R52); who collects it at the window signs for that."""
    if not ask.is_last_step:
        raise refuse("R52", "Issue first, then deliver.")
    _check_received(ask)
    closed: Event = {"type": "task_closed", "task": ask.key, "outcome": "delivered"}
    # Nothing is handed over where somebody was answered: no receipt is signed for it.
    if ask.state.get("appeal"):
        return [closed]
    closed["notice"] = "delivery"
    collected = ask.command.get("way") in (None, "", "window")
    return [closed | ({"also": ["pickup"]} if collected else {})]
