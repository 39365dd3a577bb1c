"""States, ways out and failures of messages in words."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

STATES: dict[str, Any] = {
    "waiting": _l("waits"),
    "sending": _l("on its way"),
    "sent": _l("went out"),
    "failed": _l("given up"),
}
CHANNELS: dict[str, Any] = {
    "mail": _l("E-mail"),
    "webhook": _l("Webhook"),
    "apprise": _l("Group robot"),
}
#: The sort of failure → what to look at; another is said by the name it has in the log.
WHY: dict[str, Any] = {
    "no_address": _l("The account has no address, or is disabled."),
    "refused": _l("The robot did not take it: look at its address and key."),
    "ModuleNotFoundError": _l("The library for group robots is not installed."),
    "HTTPError": _l("The other side answered with an error."),
    "URLError": _l("The other side was not reached."),
    "SMTPServerDisconnected": _l("The mail server broke off."),
    "RemoteDisconnected": _l("The other side broke off."),
    "ConnectionResetError": _l("The other side broke off."),
    "SMTPSenderRefused": _l("The mail server does not accept who sends: see YOUSHI_MAIL_FROM."),
    "SMTPDataError": _l("The mail server did not take the message."),
    "TimeoutError": _l("The other side did not answer in time."),
    "ConnectionRefusedError": _l("The other side was not reached."),
    "gaierror": _l("The other side's name is not known."),
    "SMTPAuthenticationError": _l("The mail server did not accept name and password."),
    "SMTPRecipientsRefused": _l("The mail server does not know the address."),
    "SSLCertVerificationError": _l("The other side's certificate is not trusted."),
}


def why(word: str | None) -> Any:
    """What went wrong, in words; what has none yet by the name under which the log has it."""
    return WHY.get(word or "") or _l("It did not go out; in the log: %(name)s.", name=word or "")
