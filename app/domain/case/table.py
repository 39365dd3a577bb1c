"""Every verb of a case: name → what it acts on, its handler, allowed on hold, what it must carry."""

from __future__ import annotations

from app.domain.case import (
    acceptance,
    accountability,
    after_decision,
    appeals,
    asking,
    clocks,
    deciding,
    owning,
    problem_group,
    receiving,
    setting_right,
    supplements,
    surveys,
    ticking,
    whole_case,
)
from app.domain.case.verb import ANY, CASE, CLOSED, EVERY_TASK, NEW, Verb

INTAKE, WORK, CHECK, INQUIRY = ("intake",), ("work",), ("check",), ("inquiry",)
#: Tasks with steps to go through; those a department answers for.
STEPPED = ("work", "hand_over", "check", "inquiry")
ANSWERED = ("work", "check", "inquiry")

VERBS: dict[str, Verb] = {
    "receive": Verb((NEW,), receiving.receive, needs=("window",)),
    "supplement": Verb(("intake", "work"), supplements.supplement, needs=("fault", "documents")),
    "supply": Verb(
        ("intake", "work", "papers"), supplements.supply, on_hold=True, needs=("documents",)
    ),
    "accept": Verb(INTAKE, acceptance.accept),
    "accept_deferred": Verb(INTAKE, acceptance.accept_deferred, needs=("deadline",)),
    "reject_acceptance": Verb(
        INTAKE, acceptance.reject_acceptance, on_hold=True, needs=("ground", "reason")
    ),
    "tick": Verb((ANY,), ticking.tick, on_hold=True),
    "claim": Verb(EVERY_TASK, owning.claim, on_hold=True),
    "release": Verb(EVERY_TASK, owning.release, on_hold=True),
    "assign": Verb(EVERY_TASK, owning.assign, on_hold=True, needs=("owner",)),
    "transfer": Verb(ANSWERED, owning.transfer, on_hold=True, needs=("department", "reason")),
    "finish_step": Verb(STEPPED, deciding.finish_step),
    "step_back": Verb(STEPPED, deciding.step_back, needs=("reason",)),
    "suspend": Verb(WORK, clocks.suspend, on_hold=True, needs=("kind", "expected")),
    "resume": Verb(WORK, clocks.resume, on_hold=True, needs=("hold",)),
    "extend": Verb((*WORK, CASE), clocks.extend, on_hold=True, needs=("days", "reason")),
    "set_term": Verb(WORK, clocks.set_term, needs=("days",)),
    "grant": Verb(WORK, deciding.grant),
    "grant_partly": Verb(WORK, deciding.grant_partly),
    "refuse": Verb(WORK, deciding.refuse_part),
    "return_task": Verb(WORK, deciding.return_task, on_hold=True, needs=("reason",)),
    "collect_fail": Verb(("papers",), supplements.collect_fail, on_hold=True),
    "deliver": Verb(("hand_over",), deciding.deliver),
    "order_correction": Verb(CHECK, after_decision.order_correction, needs=("expected",)),
    "pass_check": Verb(CHECK, after_decision.pass_check, on_hold=True),
    "fail_check": Verb(CHECK, after_decision.fail_check, on_hold=True, needs=("reason",)),
    "close_inquiry": Verb(INQUIRY, after_decision.close_inquiry, needs=("finding",)),
    "withdraw": Verb((CASE,), whole_case.withdraw, on_hold=True),
    "void": Verb((CASE,), whole_case.void, on_hold=True, needs=("reason",)),
    "reopen": Verb((CLOSED,), whole_case.reopen, needs=("tasks", "reason")),
    "reclassify": Verb((CASE,), whole_case.reclassify, on_hold=True, needs=("blueprint", "reason")),
    "recalculate": Verb((ANY,), clocks.recalculate, on_hold=True),
    "arrange_survey": Verb(WORK, surveys.arrange_survey, on_hold=True, needs=("people",)),
    "record_survey": Verb(WORK, surveys.record_survey, needs=("outcome", "opinion")),
    "ask_void": Verb((CASE,), asking.asks("void"), on_hold=True, needs=("reason",)),
    "ask_supplement": Verb(
        ("intake", "work"), asking.asks("supplement"), needs=("fault", "documents", "reason")
    ),
    "ask_extend": Verb(
        (*WORK, CASE), asking.asks("extend"), on_hold=True, needs=("days", "reason")
    ),
    "answer": Verb((CASE,), asking.answer, on_hold=True, needs=("ask", "answer", "reason")),
    "correct": Verb((CASE,), setting_right.correct, on_hold=True, needs=("reason",)),
    "undo": Verb((CASE,), setting_right.undo, on_hold=True, needs=("log",)),
    "feedback": Verb(WORK, appeals.feedback, on_hold=True, needs=("said",)),
    "ask_department": Verb(
        WORK, appeals.ask_department, on_hold=True, needs=("department", "expected", "said")
    ),
    "answer_department": Verb(
        (ANY,), appeals.answer_department, on_hold=True, needs=("nth", "said")
    ),
    "call_back": Verb((ANY,), appeals.call_back, on_hold=True, needs=("result",)),
    "bring_to_group": Verb(WORK, problem_group.bring_to_group, on_hold=True, needs=("reason",)),
    "decide_in_group": Verb(
        (ANY,),
        problem_group.decide_in_group,
        on_hold=True,
        needs=("nth", "said", "carried_by", "expected"),
    ),
    "carry_out": Verb((ANY,), problem_group.carry_out, on_hold=True, needs=("nth", "said")),
    "settle_finding": Verb(
        (ANY,), accountability.settle_finding, on_hold=True, needs=("nth", "said")
    ),
}
