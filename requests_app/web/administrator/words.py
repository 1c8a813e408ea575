"""Words for what the administrators' use cases refuse, and for states and roles on their pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_app.accounts.roles import Role
from requests_app.common.errors import AlreadyTaken, CountersignError
from requests_app.web.messages import explain as explain_generally

REASONS: Mapping[str, Promise] = {
    "own_account": _("This concerns your own person. Ask another account administrator to do it."),
    "own_proposal": _(
        "You proposed this yourself. Another account administrator must confirm or refuse it."
    ),
    "own_record": _("You recorded this yourself. Another account administrator must look at it."),
    "not_the_proposer": _(
        "Only the administrator who proposed this can take it back. You can refuse it instead."
    ),
    "account_disabled": _("This account is disabled. Enable it first."),
    "account_not_disabled": _("This account is not disabled."),
    "account_not_locked": _("This account is not locked. The person can sign in now."),
    "needs_credential_reset": _(
        "This account already holds a role or had a password, so a new link takes a second "
        "administrator. Propose a credential reset."
    ),
    "already_held": _("This account holds that already."),
    "already_proposed": _(
        "The same proposal is open already. Ask another administrator to confirm or refuse it."
    ),
    "role_stands_alone": _(
        "An auditor, an overseer or an administrator holds no other role, on any account. "
        "Withdraw the other roles of this person first."
    ),
    "no_deciding_role": _(
        "Only a supervisor or a privacy officer can decide. Grant one of these roles first."
    ),
    "not_held": _("This account does not hold that any more."),
    "two_administrators_must_stay": _(
        "Fewer than two other account administrators who can sign in would be left. Grant the role "
        "to somebody else first, and wait until they have set their password."
    ),
    "oversight_ends_by_command": _(
        "This is the commissioner's own account. No administrator can disable it, withdraw its role "
        "or reset its credentials. Whoever runs the installation does it with the command "
        "“manage.py oversight_account”, which is recorded in the log."
    ),
    "proposal_expired": _("This proposal has expired. Propose it again."),
    "proposer_is_no_administrator": _(
        "Whoever proposed this is no longer an account administrator. Refuse it, and have it "
        "proposed again."
    ),
    "unit_closed": _("This unit is closed already."),
    "unit_open": _("This unit is open already."),
    "unit_has_accounts": _(
        "Accounts in use still belong to this unit. Disable them before you close it."
    ),
    "unit_has_incidents": _(
        "An incident is open in this unit, and nobody could look into it any more. Ask its deciders to close it first."
    ),
    "unit_owes_reports": _(
        "What came of a lead of this unit is still to be reported, and what is reported may have to be looked into. Ask its"
        " deciders to report it first."
    ),
}

FIELDS: Mapping[str, Promise] = {
    "required": _("Fill this in"),
    "too_long": _("This is too long. Shorten it."),
    "unseen_characters": _(
        "This holds characters that cannot be seen. Type the text again instead of pasting it."
    ),
    "one_line": _("Write this on one line, without line breaks and tabs"),
    "pattern": _("Use letters, digits, dots, hyphens or underscores, and no spaces"),
    "taken": _("This is taken already. Choose another."),
    "unknown": _("Choose one from the list"),
    "belongs_to_another": _(
        "This staff number belongs to another person. Check the number and the name."
    ),
    "differs_from_known": _(
        "This person is known with another address. Type the one on record, or check the number."
    ),
    "in_the_future": _("Enter a date that is not in the future"),
    "before_issue": _("Enter a date that is not before the date of issue"),
    "too_far": _("Enter a date within ten years of the date of issue"),
}
# The same code, said better for one field.
_FIELD_SPECIALS: Mapping[tuple[str, str], Promise] = {
    ("email", "pattern"): _("Enter an e-mail address, for example name@agency.example"),
    ("username", "taken"): _("Another account has this user name. Choose another."),
    ("code", "taken"): _("Another unit has this code. Choose another."),
}

ROLE_HINTS: Mapping[str, Promise] = {
    Role.OFFICER: _("Asks for searches."),
    Role.SUPERVISOR: _("Decides on searches, for each unit that a right is granted for."),
    Role.PRIVACY_OFFICER: _("Gives the second decision where a rule demands one."),
    Role.EXAMINER: _("Examines candidates."),
    Role.PRIVACY_AUDITOR: _("Reads and exports the log. Holds no other role."),
    Role.OVERSIGHT: _("The commissioner's own account. Holds no other role."),
    Role.POLICY_ADMINISTRATOR: _(
        "Reads the rules in force, and says with a second one where the agency is. Holds no other role."
    ),
    Role.ACCOUNT_ADMINISTRATOR: _("Administers accounts and powers. Holds no other role."),
    Role.OPERATOR: _("Watches the dispatch and retries it. Sees no case."),
}

STATES: Mapping[str, tuple[Promise, str, str]] = {
    "disabled": (_("Disabled"), "bad", "bar"),
    "locked": (_("Locked"), "attention", "lock"),
    "no_password": (_("No password yet"), "waiting", "dashed"),
    "active": (_("In use"), "good", "tick"),
}


def of_field(field: str, code: str) -> str:
    """What is wrong with one field."""
    words = _FIELD_SPECIALS.get((field, code)) or FIELDS.get(code) or FIELDS["unknown"]
    return str(words)


def of_refusal(refusal: CountersignError) -> str:
    """What a use case refused, and what to do next."""
    if isinstance(refusal, AlreadyTaken):
        return str(_("Somebody else was first. Open the page again to see what was decided."))
    words = REASONS.get(getattr(refusal, "reason", ""))
    return str(words) if words else explain_generally(refusal)
