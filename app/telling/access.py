"""Entries of the access chain and of the trail of grants as sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.landing import role_name
from app.telling.days import day
from app.telling.grants import NOUNS, grouped


class Said(NamedTuple):
    """One entry in words."""

    number: int
    at: datetime
    who: str
    text: str


class Told(NamedTuple):
    """What a sentence may need: whose account or what it was, and the entry's data."""

    ref: str
    data: dict[str, Any]
    departments: Mapping[str, str]
    noun: str = ""


def days(
    entries: Iterable[Any], names: Mapping[str, str], departments: Mapping[str, str]
) -> list[tuple[str, list[Said]]]:
    """The sentences by day, in the order of the entries."""
    said = [_said(entry, names, departments) for entry in entries]
    return [(day, list(group)) for day, group in groupby(said, lambda one: f"{one.at:%Y-%m-%d}")]


def _said(entry: Any, names: Mapping[str, str], departments: Mapping[str, str]) -> Said:
    person = f"{names[entry.ref]}（{entry.ref}）" if entry.ref in names else entry.ref
    told = Told(person, json.loads(entry.data), departments, entry.noun)
    who = {"system": _("The console"), "nobody": _("Somebody")}.get(entry.by, "")
    say = SENTENCES.get(entry.type, lambda it: f"{entry.type} {it.ref}")
    return Said(entry.id, entry.at, who or names.get(entry.by, entry.by), say(told))


def _list(values: Iterable[Any]) -> str:
    return _(", ").join(map(str, values)) or _("none")


def _roles(names: Iterable[str]) -> str:
    return _list(role_name(name) for name in names)


def _grants(grants: Iterable[str]) -> str:
    return _("; ").join(
        f"{group.noun} {_list(words for _grant, words in group.grants)}"
        for group in grouped(list(grants))
    ) or _("none")


def _place(place: Mapping[str, Any], departments: Mapping[str, str]) -> str:
    codes = [place.get("department"), *(place.get("departments") or ())]
    return _list(departments.get(code, code) for code in codes if code)


def _verified(it: Told) -> str:
    if it.data["broken_at"] is None:
        return _("verified the chain %(chain)s: it holds.", chain=chain_name(it.ref))
    return _(
        "verified the chain %(chain)s: broken at entry %(number)s.",
        chain=chain_name(it.ref),
        number=it.data["broken_at"],
    )


def _replayed(it: Told) -> str:
    count, wrong = it.data["cases"], it.data["differences"]
    if not wrong:
        return _("replayed %(count)s cases: the same as they stand.", count=count)
    return _("replayed %(count)s cases: %(wrong)s differences.", count=count, wrong=wrong)


def _exported(it: Told) -> str:
    """A list by its noun, a theme by its key, the catalogue as a whole."""
    if it.ref == "list":
        return str(NOUNS.get(it.noun, it.noun))
    named = {"catalogue": NOUNS["package"], "access_review": _("Access review")}
    return chain_name(it.ref) if it.noun == "chain" else str(named.get(it.ref, it.ref))


def _taken_out(it: Told) -> str:
    """How many rows went, and whether that was all."""
    said = {"what": _exported(it), "count": it.data["rows"]}
    if it.data["whole"]:
        return _("took %(count)s rows of %(what)s.", **said)
    return _("took %(count)s rows of %(what)s, then it was broken off.", **said)


def _key_created(it: Told) -> str:
    """Until when a key opens and what; its prefix names it, the secret stands nowhere."""
    until = day(datetime.fromisoformat(it.data["until"]).date())
    said = {"prefix": it.data["prefix"], "whom": it.ref, "until": until, "grants": _grants(it.data["scopes"])}  # fmt: skip
    return _("gave %(whom)s the key %(prefix)s until %(until)s: %(grants)s.", **said)


#: What a person was looked for by.
SOUGHT = {"name": _l("full name"), "id_number": _l("ID number"), "credit_code": _l("credit code"), "phone": _l("phone number")}  # fmt: skip


def chain_name(name: str) -> str:
    """What a chain is called."""
    return str({"records": _("of records"), "access": _("of access")}.get(name, name))


SENTENCES: dict[str, Callable[[Told], str]] = {
    "login": lambda _it: _("signed in."),
    "logout": lambda _it: _("signed out."),
    "login_failed": lambda it: _("tried to sign in and failed (mark %(mark)s: the same name has the same mark).", mark=it.ref[:8]),
    "refused": lambda it: _("wanted to open %(what)s and was refused.", what=it.ref),
    "tried": lambda it: _("tried an act on %(what)s that is not done now.", what=it.ref),
    "unmasked": lambda it: _("saw the whole numbers of %(what)s, for a purpose that was written down.", what=it.ref),
    "file_read": lambda it: _("opened a file that was handed in with %(what)s.", what=it.ref),
    "searched": lambda it: _("looked for a person by %(kinds)s, %(count)s cases were found (mark %(mark)s: the same words have the same mark).", kinds=_list(SOUGHT[kind] for kind in it.data["kinds"]), count=it.data["found"], mark=it.ref[:8]),
    "printed": lambda it: _("printed the paper %(what)s with full names.", what=it.ref),
    "paper_taken": lambda it: _("took out the archived PDF of the paper %(what)s.", what=it.ref),
    "file_asked": lambda it: _("had the case %(what)s made into a file for the archive.", what=it.ref),
    "file_taken": lambda it: _("took out the file of the case %(what)s.", what=it.ref),
    "exported": lambda it: _("took %(what)s out as a file (%(kind)s).", what=_exported(it), kind=it.data.get("format", "")),
    "taken_out": _taken_out,
    "verified": _verified,
    "replayed": _replayed,
    "proof_asked": lambda _it: _("had the trail checked."),
    "account_created": lambda it: _("opened the account of %(whom)s: %(roles)s; %(place)s.", whom=it.ref, roles=_roles(it.data["roles"]), place=_place(it.data, it.departments)),
    "roles_set": lambda it: _("changed the roles of %(whom)s from %(before)s to %(after)s.", whom=it.ref, before=_roles(it.data["before"]), after=_roles(it.data["after"])),
    "scope_set": lambda it: _("changed the departments of %(whom)s from %(before)s to %(after)s.", whom=it.ref, before=_place(it.data["before"], it.departments), after=_place(it.data["after"], it.departments)),
    "account_enabled": lambda it: _("enabled the account of %(whom)s.", whom=it.ref),
    "account_disabled": lambda it: _("disabled the account of %(whom)s.", whom=it.ref),
    "account_renamed": lambda it: _("changed the name of %(whom)s.", whom=it.ref),
    "account_unlocked": lambda it: _("unlocked the account of %(whom)s.", whom=it.ref),
    "password_reset": lambda it: _("reset the password of %(whom)s.", whom=it.ref),
    "password_changed": lambda _it: _("changed their own password."),
    "sessions_ended": lambda it: _("signed %(whom)s out everywhere.", whom=it.ref),
    "session_ended": lambda it: _("ended one session of %(whom)s.", whom=it.ref),
    "key_created": _key_created,
    "key_revoked": lambda it: _("revoked the key %(prefix)s of %(whom)s.", prefix=it.data["prefix"], whom=it.ref),
    "role_composed": lambda it: _("gave the role %(role)s these grants: %(after)s (before: %(before)s).", role=it.ref, after=_grants(it.data["after"]), before=_grants(it.data["before"])),
    "role_removed": lambda it: _("removed the role %(role)s.", role=it.ref),
}  # fmt: skip
