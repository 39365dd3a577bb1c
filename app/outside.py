"""The ways by which something goes out of the house, as the environment names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


class ChannelsUnreadable(ValueError):
    """A way out is not what its setting may be; the sentence says which and why."""


@dataclass(frozen=True)
class Channels:
    """What is configured; empty is not used."""

    #: smtps://user:password@host:465 or smtp://host:25 (which goes on in TLS)
    mail: str = ""
    mail_from: str = ""
    webhook: str = ""
    secret: str = ""
    #: Apprise's own addresses: wecombot://…, dingtalk://…, feishu://…
    apprise: tuple[str, ...] = ()

    @property
    def to_people(self) -> tuple[str, ...]:
        """Channels by which each person is written to."""
        return ("mail",) if self.mail else ()

    @property
    def to_the_centre(self) -> tuple[str, ...]:
        """Channels that take each message once, whomever it is for."""
        ways = {"webhook": self.webhook, "apprise": self.apprise}
        return tuple(name for name, way in ways.items() if way)


_held: list[Channels] = [Channels()]


def use(channels: Channels) -> None:
    """Hold the ways out of this process; the factory calls it once per application."""
    _held[:] = [channels]


def held() -> Channels:
    """The ways out of this process."""
    return _held[0]


def parse(settings: Mapping[str, str]) -> Channels:
    """Read the settings; raises ChannelsUnreadable."""
    found = Channels(
        mail=settings.get("YOUSHI_MAIL", ""),
        mail_from=settings.get("YOUSHI_MAIL_FROM", ""),
        webhook=settings.get("YOUSHI_WEBHOOK", ""),
        secret=settings.get("YOUSHI_WEBHOOK_SECRET", ""),
        apprise=tuple(settings.get("YOUSHI_APPRISE", "").split()),
    )
    if found.mail and urlsplit(found.mail).scheme not in ("smtp", "smtps"):
        raise ChannelsUnreadable("YOUSHI_MAIL begins with smtp:// or smtps://")
    if found.mail and not found.mail_from:
        raise ChannelsUnreadable("YOUSHI_MAIL needs YOUSHI_MAIL_FROM, the address it is from")
    if found.webhook and urlsplit(found.webhook).scheme != "https":
        raise ChannelsUnreadable("YOUSHI_WEBHOOK begins with https://")
    if found.webhook and not found.secret:
        raise ChannelsUnreadable(
            "YOUSHI_WEBHOOK needs YOUSHI_WEBHOOK_SECRET, which signs what is sent"
        )
    return found
