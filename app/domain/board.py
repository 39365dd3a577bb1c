"""Who waits for whom on the board of a channel, and who holds up most; no words here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

#: For whom one waits where it is no department: their papers, a procedure that stops the clock, the
#: applicant who fetches what was issued.
APPLICANT, PROCEDURE, RECEIVER = "@applicant", "@procedure", "@receiver"
SUPPLEMENT = "supplement"


class Standing(NamedTuple):
    """For whom a case waits, and of whom further parts wait: department → key of the part."""

    on: tuple[str, ...]
    holding: Mapping[str, str]
    issues: bool


class Bottleneck(NamedTuple):
    """Who is waited for most: in how many cases, in how many of them further parts wait, for which."""

    who: str
    cases: int
    held_up: int
    part: str


def standing(parts: Mapping[str, Any], needs: Mapping[str, Collection[str]]) -> Standing:
    """Where a case stands. ``parts`` have department, kind, state, step, held and hold; ``needs`` says
    which parts a part waits for.
    """
    whole = {part.kind: part for part in parts.values() if part.kind in ("intake", "hand_over")}
    intake, hand_over = whole["intake"], whole["hand_over"]
    if intake.state != "closed":
        return Standing((_awaited(intake),), {}, issues=False)
    if hand_over.state == "open":
        # Its first step issues, its second hands over to whoever comes.
        issued = hand_over.step > 0
        who = RECEIVER if issued else hand_over.department
        return Standing((who,), {}, issues=not issued)
    open_parts = {key: part for key, part in parts.items() if part.gates and part.state == "open"}
    awaited = {key: _awaited(part) for key, part in open_parts.items()}
    waited = {
        need
        for key, part in parts.items()
        if part.state == "waiting" and part.gates
        for need in needs.get(key, ())
    }
    holding = {who: key for key, who in awaited.items() if key in waited and who[0] != "@"}
    return Standing(tuple(dict.fromkeys(awaited.values())), holding, issues=False)


def _awaited(part: Any) -> str:
    if not part.held:
        return str(part.department)
    return APPLICANT if part.hold == SUPPLEMENT else PROCEDURE


def bottleneck(lines: Iterable[Standing]) -> Bottleneck | None:
    """Who is waited for in most cases, of equals whoever holds up more; None where nobody is waited for."""
    counts: Counter[str] = Counter()
    holding: dict[str, list[str]] = {}
    for line in lines:
        # What is ready to be handed over waits for a press of a button, not for work.
        counts.update(() if line.issues else (who for who in line.on if who != RECEIVER))
        for who, key in line.holding.items():
            holding.setdefault(who, []).append(key)
    if not counts:
        return None
    who = max(counts, key=lambda one: (counts[one], len(holding.get(one, ())), one))
    held = holding.get(who, [])
    part = Counter(held).most_common(1)[0][0] if held else ""
    return Bottleneck(who, counts[who], len(held), part)
