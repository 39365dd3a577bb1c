"""AB posts in words: kinds of leave, states, what the house tells of them, what the trail says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.telling import days

LEAVES: dict[str, Any] = {
    "annual": _l("annual leave"),
    "sick": _l("sick leave"),
    "personal": _l("personal leave"),
    "training": _l("training elsewhere"),
    "official": _l("out on duty"),
    "other": _l("other leave"),
}
#: State of a leave or of a swap → its word.
STATES: dict[str, Any] = {
    "asked": _l("waits for an answer"),
    "approved": _l("approved"),
    "agreed": _l("agreed"),
    "refused": _l("not approved"),
    "declined": _l("declined"),
    "withdrawn": _l("withdrawn"),
    "called_off": _l("called off"),
    "ended": _l("over early"),
}
#: Kind of a message → what it is called.
KINDS: dict[str, Any] = {
    "post_set": _l("Your shift"),
    "roster_made": _l("Roster"),
    "post_gap": _l("Nobody at the window"),
    "both_away": _l("A and B both away"),
    "only_away": _l("Away, and no B set"),
    "leave_asked": _l("Leave"),
    "leave_answered": _l("Leave"),
    "hand_over": _l("Work to take over"),
    "swap_asked": _l("Swap"),
    "swap_answered": _l("Swap"),
}
#: Those whose page is the leave they tell of; the others lead to the roster.
OF_LEAVE = frozenset({"leave_asked", "leave_answered", "hand_over"})
OF_SWAPS = frozenset({"swap_asked", "swap_answered"})


def hours(since: datetime, until: datetime) -> str:
    """08:30–11:30."""
    return f"{days.clock(since)}–{days.clock(until)}"


def when(since: datetime, until: datetime) -> str:
    """9月24日 08:30–11:30."""
    return f"{days.day(since)} {hours(since, until)}"


def _span(said: Mapping[str, Any]) -> dict[str, str]:
    first, last = (days.day(date.fromisoformat(said[name])) for name in ("since", "until"))
    return {"since": first, "until": last}


def _gaps(said: Mapping[str, Any]) -> str:
    lines = [
        _("%(window)s %(when)s", window=name, when=when(*map(datetime.fromisoformat, span)))
        for name, *span in said["gaps"]
    ]
    more = _(" and %(count)s more", count=said["more"]) if said.get("more") else ""
    return str(_(", ").join(lines)) + more


def _post(said: Mapping[str, Any]) -> str:
    at = days.moment(datetime.fromisoformat(said["since"]))
    seat = said["seat"]
    if not seat:
        return _("%(who)s took you out of the shift %(when)s at %(window)s.", who=said["who"], when=at, window=said["window"])  # fmt: skip
    return _("%(who)s set you as %(seat)s at %(window)s: %(when)s.", who=said["who"], seat=seat, when=at, window=said["window"])  # fmt: skip


def _answered(said: Mapping[str, Any]) -> str:
    if said["answer"] == "approved":
        return _("%(who)s approved your leave from %(since)s to %(until)s.", who=said["who"], **_span(said))  # fmt: skip
    return _("%(who)s did not approve your leave from %(since)s to %(until)s.", who=said["who"], **_span(said))  # fmt: skip


def _swap_answered(said: Mapping[str, Any]) -> str:
    at = days.moment(datetime.fromisoformat(said["at"]))
    if said["answer"] == "agreed":
        return _("%(who)s takes your shift of %(when)s.", who=said["who"], when=at)
    return _("%(who)s does not take your shift of %(when)s.", who=said["who"], when=at)


#: Kind of a message → its sentence.
SAID: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "post_set": _post,
    "roster_made": lambda said: _("The roster from %(since)s to %(until)s is made.", **_span(said)),
    "post_gap": lambda said: _("Nobody sits at: %(gaps)s.", gaps=_gaps(said)),
    "both_away": lambda said: _("A and B are both away at: %(gaps)s.", gaps=_gaps(said)),
    "only_away": lambda said: _("The only one on post is away, and nobody is set beside them: %(gaps)s.", gaps=_gaps(said)),
    "leave_asked": lambda said: _("%(who)s asks for leave from %(since)s to %(until)s.", who=said["person"], **_span(said)),
    "leave_answered": _answered,
    "hand_over": lambda said: _("You take over from %(who)s from %(since)s to %(until)s: look through the list and say that you have it.", who=said["person"], **_span(said)),
    "swap_asked": lambda said: _("%(who)s asks you to take their shift of %(when)s.", who=said["who"], when=days.moment(datetime.fromisoformat(said["at"]))),
    "swap_answered": _swap_answered,
}  # fmt: skip

#: What was done to it → the trail's sentence, given the noun and the entry's reference.
TRAIL: dict[str, Callable[[str, str, Mapping[str, Any]], str]] = {
    "set": lambda noun, ref, _data: _("%(noun)s: set “%(what)s”.", noun=noun, what=ref),
    "generated": lambda _noun, ref, data: _("made the roster %(what)s: %(count)s shifts changed.", what=ref, count=data["changed"]),
    "asked": lambda noun, ref, _data: _("%(noun)s %(what)s: asked for.", noun=noun, what=ref),
    "approved": lambda noun, ref, _data: _("%(noun)s %(what)s: approved.", noun=noun, what=ref),
    "agreed": lambda noun, ref, _data: _("%(noun)s %(what)s: agreed.", noun=noun, what=ref),
    "refused": lambda noun, ref, _data: _("%(noun)s %(what)s: not approved.", noun=noun, what=ref),
    "declined": lambda noun, ref, _data: _("%(noun)s %(what)s: declined.", noun=noun, what=ref),
    "taken": lambda noun, ref, _data: _("%(noun)s %(what)s: the work is taken over.", noun=noun, what=ref),
    "over": lambda noun, ref, _data: _("%(noun)s %(what)s: ended or called off.", noun=noun, what=ref),
    "recorded": lambda noun, ref, _data: _("%(noun)s: “%(what)s” is on record.", noun=noun, what=ref),
    "followed": lambda noun, ref, _data: _("%(noun)s: made a calendar address of %(what)s.", noun=noun, what=ref),
    "unfollowed": lambda noun, ref, _data: _("%(noun)s: took back the calendar address of %(what)s.", noun=noun, what=ref),
}  # fmt: skip
