"""What the window takes in: who asks, what they answered, which papers came; and the rows it fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import cipher
from app.domain import masking
from app.domain.case import Facts
from app.domain.documents import in_order, merged_lines
from app.domain.fields import FIELD_KINDS
from app.domain.phones import dialled
from app.models import Agent, Answer, Applicant, Case, inserting

#: Task kinds whose title is the case's: they serve the whole case, not one item.
WHOLE_CASE = ("intake", "papers", "hand_over")
#: Why a case names the one of which a refused part was applied for again (R49).
AGAIN = "applied_again"
#: What of an appeal stays out of its event: it may hold names, or is another system's.
BESIDE = ("said", "external_ref")
#: Columns by which an answer is found; no personal kind fills one.
SEARCHED = ("index_text", "index_number", "index_day")


@dataclass(frozen=True)
class Intake:
    """One intake ready to be received; values are checked and normalised by the forms.

    ``ticks`` are the review points of each paper that came, in the order of the catalogue;
    ``documents`` the papers whose points are all ticked (a paper with an open point is not received).
    """

    version_id: int
    window: str
    applicant: dict[str, Any]
    answers: dict[str, Any]
    chosen: list[str]
    documents: list[str]
    agent: dict[str, Any] | None = None
    ticks: dict[str, list[bool]] = field(default_factory=dict)
    told: int = 0
    notice_documents: list[str] | None = None
    barred: list[str] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    #: question that only a person can judge → who judged it
    judged: dict[str, str] = field(default_factory=dict)
    #: whom the applicant came to first, where that is not who receives (首问负责)
    first_contact: str | None = None
    #: who sent it and under which number of theirs; both or neither
    external_source: str | None = None
    external_ref: str | None = None
    #: of an appeal: channel, departments, about, anonymous, external_ref, said, and what was told at once
    appeal: dict[str, Any] | None = None

    @property
    def bad_credit(self) -> bool:
        """Whether an earlier promise of this applicant was false (R28, R31)."""
        return bool(self.applicant.get("bad_credit"))

    def appeal_columns(self) -> dict[str, Any] | None:
        """Of an appeal what no event carries: the person's own words, the hotline's number."""
        return self.appeal and {
            "said": self.appeal["said"],
            "external_ref": self.appeal.get("external_ref") or None,
        }

    def command(self, sha256: str | None = None) -> dict[str, Any]:
        """The command that opens the case (``sha256``: its blueprint's hash, where known); no personal value is in it."""
        appeal = self.appeal and {
            name: value for name, value in self.appeal.items() if name not in BESIDE
        }
        return {
            "verb": "receive",
            "sha256": sha256,
            "window": self.window,
            "chosen": self.chosen,
            "documents": self.documents,
            "told": self.told,
            "barred": self.barred,
            "links": self.links,
            **({"appeal": appeal} if appeal else {}),
        }


def case_columns(blueprint: dict[str, Any], number: str, *, taken: Intake) -> dict[str, Any]:
    """The columns of a new case that no event carries."""
    return {
        "number": number,
        "version_id": taken.version_id,
        "name": blueprint["name"],
        "lead": blueprint.get("lead"),
        "window": taken.window,
        "applicant": masking.mask_name(taken.applicant["name"]),
        "follows": next((one["case"] for one in taken.links if one.get("why") == AGAIN), None),
        "external_source": taken.external_source,
        "external_ref": taken.external_ref,
    }


def task_columns(
    blueprint: dict[str, Any], number: str, *, applicant: str, keys: list[str], after: int = 0
) -> dict[str, dict[str, Any]]:
    """Number, title and applicant of each task, by key; work tasks count on from ``after`` (spine §8)."""
    specs = {task["key"]: task for task in blueprint["tasks"]}
    joint = blueprint["kind"] == "joint"
    columns, serial = {}, after
    for key in (key for key in specs if key in keys):
        spec = specs[key]
        whole = spec["kind"] in WHOLE_CASE
        serial += spec["kind"] == "work"
        columns[key] = {
            "number": f"{number}-{serial:02d}"
            if spec["kind"] == "work"
            else f"{number}/{path_of(key)}",
            "item": spec.get("item"),
            "name": blueprint["name"] if whole else spec["name"],
            "theme": blueprint["name"] if joint and not whole else None,
            "applicant": applicant,
        }
    return columns


def path_of(key: str) -> str:
    """A task's key as it stands in an address: ``hand_over`` → ``hand-over``."""
    return key.replace("_", "-")


def document_columns(
    blueprint: dict[str, Any],
    chosen: list[str],
    *,
    answers: Mapping[str, Any],
    ticks: dict[str, list[bool]],
    today: date,
) -> dict[str, dict[str, Any]]:
    """One row per line of the list merged for this case, in the order of the notice sheet."""
    lines = merged_lines(
        blueprint["rows"], blueprint["documents"], chosen=set(chosen), answers=answers, today=today
    )
    parts = [task["key"] for task in blueprint["tasks"] if task["key"] in chosen]
    return {
        line["document"]: {
            "name": blueprint["documents"][line["document"]]["name"],
            "necessity": line["necessity"],
            "copies": line["copies"],
            "points": ticks.get(line["document"], []),
        }
        for line in in_order(lines, blueprint["documents"], parts=parts)
    }


def write_people(
    session: Session, case_id: int, taken: Intake, *, blueprint: dict[str, Any]
) -> None:
    """Applicant, agent and answers of a new case."""
    inserting.insert(session, Applicant, [_applicant(case_id, taken.applicant)])
    if taken.agent:
        inserting.insert(session, Agent, [_agent(case_id, taken.agent)])
    answers = [
        {
            "case_id": case_id,
            "by": taken.judged.get(spec["key"]),
            **answer_columns(spec, taken.answers[spec["key"]]),
        }
        for spec in blueprint["fields"]
        if taken.answers.get(spec["key"]) not in (None, "", [])
    ]
    inserting.insert(session, Answer, answers)


def _applicant(case_id: int, person: dict[str, Any]) -> dict[str, Any]:
    # Empty where nobody is named: who rated badly is answered and not asked who they are.
    plain = {"name": person["name"], "id_type": person["id_type"]}
    plain["organisation"] = person.get("organisation") or None
    secret = {name: person.get(name) or None for name in ("id_number", "credit_code", "phone")}
    return {
        "case_id": case_id,
        "bad_credit": bool(person.get("bad_credit")),
        **plain,
        **secret,
        **blind_indexes(secret),
    }


def _agent(case_id: int, person: dict[str, Any]) -> dict[str, Any]:
    secret = {name: person.get(name) or None for name in ("id_number", "phone")}
    return {
        "case_id": case_id,
        "name": person["name"],
        "id_type": person["id_type"],
        **secret,
        **blind_indexes(secret),
    }


def blind_indexes(secret: Mapping[str, str | None]) -> dict[str, str | None]:
    """A blind index beside each secret: the same number gives the same mark in every table."""
    return {
        f"{name}_index": cipher.blind_index(ALIKE.get(name, str)(value), context=name)
        if value
        else None
        for name, value in secret.items()
    }


#: Secret → what of it is compared, where it is written in several ways.
ALIKE = {"phone": dialled}


def answer_columns(spec: Mapping[str, Any], value: Any) -> dict[str, Any]:
    """The columns of one answer: sealed where its kind is personal, else in clear and searchable."""
    kind = FIELD_KINDS[spec["kind"]]
    row: dict[str, Any] = dict.fromkeys(("value", "sealed", *SEARCHED))
    row["sealed" if kind.personal else "value"] = value
    return {"field": spec["key"], "kind": spec["kind"], **row, **kind.index_value(value)}


def facts_of(session: Session, case_id: int) -> Facts:
    """The answers and the credit mark of a case: what rules ask beside the fold."""
    rows = session.execute(
        sa.select(Answer.field, Answer.value, Answer.sealed).where(Answer.case_id == case_id)
    )
    answers = {row.field: row.value if row.sealed is None else row.sealed for row in rows}
    bad = session.execute(
        sa.select(Applicant.bad_credit).where(Applicant.case_id == case_id)
    ).scalar()
    return Facts(answers=answers, bad_credit=bool(bad))


def masked_applicant(session: Session, case_id: int) -> str:
    """The masked name that lists show."""
    return str(session.execute(sa.select(Case.applicant).where(Case.id == case_id)).scalar_one())
