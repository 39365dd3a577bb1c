"""Jobs in words: what runs, how far it is, what came of it, for the pages and for the terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.models import Job
from app.services.jobs import MOST_ATTEMPTS

MEGABYTE = 1 << 20
KINDS: dict[str, Any] = {
    "import": _l("Package brought in"),
    "publication": _l("Versions take effect"),
    "recount": _l("Due dates worked out anew"),
    "digest": _l("Daily look at the catalogue"),
    "tick": _l("Acts of time"),
    "calendar": _l("The calendar changed"),
    "moves": _l("Running cases follow the calendar"),
    "files": _l("Files looked at"),
    "usual": _l("How long parts usually take"),
    "papers": _l("Papers are drawn for the archive"),
    "receive": _l("Sheet received"),
    "proof": _l("The trail is proved"),
    "bulletin": _l("Bulletin counted anew"),
    "bulletin_draft": _l("Bulletin of the month drafted"),
    "morning": _l("Told in the morning"),
    "post_check": _l("Daily look at post-checks"),
    "backup": _l("Nightly backup"),
    "case_file": _l("File of a case for the archive"),
    "supervision": _l("Supervision board counted"),
    "roster": _l("Daily look at the roster"),
}
STATES: dict[str, Any] = {
    "waiting": _l("waits"),
    "running": _l("at work"),
    "proposed": _l("waits for your word"),
    "refused": _l("has errors"),
    "done": _l("done"),
    "failed": _l("not done"),
}
#: Step of a file → what is being done with it.
STEPS: dict[str, Any] = {
    "read": _l("The file is being read"),
    "bring": _l("The entries are being brought in"),
    "publish": _l("The entries are being published"),
    "try": _l("The rows are being tried"),
    "receive": _l("The rows are being received"),
}


def kind(job: Job) -> str:
    """What runs, with the file's name where there is one."""
    said = str(KINDS.get(job.kind, job.kind))
    return _("%(what)s: %(title)s", what=said, title=job.title) if job.title else said


def state(job: Job) -> str:
    """How it stands."""
    return str(STATES.get(job.state, job.state))


def held(job: Job, now: datetime) -> list[str]:
    """Whose it is while it runs, and how often it was begun; empty where there is nothing to tell."""
    said = []
    if job.state == "running" and job.lease_until:
        ends = job.lease_until.strftime("%H:%M:%S")
        lapsed = job.lease_until < now
        said.append(
            _("its worker is gone since %(time)s; the next takes it up", time=ends)
            if lapsed
            else _("its worker holds it until %(time)s", time=ends)
        )
    # A round of time counts its rounds there, and says them as what came of it.
    if job.attempts > 1 and job.kind != "tick":
        said.append(_("begun %(count)s times, at most %(most)s", count=job.attempts, most=MOST_ATTEMPTS))  # fmt: skip
    return said


def step(job: Job) -> str:
    """What is being done now with a file."""
    return str(STEPS.get((job.payload or {}).get("step", ""), STATES["running"]))


def result(job: Job) -> str:
    """What came of it; how far it is while it runs; empty before."""
    if job.state == "failed":
        why = job.result["why"]
        return _(why)
    if job.state == "done":
        return RESULTS[job.kind](job) if job.kind in RESULTS else ""
    if job.state == "refused":
        return _("%(count)s places are wrong", count=len(job.result["wrong"]))
    if job.state == "running" and job.total:
        return _("%(done)s of %(total)s", done=job.done, total=job.total)
    return ""


def _imported(job: Job) -> str:
    said = job.result or {}
    words = _(
        "%(added)s added, %(changed)s changed", added=len(said["added"]), changed=len(said["changed"])
    )  # fmt: skip
    if "published" not in said:
        return words
    words += _("; %(count)s published", count=len(said["published"]))
    return words + (
        _(", %(count)s not published", count=len(said["refused"])) if said["refused"] else ""
    )


def _published(job: Job) -> str:
    began = [one for one in job.result["versions"] if one[2] == "published"]
    if not began:
        return _("nothing was left to do")
    name, number, _state = began[0]
    first = _("%(name)s, version %(number)s", name=name, number=number)
    return first if len(began) == 1 else _("%(first)s and %(more)s more", first=first, more=len(began) - 1)  # fmt: skip


def _recounted(job: Job) -> str:
    words = _("%(count)s cases have sure due dates now", count=job.result["cases"])
    left = job.result["left"]
    return words + (_("; left as they were: %(numbers)s", numbers="、".join(left)) if left else "")


def _looked(job: Job) -> str:
    count = len(job.result["found"])
    return _("%(count)s things to look at", count=count) if count else _("nothing to look at")


def _ticked(job: Job) -> str:
    words = _("%(rounds)s rounds, %(count)s cases", rounds=job.attempts, count=job.done)
    left = job.result["left"]
    return words + (_("; left as they were: %(numbers)s", numbers="、".join(left)) if left else "")


def _moved(job: Job) -> str:
    words = _("%(count)s cases have other due dates", count=job.result["cases"])
    left = job.result.get("left")
    return words + (_("; left as they were: %(numbers)s", numbers="、".join(left)) if left else "")


def _usual(job: Job) -> str:
    return _("%(count)s steps are known", count=job.result["sorts"])


def _swept(job: Job) -> str:
    said, bad = job.result or {}, (job.result or {}).get("bad", 0)
    words = _("%(count)s that belong to nothing removed", count=said.get("gone", 0))
    return words + (_("; %(count)s gone or altered, see the doctor", count=bad) if bad else "")


def _drawn(job: Job) -> str:
    return _("%(count)s papers drawn", count=(job.result or {}).get("drawn", 0))


def _proved(job: Job) -> str:
    said = job.result
    bad = [one for one in said["chains"].values() if one["broken_at"] is not None]
    wrong = len(bad) + said["replay"]["differences"]
    return (
        _("%(count)s things are wrong, see the trail", count=wrong)
        if wrong
        else _("everything holds")
    )


def _archived(job: Job) -> str:
    return _("%(count)s files in it", count=(job.result or {}).get("entries", 0))


def _received(job: Job) -> str:
    said = job.result or {}
    words = _("%(count)s received", count=len(said["keys"]))
    if said["again"]:
        words += _(", %(count)s received before", count=len(said["again"]))
    return words + (
        _(", %(count)s not received", count=len(said["refused"])) if said["refused"] else ""
    )


def _recounted_bulletin(job: Job) -> str:
    count = len(job.result["differing"])
    return _("%(count)s figures differ", count=count) if count else _("every figure is the same")


def _drafted(job: Job) -> str:
    return _("a draft waits") if job.result["bulletin"] else _("there was one already")


def _checked(job: Job) -> str:
    said = job.result
    return _("%(open)s open, %(soon)s due within three days, %(late)s late; %(told)s told", **said)


def _backed_up(job: Job) -> str:
    said = job.result
    if not said["file"]:
        return _("no folder for backups is set")
    megabytes = -(-said["size"] // MEGABYTE)
    words = _("%(name)s, %(size)s MB, opened and read again", name=said["file"], size=megabytes)
    return words + (_("; %(count)s old ones removed", count=said["removed"]) if said["removed"] else "")  # fmt: skip


RESULTS: dict[str, Callable[[Job], str]] = {
    "import": _imported,
    "publication": _published,
    "recount": _recounted,
    "digest": _looked,
    "tick": _ticked,
    "calendar": _moved,
    "moves": _moved,
    "files": _swept,
    "usual": _usual,
    "papers": _drawn,
    "receive": _received,
    "proof": _proved,
    "bulletin": _recounted_bulletin,
    "bulletin_draft": _drafted,
    "morning": lambda job: _("%(count)s people told", count=job.result["people"]),
    "post_check": _checked,
    "backup": _backed_up,
    "case_file": _archived,
    "roster": lambda job: _("%(count)s gaps named", count=job.result["gaps"]),
}


def line(kept: dict[str, Any]) -> str:
    """A line of the digest as it is said."""
    say = kept["say"]
    return str(_(say) % {name: _value(one) for name, one in kept["values"].items()})


def _value(value: Any) -> Any:
    """A sentence within a sentence, a kind of job, or what stays as it is."""
    return sentence(value) if isinstance(value, list) else KINDS.get(value, value)


def sentence(kept: list[Any]) -> str:
    """What a row keeps of a finding: its sentence and what fills it."""
    return str(_(kept[0]) % kept[1])
