"""The case machine: one decide, one evolve, one settle for every kind of case."""

from app.domain.case.decide import carried, decide
from app.domain.case.evolve import evolve, fold
from app.domain.case.graph import OUTCOMES, case_outcome, chosen_plan, settle
from app.domain.case.offers import Offer, offers
from app.domain.case.phase import PHASES, phase
from app.domain.case.rows import rows_of
from app.domain.case.table import VERBS
from app.domain.case.verb import Facts, Verb
from app.domain.refusal import Refusal

#: Payload that is free text and may hold names: stored encrypted, its HMAC in the event (spine §9).
TEXT_FIELDS = (
    "before",
    "reason",
    "remedy",
    "law",
    "opinion",
    "explanation",
    "guidance",
    "agent",
    "reply",
    "progress",
    "place",
    "said",
    "measures",
)
#: Of these what no reading of the trail brings along: what stood there before a correction.
HELD_BACK = ("before",)

__all__ = [
    "HELD_BACK",
    "OUTCOMES",
    "PHASES",
    "TEXT_FIELDS",
    "VERBS",
    "Facts",
    "Offer",
    "Refusal",
    "Verb",
    "carried",
    "case_outcome",
    "chosen_plan",
    "decide",
    "evolve",
    "fold",
    "offers",
    "phase",
    "rows_of",
    "settle",
]
