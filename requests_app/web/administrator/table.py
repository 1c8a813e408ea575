"""The acts of account administrators, a row for each; `acts.view_of` makes a page of it.

Confirming, refusing and taking back a proposal are not here: they stand on one page, with three forms.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from requests_app.accounts.models import Account
from requests_app.web.administrator import about
from requests_app.web.administrator.about import About
from requests_app.web.administrator.acts import Act
from requests_app.web.administrator.forms import (
    CertificateForm,
    NewAccountForm,
    NewUnitForm,
    ProposeDecideRightForm,
    ProposeRoleForm,
    ReasonForm,
    UnitNamesForm,
)
from requests_app.workflow import administration

_Handed = tuple[Account, administration.IssuedLink]
_TAKES_TWO = _("Nothing changes until another account administrator has confirmed it.")
_PROPOSED = _("Proposed. Ask another account administrator to confirm or refuse it.")
_ENDS_AT_ONCE = _("It ends at once. To grant it again takes two administrators.")


def _of_new_account(_about: About, made: administration.NewAccount) -> _Handed:
    return made.account, made.link


def _of_known_account(about: About, link: administration.IssuedLink) -> _Handed:
    if about.account is None:
        raise RuntimeError("this page is about no account")
    return about.account, link


ACTS = (
    # Accounts: one administrator is enough, and no power comes with any of these.
    Act(
        name="create",
        path="new/",
        about=about.new_account,
        form=NewAccountForm,
        use_case=administration.create_account,
        title=_("Make an account"),
        submit=_("Make the account"),
        says=(
            _("The account holds no role at first, and no password that anybody else knows."),
            _("You get a link to hand over, with which the person sets their own password."),
        ),
        link=_of_new_account,
    ),
    Act(
        name="disable",
        path="<uuid:account_id>/disable/",
        form=ReasonForm,
        use_case=administration.disable_account,
        title=_("Disable this account"),
        submit=_("Disable the account"),
        says=(_("The person is signed out at once. What the account holds stays on record."),),
        danger=True,
        done=_("The account is disabled. Its sessions have ended."),
    ),
    Act(
        name="enable",
        path="<uuid:account_id>/enable/",
        use_case=administration.enable_account,
        title=_("Enable this account"),
        submit=_("Enable the account"),
        says=(_("It will again hold what two administrators had granted it."),),
        done=_("The account is in use again."),
    ),
    Act(
        name="unlock",
        path="<uuid:account_id>/unlock/",
        use_case=administration.unlock_account,
        title=_("Unlock this account"),
        submit=_("Unlock the account"),
        says=(_("Too many sign-ins failed. Ask the person first whether it was they who tried."),),
        done=_("The account is no longer locked."),
    ),
    Act(
        name="reissue",
        path="<uuid:account_id>/link/",
        use_case=administration.reissue_first_link,
        title=_("Make a new link"),
        submit=_("Make the link"),
        says=(_("The earlier link stops working."),),
        link=_of_known_account,
    ),
    # Powers: a proposal changes nothing by itself; one administrator can withdraw.
    Act(
        name="propose_role",
        path="<uuid:account_id>/roles/propose/",
        form=ProposeRoleForm,
        use_case=administration.propose_role,
        title=_("Propose a role"),
        submit=_("Propose the role"),
        says=(_TAKES_TWO,),
        done=_PROPOSED,
    ),
    Act(
        name="withdraw_role",
        path="<uuid:account_id>/roles/<slug:role>/withdraw/",
        about=about.role,
        form=ReasonForm,
        use_case=administration.withdraw_role,
        title=_("Withdraw the role “%(role)s”"),
        submit=_("Withdraw the role"),
        says=(_ENDS_AT_ONCE,),
        danger=True,
        done=_("The role is withdrawn. The account's sessions have ended."),
    ),
    Act(
        name="propose_decide_right",
        path="<uuid:account_id>/rights/propose/",
        form=ProposeDecideRightForm,
        use_case=administration.propose_decide_right,
        title=_("Propose a right to decide"),
        submit=_("Propose the right"),
        says=(_TAKES_TWO,),
        done=_PROPOSED,
    ),
    Act(
        name="withdraw_decide_right",
        path="<uuid:account_id>/rights/<uuid:unit_id>/withdraw/",
        about=about.right,
        form=ReasonForm,
        use_case=administration.withdraw_decide_right,
        title=_("Withdraw the right to decide for %(unit)s"),
        submit=_("Withdraw the right"),
        says=(_ENDS_AT_ONCE,),
        danger=True,
        done=_("The right is withdrawn. The account's sessions have ended."),
    ),
    Act(
        name="propose_reset",
        path="<uuid:account_id>/reset/",
        form=ReasonForm,
        use_case=administration.propose_credential_reset,
        title=_("Propose a credential reset"),
        submit=_("Propose the reset"),
        says=(
            _TAKES_TWO,
            _(
                "Then the present password and second factor stop working, all sessions end, "
                "and the administrator who confirms gets a link for the person."
            ),
        ),
        done=_PROPOSED,
    ),
    # Certificates: never changed; a new course makes a new one.
    Act(
        name="certificate_record",
        path="<uuid:account_id>/certificates/new/",
        about=about.person,
        form=CertificateForm,
        use_case=administration.record_certificate,
        title=_("Record a certificate"),
        submit=_("Record the certificate"),
        says=(_("It counts only once another account administrator has confirmed it."),),
        done=_(
            "The certificate is recorded and does not count yet. Ask another account administrator "
            "to confirm it."
        ),
    ),
    Act(
        name="certificate_confirm",
        path="<uuid:account_id>/certificates/<uuid:certificate_id>/confirm/",
        about=about.certificate,
        use_case=administration.confirm_certificate,
        title=_("Confirm this certificate"),
        submit=_("Confirm the certificate"),
        says=(_("Confirm it only if you have seen the proof of the course yourself."),),
        done=_("The certificate is confirmed and counts from now."),
    ),
    Act(
        name="certificate_withdraw",
        path="<uuid:account_id>/certificates/<uuid:certificate_id>/withdraw/",
        about=about.certificate,
        form=ReasonForm,
        use_case=administration.withdraw_certificate,
        title=_("Withdraw this certificate"),
        submit=_("Withdraw the certificate"),
        says=(_("Without another current one the person can no longer do what it was for."),),
        danger=True,
        done=_("The certificate is withdrawn."),
    ),
    # Units: closing one takes nothing away from the record.
    Act(
        name="unit_create",
        path="units/new/",
        about=about.new_unit,
        form=NewUnitForm,
        use_case=administration.create_unit,
        title=_("Make a unit"),
        submit=_("Make the unit"),
        done=_("The unit is made."),
    ),
    Act(
        name="unit_rename",
        path="units/<uuid:unit_id>/rename/",
        about=about.unit,
        form=UnitNamesForm,
        use_case=administration.rename_unit,
        title=_("Rename the unit %(code)s"),
        submit=_("Save the names"),
        done=_("The unit is renamed."),
    ),
    Act(
        name="unit_close",
        path="units/<uuid:unit_id>/close/",
        about=about.unit,
        use_case=administration.deactivate_unit,
        title=_("Close the unit %(unit)s"),
        submit=_("Close the unit"),
        says=(_("No account joins it any more, and nobody decides for it. Its record stays."),),
        danger=True,
        done=_("The unit is closed."),
    ),
    Act(
        name="unit_reopen",
        path="units/<uuid:unit_id>/reopen/",
        about=about.unit,
        use_case=administration.activate_unit,
        title=_("Open the unit %(unit)s again"),
        submit=_("Open the unit"),
        done=_("The unit is open again."),
    ),
)
