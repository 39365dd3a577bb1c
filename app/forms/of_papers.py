"""What an act asks about papers: what lacks, what came, and how it looked when it was looked at."""

from __future__ import annotations

from typing import Any

from app.forms import act_words as words
from app.forms.act_specs import Spec, options, reason, spec
from app.forms.points import places
from app.forms.setting import Setting
from app.translations import gettext as _


def points(at: Setting, keys: list[str], label: str, takes: str, **more: Any) -> list[Spec]:
    """Points of these papers to tick; ``takes`` says what the ticks become in the command."""
    papers = at.papers(keys)
    made = spec("points", "points", label, required=False, papers=papers, takes=takes, **more)
    return [made] if papers else []


def supplement(at: Setting) -> list[Spec]:
    whole = at.spec.get("kind") == "intake"
    papers = at.missing if whole else []
    papers = papers or at.used or at.in_order(at.state["documents"])
    listed = {key: at.name(key) for key in papers if key in at.blueprint["documents"]}
    open_ones = [key for key in listed if not all(at.around.ticks.get(key, []))]
    return [
        spec("fault", "choice", _("What is wrong"), options=options(words.faults(whole=whole))),
        spec("documents", "lines", _("Documents"), options=options(listed), default=open_ones),
        reason(_("For all of them, or the applicant as a whole"), required=False),
        spec("expected", "date", _("To be supplied by"), required=False),
    ]


def supply(at: Setting) -> list[Spec]:
    holds = [hold for hold in at.part["holds"] if hold["until"] is None]
    asked = {key for hold in holds for key in set(hold["documents"] or ()) - set(hold["got"])}
    if at.spec.get("kind") == "papers":
        asked |= set((at.state["debts"] or {}).get("documents", ())) - set(at.state["documents"])
    wanted = at.in_order(asked or at.missing)
    return points(at, wanted, _("What came: tick each review point that holds"), "came")


def checked(at: Setting) -> list[Spec]:
    """The officer's own look, paper by paper, at the points as the window ticked them."""
    # As the window left them: an officer confirms or takes back, and types nothing twice.
    held = places({key: at.around.ticks.get(key, []) for key in at.used}, on=True)
    say = _("Ticked as it was found before. Look at each paper yourself and say so; untick what does not hold.")  # fmt: skip
    return points(at, at.used, _("Review points"), "ticks", ticked=held, note=say, looks=True)
