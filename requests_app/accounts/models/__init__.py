"""The tables of persons, accounts, units, powers and certificates.

They must not change themselves: every change of state is a use case in `workflow`.
"""

from requests_app.accounts.models.certificates import Certificate, Course
from requests_app.accounts.models.credentials import (
    CredentialLink,
    CredentialLinkPurpose,
)
from requests_app.accounts.models.letters import Letter, Mailed
from requests_app.accounts.models.people import Account, Language, Person, Unit
from requests_app.accounts.models.powers import (
    DecideRight,
    PowerProposal,
    ProposalKind,
    ProposalOutcome,
    RoleAssignment,
    UnitPermissionHeld,
)

__all__ = [
    "Account",
    "Certificate",
    "Course",
    "CredentialLink",
    "CredentialLinkPurpose",
    "DecideRight",
    "Language",
    "Letter",
    "Mailed",
    "Person",
    "PowerProposal",
    "ProposalKind",
    "ProposalOutcome",
    "RoleAssignment",
    "Unit",
    "UnitPermissionHeld",
]
