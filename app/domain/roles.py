"""The roles the centre is run with, and which of them one person may never hold together."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from app.domain.refusal import Word, msgid


class Role(StrEnum):
    """A builtin role: its row is made by code and locked; what it may do stands in app.access."""

    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"
    CATALOGUE_ADMIN = "catalogue_admin"
    WINDOW_CLERK = "window_clerk"
    OFFICER = "officer"
    DEPARTMENT_HEAD = "department_head"
    CENTRE_HEAD = "centre_head"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"


#: Role → its name on screen.
TITLES: dict[str, str] = {
    Role.SYSTEM_ADMIN: msgid("System administrator"),
    Role.SECURITY_ADMIN: msgid("Security administrator"),
    Role.AUDIT_ADMIN: msgid("Audit administrator"),
    Role.CATALOGUE_ADMIN: msgid("Catalogue administrator"),
    Role.WINDOW_CLERK: msgid("Window clerk"),
    Role.OFFICER: msgid("Officer"),
    Role.DEPARTMENT_HEAD: msgid("Head of department"),
    Role.CENTRE_HEAD: msgid("Head of the centre"),
    Role.SUPERVISOR: msgid("Supervisor"),
    Role.AUDITOR: msgid("Auditor"),
}

#: 三员分立 (GB/T 22239-2019 8.1.5): each of the three excludes every other role.
ALONE = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


def excluded(roles: Iterable[str]) -> frozenset[str]:
    """Those of the given roles that may not be held beside the others; empty where all is well."""
    held = frozenset(roles)
    return held & ALONE if len(held) > 1 else frozenset()


def title(role: str) -> str:
    """A role's name: of a builtin one a word to be translated, of a composed one what was typed."""
    return Word(TITLES[role]) if role in TITLES else role
