"""What a message of the house says: whole in an inbox, and only case, item and day outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.telling import days, posts

#: Kind → what it is called.
KINDS: dict[str, Any] = {
    "soon": _l("Limit coming up"),
    "reminded": _l("Asked to go on"),
    "assigned": _l("Given to you"),
    "transferred": _l("Came to your department"),
    "asked": _l("Waits for your answer"),
    "answered": _l("Answered"),
    "covers": _l("Cover"),
    "first_contact": _l("You answer for it"),
    "help": _l("Help for an applicant"),
    "morning": _l("This morning"),
    "ordered": _l("Order of supervision"),
    "order_answered": _l("Order answered"),
    "bulletin": _l("Bulletins"),
    "check_soon": _l("Post-check due soon"),
    "check_late": _l("Post-check late"),
    "review_asked": _l("Review of a rating asked for"),
    "review_decided": _l("Review of a rating decided"),
    **posts.KINDS,
    "question": _l("Your department explains"),
    "explained": _l("A department explained"),
    "online": _l("Appeal that came online"),
    "group": _l("To be carried out for the problem group"),
    "finding": _l("A finding on your department"),
}
#: What was asked for.
ACTS: dict[str, Any] = {
    "void": _l("declaring it void"),
    "supplement": _l("a second supplement"),
    "extend": _l("an extension"),
}
#: Kinds of help.
HELPS: dict[str, Any] = {
    "guided": _l("guided help"),
    "on_behalf": _l("done on their behalf"),
    "home_visit": _l("visit at home"),
}
#: What came of help.
OUTCOMES: dict[str, Any] = {
    "done": _l("done"),
    "not_met": _l("nobody was met"),
    "called_off": _l("called off"),
}


def heading(kind: str, number: str | None) -> str:
    """One line for outside: what it is, of which case."""
    return f"{KINDS[kind]} {number or ''}".strip()


def body(kind: str, number: str | None, content: Mapping[str, Any]) -> str:
    """All that goes outside: what it is, the case, the item, the day it is due; nobody's name."""
    lines = [heading(kind, number), str(content.get("item") or "")]
    if content.get("due"):
        lines.append(_("due %(day)s", day=_day(content["due"])))
    return "\n".join(line for line in lines if line)


def sentence(kind: str, content: Mapping[str, Any], people: Mapping[str, str], me: str) -> str:
    """The line in an inbox; usernames become names."""
    said = dict(content) | {
        name: people.get(content[name], content[name])
        for name in ("who", "person", "stands_in")
        if name in content
    }
    return str(SAID[kind](said | {"me": people.get(me, me)}))


def _soon(said: Mapping[str, Any]) -> str:
    day = days.moment(datetime.fromisoformat(said["due"]))
    if said["limit"] == "legal":
        return _(
            "“%(item)s” is due by law %(day)s and turns yellow soon.", item=said["item"], day=day
        )
    return _(
        "“%(item)s” is promised for %(day)s and turns yellow soon.", item=said["item"], day=day
    )


def _answered(said: Mapping[str, Any]) -> str:
    values = {"who": said["who"], "act": ACTS[said["act"]], "item": said["item"]}
    if said["answer"] == "agreed":
        return _("%(who)s agreed to %(act)s: “%(item)s”.", **values)
    return _("%(who)s did not agree to %(act)s: “%(item)s”.", **values)


def _covers(said: Mapping[str, Any]) -> str:
    values = {name: _day(said[name]) for name in ("since", "until")}
    if said["person"] == said["me"]:
        return _(
            "%(name)s stands in for you from %(since)s to %(until)s.",
            name=said["stands_in"],
            **values,
        )
    return _(
        "You stand in for %(name)s from %(since)s to %(until)s.", name=said["person"], **values
    )


def _help(said: Mapping[str, Any]) -> str:
    at = days.moment(datetime.fromisoformat(said["at"]))
    return _(
        "You help with “%(item)s”, %(act)s: %(at)s.",
        item=said["item"],
        act=HELPS[said["act"]],
        at=at,
    )


def _morning(said: Mapping[str, Any]) -> str:
    words = {
        "late": _("%(count)s parts are late", count=said["late"]),
        "today": _("%(count)s are due today", count=said["today"]),
        "unclaimed": _("%(count)s due parts are in nobody's hands", count=said["unclaimed"]),
    }
    return _(", ").join(text for name, text in words.items() if said[name]) + _(".")


def _day(value: str) -> str:
    return days.day(date.fromisoformat(value[:10]))


#: Kind → its sentence.
SAID: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "soon": _soon,
    "reminded": lambda said: _("%(who)s asks you to go on with “%(item)s”.", who=said["who"], item=said["item"]),
    "assigned": lambda said: _("%(who)s gave you “%(item)s”.", who=said["who"], item=said["item"]),
    "transferred": lambda said: _("%(who)s transferred “%(item)s” to your department.", who=said["who"], item=said["item"]),
    "asked": lambda said: _("%(who)s asks for %(act)s: “%(item)s”.", who=said["who"], act=ACTS[said["act"]], item=said["item"]),
    "answered": _answered,
    "covers": _covers,
    "first_contact": lambda said: _("%(who)s handed the applicant of “%(item)s” over to you.", who=said["who"], item=said["item"]),
    "help": _help,
    "morning": _morning,
    "ordered": lambda said: _("%(who)s orders about “%(item)s”: answer until %(day)s.", who=said["who"], item=said["item"], day=_day(said["due"])),
    "order_answered": lambda said: _("%(who)s answered the order about “%(item)s”.", who=said["who"], item=said["item"]),
    "check_soon": lambda said: _("The post-check of “%(item)s” is to be done by %(day)s.", item=said["item"], day=_day(said["due"])),
    "check_late": lambda said: _("The post-check of “%(item)s” was to be done by %(day)s and is not.", item=said["item"], day=_day(said["due"])),
    "review_asked": lambda said: _("%(who)s holds a bad rating of “%(item)s” for untrue and asks for a review.", who=said["who"], item=said["item"]),
    "review_decided": lambda said: _("The rating of “%(item)s” counts in no average any more.", item=said["item"]) if said["upheld"] else _("The rating of “%(item)s” stands after review.", item=said["item"]),
    "bulletin": lambda said: _("“%(title)s” is drawn up as a draft.", title=said["title"]),
    **posts.SAID,
    "question": lambda said: _("%(who)s asks your department to explain, about an appeal “%(item)s”, by %(day)s.", who=said["who"], item=said["item"], day=_day(said["due"])),
    "online": lambda said: _("An appeal came in online, %(number)s: register it by %(day)s.", number=said["number"], day=_day(said["due"])),
    "explained": lambda said: _("The department you asked has explained: “%(item)s”.", item=said["item"]),
    "group": lambda said: _("The problem group decided that you carry something out, by %(day)s: “%(item)s”.", day=_day(said["due"]), item=said["item"]),
    "finding": lambda said: _("An appeal “%(item)s” was upheld against your department; measures are taken by %(day)s.", item=said["item"], day=_day(said["due"])),
}  # fmt: skip
