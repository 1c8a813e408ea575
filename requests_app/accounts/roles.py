"""The roles as stable codes, and which of them stand alone."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    OFFICER = "officer", _("Officer")
    SUPERVISOR = "supervisor", _("Supervisor")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")
    EXAMINER = "examiner", _("Examiner")
    PRIVACY_AUDITOR = "privacy_auditor", _("Privacy auditor")
    OVERSIGHT = "oversight", _("Oversight")
    POLICY_ADMINISTRATOR = "policy_administrator", _("Policy administrator")
    ACCOUNT_ADMINISTRATOR = "account_administrator", _("Account administrator")
    OPERATOR = "operator", _("Operator")


# Whoever holds one of these holds nothing else, on any account: an overseer or an administrator
# must not also be part of what they oversee or administer. A trigger in the database says the same.
ROLES_HELD_ALONE = frozenset(
    {
        Role.PRIVACY_AUDITOR,
        Role.OVERSIGHT,
        Role.POLICY_ADMINISTRATOR,
        Role.ACCOUNT_ADMINISTRATOR,
    }
)

# A right to decide for a unit means something only to those who decide.
DECIDING_ROLES = frozenset({Role.SUPERVISOR, Role.PRIVACY_OFFICER})


def can_be_held_together(roles: frozenset[str]) -> bool:
    """Say whether one person may hold all of these roles at once."""
    return len(roles) <= 1 or not roles & ROLES_HELD_ALONE
