"""Every grant there is, and which builtin role holds it (house §8)."""

from __future__ import annotations

from app.domain.roles import Role


def _each(noun: str, *verbs: str) -> frozenset[str]:
    return frozenset(f"{noun}.{verb}" for verb in verbs)


def _reads(*nouns: str) -> frozenset[str]:
    return frozenset(f"{noun}.read" for noun in nouns)


#: Flat dictionaries and what is composed of them: the catalogue administrator's.
CATALOGUE = (
    "department", "window", "document_type", "sla", "appeal", "template", "pattern", "acknowledged",
    "centre", "calendar", "item", "theme",
)  # fmt: skip
#: What a case is made of; ``case`` and ``task`` are its header and its parts with their clocks.
HEADERS = ("case", "task", "card", "hold")
CONTENTS = (
    "applicant",
    "agent",
    "answer",
    "case_document",
    "attachment",
    "result",
    "note",
    "assistance",
    "paper",
)

_WORK = _each("task", "read", "claim", "work", "transfer", "supply")
_AT_THE_COUNTER = (
    _each("case", "read", "receive", "withdraw", "correct", "undo", "reclassify", "archive")
    | _each("draft", "read", "write")
    | _each("paper", "read", "print")
    | _each("attachment", "read", "write")
    | _each("applicant", "read", "name", "unmask")
    | _reads("agent", "card", "hold", "answer", "case_document", "result", "note", "version")
)
#: A person's own order in the queue: views of it, and what they have seen; and their inbox.
_VIEWS = _each("saved_view", "read", "write") | _each("message", "read")
#: What colleagues do for each other: stand in, help an applicant, write down what the next one must know.
_TOGETHER = (
    _each("cover", "read", "write")
    | _each("assistance", "read", "write")
    | _each("note", "read", "write")
)
#: AB posts: who works at a window reads its roster, and asks for leave, for a swap, for a calendar.
_POSTS = _each("roster", "read", "ask") | _reads("leave", "swap", "training")
#: What the people of a department do that an appeal is about, or that the problem group named.
_ASKED = _each("question", "read", "answer") | _each("problem_group", "read", "carry")
_OFFICER = (
    _WORK
    | _TOGETHER
    | _POSTS
    | _ASKED
    | _reads("statement")
    | _VIEWS
    | _each("case", "read", "undo")
    | _each("paper", "read", "print")
    | _each("attachment", "read", "write")
    | _each("applicant", "read", "name", "unmask")
    | _each("order", "read", "answer")
    | _reads("agent", "card", "hold", "answer", "case_document", "result", "note", "version")
)

#: Role → grants. Nothing else gives a builtin role anything.
BUILTIN: dict[str, frozenset[str]] = {
    Role.SYSTEM_ADMIN: _each("job", "read", "write")
    | _each("outbox", "read", "write")
    | _each("backup", "read", "write")
    | _reads("doctor"),
    Role.SECURITY_ADMIN: _each("account", "read", "write")
    | _each("role", "read", "write")
    | _each("staff", "read", "write")
    | _each("session", "read", "write")
    | _each("api_key", "read", "write"),
    Role.AUDIT_ADMIN: _each("access", "read", "export")
    | _each("grant_trail", "read", "export")
    | _each("journal", "verify"),
    Role.CATALOGUE_ADMIN: frozenset().union(*(_each(noun, "read", "write") for noun in CATALOGUE))
    | _each("version", "read", "publish")
    | _each("package", "read", "write")
    | _reads("workplace", "cause"),
    Role.WINDOW_CLERK: _AT_THE_COUNTER
    | _WORK
    | _TOGETHER
    | _POSTS
    | _ASKED
    | _each("online_appeal", "read", "settle")
    | _reads("statement")
    | _VIEWS
    | _each("task", "remind")
    | _each("order", "read", "answer")
    | _each("scope", "window", "department"),
    Role.OFFICER: _OFFICER | _each("scope", "department"),
    Role.DEPARTMENT_HEAD: _OFFICER
    | _each("task", "assign", "extend", "remind")
    | _reads("approval", "finding", "rating")
    | _each("rating", "ask_review")
    | _each("saved_view", "share")
    | _each("paper", "void")
    | _each("case", "correct", "archive")
    | _each("scope", "department", "below"),
    Role.CENTRE_HEAD: _each("case", "read", "extend")
    | _each("task", "remind")
    | _VIEWS
    | _reads(
        *HEADERS, "paper", "version", "approval", "roster", "problem_group", "cover", "bulletin"
    )
    | _reads("leave", "swap", "training")
    | _reads("statement", "question", "finding", "order", "supervision", "cause", "grading")
    | _each("roster", "write")
    | _each("problem_group", "write", "carry")
    | _each("scope", "centre"),
    Role.SUPERVISOR: _each("case", "read", "void", "confirm", "reopen")
    | _each("paper", "void")
    | _each("task", "remind")
    | _each("rating", "read", "review", "revisit")
    | _VIEWS
    | _reads(*HEADERS, "paper", "version", "approval")
    | _reads("statement", "question", "problem_group")
    | _each("bulletin", "read", "write", "publish")
    | _each("finding", "read", "settle")
    | _each("order", "read", "write")
    | _each("cause", "read", "decide")
    | _each("supervision", "read", "count")
    | _each("grading", "read", "freeze")
    | _each("scope", "centre"),
    Role.AUDITOR: _reads(
        *HEADERS,
        *CONTENTS,
        *CATALOGUE,
        "workplace",
        "version",
        "package",
        "cover",
        "rating",
        "bulletin",
        "order",
        "cause",
        "supervision",
        "grading",
        "roster",
        "leave",
        "swap",
        "training",
        "problem_group",
        "statement",
        "question",
        "finding",
    )
    | _each("journal", "read", "verify", "export")
    | _each("case", "export", "archive")
    | _each("task", "export")
    | _each("paper", "export")
    | _each("applicant", "unmask")
    | _each("scope", "centre"),
}

#: The three administrators' own grants; no composed role may contain one, so nobody gains them.
ADMINISTRATORS_OWN = frozenset().union(
    *(BUILTIN[role] for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN))
) - _each("journal", "verify")
GRANTS = frozenset().union(*BUILTIN.values())
#: What the security administrator may compose further roles of.
COMPOSABLE = GRANTS - ADMINISTRATORS_OWN

#: Verb of a case command → grant, where it is not ``task.work``.
_ACTS = {
    "receive": "case.receive",
    "claim": "task.claim",
    "release": "task.claim",
    "assign": "task.assign",
    "transfer": "task.transfer",
    "supply": "task.supply",
    "withdraw": "case.withdraw",
    "void": "case.void",
    "reopen": "case.reopen",
    "reclassify": "case.reclassify",
    "correct": "case.correct",
    "undo": "case.undo",
    # Asked for by who would do it; answered by who confirms it.
    "ask_void": "case.withdraw",
    "answer_void": "case.void",
    "answer_supplement": "case.confirm",
    "call_back": "case.receive",
    "answer_department": "question.answer",
    "decide_in_group": "problem_group.write",
    "carry_out": "problem_group.carry",
    "settle_finding": "finding.settle",
}
#: What is done from a page of its own, by people who need not see the case.
_ELSEWHERE = ("answer_department", "decide_in_group", "carry_out", "settle_finding")
#: Every grant that some act on a case's page needs: who holds none of them only reads.
ACTING = tuple(
    sorted(
        {grant for verb, grant in _ACTS.items() if verb not in _ELSEWHERE}
        | {"task.work", "task.extend", "case.extend"}
    )
)


def acting_grant(verb: str, *, on_task: bool) -> str:
    """The grant a case command needs: extension of the case and of a part differ (house §8)."""
    if verb in ("extend", "answer_extend"):
        return "task.extend" if on_task else "case.extend"
    return _ACTS.get(verb, "task.work")
