"""Pages and forms of the second factor: allauth's, with our use cases behind whatever changes a row.

allauth's own code would change rows without an event; none of it that does is called.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import add_codes_generated_message
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.forms import Field, Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from requests_app.accounts.sign_in_events import ACCOUNT_ITSELF, actor_signing
from requests_app.common.errors import CountersignError, NotPermitted
from requests_app.web.actor import actor_for
from requests_app.web.messages import explain
from requests_app.workflow import administration
from requests_app.workflow.unit_of_work import record_refusal


class _RefusedOnThePage:
    """Shows what a use case refuses with above the form."""

    def refused(self, form: Form, refusal: CountersignError) -> HttpResponse:
        """Return the page once more, with the reason."""
        form.add_error(None, explain(refusal))
        answer: HttpResponse = self.form_invalid(form)  # type: ignore[attr-defined]
        return answer


def _plainly(code: Field, *, label: Any) -> None:
    """Let the field of a code look as ours do: a label and no words inside the box."""
    code.label = label
    code.widget.attrs.pop("placeholder", None)
    code.widget.attrs["inputmode"] = "numeric"


class SetUpAppForm(ActivateTOTPForm):
    """The first code of a new app; the key is shown in groups, as it has to be typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self.fields["code"], label=_("Code that the app shows"))

    @property
    def key_in_groups(self) -> list[str]:
        """The key, four characters at a time."""
        return [self.secret[start : start + 4] for start in range(0, len(self.secret), 4)]


class SetUpApp(_RefusedOnThePage, ActivateTOTPView):
    """Set up an authenticator app, and get recovery codes with it."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            account = administration.add_app(
                actor=actor_for(self.request, ACCOUNT_ITSELF), secret=form.secret
            )
        except CountersignError as refusal:
            return self.refused(form, refusal)
        update_session_auth_hash(self.request, account)
        clear_totp_secret(self.request)
        get_account_adapter(self.request).add_message(
            self.request, messages.SUCCESS, "mfa/messages/totp_activated.txt"
        )
        add_codes_generated_message(self.request)
        return redirect("mfa_view_recovery_codes")


class RemoveApp(_RefusedOnThePage, DeactivateTOTPView):
    """Remove the authenticator app, and the recovery codes with it."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            account = administration.remove_app(actor=actor_for(self.request, ACCOUNT_ITSELF))
        except CountersignError as refusal:
            return self.refused(form, refusal)
        update_session_auth_hash(self.request, account)
        get_account_adapter(self.request).add_message(
            self.request, messages.SUCCESS, "mfa/messages/totp_deactivated.txt"
        )
        return redirect("mfa_index")


class NewCodes(_RefusedOnThePage, GenerateRecoveryCodesView):
    """Make new recovery codes in place of the earlier ones."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            account = administration.renew_recovery_codes(
                actor=actor_for(self.request, ACCOUNT_ITSELF)
            )
        except CountersignError as refusal:
            return self.refused(form, refusal)
        update_session_auth_hash(self.request, account)
        add_codes_generated_message(self.request)
        return redirect("mfa_view_recovery_codes")


activate_totp = SetUpApp.as_view()
deactivate_totp = RemoveApp.as_view()
generate_recovery_codes = NewCodes.as_view()


class _CodeForm(BaseAuthenticateForm):
    """Takes a code of the app or a recovery code; the latter is used up by a use case of ours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self.fields["code"], label=_("Code"))

    def clean_code(self) -> str:
        forget_attempts = check_rate_limit(self.user)
        code: str = self.cleaned_data["code"]
        actor = actor_signing(context.request, self.user)
        factor = administration.matching_factor(actor=actor, code=code)
        if factor is None:
            tried = Authenticator.Type.TOTP
            self._emit_authentication_failed(Authenticator(user=self.user, type=tried))
            raise get_adapter().validation_error("incorrect_code")
        factor.user = self.user
        self.authenticator = factor
        forget_attempts()
        return code


class SignInCodeForm(_CodeForm, AuthenticateForm):
    """The code that is asked for beside the password."""


class ConfirmingCodeForm(_CodeForm, ReauthenticateForm):
    """The code once more, before an act that needs it; a wrong one is recorded as refused."""

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        super()._emit_authentication_failed(authenticator)
        record_refusal(
            actor=actor_signing(context.request, self.user),
            action="session.confirm",
            refusal=NotPermitted("wrong_code"),
        )
