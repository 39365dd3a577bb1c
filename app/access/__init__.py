"""Who may do what, and on which rows: the one place that knows. Doors and services only ask.

A grant is ``noun.verb``. A role is a set of grants; its reach is a set of ``scope`` grants. Each
noun of the cases has one policy: the SQL filter, the object check and the mask in one object.
"""

from app.access.anyone import anyone_like, told
from app.access.grants import (
    ACTING,
    ADMINISTRATORS_OWN,
    BUILTIN,
    COMPOSABLE,
    GRANTS,
    acting_grant,
)
from app.access.policies import POLICIES
from app.access.policy import Policy
from app.access.principal import ANONYMOUS, SYSTEM, Principal, may, principal_of
from app.domain.roles import ALONE, Role, excluded

__all__ = [
    "ACTING",
    "ADMINISTRATORS_OWN",
    "ALONE",
    "ANONYMOUS",
    "BUILTIN",
    "COMPOSABLE",
    "GRANTS",
    "POLICIES",
    "SYSTEM",
    "Policy",
    "Principal",
    "Role",
    "acting_grant",
    "anyone_like",
    "excluded",
    "may",
    "principal_of",
    "told",
]
